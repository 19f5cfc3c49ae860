"""An entry with all that its page needs of other tables, in one question to the database.

Each relation becomes a column of rows in the entry's own query, each row an array in JSON;
`gathered` makes rows of the models from them again.
"""

from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

from django.contrib.postgres.expressions import ArraySubquery
from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model, OuterRef, QuerySet
from django.db.models.functions import JSONArray
from django.db.models.sql.compiler import SQLCompiler

from bbmri_be import replica
from bbmri_be.languages import columns
from biobanks.enums import Publication
from biobanks.models import (
    Biobank,
    Collection,
    CollectionDiagnosis,
    Disease,
    ExternalReference,
    ImagingTerm,
    Network,
    QualityMark,
    Service,
    Study,
)


@dataclass(frozen=True)
class Related:
    """A relation of an entry: its name, the model behind it, the fields that are needed.

    `links` are the rows that belong to `OuterRef("pk")`, `path` leads from them to the model.
    """

    name: str
    model: type[Model]
    links: QuerySet
    fields: tuple[str, ...]
    path: str = ""

    @property
    def column(self) -> str:
        """The name of the column in the entry's query."""
        return f"gathered_{self.name}"

    @property
    def rows(self) -> ArraySubquery:
        """The rows as arrays of the fields, in the model's own order."""
        order = [f"{self.path}{name}" for name in self.model._meta.ordering or ()]
        wanted = [f"{self.path}{name}" for name in self.fields]
        return ArraySubquery(self.links.order_by(*order).values(row=JSONArray(*wanted)))

    def instance(self, row: Sequence[Any]) -> Model:
        """A row of the model."""
        return self.model(
            **{
                name: self.model._meta.get_field(name).to_python(value)  # type: ignore[union-attr]
                for name, value in zip(self.fields, row, strict=True)
            }
        )


class DiagnosisLinks(Related):
    """The diagnoses of a collection, with their diseases."""

    def instance(self, row: Sequence[Any]) -> Model:
        """A link with its disease."""
        origin, *of_disease = row
        return CollectionDiagnosis(
            origin=origin, disease=Disease(**dict(zip(DISEASE_FIELDS, of_disease, strict=True)))
        )


def linked(through: Any, owner: str) -> QuerySet:
    """The rows of a many-to-many table that belong to the entry."""
    links: QuerySet = through.objects.filter(**{owner: OuterRef("pk")})
    return links


DISEASE_FIELDS = ("code", "system", *columns("name"))
MARK_FIELDS = (
    "standard",
    "level",
    "certificate_number",
    "certificate_url",
    "certificate_image_url",
    "valid_until",
)


def references(model: type[Biobank] | type[Collection] | type[Network]) -> Related:
    """The same entry in other systems."""
    owner = str(model._meta.model_name)
    return Related(
        "external_references",
        ExternalReference,
        linked(model.external_references.through, owner),
        ("system", "identifier", "pid", "url"),
        "externalreference__",
    )


def networks(model: type[Biobank] | type[Collection]) -> Related:
    """The published networks of an entry."""
    links = linked(model.networks.through, str(model._meta.model_name))
    published = links.filter(network__publication=Publication.PUBLISHED)
    return Related("networks", Network, published, ("identifier", "name", "slug"), "network__")


def quality_marks(owner: str) -> Related:
    """The quality marks of a biobank, a collection or a service."""
    links = QualityMark.objects.filter(**{owner: OuterRef("pk")})
    return Related("quality_marks", QualityMark, links, MARK_FIELDS)


def imaging_terms(name: str) -> Related:
    """The imaging terms of a collection, of one list."""
    through = getattr(Collection, name).through
    return Related(
        name, ImagingTerm, linked(through, "collection"), ("code", "name"), "imagingterm__"
    )


OF_BIOBANK = (networks(Biobank), quality_marks("biobank"), references(Biobank))
OF_NETWORK = (
    references(Network),
    Related(
        "biobanks",
        Biobank,
        linked(Biobank.networks.through, "network").filter(
            biobank__publication=Publication.PUBLISHED
        ),
        ("identifier", "name", "slug"),
        "biobank__",
    ),
)
OF_SERVICE = (quality_marks("service"),)
OF_COLLECTION = (
    networks(Collection),
    quality_marks("collection"),
    references(Collection),
    imaging_terms("body_parts"),
    imaging_terms("imaging_modalities"),
    imaging_terms("image_dataset_types"),
    Related(
        "studies",
        Study,
        linked(Collection.studies.through, "collection"),
        ("identifier", "title"),
        "study__",
    ),
    DiagnosisLinks(
        "diagnosis_links",
        CollectionDiagnosis,
        CollectionDiagnosis.objects.filter(collection=OuterRef("pk")),
        ("origin", *(f"disease__{name}" for name in DISEASE_FIELDS)),
    ),
)
RELATIONS: dict[type[Model], tuple[Related, ...]] = {
    Biobank: OF_BIOBANK,
    Collection: OF_COLLECTION,
    Network: OF_NETWORK,
    Service: OF_SERVICE,
}


def with_related(queryset: QuerySet) -> QuerySet:
    """The same entries, each with its relations as columns."""
    columns = {related.column: related.rows for related in RELATIONS[queryset.model]}
    return cast(QuerySet, queryset.annotate(**columns))


class KeptQuery:
    """A question that is always the same but for some values, compiled once.

    Django compiles a query each time that it is asked, and for one as large as an entry's it takes
    ten times as long as PostgreSQL needs to answer.
    """

    def __init__(self, make: Callable[..., QuerySet], *blanks: str | int) -> None:
        """`make` gives the rows for some values; `blanks` stand nowhere else in the question."""
        self.make = make
        self.blanks = blanks

    @cached_property
    def compiled(self) -> tuple[QuerySet, SQLCompiler, str, tuple[Any, ...]]:
        """The question, its compiler, and what that made of it."""
        queryset = self.make(*self.blanks)
        compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        sql, parameters = compiler.as_sql()
        return queryset, compiler, sql, parameters

    @cached_property
    def converters(self) -> Any:
        """What makes Python's values of the database's, column by column."""
        compiler = self.compiled[1]
        return compiler.get_converters([column for column, *_others in compiler.select or ()])

    def get(self, *values: str | int) -> Any:
        """The only row for some values, or None."""
        return next(iter(self.rows(*values)), None)

    def rows(self, *values: str | int, start: int = 0, number: int | None = None) -> QuerySet:
        """The rows for some values: all, or so many from one on."""
        queryset, compiler, sql, parameters = self.compiled
        filled = dict(zip(self.blanks, values, strict=True))
        asked = tuple(filled.get(value, value) for value in parameters)
        if number is not None:
            sql, asked = f"{sql} LIMIT %s OFFSET %s", (*asked, number, start)
        own = copy(compiler)
        own.connection = replica.connection()  # each thread has its own
        own.get_converters = lambda _columns: self.converters  # type: ignore[method-assign, assignment]
        own.as_sql = lambda *_args, **_options: (sql, asked)  # type: ignore[method-assign]
        rows = queryset.all()
        rows.query.get_compiler = lambda *_args, **_options: own  # type: ignore[method-assign]
        return rows


def gathered(entry: Model, name: str) -> list[Any]:
    """The rows of a relation of an entry that `with_related` has read."""
    related = next(related for related in RELATIONS[type(entry)] if related.name == name)
    return [related.instance(row) for row in getattr(entry, related.column)]
