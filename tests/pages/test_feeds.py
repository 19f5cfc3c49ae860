"""News for programs that follow it."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pages.models import NewsItem
from tests.documents import feed
from tests.pages.factories import NewsItemFactory

pytestmark = pytest.mark.django_db

SITE = "https://www.bbmri.be"
TITLES = {"en": "News", "nl": "Nieuws", "fr": "Actualités", "de": "Aktuelles"}
PREFIXES = {"": "en", "/nl": "nl", "/fr": "fr", "/de": "de"}
MAY = datetime(2026, 5, 1, 12, tzinfo=UTC)
JUNE = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _address(settings):
    settings.SITE_URL = SITE
    settings.ALLOWED_HOSTS = ["*"]


def news_of(client, prefix=""):
    return feed(client.get(f"{prefix}/news.atom", headers={"host": "evil.example"}))


def written(at, **values):
    """An item that was last changed at a moment."""
    item = NewsItemFactory(**values)
    NewsItem.objects.filter(pk=item.pk).update(updated_at=at)
    return item


@pytest.mark.parametrize(("prefix", "language"), PREFIXES.items())
def test_feed_is_in_the_language_of_its_address(client, prefix, language):
    written(
        JUNE,
        slug="some",
        published_at=MAY,
        title_en="News & <more>",
        title_nl="Nieuws & <meer>",
        summary_en="Short & <sweet>.",
        summary_nl="",
    )

    found, entries = news_of(client, prefix)

    in_dutch = language == "nl"
    assert found == {
        "title": f"BBMRI.be – {TITLES[language]}",
        "id": f"tag:bbmri.be,2026:{prefix}/news.atom",
        "updated": JUNE,
        "links": {"self": f"{SITE}{prefix}/news.atom", "alternate": f"{SITE}{prefix}/news/"},
        "author": {"name": "BBMRI.be", "uri": f"{SITE}{prefix}/"},
        "language": language,
    }
    assert entries == [
        {
            "id": f"tag:bbmri.be,2026:{prefix}/news/some/",
            "title": "Nieuws & <meer>" if in_dutch else "News & <more>",
            "updated": JUNE,
            "published": MAY,
            "summary": '<p lang="en">Short &amp; &lt;sweet&gt;.</p>',
            "links": {"alternate": f"{SITE}{prefix}/news/some/"},
            "language": "nl" if in_dutch else "en",
        }
    ]


def test_latest_news_stands_first_and_old_news_is_left_out(client):
    for day in range(22):
        NewsItemFactory(slug=f"news-{day}", published_at=MAY + timedelta(days=day))

    _found, entries = news_of(client)

    assert [entry["links"]["alternate"] for entry in entries] == [
        f"{SITE}/news/news-{day}/" for day in range(21, 1, -1)
    ]


def test_only_what_the_public_sees(client):
    with time_machine.travel(MAY, tick=False):
        NewsItemFactory(published_at=None)
        written(MAY, slug="later", published_at=JUNE)
        before = news_of(client)
    with time_machine.travel(JUNE, tick=False):
        _found, after = news_of(client)

    assert before[1] == []
    assert [(entry["published"], entry["updated"]) for entry in after] == [(JUNE, JUNE)]


def test_item_without_a_summary_has_none(client):
    NewsItemFactory(summary_en="")

    _found, [entry] = news_of(client)

    assert "summary" not in entry


def test_letter_that_xml_does_not_know_breaks_nothing(client):
    NewsItemFactory(title_en="A\x01B\x0bC", summary_en="\x1fD\uffff")

    _found, [entry] = news_of(client)

    assert (entry["title"], entry["summary"]) == ("ABC", '<p lang="en">D</p>')


def test_feed_is_fetched_once(client):
    empty = client.get("/news.atom")["ETag"]
    again = client.get("/news.atom", headers={"If-None-Match": empty})
    NewsItemFactory()
    changed = client.get("/news.atom", headers={"If-None-Match": empty})

    assert (again.status_code, again.content, changed.status_code) == (304, b"", 200)


def test_number_of_questions_does_not_depend_on_the_news(client):
    NewsItemFactory.create_batch(3)

    with CaptureQueriesContext(connection) as asked:
        news_of(client)

    assert len(asked) == 1


def test_reading_changes_nothing_and_sets_no_cookie(client):
    assert client.get("/news.atom").cookies == {}
    assert client.post("/news.atom").status_code == 405


@pytest.mark.parametrize("prefix", PREFIXES)
@pytest.mark.parametrize("page", ["/", "/news/"])
def test_pages_lead_to_the_feed(client, prefix, page):
    head = client.get(prefix + page).content.decode().partition("</head>")[0]

    [(title, address)] = re.findall(
        '<link rel="alternate" type="application/atom.xml" title="([^"]+)" href="([^"]+)">', head
    )
    found, _entries = news_of(client, prefix)
    assert (title, address) == (found["title"], f"{prefix}/news.atom")
