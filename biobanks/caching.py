"""Lets browsers and proxies keep a page of the catalogue until something changes.

A page's ETag names the state of the catalogue, the day, the release, the settings that pages show
and the address. Whoever has the page asks whether it is still good; one small question to the
database answers that.
"""

from collections.abc import Callable
from functools import cache, wraps
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import condition

from biobanks.gathering import KeptQuery
from biobanks.search import keeping
from biobanks.search.index import Index

# What a page is made of besides the catalogue: another release makes other pages.
FOLDERS = ("bbmri_be", "biobanks", "templates", "locale", "static")
NOTED = "catalogue_index"  # attribute of a request
View = Callable[..., HttpResponseBase]


@cache
def release() -> str:
    """A name for the code that runs."""
    digest = sha256()
    for folder in FOLDERS:
        for path in sorted(Path(settings.BASE_DIR, folder).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                status = path.stat()
                digest.update(f"{path.name} {status.st_size} {status.st_mtime_ns}".encode())
    return digest.hexdigest()


def etag(request: HttpRequest, state: str, *more: str) -> str:
    """The name of a page as it is now; `more` tells it from others at the same address.

    Notes the index, so that all of the page is of one state. Of a large catalogue the index may be
    a little behind what the pages of entries read.
    """
    index = keeping.current(state)
    setattr(request, NOTED, index)
    parts = (
        state,
        index.state,
        str(timezone.localdate()),
        release(),
        settings.SITE_URL,
        settings.NEGOTIATOR_URL,
        settings.CATALOGUE_LICENSE,
        request.get_full_path(),
        *more,
    )
    return f'"{sha256(chr(0).join(parts).encode()).hexdigest()[:32]}"'


def index_for(request: HttpRequest) -> Index:
    """The index that the request found."""
    index: Index = getattr(request, NOTED, None) or keeping.current()
    return index


def kept_until_changed(view: View) -> View:
    """A public page: may be kept by all, and is asked after each time."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return answer(view, request, *args, state=keeping.state(), **kwargs)

    return wrapped


def entry_kept_until_changed(entries: KeptQuery) -> Callable[[View], View]:
    """The same for the page of an entry, which is found by its slug and handed to the view.

    The state of the catalogue is read along with the entry (`STATE`), in one question.
    """

    def decorated(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, slug: str) -> HttpResponseBase:
            entry = entries.get(slug)
            if entry is None:
                raise Http404
            return answer(view, request, entry, state=entry.catalogue_state)

        return wrapped

    return decorated


def answer(
    view: View, request: HttpRequest, *args: Any, state: str, **kwargs: Any
) -> HttpResponseBase:
    """What the view says, or that the reader has it already."""
    # One address answers in several formats: what the view is told names the page, too.
    named = condition(
        etag_func=lambda request, *_args, **told: etag(request, state, *told.values())
    )
    response = named(view)(request, *args, **kwargs)
    if "Cache-Control" not in response:
        patch_cache_control(response, public=True, no_cache=True)
    return response
