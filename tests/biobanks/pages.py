"""Reads pages of the catalogue as their readers do."""

import re
from html import unescape

from django.contrib.messages import get_messages


def main_of(response):
    """The HTML of the page's content."""
    html = response.content.decode()
    return html[html.index("<main") : html.index("</main>")]


def text_of(response):
    """What a reader sees of the page, in one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", main_of(response)).split())


def hrefs_of(response):
    """Addresses of the links in the page's content, as they are written."""
    return re.findall(r'href="([^"]*)"', main_of(response))


def links_in(html):
    """Texts of links, each with its address."""
    return [
        (" ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split()), unescape(href))
        for href, text in re.findall(r'<a\s[^>]*?href="([^"]*)"[^>]*>(.*?)</a>', html, re.DOTALL)
    ]


def part_of(response, start, end):
    """The HTML of the page's content between two pieces of it."""
    _before, found, rest = main_of(response).partition(start)
    assert found, f"{start} is not on the page"
    return rest[: rest.index(end)]


def sections_of(response):
    """Heading of each section of the page, with its HTML."""
    return {
        " ".join(re.sub(r"<[^>]+>", " ", section[: section.index("</h2>")]).split()): section
        for section in re.findall(r"<section[^>]*>(.*?)</section>", main_of(response), re.DOTALL)
    }


def picked_of(response):
    """The collections that the page shows."""
    return re.findall(r'<li>\s*<a href="/collections/([\w-]+)/" translate="no">', main_of(response))


def alert_of(response):
    """What the page says went wrong."""
    return unescape(part_of(response, 'role="alert">', "</p>"))


def said(response):
    """What the admin said to the person who sent a form."""
    return [str(message) for message in get_messages(response.wsgi_request)]


def facts_of(response):
    """Labels and values of the page's lines, in order."""
    html = response.content.decode()
    lines = re.findall(r"<dt>(.*?)</dt>(.*?)</div>", html, re.DOTALL)
    return {label: re.findall(r"<dd[^>]*>(.*?)</dd>", values, re.DOTALL) for label, values in lines}


def unknown_of(response):
    """What the page names as not stated."""
    _before, _heading, after = response.content.decode().partition("<h2>Not stated</h2>")
    return re.findall(r'<li class="badge badge-quiet">(.*?)</li>', after)
