"""When the index is made anew."""

import datetime
import gc
from threading import Event
from weakref import ref

import pytest
import time_machine
from django.db import transaction

from biobanks.models import Collection
from biobanks.search import keeping
from tests.biobanks.factories import (
    CollectionFactory,
    NetworkFactory,
    QualityMarkFactory,
)
from tests.biobanks.search.vocabularies import disease

pytestmark = pytest.mark.django_db


def test_index_is_kept_while_nothing_changes(django_assert_num_queries):
    collection = CollectionFactory()
    index = keeping.current()

    with django_assert_num_queries(1):
        assert keeping.current() is index
    assert list(Collection.objects.published()) == [collection]
    assert keeping.current() is index


@pytest.mark.parametrize(
    "change",
    [
        lambda collection: CollectionFactory(biobank=collection.biobank),
        lambda collection: Collection.objects.update(materials=["DNA"]),
        lambda collection: collection.biobank.networks.add(NetworkFactory()),
        lambda collection: collection.diagnosis_links.create(disease=disease("J45")),
        lambda collection: collection.delete(),
        lambda collection: QualityMarkFactory(biobank=collection.biobank),
    ],
)
def test_index_is_made_anew_after_a_change(vocabulary, change):
    collection = CollectionFactory()
    index = keeping.current()

    change(collection)

    changed = keeping.current()
    assert changed is not index
    assert (changed.values, [*changed.rows]) != (index.values, [*index.rows])


def test_index_of_a_change_that_is_taken_back_is_not_kept():
    CollectionFactory(materials=["DNA"])
    before = dict(keeping.current().values)

    with transaction.atomic():
        Collection.objects.update(materials=["RNA"])
        assert "material:RNA" in keeping.current().values
        transaction.set_rollback(True)

    assert dict(keeping.current().values) == before


def test_index_is_made_anew_on_another_day():
    CollectionFactory(confirmed_on=datetime.date(2026, 3, 2))
    with time_machine.travel(datetime.datetime(2027, 3, 2, 12, tzinfo=datetime.UTC)):
        assert "confirmed:year" in keeping.current().values
    # An hour before midnight in London is the next day in Brussels.
    with time_machine.travel(datetime.datetime(2027, 3, 2, 23, 30, tzinfo=datetime.UTC)):
        assert "confirmed:year" not in keeping.current().values


@pytest.mark.parametrize("large", [-1.0, 1_000.0])
def test_replaced_index_gives_its_memory_back(monkeypatch, large):
    monkeypatch.setattr(keeping, "LARGE", large)
    CollectionFactory()
    replaced = ref(keeping.current())

    CollectionFactory()
    keeping.current()

    assert replaced() is None


@pytest.fixture
def slow(monkeypatch):
    """Nobody waits for an index; makes a function that ends when the present one is made."""
    monkeypatch.setattr(keeping, "PATIENCE", -1.0)
    monkeypatch.setattr(keeping, "_kept", None)  # the last test's

    def wait():
        with keeping._building:
            pass

    return wait


@pytest.mark.django_db(transaction=True)
def test_index_that_takes_long_is_made_in_the_background(client, slow, monkeypatch):
    CollectionFactory(materials=["DNA"], slug="first")
    before = keeping.current()
    made = []
    build = keeping.Builder.build
    monkeypatch.setattr(
        keeping.Builder, "build", lambda self: (may_go_on.wait(9), made.append(1), build(self))[2]
    )
    may_go_on = Event()
    first = client.get("/catalogue/")

    CollectionFactory(materials=["RNA"], slug="second")
    behind = client.get("/catalogue/")
    still = keeping.current()
    may_go_on.set()
    slow()
    after = client.get("/catalogue/")

    assert still is before
    assert (b"second" in first.content, b"second" in behind.content) == (False, False)
    assert b"second" in after.content
    assert len({page["ETag"] for page in [first, behind, after]}) == 3
    assert made == [1]  # once, although two asked


@pytest.mark.parametrize(("large", "is_spared"), [(-1.0, True), (1_000.0, False)])
def test_collector_is_spared_a_large_index_only(monkeypatch, large, is_spared):
    monkeypatch.setattr(keeping, "LARGE", large)
    gc.unfreeze()
    try:
        CollectionFactory()
        keeping.current()

        assert (gc.get_freeze_count() > 0) is is_spared
    finally:
        gc.unfreeze()
