"""The node's news, for programs that follow it."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import conditional_page, require_safe

from bbmri_be.feeds import SiteFeed, paragraph
from bbmri_be.languages import gettext as _
from pages.models import NewsItem

LATEST = 20


class NewsFeed(SiteFeed):
    """News, the latest first."""

    route = "pages:news-feed"
    page = "pages:news-list"

    def subject(self) -> str:
        """What the feed is about."""
        return _("News")

    def items(self) -> Any:
        """The latest that the public sees."""
        return NewsItem.objects.published()[:LATEST]

    def item_title(self, item: NewsItem) -> str:
        """The headline."""
        return str(item.title)

    def item_description(self, item: NewsItem) -> str:
        """The summary."""
        return paragraph(item.summary, item.summary.language)

    def item_pubdate(self, item: NewsItem) -> datetime | None:
        """When it appeared."""
        return item.published_at

    def item_updateddate(self, item: NewsItem) -> datetime:
        """When it last changed; it may have been written before it appeared."""
        return max(filter(None, (item.updated_at, item.published_at)))

    def item_extra_kwargs(self, item: NewsItem) -> dict[str, Any]:
        """The language of the headline."""
        return {"language": item.title.language}


@require_safe
@conditional_page
def news_feed(request: HttpRequest) -> HttpResponse:
    """The feed in a language; who has it as it is gets nothing."""
    return NewsFeed()(request)
