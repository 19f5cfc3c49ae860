"""Every public page in four languages: whether it speaks the language that it says, and knows
itself in the others."""

import re
import urllib.request
from html import unescape

import pytest

from tests.tongues import LANGUAGES, lies

PREFIXES = {"en": "", "nl": "/nl", "fr": "/fr", "de": "/de"}
# Pages that search engines are not told of, and states of pages that an address holds.
STATES = [
    "/catalogue/?q=tumour&material=DNA&province=BE-VAN",
    "/catalogue/?q=nothing-of-the-kind",
    "/catalogue/?view=collections&sort=name&page=2",
    "/collections/antwerp-tumour-bank/?facts=2",
    "/compare/?c=gza-breast-cancer&c=gza-prostate-cancer",
    "/request/?c=uz-brussel-diabetes&c=antwerp-tumour-bank&who=company&question=a+b",
    "/join/",
    "/join/link/",
]


def fetched(url):
    with urllib.request.urlopen(url, timeout=20) as response:
        return response.read().decode()


@pytest.fixture(scope="module")
def pages(site):
    """The HTML of each page by its path, in each language."""
    files = re.findall("<loc>(.*?)</loc>", fetched(f"{site.url}/sitemap.xml"))
    urls = [url for file in files for url in re.findall("<loc>(.*?)</loc>", fetched(file))]
    paths = [unescape(url).removeprefix(site.url) for url in urls]
    paths += [prefix + state for prefix in PREFIXES.values() for state in STATES]
    return {path: fetched(site.url + path) for path in dict.fromkeys(paths)}


def in_all_languages(path):
    """The addresses of a page by language."""
    rest = re.sub("^/(nl|fr|de)(?=/)", "", path)
    return {code: prefix + rest for code, prefix in PREFIXES.items()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_lies_about_its_language(pages, language):
    own = {in_all_languages(path)[language] for path in pages}

    found = {}  # each lie once, with a page that tells it
    for path in own:
        assert f'<html lang="{language}">' in pages[path]
        found |= dict.fromkeys(lies(pages[path]), path)

    assert found == {}


def test_switch_of_languages_keeps_the_page_and_its_state(pages):
    wrong = {}
    for path, html in pages.items():
        menu = html.partition('class="languages"')[2].partition("</nav>")[0]
        links = re.findall(r'<a href="([^"]*)" lang="(\w+)" hreflang="(\w+)"', menu)
        switch = {code: unescape(href) for href, lang, code in links if lang == code}
        if switch != in_all_languages(path):
            wrong[path] = switch

    assert wrong == {}


def test_pages_name_one_another_to_search_engines(pages, site):
    told = {}
    for path, html in pages.items():
        links = re.findall('<link rel="alternate" hreflang="([^"]*)" href="([^"]*)">', html)
        told[path] = {code: unescape(url).removeprefix(site.url) for code, url in links}
    canonical = {
        path: unescape(re.search('<link rel="canonical" href="([^"]*)">', html)[1])
        for path, html in pages.items()
    }

    for path, alternates in told.items():
        expected = in_all_languages(canonical[path].removeprefix(site.url))
        assert alternates == expected | {"x-default": expected["en"]}
        assert all(told.get(other, alternates) == alternates for other in alternates.values())
