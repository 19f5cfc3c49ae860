"""Reads the published catalogue into an `Index`; `keeping` says when."""

import datetime
import re
from array import array
from collections import defaultdict
from collections.abc import Collection as Several
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, Count, F, Func, OuterRef, Q, QuerySet, Sum, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Length

from bbmri_be import replica
from biobanks.codes import AccessCondition, AgeRange, AgeUnit, CollectionType, ServiceType, Theme
from biobanks.enums import DiseaseSystem, OrganisationKind, Region, TermKind, TermSource
from biobanks.map import dots_of
from biobanks.models import (
    Biobank,
    Collection,
    CollectionDiagnosis,
    CollectionFact,
    Disease,
    DiseaseWithin,
    Network,
    QualityMark,
    Term,
)
from biobanks.models.entry import Entry
from biobanks.search import words
from biobanks.search.columns import bits_of
from biobanks.search.index import (
    NONE,
    Index,
    Member,
    Row,
    entry_term,
    identifier_keys,
    identifier_texts,
)
from biobanks.terms import codes_of, disease_target, with_keys

ANY = "*"  # what a fact table writes for "all of them together"
DAYS_A_YEAR = 365
YEARS = {
    AgeUnit.YEAR: 1.0,
    AgeUnit.MONTH: 1 / 12,
    AgeUnit.WEEK: 7 / 365.25,
    AgeUnit.DAY: 1 / 365.25,
}
# The Directory's age bands in years: from, and below. A newborn is 0 or 1 month old.
AGE_BANDS = {
    AgeRange.NEWBORN: (0, 2 / 12),
    AgeRange.INFANT: (2 / 12, 2),
    AgeRange.CHILD: (2, 13),
    AgeRange.ADOLESCENT: (13, 18),
    AgeRange.YOUNG_ADULT: (18, 25),
    AgeRange.ADULT: (25, 45),
    AgeRange.MIDDLE_AGED: (45, 65),
    AgeRange.AGED_65_TO_79: (65, 80),
    AgeRange.AGED_80_AND_OVER: (80, 200),
}
# Diseases that make a subject: the Directory's own rule (directory-scripts, categories.py) names
# chapters and blocks of ICD-10.
THEME_DISEASES = {
    Theme.ONCOLOGY: ("icd10:II",),
    Theme.CARDIOVASCULAR: ("icd10:IX",),
    Theme.METABOLIC: ("icd10:IV",),
    Theme.INFECTIOUS: ("icd10:I",),
    Theme.NERVOUS_SYSTEM: ("icd10:VI",),
    Theme.AUTOIMMUNE: (
        "icd10:M05", "icd10:M06", "icd10:M08", "icd10:M32", "icd10:M33", "icd10:M34", "icd10:M35",
        "icd10:E10", "icd10:E06.3", "icd10:E05.0", "icd10:G35", "icd10:G70.0", "icd10:K50",
        "icd10:K51", "icd10:K90.0", "icd10:K74.3", "icd10:K75.4", "icd10:L10", "icd10:L12",
        "icd10:L40", "icd10:L80", "icd10:D69.3", "icd10:M45",
    ),
    Theme.COVID19: ("icd10:U07.1", "icd10:U07.2", "icd10:U09", "icd10:U10"),
}  # fmt: skip
THEME_TYPES = {
    CollectionType.RARE_DISEASE: Theme.RARE_DISEASE,
    CollectionType.BIRTH_COHORT: Theme.PAEDIATRICS,
    CollectionType.CASE_CONTROL: Theme.POPULATION,
    CollectionType.POPULATION_BASED: Theme.POPULATION,
}
ADULT = 18  # years
COLLABORATION = {
    "collaboration_commercial": f"access:{AccessCondition.COMMERCIAL}",
    "collaboration_non_profit": f"access:{AccessCondition.NON_PROFIT}",
}
FEE = f"access:{AccessCondition.FEE}"
JOINT_PROJECT = f"access:{AccessCondition.JOINT_PROJECT}"
ONE_CATEGORY = re.compile(r"^icd10:([A-Z]\d\d)-\1$")  # a block that holds a single category
FACTS_A_PAGE = 25
MANY_FACTS = 1_000  # in a table of more, pages are found by what they begin with
FACT_PAGES = """
    SELECT collection_id, identifier
    FROM (
        SELECT collection_id, identifier,
               row_number() OVER (PARTITION BY collection_id ORDER BY identifier) - 1 AS place
        FROM biobanks_collectionfact
        WHERE collection_id = ANY(%s)
    ) AS fact
    WHERE place %% %s = 0
    ORDER BY collection_id, place
"""
CHUNK = 2_000  # rows read from the database at once


class Builder:
    """Reads the published catalogue into an `Index`."""

    def __init__(self, today: datetime.date) -> None:
        """An index for a day: "confirmed within a year" depends on it."""
        self.today = today
        self.index = Index()
        self.names: list[str] = []  # of the entries, as they are compared
        self.networks: dict[int, str] = {}  # values by primary key
        self.itself: dict[int, list[int]] = defaultdict(list)  # positions by network
        self.biobank_networks: dict[int, set[int]] = {}
        self.biobank_marks: dict[int, set[str]] = {}
        self.towns: dict[str, str] = {}
        self.targets: dict[int, str] = {}  # of diseases, by primary key
        self.in_catalogue: dict[int, str] = {}  # those that collections state, or broader ones

    def build(self) -> Index:
        """The index."""
        index = self.index
        networks = {
            network.pk: network for network in sorted(Network.objects.published(), key=by_name)
        }
        biobanks = sorted(Biobank.objects.published().select_related("organisation"), key=by_name)
        self.networks = {pk: f"network:{network.identifier}" for pk, network in networks.items()}
        self.biobank_networks = linked(Biobank.networks.through, "biobank_id", networks)
        self.biobank_marks = marks_of_biobanks()
        self.towns = towns()
        self.learn_names()
        self.learn_diseases()

        by_key = {biobank.pk: biobank for biobank in biobanks}
        ranges = {}
        for pk, rows in groupby(described(), key=attrgetter("biobank_id")):
            if pk in by_key:
                ranges[pk] = self.add_biobank(by_key.pop(pk), sorted(rows, key=row_name))
        for pk, biobank in by_key.items():
            ranges[pk] = self.add_biobank(biobank, [])
        for biobank in biobanks:
            index.members[biobank.pk] = Member(
                biobank.name,
                biobank.slug,
                biobank.identifier,
                biobank.acronym,
                biobank.city,
                biobank.province,
                *ranges[biobank.pk],
            )
            self.name_biobank(biobank)
        for network in networks.values():
            target = self.networks[network.pk]
            self.name(target, [network.name, network.acronym], network.identifier)
            index.labels[target]["en"] = network.name
            index.entries["network"][network.slug] = target
        index.dots = dots_of(biobanks)
        index.facts = facts()
        self.page_facts()
        self.pack()
        self.order()
        self.measure()
        self.label_diseases()
        index.collectors = collectors(index.members)
        return index

    def page_facts(self) -> None:
        """Where the pages of long fact tables begin, so that the last is as near as the first."""
        long = [pk for pk, (number, _samples) in self.index.facts.items() if number > MANY_FACTS]
        if not long:
            return
        with replica.connection().cursor() as cursor:
            cursor.execute(FACT_PAGES, [long, FACTS_A_PAGE])
            for collection, identifier in cursor.fetchall():
                self.index.fact_pages[collection].append(identifier)

    def add_biobank(self, biobank: Biobank, rows: Several[Any]) -> tuple[int, int]:
        """The entries of a biobank: its collections, or itself. From where to where they stand."""
        start = len(self.index.rows)
        shared = set(self.biobank_values(biobank))
        shared |= {f"quality:{code}" for code in self.biobank_marks[biobank.pk]}
        own_networks = self.biobank_networks[biobank.pk]
        shared |= {self.networks[pk] for pk in own_networks}
        if not rows:
            self.add_itself(biobank, shared)
        for row in rows:
            self.add_collection(biobank, row, shared)
        return start, len(self.index.rows)

    def add_itself(self, biobank: Biobank, shared: set[str]) -> None:
        """A biobank none of whose collections is described."""
        confirmed_on = biobank.confirmed_on
        values = shared | set(access_values(biobank, None))
        self.add(
            Row(None, biobank.pk, None, confirmed_on, biobank.name, biobank.slug),
            values | set(self.confirmed_values(confirmed_on)),
        )

    def add_collection(self, biobank: Biobank, row: Any, shared: set[str]) -> None:
        """A collection, as `described` reads it."""
        index = self.index
        position = len(index.rows)
        # Who confirms a biobank confirms its collections.
        confirmed_on = row.confirmed_on or biobank.confirmed_on
        stated = self.stated(tuple(row.diseases))
        values = set(shared)
        values.update(f"quality:{code}" for code in row.marks)
        values.update(self.collection_values(row, stated))
        values.update(access_values(biobank, row))
        values.update(self.confirmed_values(confirmed_on))
        for pk in row.own_networks:
            if pk in self.networks:
                values.add(self.networks[pk])
                self.itself[pk].append(position)
        for key in identifier_keys(row.identifier):
            index.keys.add(key, position)
        for lexeme in row.lexemes:
            index.texts.add(lexeme, position)
        if row.parent_id is not None:
            index.parts[row.parent_id].append(position)
        self.add(
            Row(
                row.pk,
                biobank.pk,
                row.size,
                confirmed_on,
                row.name,
                row.slug,
                tuple(row.materials),
                row.order_of_magnitude,
                row.identifier,
            ),
            values,
            stated,
        )

    def add(self, row: Row, values: set[str], stated: Several[str] = ()) -> None:
        """An entry with its values, and the diseases that it states."""
        index = self.index
        position = len(index.rows)
        index.rows.append(row)
        index.stated.append(stated)
        index.identifiers.append(row.identifier.casefold())
        self.names.append(words.folded(row.name))
        for value in values:
            index.values.add(value, position)

    def pack(self) -> None:
        """Keep what was gathered as what takes least memory."""
        index = self.index
        size = len(index.rows)
        index.values.pack(size)
        index.texts.pack(size)
        index.keys.pack()
        index.of_network = {pk: index.values.get(value, 0) for pk, value in self.networks.items()}
        index.of_network_itself = {pk: bits_of(places, size) for pk, places in self.itself.items()}
        keys = index.rows.collections
        index.places = array("i", [NONE]) * (max(keys, default=NONE) + 1)
        for position, key in enumerate(keys):
            if key != NONE:
                index.places[key] = position

    def order(self) -> None:
        """The orders of the lists; equal entries stand by name, unknown sizes and dates last."""
        index = self.index
        rows = index.rows
        places = (
            at for member in index.members.values() for at in range(member.start, member.stop)
        )
        by_name = sorted(places, key=self.names.__getitem__)
        orders = {
            "name": by_name,
            "size": sorted(by_name, key=rows.sizes.__getitem__, reverse=True),
            "confirmed": sorted(by_name, key=rows.days.__getitem__, reverse=True),
        }
        for sort, order in orders.items():
            index.orders[sort] = array("I", order)
            ranks = array("I", bytes(4 * len(order)))
            for rank, position in enumerate(order):
                ranks[position] = rank
            index.ranks[sort] = ranks

    def measure(self) -> None:
        """Which entries are collections, which state a disease, and the planes of their sizes."""
        index = self.index
        rows = index.rows
        number = len(rows)
        planes: list[list[int]] = [[] for _ in range(max(rows.sizes, default=0).bit_length())]
        for position, size in enumerate(rows.sizes):
            power = 0
            while size > 0:
                if size & 1:
                    planes[power].append(position)
                size >>= 1
                power += 1
        index.size_planes = [bits_of(positions, number) for positions in planes]
        index.collections = bits_of(
            (at for at, key in enumerate(rows.collections) if key != NONE), number
        )
        index.sized = bits_of((at for at, size in enumerate(rows.sizes) if size != NONE), number)
        index.diagnosed = bits_of(
            (at for at in range(len(index.stated)) if index.stated[at]), number
        )

    def biobank_values(self, biobank: Biobank) -> Iterator[str]:
        """What all entries of a biobank have."""
        yield f"biobank:{biobank.identifier}"
        if biobank.province:
            yield f"place:{biobank.province}"
            if region := Region.of_province(biobank.province):
                yield f"place:{region}"
        if biobank.city:
            yield self.towns.get(words.squashed(biobank.city), f"place:{biobank.city}")
        if biobank.organisation and biobank.organisation.kind:
            yield f"institution:{OrganisationKind(biobank.organisation.kind)}"

    def collection_values(self, row: Any, diseases: Several[str]) -> Iterator[str]:
        """What a collection says of itself."""
        yield from code_values("material", tuple(row.materials))
        yield from code_values("data_category", tuple(row.data_categories))
        yield from code_values("collection_type", tuple(row.types))
        yield from code_values("sex", tuple(row.sex))
        yield from code_values("temperature", tuple(row.storage_temperatures))
        yield from (f"stated:{target}" for target in diseases)
        if row.size is not None:
            # The order of magnitude of a number: 1,000 is 10 to the 3rd.
            yield f"size:{max(len(str(row.size)) - 1, 0)}"
        elif row.order_of_magnitude is not None:
            yield f"size:{row.order_of_magnitude}"
        yield from (f"age:{band}" for band in age_bands(row.age_low, row.age_high, row.age_unit))
        within = frozenset().union(*(self.index.above[target] for target in diseases))
        yield from within
        yield from themes(within, tuple(row.types), row.age_high, row.age_unit)

    def confirmed_values(self, day: datetime.date | None) -> Iterator[str]:
        """Whether an entry was confirmed within the last year."""
        if day is not None and (self.today - day).days <= DAYS_A_YEAR:
            yield "confirmed:year"

    def learn_diseases(self) -> None:
        """What diseases lie within: those that collections state, and those of our own table."""
        stated = set(
            CollectionDiagnosis.objects.order_by().values_list("disease", flat=True).distinct()
        )
        named = codes_of(target for targets in self.index.preferred for target in targets)
        tabled = set(Disease.objects.filter(code__in=named).values_list("pk", flat=True))
        within: dict[int, set[int]] = {}
        new = stated | tabled
        while new:
            within |= {pk: {pk} for pk in new}
            for disease, broader in DiseaseWithin.objects.filter(disease__in=new).values_list(
                "disease_id", "within_id"
            ):
                within[disease].add(broader)
            new = set().union(*within.values()) - within.keys()
        self.targets = {
            disease.pk: disease_target(disease)
            for disease in Disease.objects.filter(pk__in=within)
            .exclude(system=DiseaseSystem.ANY)
            .only("code", "system")
        }
        self.index.above = {
            self.targets[disease]: frozenset(
                self.targets[pk] for pk in broader if pk in self.targets
            )
            for disease, broader in within.items()
            if disease in self.targets
        }
        in_catalogue = set().union(*(within[pk] for pk in stated))
        self.in_catalogue = {pk: self.targets[pk] for pk in in_catalogue if pk in self.targets}

    def stated(self, diseases: tuple[int, ...]) -> list[str]:
        """The targets of some diseases."""
        return sorted({self.targets[pk] for pk in diseases if pk in self.targets})

    def learn_names(self) -> None:
        """The names that our own table and staff give to codes, and the best in each language.

        That is one of staff; else, of several files' names, the shortest, the everyday one.
        """
        best: list[str | Combinable] = [
            Case(When(source=TermSource.STAFF, then=0), default=1),
            Length("text"),
            "text",
        ]
        rows = (
            Term.objects.exclude(source__in=[TermSource.ICD10, TermSource.ORPHANET])
            .order_by()
            .values_list("targets", "language")
            .annotate(
                texts=ArrayAgg("text"),
                preferred=ArrayAgg("text", filter=Q(kind=TermKind.PREFERRED), order_by=best),
            )
        )
        for targets, language, texts, preferred in rows:
            key = tuple(targets)
            self.index.spoken[key].update(texts)
            if preferred:
                name = preferred[0].replace("'", "’")  # as printed; people type the other
                self.index.preferred[key][language] = name[:1].upper() + name[1:]

    def label_diseases(self) -> None:
        """Names of the diseases that the catalogue has, and how they hang together."""
        for disease in Disease.objects.filter(pk__in=self.in_catalogue):
            target = self.in_catalogue[disease.pk]
            for language in words.STEMMERS:
                if name := getattr(disease, f"name_{language}"):
                    self.index.labels[target][language] = name
        for target in self.in_catalogue.values():
            # A block of a single category (C50-C50) is called as that.
            only = ONE_CATEGORY.sub(r"icd10:\1", target)
            for language, text in self.index.preferred.get((only,), {}).items():
                self.index.labels[target][language or "en"] = text
        for child, parent in Disease.parents.through.objects.filter(
            from_disease__in=self.in_catalogue, to_disease__in=self.in_catalogue
        ).values_list("from_disease_id", "to_disease_id"):
            self.index.parents[self.in_catalogue[child]].add(self.in_catalogue[parent])
            self.index.children[self.in_catalogue[parent]].add(self.in_catalogue[child])
        counts = (
            DiseaseWithin.objects.filter(
                within__in=self.in_catalogue, disease__system=F("within__system")
            )
            .values_list("within")
            .annotate(number=Count("pk"))
        )
        self.index.below = {self.in_catalogue[pk]: number - 1 for pk, number in counts}

    def name_biobank(self, biobank: Biobank) -> None:
        """The names under which people look for a biobank."""
        target = f"biobank:{biobank.identifier}"
        texts = [biobank.name, biobank.acronym]
        if biobank.organisation:
            texts.append(biobank.organisation.name)
        self.name(target, texts, biobank.identifier)
        self.index.labels[target]["en"] = biobank.name
        self.index.entries["biobank"][biobank.slug] = target
        if biobank.famhp_number:
            term = Term(text=biobank.famhp_number, targets=[target], source=TermSource.ENTRY)
            self.index.names[f"famhp:{biobank.famhp_number}".casefold()].append(with_keys(term))

    def name(self, target: str, texts: list[str], identifier: str) -> None:
        """Make texts, and an identifier with its parts, names of a target."""
        index = self.index
        for text in dict.fromkeys([*filter(None, texts), *identifier_texts(identifier)]):
            term = entry_term(text, target)
            for key in {term.squashed, term.stems, term.core} - {""}:
                index.names[key].append(term)
            if text in texts:
                index.words.update(words.texts_of(text))
        whole = Term(text=identifier, targets=[target], source=TermSource.ENTRY)
        index.names[f"identifier:{identifier}".casefold()].append(whole)


def by_name(entry: Entry) -> tuple[str, int]:
    """What orders entries; unlike the database's order it is the same on every server."""
    return words.folded(entry.name), entry.pk


def row_name(row: Any) -> tuple[str, int]:
    """What orders the collections of a biobank."""
    return words.folded(row.name), row.pk


# What `described` reads of a collection.
FIELDS = (
    *("pk", "biobank_id", "parent_id", "identifier", "name", "slug", "types", "materials"),
    *("data_categories", "size", "order_of_magnitude", "sex", "age_low", "age_high", "age_unit"),
    *("storage_temperatures", "collaboration_commercial", "collaboration_non_profit"),
    *("access_fee", "access_joint_project", "data_use", "confirmed_on"),
)


def described() -> Iterator[Any]:
    """The published collections, biobank by biobank, with the keys of what is linked to them."""
    owned = OuterRef("pk")
    rows = (
        Collection.objects.published()
        .annotate(
            diseases=keys_of(CollectionDiagnosis.objects.filter(collection=owned), "disease_id"),
            own_networks=keys_of(
                Collection.networks.through.objects.filter(collection=owned), "network_id"
            ),
            marks=keys_of(QualityMark.objects.filter(collection=owned), "standard"),
            lexemes=Func(
                "search_text",
                function="tsvector_to_array",
                output_field=ArrayField(models.TextField()),
            ),
        )
        .order_by("biobank_id")
        .values_list(*FIELDS, "diseases", "own_networks", "marks", "lexemes", named=True)
    )
    yield from rows.iterator(chunk_size=CHUNK)


def keys_of(links: QuerySet, name: str) -> ArraySubquery:
    """A column of linked rows, as a list."""
    return ArraySubquery(links.order_by().values(name))


def linked(through: Any, owner: str, networks: Several[int]) -> dict[int, set[int]]:
    """The published networks of biobanks or collections, by their keys."""
    found: dict[int, set[int]] = defaultdict(set)
    for key, network in through.objects.values_list(owner, "network_id"):
        if network in networks:
            found[key].add(network)
    return found


def marks_of_biobanks() -> dict[int, set[str]]:
    """The standards of biobanks."""
    found: dict[int, set[str]] = defaultdict(set)
    for biobank, standard in QualityMark.objects.filter(biobank__isnull=False).values_list(
        "biobank_id", "standard"
    ):
        found[biobank].add(standard)
    return found


def collectors(members: Several[int]) -> list[int]:
    """The biobanks that collect samples on request, as they say."""
    keys = Biobank.objects.filter(
        services__types__contains=[ServiceType.SAMPLE_COLLECTION]
    ).values_list("pk", flat=True)
    wanted = set(keys)
    return [pk for pk in members if pk in wanted]


def towns() -> dict[str, str]:
    """How the vocabulary calls a town, by its name in any language."""
    return {
        term.squashed: term.targets[-1]
        for term in Term.objects.filter(source=TermSource.TABLE, targets__0__startswith="place:")
        if not term.targets[-1].startswith("place:BE-")
    }


def facts() -> dict[int, tuple[int, int | None]]:
    """How many facts each collection has, and the samples in those that are not totals."""
    # A row that stands for all values of a dimension repeats what others say in detail.
    repeats = Q(sex=ANY) | Q(age_range=ANY) | Q(material=ANY) | Q(disease__system=DiseaseSystem.ANY)
    rows = (
        CollectionFact.objects.order_by()
        .values_list("collection")
        .annotate(rows=Count("pk"), samples=Sum("number_of_samples", filter=~repeats))
    )
    return {collection: (number, samples) for collection, number, samples in rows}


@lru_cache(maxsize=10_000)
def code_values(kind: str, codes: tuple[str, ...]) -> tuple[str, ...]:
    """Codes as values; many collections have the same."""
    return tuple(f"{kind}:{code}" for code in codes)


@cache
def age_bands(low: int | None, high: int | None, unit: str) -> tuple[AgeRange, ...]:
    """The age bands that the donors' ages reach into; none where no age is stated."""
    if low is None and high is None:
        return ()
    year = YEARS[AgeUnit(unit)]
    youngest = 0 if low is None else low * year
    # "Up to 17 years" ends with the 18th birthday.
    oldest = 200 if high is None else (high + 1) * year
    return tuple(
        band for band, (start, end) in AGE_BANDS.items() if youngest < end and oldest > start
    )


@lru_cache(maxsize=10_000)
def themes(
    diseases: frozenset[str], types: tuple[str, ...], age_high: int | None, age_unit: str
) -> frozenset[str]:
    """The values of the broad subjects of a collection, by the Directory's rule."""
    found = {theme for theme, codes in THEME_DISEASES.items() if not diseases.isdisjoint(codes)}
    found |= {theme for code, theme in THEME_TYPES.items() if code in types}
    if any(target.startswith("orpha:") for target in diseases):
        found.add(Theme.RARE_DISEASE)
    if age_high is not None and (age_high + 1) * YEARS[AgeUnit(age_unit)] <= ADULT:
        found.add(Theme.PAEDIATRICS)
    return frozenset(f"category:{theme}" for theme in found)


def access_values(biobank: Biobank, collection: Any | None) -> Iterator[str]:
    """How samples may be had. What is not stated is no value: unknown never counts as yes.

    `collection` is a row of `described`; None for a biobank that stands for itself.
    """
    for name, value in COLLABORATION.items():
        said = [getattr(entry, name) for entry in (biobank, collection) if entry is not None]
        if True in said and False not in said:
            yield value
    if collection is not None:
        if collection.access_fee:
            yield FEE
        if collection.access_joint_project:
            yield JOINT_PROJECT
        yield from code_values("access", tuple(collection.data_use))
