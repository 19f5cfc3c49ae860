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
