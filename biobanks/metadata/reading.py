"""Reads entries with all that their records need, a few hundred at a time."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TypeVar

from django.db.models import QuerySet

from biobanks.gathering import with_related
from biobanks.metadata.records import (
    BiobankRecord,
    CollectionRecord,
    NetworkRecord,
    biobank_record,
    collection_record,
    network_record,
)

AT_ONCE = 500
Of = TypeVar("Of", BiobankRecord, CollectionRecord, NetworkRecord)


def biobanks(rows: QuerySet) -> Iterator[BiobankRecord]:
    """The records of biobanks, in their order."""
    whole = with_related(
        rows.select_related("organisation", "contact", "head").defer("search_text")
    )
    for biobank in whole.prefetch_related("services").iterator(AT_ONCE):
        yield biobank_record(biobank, biobank.services.all())


def collections(rows: QuerySet) -> Iterator[CollectionRecord]:
    """The records of collections, in their order."""
    whole = with_related(
        rows.select_related(
            "biobank__organisation", "biobank__contact", "parent", "contact", "head"
        ).defer("search_text", "biobank__search_text", "parent__search_text")
    )
    return map(collection_record, whole.iterator(AT_ONCE))


def networks(rows: QuerySet) -> Iterator[NetworkRecord]:
    """The records of networks, in their order."""
    whole = with_related(rows.select_related("organisation", "contact").defer("search_text"))
    return map(network_record, whole.iterator(AT_ONCE))


def by_keys(
    read: Callable[[QuerySet], Iterable[Of]], entries: QuerySet, keys: Iterable[int]
) -> Iterator[Of]:
    """The records of those of some entries that have some keys, in the order of the keys."""
    remaining = iter(keys)
    while some := list(islice(remaining, AT_ONCE)):
        slugs = dict(entries.filter(pk__in=some).values_list("pk", "slug"))
        records = {row.slug: row for row in read(entries.filter(pk__in=some))}
        yield from (records[slugs[key]] for key in some if slugs.get(key) in records)
