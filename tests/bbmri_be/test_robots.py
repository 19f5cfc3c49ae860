"""Where robots may go."""

import re
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

import pytest
from django.urls import resolve

SITE = "https://www.bbmri.be"
OPEN = [
    *("/", "/catalogue/", "/figures/", "/biobanks/", "/biobanks/bank/", "/collections/liver/"),
    *("/collections/liver/?facts=2", "/biobanks/bank/?page=2", "/networks/net/", "/join/"),
    *("/news/", "/news/?page=2", "/news/some/", "/contact/", "/request/", "/compare/"),
    *("/catalogue.csv", "/catalogue.xlsx", "/catalogue.json"),
]
CLOSED = [
    *("/admin/", "/admin/login/?next=/admin/", "/join/status/token/", "/confirm/token/"),
    *("/confirm/token/changes/", "/report/token/", "/catalogue/?q=tumour", "/catalogue/?"),
    *("/catalogue/?material=DNA&material=RNA", "/catalogue/?view=collections&page=50"),
    *("/catalogue.csv?q=tumour", "/catalogue.xlsx?q=tumour", "/catalogue.json?q=tumour"),
    *("/request/?c=liver", "/request.csv?c=liver", "/request.xlsx?c=liver", "/compare/?c=liver"),
]
ONCE_CLOSED = ["/directory/secret/Biobanks.csv", "/api/v1/search?q=tumour", "/api/v1/suggest?q=tu"]
ONCE_OPEN = ["/static/css/site.css", "/sitemap.xml", "/sitemap-collections.xml?p=2", "/api/v1/"]


@pytest.fixture
def text(client, settings):
    """`robots.txt`, asked for by a host that is not the site's own name."""
    settings.SITE_URL = SITE
    settings.ALLOWED_HOSTS = ["*"]
    response = client.get("/robots.txt", headers={"host": "evil.example"})
    assert (response.status_code, response["Content-Type"]) == (200, "text/plain; charset=utf-8")
    return response.content.decode()


def is_closed(text, path):
    """Whether a rule begins the path, as RFC 9309 reads rules."""
    rules = re.findall(r"^Disallow: (\S+)$", text, re.MULTILINE)
    return any(re.match(re.escape(rule).replace(r"\*", ".*"), path) for rule in rules)


@pytest.mark.parametrize("prefix", ["", "/nl", "/fr", "/de"])
def test_places_are_closed_in_every_language(text, prefix):
    found = {path: is_closed(text, prefix + path) for path in [*OPEN, *CLOSED]}

    assert found == {path: path in CLOSED for path in found}


def test_places_that_have_no_language(text):
    found = {path: is_closed(text, path) for path in [*ONCE_OPEN, *ONCE_CLOSED]}

    assert found == {path: path in ONCE_CLOSED for path in found}


def test_robots_that_know_no_star_may_read_the_same_pages(text):
    robot = RobotFileParser()
    robot.parse(text.splitlines())

    assert [path for path in [*OPEN, *ONCE_OPEN] if not robot.can_fetch("Any", path)] == []
    assert not robot.can_fetch("Any", "/nl/join/status/token/")


def test_every_rule_is_about_an_address_of_the_site(text):
    """A rule for an address that was renamed would close nothing."""
    rules = re.findall(r"^Disallow: /(?!nl/|fr/|de/)\S+$", text, re.MULTILINE)

    examples = {
        rule: [path for path in [*CLOSED, *ONCE_CLOSED] if is_closed(rule, path)] for rule in rules
    }

    assert [] not in examples.values()
    for paths in examples.values():
        assert resolve(urlsplit(paths[0]).path)


def test_text_names_all_robots_and_the_sitemap(text):
    lines = text.splitlines()

    assert lines[0] == "User-agent: *"
    assert lines[-2:] == ["", f"Sitemap: {SITE}/sitemap.xml"]


def test_site_to_try_things_out_keeps_robots_out(client, settings):
    settings.SEARCH_ENGINES = False

    assert client.get("/robots.txt").content == b"User-agent: *\nDisallow: /\n"


def test_robots_only_read(client):
    assert client.post("/robots.txt").status_code == 405
