"""Changes in the catalogue, for programs that follow it."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from biobanks import actions
from biobanks.models import Biobank, Collection, Network
from tests.biobanks.factories import (
    BiobankFactory,
    CollectionFactory,
    ContactFactory,
    NetworkFactory,
    PersonFactory,
)
from tests.documents import feed

pytestmark = pytest.mark.django_db

SITE = "https://www.bbmri.be"
PREFIXES = {"": "en", "/nl": "nl", "/fr": "fr", "/de": "de"}
MARCH = datetime(2026, 3, 2, 9, tzinfo=UTC)  # when factories publish
MAY = datetime(2026, 5, 1, 12, tzinfo=UTC)
JUNE = datetime(2026, 6, 1, 12, tzinfo=UTC)
JULY = datetime(2026, 7, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _address(settings):
    settings.SITE_URL = SITE
    settings.ALLOWED_HOSTS = ["*"]


def changes_of(client, prefix=""):
    return feed(client.get(f"{prefix}/catalogue.atom", headers={"host": "evil.example"}))


def news_in(client):
    """Title, categories and time of each entry."""
    _found, entries = changes_of(client)
    return [(entry["title"], entry["categories"], entry["updated"]) for entry in entries]


def at(moment, factory, **values):
    """An entry that was last changed at a moment."""
    with time_machine.travel(moment, tick=False):
        return factory(**values)


@pytest.mark.parametrize(("prefix", "language"), PREFIXES.items())
def test_feed_is_in_the_language_of_its_address(client, prefix, language):
    at(
        JUNE,
        BiobankFactory,
        slug="bank",
        name="Bank & <more>",
        description_en="Short & <sweet>.",
        description_fr="Court.",
    )

    found, [entry] = changes_of(client, prefix)

    title, in_french = found.pop("title"), language == "fr"
    assert title.startswith("BBMRI.be – ")
    assert found == {
        "id": f"tag:bbmri.be,2026:{prefix}/catalogue.atom",
        "updated": JUNE,
        "links": {
            "self": f"{SITE}{prefix}/catalogue.atom",
            "alternate": f"{SITE}{prefix}/catalogue/",
        },
        "author": {"name": "BBMRI.be", "uri": f"{SITE}{prefix}/"},
        "language": language,
    }
    assert entry.pop("title").endswith("Bank & <more>")
    assert entry == {
        "id": f"tag:bbmri.be,2026:{prefix}/biobanks/bank/",
        "updated": JUNE,
        "published": MARCH,
        "summary": (
            '<p lang="fr">Court.</p>'
            if in_french
            else '<p lang="en">Short &amp; &lt;sweet&gt;.</p>'
        ),
        "links": {"alternate": f"{SITE}{prefix}/biobanks/bank/"},
        "categories": ["biobank", "changed"],
    }


def test_entries_of_all_kinds_the_latest_first(client):
    at(MAY, CollectionFactory, name="Liver", published_at=MAY, biobank__name="A",
       biobank__published_at=MARCH)  # fmt: skip
    at(JULY, NetworkFactory, name="Net", published_at=JULY - timedelta(hours=23))
    at(JUNE, BiobankFactory, name="B", published_at=JUNE - timedelta(hours=24))
    Biobank.objects.filter(name="A").update(updated_at=MARCH)

    assert news_in(client) == [
        ("New: Net", ["network", "new"], JULY),
        ("Changed: B", ["biobank", "changed"], JUNE),
        ("New: Liver – A", ["collection", "new"], MAY),
        ("New: A", ["biobank", "new"], MARCH),
    ]


def test_history_of_an_entry_keeps_its_name(client):
    biobank = at(MARCH, BiobankFactory, name="B", draft=True)
    seen = [news_in(client)]
    names = set()
    for moment, act in [
        (MAY, lambda: actions.saved(biobank, "published", None, "")),
        (JUNE, lambda: biobank.save()),
        (JULY, lambda: actions.withdraw(biobank, by=None)),
        (JULY + timedelta(days=9), lambda: actions.saved(biobank, "published", None, "")),
    ]:
        with time_machine.travel(moment, tick=False):
            act()
        biobank.refresh_from_db()
        seen.append(news_in(client))
        names |= {entry["id"] for entry in changes_of(client)[1]}

    assert names == {f"tag:bbmri.be,2026:/biobanks/{biobank.slug}/"}
    assert seen == [
        [],
        [("New: B", ["biobank", "new"], MAY)],
        [("Changed: B", ["biobank", "changed"], JUNE)],
        [("Withdrawn: B", ["biobank", "withdrawn"], JULY)],
        [("Changed: B", ["biobank", "changed"], JULY + timedelta(days=9))],
    ]


@pytest.mark.parametrize("factory", [BiobankFactory, CollectionFactory, NetworkFactory])
def test_withdrawn_entry_says_so_and_no_more(client, factory):
    entry = factory(slug="gone", name="Gone", draft=True, description_en="Samples.")
    kind = entry._meta.model_name
    type(entry).objects.update(publication="withdrawn", withdrawn_at=JUNE)
    if kind == "collection":
        Biobank.objects.update(name="Bank", published_at=MARCH, updated_at=MARCH)

    _found, [found, *_biobank] = changes_of(client)

    name = "Gone – Bank" if kind == "collection" else "Gone"
    assert found == {
        "id": f"tag:bbmri.be,2026:{entry.get_absolute_url()}",
        "title": f"Withdrawn: {name}",
        "summary": f'<p lang="en">{name} is no longer in the catalogue of BBMRI.be.</p>',
        "updated": JUNE,
        "links": {"alternate": SITE + entry.get_absolute_url()},
        "categories": [kind, "withdrawn"],
    }


def test_what_staff_change_in_a_withdrawn_entry_is_no_news(client):
    at(JULY, BiobankFactory, name="B", publication="withdrawn", withdrawn_at=JUNE)

    assert news_in(client) == [("Withdrawn: B", ["biobank", "withdrawn"], JUNE)]


def test_collection_comes_and_goes_with_its_biobank(client):
    at(MARCH, CollectionFactory, name="Liver", biobank__name="B", biobank__draft=True)
    hidden = news_in(client)
    Biobank.objects.update(publication="published", published_at=MAY, updated_at=MAY)
    shown = news_in(client)
    Biobank.objects.update(publication="withdrawn", withdrawn_at=JUNE)
    gone = news_in(client)

    assert hidden == []
    assert shown == [
        ("New: B", ["biobank", "new"], MAY),
        ("New: Liver – B", ["collection", "new"], MAY),
    ]
    assert gone == [
        ("Withdrawn: B", ["biobank", "withdrawn"], JUNE),
        ("Withdrawn: Liver – B", ["collection", "withdrawn"], JUNE),
    ]


def test_no_drafts_and_no_personal_data(client):
    BiobankFactory(draft=True, name="Draft")
    NetworkFactory(draft=True, name="Draft")
    CollectionFactory(
        contact=PersonFactory(last_name="Peeters"),
        head=PersonFactory(last_name="Janssens"),
        biobank__contact=ContactFactory(email="office@example.be"),
    )
    CollectionFactory(draft=True, name="Draft")

    xml = client.get("/catalogue.atom").content.decode()

    assert "<entry>" in xml
    assert [word for word in ("Draft", "Peeters", "Janssens", "@") if word in xml] == []


def test_fifty_entries_cost_a_question_for_each_kind(client):
    BiobankFactory.create_batch(2)
    CollectionFactory.create_batch(51, biobank=Biobank.objects.first())
    NetworkFactory.create_batch(3)

    client.get("/catalogue.atom")  # the index of the catalogue is made once
    with CaptureQueriesContext(connection) as asked:
        _found, entries = changes_of(client)

    assert len(entries) == 50
    assert len(asked) == 4  # one of them whether anything changed


def test_feed_is_kept_until_the_catalogue_changes(client):
    at(MAY, BiobankFactory)
    response = client.get("/catalogue.atom")

    known = client.get("/catalogue.atom", headers={"If-None-Match": response["ETag"]})
    Network.objects.all().delete()
    Collection.objects.all().delete()
    Biobank.objects.update(name="Other")
    changed = client.get("/catalogue.atom", headers={"If-None-Match": response["ETag"]})

    assert sorted(response["Cache-Control"].split(", ")) == ["no-cache", "public"]
    assert (known.status_code, known.content) == (304, b"")
    assert changed.status_code == 200
    assert b"Other" in changed.content


def test_empty_catalogue_has_an_empty_feed(client):
    found, entries = changes_of(client)

    assert (found["updated"], entries) == (datetime(2026, 1, 1, tzinfo=UTC), [])


def test_reading_changes_nothing_and_sets_no_cookie(client):
    assert client.get("/catalogue.atom").cookies == {}
    assert client.post("/catalogue.atom").status_code == 405


@pytest.mark.parametrize("prefix", PREFIXES)
def test_catalogue_leads_to_the_feed(client, prefix):
    head = client.get(f"{prefix}/catalogue/").content.decode().partition("</head>")[0]

    [(title, address)] = re.findall(
        '<link rel="alternate" type="application/atom.xml" title="([^"]+)" href="([^"]+)">', head
    )
    found, _entries = changes_of(client, prefix)
    assert (title, address) == (found["title"], f"{prefix}/catalogue.atom")
