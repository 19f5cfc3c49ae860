"""What search engines are told: every public page in four languages, and when it changed.

`/sitemap.xml` names the files: one for each kind of page, or several where there are many pages.
The apps' own `sitemaps.py` say which pages there are; `bbmri_be/urls.py` joins them.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap, x_robots_tag
from django.db.models import F, Max, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import conditional_page, require_safe

from bbmri_be.addresses import absolute, address_in

LANGUAGES = [code for code, _name in settings.LANGUAGES]


class Section(Sitemap):
    """Pages of one kind. (Django's own class reads all of them to write a few.)"""

    # A file may hold 50,000 addresses and 50 MB. 500 pages are 2,000 addresses and 2 MB, or 5 MB
    # with the longest addresses that the database takes, and no reader waits long behind a robot.
    limit = 500

    def items(self) -> Any:
        """What each page is known by, and when it changed or None. A query is read part by part."""
        raise NotImplementedError

    def path(self, key: str, language: str) -> str:
        """The page that is known by a key, in a language."""
        raise NotImplementedError

    def latest(self, items: Any) -> datetime | None:
        """When any of the pages last changed."""
        return max((changed for _key, changed in items if changed), default=None)

    def get_urls(
        self, page: int | str = 1, site: object = None, protocol: str | None = None
    ) -> list[dict[str, Any]]:
        """The pages of a file in each language, each beside the same page in the others."""
        urls: list[dict[str, Any]] = []
        for key, changed in self.paginator.page(page).object_list:
            pages = [(code, absolute(self.path(key, code))) for code in LANGUAGES]
            everyone = ("x-default", pages[0][1])  # English, for readers of other languages
            alternates = [
                {"lang_code": code, "location": location} for code, location in (*pages, everyone)
            ]
            urls += [
                {"location": location, "lastmod": changed, "alternates": alternates}
                for _code, location in pages
            ]
        return urls


class Rows(Section):
    """Pages of rows, known by their slugs."""

    changed: Any = F("updated_at")

    def rows(self) -> QuerySet:
        """The rows that the public sees."""
        raise NotImplementedError

    def items(self) -> QuerySet:
        """Slugs, and when each row changed."""
        return self.rows().order_by("pk").values_list("slug", self.changed)

    def latest(self, items: Any = None) -> datetime | None:
        """When any of the rows last changed."""
        latest: datetime | None = self.rows().aggregate(latest=Max(self.changed))["latest"]
        return latest


class Lists(Section):
    """Pages that have no row of their own: lists and forms."""

    def items(self) -> list[tuple[str, None]]:
        """Names of routes."""
        return [
            ("biobanks:catalogue", None),
            ("biobanks:biobank-list", None),
            ("biobanks:figures", None),
            ("biobanks:data", None),
            ("membership:join", None),
        ]

    def path(self, key: str, language: str) -> str:
        """The page of a route."""
        return address_in(key, language)


# A robot that has a file as it is gets none.
file = require_safe(conditional_page(sitemap))


@require_safe
@conditional_page
@x_robots_tag
def index(request: HttpRequest, sitemaps: Mapping[str, Section]) -> HttpResponse:
    """All files. Django's own view names them by the host of the request."""
    files = [
        {"location": absolute(reverse("sitemap-section", args=[name])) + part, "last_mod": changed}
        for name, section in sitemaps.items()
        for part, changed in parts(section)
    ]
    return TemplateResponse(
        request, "sitemap_index.xml", {"sitemaps": files}, content_type="application/xml"
    )


def parts(section: Section) -> list[tuple[str, datetime | None]]:
    """How the address of each file of a section ends, with the section's last change."""
    pages = section.paginator
    if not pages.count:  # A file without an address is none.
        return []
    changed = section.latest(pages.object_list)
    return [(f"?p={number}" if number > 1 else "", changed) for number in pages.page_range]
