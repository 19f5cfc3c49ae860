"""The catalogue for programs, explained to people; and its archives."""

import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import condition, require_safe

from biobanks.formats import FORMATS
from biobanks.models import CatalogueDump, Collection
from biobanks.programs import for_scripts, limited, under_terms

SHOWN = 12  # archives
# What the page teaches; `tests/site/test_data.py` runs both.
LIST = """\
import json
from urllib.request import urlopen

address = "{site}/api/v1/collections?material=SERUM"
while address:
    with urlopen(address) as answer:
        page = json.load(answer)
    for collection in page["results"]:
        print(collection["identifier"], collection["name"])
    address = page["next"]
"""
COPY = """\
import json
from pathlib import Path
from urllib.request import urlopen

copy = Path("bbmri-be.json")
kept = json.loads(copy.read_text()) if copy.exists() else {{"since": "2000-01-01", "entries": {{}}}}
address = "{site}/api/v1/changes?since=" + kept["since"]
while address:
    with urlopen(address) as answer:
        page = json.load(answer)
    for change in page["results"]:
        if change["withdrawn_at"]:
            kept["entries"].pop(change["url"], None)
        else:
            with urlopen(change["api_url"]) as answer:
                kept["entries"][change["url"]] = json.load(answer)
        kept["since"] = change["changed_at"]
    address = page["next"]
copy.write_text(json.dumps(kept))
"""


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """How programs get at the catalogue."""
    site = settings.SITE_URL
    example = Collection.objects.published().order_by("pk").first()
    return render(
        request,
        "biobanks/data.html",
        {
            "formats": FORMATS,
            "example_url": f"{site}{reverse('biobanks:collection-detail', args=[example.slug])}"
            if example
            else "",
            "api_url": f"{site}/api/v1/",
            "openapi_url": f"{site}/api/v1/openapi.json",
            "quota": settings.API_REQUESTS_A_MINUTE,
            "curl": f"curl '{site}/api/v1/collections?material=SERUM&province=BE-VAN&lang=nl'",
            "list": LIST.format(site=site),
            "copy": COPY.format(site=site),
            "point_url": f"{site}/fdp/",
            "license": settings.CATALOGUE_LICENSE,
            "dumps": CatalogueDump.objects.defer("content")[:SHOWN],
        },
    )


@for_scripts
@limited
def archive(request: HttpRequest, name: str) -> HttpResponseBase:
    """An archive or its checksum; `latest.zip` leads to the last one."""
    if name == "latest.zip":
        last = CatalogueDump.objects.defer("content").first()
        if last is None:
            raise Http404
        response = HttpResponseRedirect(reverse("archive", args=[last.file_name]))
        response["Cache-Control"] = "no-cache"
        return under_terms(response)
    file_name = name.removesuffix(".sha256")
    dump = get_object_or_404(CatalogueDump.objects.defer("content"), day=day_of(file_name))
    if file_name != name:
        text = f"{dump.checksum}  {dump.file_name}\n"
        return under_terms(HttpResponse(text, content_type="text/plain; charset=utf-8"))
    return under_terms(whole_archive(request, dump))


@condition(etag_func=lambda _request, dump: f'"{dump.checksum}"')
def whole_archive(request: HttpRequest, dump: CatalogueDump) -> HttpResponse:
    """The bytes of an archive, for who does not have them yet."""
    return HttpResponse(
        dump.content,
        content_type="application/zip",
        headers={
            "Content-Disposition": f'attachment; filename="{dump.file_name}"',
            "Content-Encoding": "identity",  # it is packed; the middleware would pack it again
        },
    )


def day_of(file_name: str) -> datetime.date:
    """The day of an archive. Raises `Http404` for what is no archive's name."""
    try:
        moment = datetime.datetime.strptime(file_name, "bbmri-be-%Y-%m-%d.zip")  # noqa: DTZ007
    except ValueError as error:
        raise Http404 from error
    return moment.date()
