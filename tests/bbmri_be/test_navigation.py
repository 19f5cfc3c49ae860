"""Which part of the menu a page belongs to."""

import re

import pytest
from django.utils import translation

from bbmri_be import navigation


@pytest.mark.parametrize(
    ("language", "path", "current"),
    [
        ("en", "/", []),
        ("en", "/catalogue/", ["Catalogue"]),
        ("en", "/collections/some/", ["Catalogue"]),
        ("en", "/figures/", ["Figures"]),
        ("en", "/biobanks/some/", ["Members"]),
        ("en", "/networks/some/", ["Members"]),
        ("en", "/join/", ["For biobanks"]),
        ("en", "/law/applies/some/", ["For biobanks"]),
        ("en", "/questions/", ["For patients"]),
        ("en", "/news/some/", ["About us"]),
        ("nl", "/nl/collections/some/", ["/nl/catalogue/"]),
        ("nl", "/nl/law/", ["/nl/membership/"]),
        ("nl", "/nl/", []),
    ],
)
def test_current_part_of_the_menu(language, path, current):
    with translation.override(language):
        menu = navigation.menu(navigation.MAIN, path)

    found = re.findall('<a href="([^"]+)" aria-current="(?:page|true)">([^<]+)</a>', menu)
    assert [label if language == "en" else address for address, label in found] == current
    assert menu.count("<li><a href=") == len(navigation.MAIN)


def test_menu_of_a_part_names_its_pages_and_the_current_one():
    menu = navigation.part_menu("/law/")

    assert menu.label == "For biobanks"
    assert re.findall('<a href="([^"]+)"( aria-current="page")?>', menu.items) == [
        ("/membership/", ""),
        ("/join/", ""),
        ("/law/", ' aria-current="page"'),
        ("/quality/", ""),
    ]


@pytest.mark.parametrize("path", ["/", "/catalogue/", "/privacy/"])
def test_page_outside_of_parts_has_no_menu_of_one(path):
    assert navigation.part_menu(path) is None


def test_foot_of_a_page_names_all_pages_in_its_language():
    with translation.override("nl"):
        parts = navigation.site_map("nl")

    addresses = [address for part in parts for address in re.findall('href="([^"]+)"', part.items)]
    assert len(set(addresses)) == len(addresses) == 16
    assert all(address.startswith("/nl/") for address in addresses)


def test_links_to_other_languages_hold_a_hint():
    with translation.override("nl"):
        here = navigation.language_links([("en", "/x/?q=a&b=1"), ("nl", "/nl/x/?q=a&b=1")])
        nowhere = navigation.language_links([("en", "/nl/gone/"), ("nl", "/nl/gone/")])

    assert re.findall('href="([^"]+)"[^>]* data-hint="([^"]+)" data-close="([^"]+)"', here) == [
        ("/x/?q=a&amp;b=1", "This page is also available in English.", "Close")
    ]
    assert "data-hint" not in nowhere


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("", ""),
        ("?page=2", "?page=2"),
        ("?page=1", ""),
        ("?page=x", ""),
        ("?page=²", ""),
        ("?utm_source=letter", ""),
        ("?q=asthma&page=2", ""),
    ],
)
def test_search_engines_tell_parts_of_a_list_apart_and_nothing_else(client, settings, query, told):
    settings.SITE_URL = "https://www.bbmri.be"

    head = client.get(f"/nl/catalogue/{query}").content.decode().partition("</head>")[0]

    assert f'<link rel="canonical" href="https://www.bbmri.be/nl/catalogue/{told}">' in head
    for prefix in ("", "nl/", "fr/", "de/"):
        assert f'href="https://www.bbmri.be/{prefix}catalogue/{told}">' in head
