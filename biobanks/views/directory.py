"""Where the BBMRI-ERIC Directory fetches our tables ("file ingest").

Its reader takes a header that differs by a letter, or a page in place of a table, for "no data",
and that withdraws the country; an error leaves everything as it was. So there is one good answer,
and any doubt is a 503 (`docs/directory-format.md`).
"""

from secrets import compare_digest

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from biobanks.directory import snapshots

CONTENT_TYPE = "text/csv; charset=utf-8"  # compared by the Directory letter by letter
TRY_AGAIN = 3600  # seconds


@require_GET
def staging_table(request: HttpRequest, secret: str, name: str) -> HttpResponse:
    """A table of the snapshot that is served."""
    expected = settings.DIRECTORY_SECRET
    if not expected or not compare_digest(secret.encode(), expected.encode()):
        raise Http404
    if name not in snapshots.TABLE_NAMES:
        raise Http404
    headers = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}
    try:
        content = snapshots.fetched(name)
    except snapshots.NothingToServe:
        return HttpResponse(
            "No snapshot can be served.\n",
            status=503,
            content_type="text/plain; charset=utf-8",
            headers=headers | {"Retry-After": str(TRY_AGAIN)},
        )
    return HttpResponse(content, content_type=CONTENT_TYPE, headers=headers)
