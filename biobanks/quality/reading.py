"""Entries with all that the checks look at, in a constant number of queries."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Case, Count, F, IntegerField, Max, Q, QuerySet, Value, When

from biobanks.codes import AgeRange, Material, Sex
from biobanks.models import Biobank, Collection, CollectionFact, Network
from biobanks.small_numbers import SMALLEST_SHOWN

AT_ONCE = 500  # entries that are read together

RELATED: dict[type[Any], tuple[Sequence[str], Sequence[str]]] = {
    Biobank: (
        ["organisation", "contact"],
        ["collections", "services", "quality_marks", "contact__biobank_contact", "findings"],
    ),
    Network: (["contact"], ["biobanks", "collections", "findings"]),
    Collection: (
        ["biobank", "parent", "contact"],
        [
            "findings",
            "networks",
            "parent__networks",
            "parts",
            "quality_marks",
            "imaging_modalities",
            "image_dataset_types",
            "body_parts",
            "contact__collection_contact",
            "diagnosis_links__disease__icd10_mappings__icd10",
            "diagnosis_links__disease__orpha_mappings__orpha",
        ],
    ),
}


@dataclass(frozen=True)
class FactSummary:
    """What the checks need of a fact table. "All" is the row with `*` in each dimension."""

    rows: int = 0
    with_few_donors: int = 0
    without_donors: int = 0
    rows_for_all: int = 0
    rows_for_one: int = 0
    donors_of_all: int | None = None
    samples_of_all: int | None = None
    materials: Sequence[str] = ()
    sexes: Sequence[str] = ()
    diseases: Sequence[str] = ()
    last_update: date | None = None


def entries(rows: QuerySet[Any]) -> Iterator[Any]:
    """Biobanks, collections or networks, ready to be checked."""
    single, several = RELATED[rows.model]
    found = (
        rows.select_related(*single)
        .prefetch_related(*several)
        .defer("search_text")
        .order_by("pk")
        .iterator(AT_ONCE)
    )
    while some := list(islice(found, AT_ONCE)):
        if rows.model is Collection:
            summaries = fact_summaries([entry.pk for entry in some])
            for entry in some:
                entry.fact_summary = summaries.get(entry.pk, FactSummary())
        yield from some


def summary_of(collection: Collection) -> FactSummary:
    """What is known of a collection's fact table."""
    summary: FactSummary = getattr(collection, "fact_summary")  # noqa: B009 - set by `entries`
    return summary


def is_any(field: str, code: str) -> Case:
    """1 where a dimension stands for all its values."""
    return Case(When(**{field: code}, then=Value(1)), default=Value(0), output_field=IntegerField())


def fact_summaries(keys: Sequence[int]) -> dict[int, FactSummary]:
    """The fact tables of some collections, each in a few numbers."""
    stars = (
        is_any("sex", Sex.ANY)
        + is_any("age_range", AgeRange.ANY)
        + is_any("material", Material.ANY)
        + is_any("disease__code", "*")
    )
    few = {"number_of_donors__range": (1, SMALLEST_SHOWN - 1)}
    rows: Any = (
        CollectionFact.objects.filter(collection__in=keys)
        .annotate(stars=stars)
        .values("collection")
        .order_by("collection")
        .annotate(
            rows=Count("pk"),
            with_few_donors=Count("pk", filter=Q(**few)),
            without_donors=Count("pk", filter=Q(number_of_donors=0)),
            rows_for_all=Count("pk", filter=Q(stars=4)),
            rows_for_one=Count("pk", filter=Q(stars=3)),
            donors_of_all=Max("number_of_donors", filter=Q(stars=4)),
            samples_of_all=Max("number_of_samples", filter=Q(stars=4)),
            materials=ArrayAgg("material", distinct=True, default=[]),
            sexes=ArrayAgg("sex", distinct=True, default=[]),
            diseases=ArrayAgg(
                F("disease__code"), distinct=True, default=[], filter=Q(disease__isnull=False)
            ),
            last_update=Max("last_update"),
        )
    )
    return {
        row["collection"]: FactSummary(
            **{name: value for name, value in row.items() if name != "collection"}
        )
        for row in rows
    }
