"""Markdown that staff write, as clean HTML."""

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown import markdown

TAGS = {
    "a", "blockquote", "br", "code", "em", "h2", "h3", "h4", "hr", "li", "ol", "p", "strong",
    "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip


def render(text: str) -> SafeString:
    """HTML of a Markdown text: headings begin at `h2`, HTML beyond `TAGS` is removed."""
    html = markdown(text, extensions=["tables", "sane_lists"], output_format="html")
    # A page has its one h1 already.
    html = html.replace("<h1>", "<h2>").replace("</h1>", "</h2>")
    cleaned = nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href"}, "th": {"scope"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener",
    )
    return mark_safe(cleaned)  # noqa: S308 - cleaned just above
