"""Questions that are compiled once give what Django's own would give."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from biobanks.gathering import KeptQuery
from biobanks.models import Biobank, CollectionFact
from tests.biobanks.factories import BiobankFactory, CollectionFactFactory, CollectionFactory

pytestmark = pytest.mark.django_db

BY_SLUG = KeptQuery(
    lambda slug: Biobank.objects.published().select_related("contact").filter(slug=slug), "\0"
)
BY_COLLECTION = KeptQuery(
    lambda key, first: CollectionFact.objects.filter(
        collection_id=key, identifier__gte=first
    ).values_list("identifier"),
    -1,
    "\0",
)


def test_each_value_gets_its_own_row(django_assert_num_queries):
    first, second = BiobankFactory(slug="first"), BiobankFactory(slug="second")
    BiobankFactory(slug="draft", draft=True)

    with django_assert_num_queries(5):
        found = [BY_SLUG.get(slug) for slug in ["first", "second", "first", "draft", "x' OR '1"]]

    assert found == [first, second, first, None, None]
    assert [entry.slug for entry in found[:3]] == ["first", "second", "first"]
    with django_assert_num_queries(0):
        assert found[0].contact == first.contact


def test_pages():
    collection, other = CollectionFactory(), CollectionFactory()
    for number in range(7):
        CollectionFactFactory(collection=collection, identifier=f"bbmri-eric:factID:BE_{number}")
    CollectionFactFactory(collection=other, identifier="bbmri-eric:factID:BE_other")

    def page(key, first, **which):
        return [identifier[-1] for (identifier,) in BY_COLLECTION.rows(key, first, **which)]

    assert page(collection.pk, "", number=3) == ["0", "1", "2"]
    assert page(collection.pk, "", start=5, number=4) == ["5", "6"]
    assert page(collection.pk, "bbmri-eric:factID:BE_4", number=2) == ["4", "5"]
    assert page(other.pk, "", number=3) == ["r"]
    assert page(collection.pk, "") == list("0123456")


@pytest.mark.django_db(transaction=True)
def test_threads_ask_over_their_own_connections():
    for number in range(4):
        BiobankFactory(slug=f"bank-{number}")

    def ask(number):
        try:
            return [BY_SLUG.get(f"bank-{number}").slug for _ in range(20)]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(ask, range(4)))

    assert found == [[f"bank-{number}"] * 20 for number in range(4)]
