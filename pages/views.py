"""The node's public pages; what they show is in `contents.py`."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from pages import contents
from pages.enums import KnownPage
from pages.models import NewsItem


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
