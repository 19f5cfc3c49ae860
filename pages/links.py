"""Whether the links in the node's texts lead somewhere: each is followed as a reader would."""

import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Model, TextField
from django.test import Client
from django.utils.translation import gettext as _
from django.utils.translation import override

from bbmri_be.markdown import render
from pages.models import (
    GlossaryTerm,
    GovernanceBody,
    Milestone,
    NewsItem,
    Page,
    Question,
    Section,
    Step,
)

MODELS: tuple[Any, ...] = (
    Page, Section, GovernanceBody, Milestone, Question, NewsItem, GlossaryTerm, Step,
)  # fmt: skip
HREF = re.compile(r'(?: href| src)="(/(?!/)[^"]*)"')  # `//` begins another site


class Link(NamedTuple):
    """An address inside the site, and the text that leads there."""

    row: Model
    column: str
    address: str

    @property
    def sentence(self) -> str:
        """What to tell staff where it is broken."""
        return _("%(text)s (%(column)s) links to %(address)s, which leads nowhere.") % {
            "text": f"{self.row._meta.verbose_name} “{self.row}”",
            "column": self.column,
            "address": self.address,
        }


def of_the_site() -> Iterator[Link]:
    """The links of all that the public sees."""
    for model in MODELS:
        for row in model.objects.published():
            yield from links_of(row)


def links_of(row: Model) -> Iterator[Link]:
    """The links of a row's texts, and of the address that a section has."""
    for field in row._meta.concrete_fields:
        if isinstance(field, TextField):
            for address in HREF.findall(render(getattr(row, field.attname))):
                yield Link(row, field.attname, unescape(address))
    if isinstance(row, Section) and row.address.startswith("/"):
        yield Link(row, "address", row.address)


def broken_links(links: Iterable[Link]) -> Iterator[Link]:
    """Those that lead nowhere; each address is followed once."""
    known: dict[str, bool] = {}
    for link in links:
        if link.address not in known:
            known[link.address] = leads_somewhere(link.address)
        if not known[link.address]:
            yield link


def leads_somewhere(address: str) -> bool:
    """Whether the site answers at an address of its own, and the page has the place after `#`.

    Asked as a browser asks, so that no page can break the form that a text is saved in. (Texts
    name a page by its English address, without a language.)
    """
    site = urlsplit(settings.SITE_URL)
    reader = Client(raise_request_exception=False)
    with override(settings.LANGUAGE_CODE):
        response = reader.get(
            address, follow=True, secure=site.scheme == "https", headers={"host": site.netloc}
        )
    place = f'id="{urlsplit(address).fragment}"'.encode()
    return response.status_code < 400 and ("#" not in address or place in response.getvalue())
