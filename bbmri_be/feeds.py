"""What is new on the site, for programs that follow it: feeds in Atom (RFC 4287)."""

import re
from datetime import UTC, datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html

from bbmri_be.addresses import absolute, address

# What begins the name of each feed and entry. A name never changes, not even with the site's
# address; the node has had this domain, and a path is never given to another page.
NAMES = "tag:bbmri.be,2026:"
# When a feed that has no entry yet changed: always the same, so that nobody fetches it again.
BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class Atom(Atom1Feed):
    """Atom as Django writes it, whatever the texts hold."""

    def add_item(self, title: str, link: str, description: str, *more: Any, **named: Any) -> None:
        """Add an entry. One letter that XML does not know would break the feed for all."""
        title, description = (NOT_IN_XML.sub("", text) for text in (title, description))
        said: Any = description or None  # an element that says nothing is left out
        super().add_item(title, link, said, *more, **named)

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        """The language of an entry's title, where it is known."""
        return {"xml:lang": language} if (language := item.get("language")) else {}

    def latest_post_date(self) -> datetime:
        """When anything last changed."""
        latest: datetime = super().latest_post_date() if self.items else BEGINNING
        return latest


class SiteFeed(Feed):
    """A feed in the language of the page.

    Every link is whole: Django would complete others by the host of the request.
    """

    feed_type = Atom
    author_name = "BBMRI.be"
    route: str  # of the feed
    page: str  # the route of the page that shows the same to people

    def title(self) -> str:
        """Whose feed it is, and what it is about."""
        return f"{self.author_name} – {self.subject()}"

    def subject(self) -> str:
        """What the feed is about."""
        raise NotImplementedError

    def link(self) -> str:
        """The page for people."""
        return absolute(address(self.page))

    def feed_url(self) -> str:
        """The feed itself."""
        return absolute(address(self.route))

    def feed_guid(self) -> str:
        """The feed's name."""
        return NAMES + address(self.route)

    def author_link(self) -> str:
        """The node."""
        return absolute(address("pages:home"))

    def path(self, item: Any) -> str:
        """The page of an entry."""
        path: str = item.get_absolute_url()
        return path

    def item_link(self, item: Any) -> str:
        """The page of an entry, with the site's address."""
        return absolute(self.path(item))

    def item_guid(self, item: Any) -> str:
        """The name of an entry in this language."""
        return NAMES + self.path(item)


def paragraph(text: str, language: str) -> str:
    """A text that says its language, as HTML; nothing where there is none."""
    return format_html('<p lang="{}">{}</p>', language, text) if text else ""
