"""What search engines are told of the site's pages."""

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bbmri_be import sitemaps
from biobanks.models import Biobank, Collection, Network
from pages.enums import KnownPage
from pages.models import (
    GovernanceBody,
    Milestone,
    NewsItem,
    OfficeHolder,
    Page,
    Question,
    QuestionGroup,
    Section,
)
from tests.biobanks.factories import BiobankFactory, CollectionFactory, NetworkFactory
from tests.documents import tree
from tests.pages.factories import (
    GovernanceBodyFactory,
    MilestoneFactory,
    NewsItemFactory,
    OfficeHolderFactory,
    PageFactory,
    QuestionFactory,
    SectionFactory,
)

pytestmark = pytest.mark.django_db

SITE = "https://www.bbmri.be"
FILES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
PREFIXES = {"en": "/", "nl": "/nl/", "fr": "/fr/", "de": "/de/"}
LISTS = ["catalogue/", "biobanks/", "figures/", "data/", "join/"]


@pytest.fixture(autouse=True)
def _address(settings):
    settings.SITE_URL = SITE


def files_of(client):
    """The address of each file in the index, with when it changed."""
    index = tree(client.get("/sitemap.xml"))
    return {
        file.findtext("s:loc", namespaces=FILES): file.findtext("s:lastmod", namespaces=FILES)
        for file in index.findall("s:sitemap", FILES)
    }


def urls_of(client, section):
    """Address, day of the last change and alternates of each page in a file."""
    urls = tree(client.get(f"/sitemap-{section}.xml"))
    return [
        (
            url.findtext("s:loc", namespaces=FILES),
            url.findtext("s:lastmod", namespaces=FILES),
            [(link.get("hreflang"), link.get("href")) for link in url.findall("x:link", FILES)],
        )
        for url in urls
    ]


def in_all_languages(path, day):
    """What a file says of a page."""
    pages = [(code, SITE + prefix + path) for code, prefix in PREFIXES.items()]
    alternates = [*pages, ("x-default", SITE + "/" + path)]
    return [(address, day, alternates) for _code, address in pages]


def changed(row, on):
    """Let a row have changed on a day, in the afternoon."""
    type(row).objects.filter(pk=row.pk).update(updated_at=f"{on} 15:00+02:00")


def test_index_names_each_file_with_its_last_change(client):
    changed(PageFactory(), "2026-05-01")
    changed(BiobankFactory(), "2026-05-02")
    changed(BiobankFactory(), "2026-05-03")

    assert files_of(client) == {
        f"{SITE}/sitemap-lists.xml": None,
        f"{SITE}/sitemap-pages.xml": "2026-05-01T15:00:00+02:00",
        f"{SITE}/sitemap-biobanks.xml": "2026-05-03T15:00:00+02:00",
    }


def test_every_file_of_the_index_is_there(client):
    PageFactory()
    NewsItemFactory()
    CollectionFactory(biobank__networks=[NetworkFactory()])

    files = files_of(client)

    names = ["lists", "pages", "news", "biobanks", "collections", "networks"]
    assert list(files) == [f"{SITE}/sitemap-{name}.xml" for name in names]
    for address in files:
        response = client.get(address.removeprefix(SITE))
        assert response.content.count(b"<loc>") > 0
        assert response["Content-Type"] == "application/xml"
        assert response["X-Robots-Tag"] == "noindex, noodp, noarchive"


def test_lists_are_named_though_nobody_knows_when_they_changed(client):
    assert urls_of(client, "lists") == [
        url for path in LISTS for url in in_all_languages(path, None)
    ]


@pytest.mark.parametrize(
    ("section", "factory"),
    [
        ("biobanks", BiobankFactory),
        ("collections", CollectionFactory),
        ("networks", NetworkFactory),
    ],
)
def test_published_entries_only(client, section, factory):
    published = factory(slug="shown")
    changed(published, "2026-05-02")
    factory(draft=True)
    factory(withdrawn=True)

    assert urls_of(client, section) == in_all_languages(f"{section}/shown/", "2026-05-02")


def test_collections_of_published_biobanks_only(client):
    CollectionFactory(biobank__draft=True)
    CollectionFactory(biobank__withdrawn=True)

    assert urls_of(client, "collections") == []


def test_news_is_named_from_its_time_on(client):
    now = datetime.datetime(2026, 6, 1, 12, tzinfo=datetime.UTC)
    early = NewsItemFactory(slug="early", published_at="2026-05-01T12:00Z")
    late = NewsItemFactory(slug="late", published_at="2026-05-02T12:00Z")
    NewsItemFactory(slug="next", published_at=now + datetime.timedelta(days=999))
    NewsItemFactory(slug="draft", published_at=None)
    changed(early, "2026-05-20")
    changed(late, "2026-01-01")

    assert urls_of(client, "news") == [
        *in_all_languages("news/early/", "2026-05-20"),
        *in_all_languages("news/late/", "2026-05-02"),
    ]


def test_pages_are_named_where_their_text_is_published(client):
    for known_page in KnownPage.values:
        changed(PageFactory(slug=known_page), "2026-05-02")
    Page.objects.filter(slug="contact").update(is_published=False)

    found = urls_of(client, "pages")

    paths = sorted(set(KnownPage.values) - {"contact"})
    assert found == [
        url
        for path in paths
        for url in in_all_languages("" if path == "home" else f"{path}/", "2026-05-02")
    ]


@pytest.mark.parametrize(
    ("known_page", "factory", "models"),
    [
        ("home", lambda: NewsItemFactory(published_at="2026-05-01T12:00Z"), [NewsItem]),
        ("home", lambda: SectionFactory(page=Page.objects.get()), [Section]),
        ("news", lambda: NewsItemFactory(published_at="2026-05-01T12:00Z"), [NewsItem]),
        ("governance", GovernanceBodyFactory, [GovernanceBody]),
        ("governance", OfficeHolderFactory, [GovernanceBody, OfficeHolder]),
        ("history", MilestoneFactory, [Milestone]),
        ("questions", QuestionFactory, [QuestionGroup, Question]),
    ],
)
def test_page_changed_when_what_it_shows_did(client, known_page, factory, models):
    changed(PageFactory(slug=known_page), "2026-05-02")
    factory()
    for model in models:
        model.objects.update(updated_at="2026-05-03 15:00Z")
    days = [day for _address, day, _alternates in urls_of(client, "pages")]
    for model in models:
        if model is NewsItem:
            model.objects.update(published_at=None)
        else:
            model.objects.update(is_published=False)
    later = [day for _address, day, _alternates in urls_of(client, "pages")]

    assert (days, later) == (["2026-05-03"] * 4, ["2026-05-02"] * 4)


def test_host_of_the_request_does_not_matter(settings, client):
    settings.ALLOWED_HOSTS = ["*"]
    BiobankFactory()

    for path in ("/sitemap.xml", "/sitemap-lists.xml", "/sitemap-biobanks.xml"):
        assert b"evil" not in client.get(path, headers={"host": "evil.example"}).content


def test_number_of_questions_does_not_depend_on_the_number_of_pages(client):
    def questions():
        counted = []
        for path in ("/sitemap.xml", "/sitemap-pages.xml", "/sitemap-collections.xml"):
            with CaptureQueriesContext(connection) as asked:
                tree(client.get(path))
            counted.append(len(asked))
        return counted

    for known_page in ("home", "history"):
        PageFactory(slug=known_page)
    CollectionFactory()
    NetworkFactory()
    NewsItemFactory()
    few = questions()
    for known_page in ("questions", "governance", "news"):
        PageFactory(slug=known_page)
    CollectionFactory.create_batch(3)
    NetworkFactory.create_batch(3)
    NewsItemFactory.create_batch(3)

    assert (few, questions()) == ([18, 9, 2], [18, 9, 2])


def test_longest_file_keeps_to_the_protocol(client):
    """50,000 addresses and 50 MB at most; the rest stands in the next file."""
    number = sitemaps.Section.limit
    Network.objects.bulk_create(
        NetworkFactory.build(slug=f"{at:0>255}") for at in range(number + 1)
    )

    first = client.get("/sitemap-networks.xml")
    second = client.get("/sitemap-networks.xml?p=2")

    assert first.content.count(b"<loc>") == 4 * number <= 50_000
    assert len(first.content) <= 5_000_000
    assert second.content.count(b"<loc>") == 4
    assert list(files_of(client))[-2:] == [
        f"{SITE}/sitemap-networks.xml",
        f"{SITE}/sitemap-networks.xml?p=2",
    ]


@pytest.mark.parametrize(
    "path", ["/sitemap-none.xml", "/sitemap-biobanks.xml?p=2", "/sitemap-biobanks.xml?p=x"]
)
def test_there_is_no_other_file(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/sitemap.xml", "/sitemap-biobanks.xml"])
def test_robot_gets_a_file_once(client, path):
    changed(BiobankFactory(), "2026-05-02")
    etag = client.get(path)["ETag"]

    known = client.get(path, headers={"If-None-Match": etag})
    Biobank.objects.update(updated_at="2026-05-03T12:00Z")
    later = client.get(path, headers={"If-None-Match": etag})

    assert (known.status_code, known.content, later.status_code) == (304, b"", 200)


@pytest.mark.parametrize("path", ["/sitemap.xml", "/sitemap-biobanks.xml"])
def test_reading_changes_nothing_and_sets_no_cookie(path):
    client = Client()

    assert client.get(path).cookies == {}
    assert client.post(path).status_code == 405


def test_every_page_that_is_named_answers_in_its_language(client):
    PageFactory()
    NewsItemFactory(slug="news")
    CollectionFactory(slug="liver", biobank__slug="bank", biobank__networks=[NetworkFactory()])

    pages = [
        address.removeprefix(SITE)
        for section in ("lists", "pages", "news", "biobanks", "collections", "networks")
        for address, _day, _alternates in urls_of(client, section)
    ]

    assert len(pages) == 4 * (
        len(LISTS)
        + 1
        + 1
        + Biobank.objects.count()
        + Collection.objects.count()
        + Network.objects.count()
    )
    for path in pages:
        language = next((code for code in ("nl", "fr", "de") if path.startswith(f"/{code}/")), "en")
        assert f'<html lang="{language}">' in client.get(path).content.decode()
