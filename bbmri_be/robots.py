"""Where robots may go: `/robots.txt`."""

from collections.abc import Iterator

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from bbmri_be.addresses import absolute, address_in

# In every language: what lies behind a password or a mailed link, and lists that are picked or
# filtered, whose addresses never end. Each entry has a page of its own, which the sitemap names.
# A page that says `noindex` itself must be read for that, so it is not closed without a query.
# The last star: without it some robots would take the whole page as closed.
CLOSED = [
    *("admin/", "join/status/", "confirm/", "report/"),
    *("catalogue/?*", "catalogue.*?*", "request/?*", "request.*?*", "compare/?*"),
]
# The parts of the catalogue in RDF, which harvesters follow from one to the next.
OPEN = [f"catalogue.{suffix}?page=" for suffix in ("ttl", "jsonld", "rdf")]
# The same in every language.
CLOSED_ONCE = ["directory/", "api/v1/search?*", "api/v1/suggest?*"]


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """All are welcome, but for some places. On a site to try things out, none are."""
    lines = rules() if settings.SEARCH_ENGINES else ["Disallow: /"]
    text = "\n".join(["User-agent: *", *lines, ""])
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def rules() -> Iterator[str]:
    """The closed places, what is open in them, and where all pages are named."""
    # Some robots take the first rule that fits.
    yield from (f"Allow: {address_in('pages:home', settings.LANGUAGE_CODE)}{path}" for path in OPEN)
    for code, _name in settings.LANGUAGES:
        home = address_in("pages:home", code)
        yield from (f"Disallow: {home}{path}" for path in CLOSED)
    yield from (f"Disallow: /{path}" for path in CLOSED_ONCE)
    yield ""
    yield f"Sitemap: {absolute(reverse('sitemap'))}"
