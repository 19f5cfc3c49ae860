"""Markdown that staff write, as clean HTML."""

import re
from html import unescape
from typing import NamedTuple

import nh3
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from markdown import markdown

TAGS = {
    "a", "blockquote", "br", "code", "em", "h2", "h3", "h4", "hr", "img", "li", "ol", "p",
    "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
# A picture of the site's own (`pages.models.File`); its address says its width and height.
PICTURE_ADDRESS = r"/files/[a-z0-9]+-(?P<width>\d{1,5})x(?P<height>\d{1,5})\.webp"
HEADING = re.compile(r"<h2>(.*?)</h2>", re.DOTALL)
PICTURE = re.compile(r"<img[^>]*>")
PICTURE_SOURCE = re.compile(f'(?<= src="){PICTURE_ADDRESS}(?=")')


def render(text: str) -> SafeString:
    """HTML of a Markdown text: headings begin at `h2`, HTML beyond `TAGS` is removed, and so are
    pictures of other sites.
    """
    html = markdown(text, extensions=["tables", "sane_lists"], output_format="html")
    # A page has its one h1 already.
    html = html.replace("<h1>", "<h2>").replace("</h1>", "</h2>")
    cleaned = nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href"}, "img": {"alt", "src"}, "th": {"scope"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener",
    )
    return mark_safe(PICTURE.sub(sized, cleaned))  # noqa: S308 - cleaned just above


def sized(tag: re.Match[str]) -> str:
    """A picture whose place on the page is known before it comes; nothing for one of others."""
    source = PICTURE_SOURCE.search(tag[0])
    if source is None:
        return ""
    size = f'width="{source["width"]}" height="{source["height"]}"'
    return tag[0].replace("<img", f'<img {size} loading="lazy"')


class Headed(NamedTuple):
    """A text whose headings can be linked to, and these headings: places and words."""

    html: SafeString
    headings: tuple[tuple[str, str], ...]


def headed(html: SafeString) -> Headed:
    """Clean HTML with a place of its own for each of its `h2`."""
    headings: dict[str, str] = {}

    def with_place(heading: re.Match[str]) -> str:
        words = unescape(strip_tags(heading[1]))
        name = place = slugify(words) or "text"
        number = 1
        while place in headings:
            number += 1
            place = f"{name}-{number}"
        headings[place] = words
        return f'<h2 id="{place}">{heading[1]}</h2>'

    placed = HEADING.sub(with_place, html)
    return Headed(
        mark_safe(placed),  # noqa: S308 - clean HTML, and places are slugs
        tuple(headings.items()),
    )
