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
        ("en", "/join/", ["Join"]),
        ("nl", "/nl/collections/some/", ["/nl/catalogue/"]),
        ("nl", "/nl/", []),
    ],
)
def test_current_part_of_the_menu(language, path, current):
    with translation.override(language):
        menu = navigation.links("main", path)

    found = re.findall('<a href="([^"]+)" aria-current="page">([^<]+)</a>', menu)
    assert [label if language == "en" else address for address, label in found] == current
    assert menu.count("<li><a href=") == len(navigation.MENUS["main"])


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
