"""Addresses of this site inside texts."""

import pytest
from django.utils.translation import override

from bbmri_be.addresses import absolute, in_readers_language, localised_links
from bbmri_be.templatetags.site import prose


@pytest.mark.parametrize(
    ("path", "language", "expected"),
    [
        ("/", "en", "/"),
        ("/", "nl", "/nl/"),
        ("/governance/", "nl", "/nl/governance/"),
        ("/questions/#biobanks", "fr", "/fr/questions/#biobanks"),
        ("/catalogue/?q=a%20b", "de", "/de/catalogue/?q=a%20b"),
        ("/healthz/", "de", "/healthz/"),
        ("/no-such-page/", "de", "/no-such-page/"),
        ("/static/mark.svg", "de", "/static/mark.svg"),
    ],
)
def test_path_of_the_site_follows_the_reader(path, language, expected):
    with override(language):
        assert in_readers_language(path) == expected


def test_links_inside_the_site_follow_the_reader():
    html = (
        '<p><a href="/contact/">a</a> <a href="/catalogue/?q=x&amp;page=2">b</a> '
        '<a href="//evil.example/contact/">c</a> <a href="https://www.example.be/contact/">d</a> '
        '<a href="#here">e</a></p>'
    )

    with override("nl"):
        assert localised_links(html) == (
            '<p><a href="/nl/contact/">a</a> <a href="/nl/catalogue/?q=x&amp;page=2">b</a> '
            '<a href="//evil.example/contact/">c</a> '
            '<a href="https://www.example.be/contact/">d</a> <a href="#here">e</a></p>'
        )


def test_prose_is_clean_and_links_follow_the_reader():
    text = "See [contact](/contact/) <script>alert(1)</script> [x](javascript:alert(1))\n\n*so*"

    with override("fr"):
        html = prose(text)

    assert html == (
        '<p>See <a href="/fr/contact/" rel="noopener">contact</a>  '
        '<a rel="noopener">x</a></p>\n<p><em>so</em></p>'
    )


def test_text_that_looks_like_a_link_is_not_touched():
    with override("nl"):
        assert prose('`href="/contact/"`') == '<p><code>href="/contact/"</code></p>'


def test_others_know_the_site_by_its_own_address(settings):
    settings.SITE_URL = "https://www.bbmri.be"

    assert absolute("/nl/catalogue/") == "https://www.bbmri.be/nl/catalogue/"
