"""Reads the published catalogue into an `Index`, and keeps it as long as nothing changes.

One small question to the database says whether anything changed since (`CatalogueChange`).
"""

import datetime
from collections import defaultdict
from collections.abc import Collection as Several
from collections.abc import Iterator
from threading import Lock
from typing import Any

from django.db import connection
from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Length
from django.utils import timezone

from biobanks.codes import AccessCondition, AgeRange, AgeUnit, CollectionType, Theme
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
from biobanks.search.index import Index, Member, Row
from biobanks.terms import disease_target, with_keys

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

STATE = "SELECT coalesce(string_agg(id::text, ',' ORDER BY id), '') FROM biobanks_cataloguechange"
_lock = Lock()
_kept: tuple[object, Index] | None = None


def state() -> str:
    """A name for the catalogue as it stands now. One question to the database."""
    with connection.cursor() as cursor:
        cursor.execute(STATE)
        return str(cursor.fetchone()[0])


def current(known_state: str | None = None) -> Index:
    """The index of the catalogue as it stands now; made anew when something changed.

    Who has asked for the `state` already may say it.
    """
    global _kept
    day = timezone.localdate()
    now = (connection.settings_dict["NAME"], known_state or state(), day)
    with _lock:
        if _kept is None or _kept[0] != now:
            _kept = (now, Builder(day).build())
        return _kept[1]


class Builder:
    """Reads the published catalogue into an `Index`."""

    def __init__(self, today: datetime.date) -> None:
        """An index for a day: "confirmed within a year" depends on it."""
        self.today = today
        self.index = Index()

    def build(self) -> Index:
        """The index."""
        index = self.index
        networks = {
            network.pk: network for network in sorted(Network.objects.published(), key=by_name)
        }
        biobanks = sorted(Biobank.objects.published().select_related("organisation"), key=by_name)
        collections: dict[int, list[Collection]] = defaultdict(list)
        fields = Collection.objects.published().defer(*TEXTS).order_by()
        for collection in fields.iterator():
            collections[collection.biobank_id].append(collection)
        biobank_networks = linked(Biobank.networks.through, "biobank_id", networks)
        collection_networks = linked(Collection.networks.through, "collection_id", networks)
        quality = marks()
        diseases = self.diseases()
        towns = self.towns()

        names: list[tuple[str, int]] = []
        for biobank in biobanks:
            shared = set(self.biobank_values(biobank, towns))
            shared |= {f"quality:{code}" for code in quality["biobank", biobank.pk]}
            own_networks = biobank_networks[biobank.pk]
            described = sorted(collections.get(biobank.pk, []), key=by_name)
            bits = 0
            entries: list[Collection | None] = [*described] or [None]
            for collection in entries:
                position = len(index.rows)
                bit = 1 << position
                bits |= bit
                values = set(shared)
                entry_networks = set(own_networks)
                if collection is None:
                    index.rows.append(
                        Row(
                            None,
                            biobank.pk,
                            None,
                            biobank.confirmed_on,
                            biobank.name,
                            biobank.slug,
                        )
                    )
                    names.append((words.folded(biobank.name), position))
                    values |= set(access_values(biobank, None))
                    values |= set(self.confirmed_values(biobank.confirmed_on))
                else:
                    # Who confirms a biobank confirms its collections.
                    confirmed_on = collection.confirmed_on or biobank.confirmed_on
                    index.rows.append(
                        Row(
                            collection.pk,
                            biobank.pk,
                            collection.size,
                            confirmed_on,
                            collection.name,
                            collection.slug,
                            tuple(collection.materials),
                            collection.order_of_magnitude,
                        )
                    )
                    names.append((words.folded(collection.name), position))
                    index.of_collection[collection.pk] = position
                    index.identifiers.append((collection.identifier.casefold(), bit))
                    values.add(f"collection:{collection.identifier}")
                    values |= {f"quality:{code}" for code in quality["collection", collection.pk]}
                    stated = diseases[collection.pk]
                    if stated:
                        index.stated[position] = tuple(sorted(stated))
                        index.diagnosed |= bit
                    values |= set(self.collection_values(collection, stated))
                    values |= set(access_values(biobank, collection))
                    values |= set(self.confirmed_values(confirmed_on))
                    entry_networks |= collection_networks[collection.pk]
                    for network in collection_networks[collection.pk]:
                        itself = index.of_network_itself.get(network, 0)
                        index.of_network_itself[network] = itself | bit
                    self.name(f"collection:{collection.identifier}", [], collection.identifier)
                for network in entry_networks:
                    values.add(f"network:{networks[network].identifier}")
                    index.of_network[network] = index.of_network.get(network, 0) | bit
                for value in values:
                    index.values[value] |= bit
            index.of_biobank[biobank.pk] = bits
            index.members[biobank.pk] = Member(
                biobank.name, biobank.slug, biobank.acronym, biobank.city, biobank.province, bits
            )
            index.identifiers.append((biobank.identifier.casefold(), bits))
            self.name_biobank(biobank)
        for network in networks.values():
            target = f"network:{network.identifier}"
            self.name(target, [network.name, network.acronym], network.identifier)
            index.labels[target]["en"] = network.name
            index.entries["network"][network.slug] = target
        index.dots = dots_of(biobanks)
        index.facts = facts()
        self.order([name for name, _ in names])
        self.measure()
        self.label_diseases()
        return index

    def order(self, names: list[str]) -> None:
        """The orders of the lists; equal entries stand by name, unknown sizes and dates last."""
        rows = self.index.rows
        by_name = sorted(range(len(rows)), key=names.__getitem__)
        self.index.orders = {
            "name": by_name,
            "size": sorted(
                by_name,
                key=lambda at: -1 if (size := rows[at].size) is None else size,
                reverse=True,
            ),
            "confirmed": sorted(
                by_name, key=lambda at: rows[at].confirmed_on or datetime.date.min, reverse=True
            ),
        }

    def measure(self) -> None:
        """Which entries are collections, and the planes of their sizes."""
        index = self.index
        sizes = [row.size or 0 for row in index.rows]
        planes = [0] * max(sizes, default=0).bit_length()
        for position, row in enumerate(index.rows):
            bit = 1 << position
            index.collections |= bit if row.collection is not None else 0
            index.sized |= bit if row.size is not None else 0
            for power in range(sizes[position].bit_length()):
                if sizes[position] >> power & 1:
                    planes[power] |= bit
        index.size_planes = planes

    def biobank_values(self, biobank: Biobank, towns: dict[str, str]) -> Iterator[str]:
        """What all entries of a biobank have."""
        yield f"biobank:{biobank.identifier}"
        if biobank.province:
            yield f"place:{biobank.province}"
            if region := Region.of_province(biobank.province):
                yield f"place:{region}"
        if biobank.city:
            yield towns.get(words.squashed(biobank.city), f"place:{biobank.city}")
        if biobank.organisation and biobank.organisation.kind:
            yield f"institution:{OrganisationKind(biobank.organisation.kind)}"

    def collection_values(self, collection: Collection, diseases: set[str]) -> Iterator[str]:
        """What a collection says of itself."""
        for kind, codes in (
            ("material", collection.materials),
            ("data_category", collection.data_categories),
            ("collection_type", collection.types),
            ("sex", collection.sex),
            ("temperature", collection.storage_temperatures),
        ):
            yield from (f"{kind}:{code}" for code in codes)
        if collection.size is not None:
            # The order of magnitude of a number: 1,000 is 10 to the 3rd.
            yield f"size:{max(len(str(collection.size)) - 1, 0)}"
        elif collection.order_of_magnitude is not None:
            yield f"size:{collection.order_of_magnitude}"
        yield from (f"age:{band}" for band in age_bands(collection))
        within = frozenset().union(*(self.index.above[target] for target in diseases))
        yield from within
        yield from (f"stated:{target}" for target in diseases)
        yield from (f"category:{theme}" for theme in themes(collection, within))

    def confirmed_values(self, day: datetime.date | None) -> Iterator[str]:
        """Whether an entry was confirmed within the last year."""
        if day is not None and (self.today - day).days <= DAYS_A_YEAR:
            yield "confirmed:year"

    def diseases(self) -> dict[int, set[str]]:
        """The diseases that each collection states; notes what they lie within."""
        stated: dict[int, set[int]] = defaultdict(set)
        for collection, disease in CollectionDiagnosis.objects.values_list(
            "collection_id", "disease_id"
        ):
            stated[collection].add(disease)
        wanted = set().union(*stated.values())
        within: dict[int, set[int]] = {pk: {pk} for pk in wanted}
        for disease, broader in DiseaseWithin.objects.filter(disease__in=wanted).values_list(
            "disease_id", "within_id"
        ):
            within[disease].add(broader)
        self.targets = {
            disease.pk: disease_target(disease)
            for disease in Disease.objects.filter(pk__in=set().union(*within.values()))
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
        return defaultdict(
            set,
            {
                collection: {self.targets[pk] for pk in diseases if pk in self.targets}
                for collection, diseases in stated.items()
            },
        )

    def label_diseases(self) -> None:
        """Names of the diseases that the catalogue has, and how they hang together."""
        for disease in Disease.objects.filter(pk__in=self.targets):
            target = self.targets[disease.pk]
            for language in words.STEMMERS:
                if name := getattr(disease, f"name_{language}"):
                    self.index.labels[target][language] = name
        preferred = Term.objects.filter(
            kind=TermKind.PREFERRED,
            source__in=[TermSource.STAFF, TermSource.TABLE],
            targets__len=1,
        )
        known = set(self.targets.values())
        # Of several names the last counts: that of staff ("staff" stands after "table" here), and
        # of two files' the shorter one, which is the everyday one.
        names = preferred.order_by("-source", Length("text").desc(), "text")
        for language, targets, text in names.values_list("language", "targets", "text"):
            if targets[0] in known:
                self.index.labels[targets[0]][language or "en"] = text[:1].upper() + text[1:]
        for child, parent in Disease.parents.through.objects.filter(
            from_disease__in=self.targets, to_disease__in=self.targets
        ).values_list("from_disease_id", "to_disease_id"):
            self.index.parents[self.targets[child]].add(self.targets[parent])
            self.index.children[self.targets[parent]].add(self.targets[child])
        counts = (
            DiseaseWithin.objects.filter(
                within__in=self.targets, disease__system=F("within__system")
            )
            .values_list("within")
            .annotate(number=Count("pk"))
        )
        self.index.below = {self.targets[pk]: number - 1 for pk, number in counts}

    def towns(self) -> dict[str, str]:
        """How the vocabulary calls a town, by its name in any language."""
        return {
            term.squashed: term.targets[-1]
            for term in Term.objects.filter(
                source=TermSource.TABLE, targets__0__startswith="place:"
            )
            if not term.targets[-1].startswith("place:BE-")
        }

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
        local = identifier.split(":", 2)[-1]
        for text in dict.fromkeys([*texts, local, local.partition("_")[2]]):
            if not text:
                continue
            term = with_keys(
                Term(
                    text=text,
                    kind=TermKind.SYNONYM if " " in text else TermKind.ACRONYM,
                    targets=[target],
                    source=TermSource.ENTRY,
                )
            )
            for key in {term.squashed, term.stems, term.core} - {""}:
                index.names[key].append(term)
            if text in texts:
                index.words.update(words.texts_of(text))
        whole = Term(text=identifier, targets=[target], source=TermSource.ENTRY)
        index.names[f"identifier:{identifier}".casefold()].append(whole)


def by_name(entry: Entry) -> tuple[str, int]:
    """What orders entries; unlike the database's order it is the same on every server."""
    return words.folded(entry.name), entry.pk


TEXTS = [
    *(f"description_{language}" for language in words.STEMMERS),
    "search_text",
    "sources",
    "access_description",
]


def linked(through: Any, owner: str, networks: Several[int]) -> dict[int, set[int]]:
    """The published networks of biobanks or collections, by their keys."""
    found: dict[int, set[int]] = defaultdict(set)
    for key, network in through.objects.values_list(owner, "network_id"):
        if network in networks:
            found[key].add(network)
    return found


def marks() -> dict[tuple[str, int], set[str]]:
    """The standards of biobanks and collections."""
    found: dict[tuple[str, int], set[str]] = defaultdict(set)
    for biobank, collection, standard in QualityMark.objects.values_list(
        "biobank_id", "collection_id", "standard"
    ):
        if biobank:
            found["biobank", biobank].add(standard)
        if collection:
            found["collection", collection].add(standard)
    return found


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


def age_bands(collection: Collection) -> Iterator[AgeRange]:
    """The age bands that the donors' ages reach into; none where no age is stated."""
    low, high = collection.age_low, collection.age_high
    if low is None and high is None:
        return
    year = YEARS[AgeUnit(collection.age_unit)]
    youngest = 0 if low is None else low * year
    # "Up to 17 years" ends with the 18th birthday.
    oldest = 200 if high is None else (high + 1) * year
    for band, (start, end) in AGE_BANDS.items():
        if youngest < end and oldest > start:
            yield band


def themes(collection: Collection, diseases: frozenset[str]) -> Iterator[Theme]:
    """The broad subjects of a collection, by the Directory's rule."""
    found = {theme for theme, codes in THEME_DISEASES.items() if not diseases.isdisjoint(codes)}
    found |= {THEME_TYPES[code] for code in collection.types if code in THEME_TYPES}
    if any(target.startswith("orpha:") for target in diseases):
        found.add(Theme.RARE_DISEASE)
    oldest = None if collection.age_high is None else collection.age_high + 1
    if oldest is not None and oldest * YEARS[AgeUnit(collection.age_unit)] <= ADULT:
        found.add(Theme.PAEDIATRICS)
    yield from found


def access_values(biobank: Biobank, collection: Collection | None) -> Iterator[str]:
    """How samples may be had. What is not stated is no value: unknown never counts as yes."""
    for name, value in (
        ("collaboration_commercial", AccessCondition.COMMERCIAL),
        ("collaboration_non_profit", AccessCondition.NON_PROFIT),
    ):
        said = [getattr(entry, name) for entry in (biobank, collection) if entry is not None]
        if True in said and False not in said:
            yield f"access:{value}"
    if collection is not None:
        if collection.access_fee:
            yield f"access:{AccessCondition.FEE}"
        if collection.access_joint_project:
            yield f"access:{AccessCondition.JOINT_PROJECT}"
        yield from (f"access:{code}" for code in collection.data_use)
