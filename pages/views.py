"""The node's public pages; what they show is in `contents.py`."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from pages import contents
from pages.enums import KnownPage
from pages.law import WAY, Tree
from pages.models import File, NewsItem, Step

YEAR = 31_536_000  # seconds


@require_safe
def page(request: HttpRequest, known_page: KnownPage) -> HttpResponse:
    """One of the known pages."""
    return render(request, *contents.of_page(known_page))


@require_safe
def news_list(request: HttpRequest) -> HttpResponse:
    """News, page by page."""
    return render(request, *contents.news_list(page_number=request.GET.get("page", "")))


@require_safe
def news_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """A piece of news, from the moment it is published."""
    item = get_object_or_404(NewsItem.objects.published(), slug=slug)
    return render(request, *contents.news_item(item))


@require_safe
def law_start(request: HttpRequest) -> HttpResponse:
    """The first question about the law."""
    first = Tree().first
    if first is None:
        raise Http404
    return redirect(first)


@require_safe
def law_step(request: HttpRequest, slug: str) -> HttpResponse:
    """A step of the questions about the law; `way` in the address says which answers led here."""
    step = get_object_or_404(Step.objects.published(), slug=slug)
    return render(request, *contents.law_step(step, request.GET.get(WAY, "")))


@require_safe
def file(request: HttpRequest, name: str) -> HttpResponse:
    """A picture or a document. Its content never changes, so browsers may keep it for ever."""
    row = get_object_or_404(File, key=name.partition(".")[0].partition("-")[0])
    if row.get_absolute_url() != request.path:
        raise Http404
    response = HttpResponse(bytes(row.content), content_type=row.media_type)
    patch_cache_control(response, public=True, max_age=YEAR, immutable=True)
    return response
