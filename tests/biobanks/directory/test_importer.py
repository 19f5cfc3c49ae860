"""Rows into the database: what is added, changed, withdrawn, refused."""

import datetime
from decimal import Decimal

import pytest
from django.db import connection

from biobanks.directory import importer
from biobanks.directory.importer import import_directory
from biobanks.enums import Origin, Publication
from biobanks.models import (
    Biobank,
    Collection,
    CollectionDiagnosis,
    Contact,
    Network,
    Organisation,
    QualityMark,
    Service,
)
from tests.biobanks.directory.folders import (
    BIOBANK,
    COLLECTION,
    biobank,
    collection,
    counted,
    notices,
    problems,
    write_table,
)
from tests.biobanks.factories import (
    PUBLISHED_AT,
    WITHDRAWN_AT,
    BiobankFactory,
    CollectionDiagnosisFactory,
    CollectionFactory,
    DiseaseFactory,
    NetworkFactory,
    OrganisationFactory,
)

pytestmark = pytest.mark.django_db

NETWORK = "bbmri-be:networkID:BE_n"
PERSON = "bbmri-eric:contactID:BE_p"


# What a row becomes


def test_biobank_takes_every_column(take):
    report = take(
        Persons={"id": PERSON, "email": "office@example.be", "is_public": "true"},
        AlsoKnownIn={
            "id": "bbmri-eric:akiID:BE_k",
            "name_system": "Catalogue",
            "url": "https://example.org",
        },
        Networks={"id": NETWORK, "name": "Network N"},
        Biobanks=biobank(
            acronym="A",
            description="What it holds.",
            url="https://a.example.be",
            location="Leuven",
            country="BE",
            latitude="50.88",
            longitude="4.7",
            head=PERSON,
            contact=PERSON,
            juridical_person="A hospital",
            network=NETWORK,
            also_known="bbmri-eric:akiID:BE_k",
            collaboration_commercial="true",
            collaboration_non_for_profit="false",
            withdrawn="false",
            organisation_kind="hospital",
            joined_year="2013",
            famhp_number="BB190001",
            province="BE-VBR",
            access_steps="Write.",
            access_steps_nl="Schrijf.",
            slug="a-bank",
            publication="published",
            description_fr="Ce qu'elle contient.",
            street="Herestraat 49",
            postcode="3000",
            origin="biobank",
            sources="https://a.example.be\nhttps://b.example.be (place)",
            confirmed_on="2026-03-02",
        ),
    )

    assert (report.written, problems(report), notices(report)) == (True, [], [])
    assert counted(report)["Biobanks"] == (1, 0, 0, 0)
    entry = Biobank.objects.get()
    person = Contact.objects.get()
    fields = {
        "identifier": BIOBANK,
        "name": "Biobank A",
        "acronym": "A",
        "description_en": "What it holds.",
        "description_fr": "Ce qu'elle contient.",
        "website": "https://a.example.be",
        "city": "Leuven",
        "country": "BE",
        "latitude": Decimal("50.88"),
        "longitude": Decimal("4.7"),
        "head": person,
        "contact": person,
        "organisation": Organisation.objects.get(name="A hospital", kind="hospital"),
        "collaboration_commercial": True,
        "collaboration_non_profit": False,
        "publication": Publication.PUBLISHED,
        "withdrawn_at": None,
        "joined_year": 2013,
        "famhp_number": "BB190001",
        "province": "BE-VBR",
        "access_steps_en": "Write.",
        "access_steps_nl": "Schrijf.",
        "slug": "a-bank",
        "street": "Herestraat 49",
        "postcode": "3000",
        "origin": "biobank",
        "sources": "https://a.example.be\nhttps://b.example.be (place)",
        "confirmed_on": datetime.date(2026, 3, 2),
    }
    assert {name: getattr(entry, name) for name in fields} == fields
    assert [network.identifier for network in entry.networks.all()] == [NETWORK]
    assert [reference.system for reference in entry.external_references.all()] == ["Catalogue"]
    assert (person.is_public, person.country) == (True, "BE")
    entry.full_clean()


def test_second_import_changes_nothing_and_keeps_keys(take):
    tables = {
        "Networks": {"id": NETWORK, "name": "Network N"},
        "Biobanks": biobank(network=NETWORK, juridical_person="H", latitude="1.5", longitude="2"),
        "Collections": collection(size="12", materials="DNA,RNA", network=NETWORK),
        "QualityInfoBiobanks": {
            "biobank": BIOBANK,
            "quality_standard": "iso-9001",
            "assess_level_bio": "accredited",
        },
    }
    take(**tables)
    stamps = list(Biobank.objects.values_list("pk", "updated_at"))

    report = take(**tables)

    assert counted(report) == dict.fromkeys(tables, (0, 0, 0, 1))
    assert list(Biobank.objects.values_list("pk", "updated_at")) == stamps


def test_changed_columns_are_reported_and_only_they_are_written(take):
    kept = BiobankFactory(identifier=BIOBANK, acronym="OLD", city="Gent", slug="kept")
    kept.networks.set([NetworkFactory()])

    report = take(Biobanks=biobank(acronym="", network=""))

    entry = Biobank.objects.get()
    assert counted(report) == {"Biobanks": (0, 1, 0, 0)}
    assert report.tables["Biobanks"].changed_columns == {"name": 1, "acronym": 1, "network": 1}
    assert report.tables["Biobanks"].examples == [f"~ {BIOBANK}: name, acronym, network"]
    assert (entry.pk, entry.slug, entry.name, entry.acronym, entry.city) == (
        kept.pk,
        "kept",
        "Biobank A",
        "",
        "Gent",
    )
    assert not entry.networks.exists()
    assert entry.updated_at > kept.updated_at


def test_order_of_a_list_is_no_change(take):
    CollectionFactory(
        identifier=COLLECTION,
        biobank=BiobankFactory(identifier=BIOBANK),
        name="Collection one",
        materials=["RNA", "DNA"],
    )

    report = take(Collections=collection(materials="DNA,RNA"))

    assert counted(report) == {"Collections": (0, 0, 0, 1)}


def test_quality_marks_are_found_by_owner_and_standard(take):
    mark = {
        "biobank": BIOBANK,
        "quality_standard": "iso-9001",
        "assess_level_bio": "accredited",
        "valid_until": "2027-01-31",
        "sources": "https://example.be",
    }
    take(Biobanks=biobank(), QualityInfoBiobanks=mark)

    report = take(QualityInfoBiobanks=[mark | {"assess_level_bio": "eric"}])

    kept = QualityMark.objects.get()
    assert counted(report)["QualityInfoBiobanks"] == (0, 1, 0, 0)
    assert (kept.level, kept.valid_until, kept.sources) == (
        "eric",
        datetime.date(2027, 1, 31),
        "https://example.be",
    )


def test_marks_of_collections_and_services_have_their_tables(take):
    service = {"id": "bbmri-eric:serviceID:BE_s", "name": "Storage", "biobank": BIOBANK}

    report = take(
        Biobanks=biobank(),
        Services=service | {"serviceTypes": "sequencing, sample-storage"},
        Collections=collection(),
        QualityInfoCollections={
            "collection": COLLECTION,
            "quality_standard": "iso-9001",
            "assess_level_col": "eric",
        },
        QualityInfoServices={
            "service": service["id"],
            "qualityStandard": "iso-9001",
            "assessmentLevel": "eric",
        },
    )

    assert problems(report) == []
    assert Service.objects.get().types == ["sequencing", "sample-storage"]
    assert set(QualityMark.objects.values_list("collection__name", "service__name")) == {
        ("Collection one", None),
        (None, "Storage"),
    }


# Rules of entries


@pytest.mark.parametrize(
    ("cells", "state"),
    [
        ({}, "published"),
        ({"withdrawn": ""}, "published"),
        ({"withdrawn": "false"}, "published"),
        ({"withdrawn": "true"}, "withdrawn"),
        ({"publication": "draft"}, "draft"),
        ({"publication": "draft", "withdrawn": "false"}, "draft"),
        ({"publication": "withdrawn", "withdrawn": "true"}, "withdrawn"),
    ],
)
def test_state_of_a_new_entry(take, cells, state):
    take(Biobanks=biobank(**cells))

    entry = Biobank.objects.get()
    assert (entry.publication, bool(entry.published_at), bool(entry.withdrawn_at)) == (
        state,
        state == "published",
        state == "withdrawn",
    )


@pytest.mark.parametrize(
    ("before", "cells", "after"),
    [
        ("draft", {"withdrawn": "false"}, "draft"),
        ("draft", {}, "draft"),
        ("draft", {"withdrawn": "true"}, "withdrawn"),
        ("draft", {"publication": "published"}, "published"),
        ("published", {}, "published"),
        ("published", {"withdrawn": "true"}, "withdrawn"),
        ("published", {"publication": "draft"}, "draft"),
        ("withdrawn", {}, "withdrawn"),
        ("withdrawn", {"withdrawn": "false"}, "published"),
    ],
)
def test_state_of_a_known_entry(take, before, cells, after):
    BiobankFactory(identifier=BIOBANK, **{before: True} if before != "published" else {})

    take(Biobanks=biobank(**cells))

    entry = Biobank.objects.get()
    assert entry.publication == after
    entry.full_clean()


def test_dates_of_publication_stay_where_the_state_stays(take):
    BiobankFactory(identifier=BIOBANK)
    BiobankFactory(identifier="bbmri-eric:ID:BE_b", withdrawn=True)

    take(
        Biobanks=[
            biobank(withdrawn="false"),
            biobank(id="bbmri-eric:ID:BE_b", withdrawn="true"),
        ]
    )

    assert list(
        Biobank.objects.order_by("identifier").values_list("published_at", "withdrawn_at")
    ) == [
        (PUBLISHED_AT, None),
        (PUBLISHED_AT, WITHDRAWN_AT),
    ]


def test_date_of_the_first_publication_stays_after_a_withdrawal(take):
    BiobankFactory(identifier=BIOBANK, withdrawn=True)

    take(Biobanks=biobank(withdrawn="false"))

    entry = Biobank.objects.get()
    assert (entry.publication, entry.published_at, entry.withdrawn_at) == (
        Publication.PUBLISHED,
        PUBLISHED_AT,
        None,
    )


def test_withdrawal_is_counted_as_such(take):
    BiobankFactory(identifier=BIOBANK)

    report = take(Biobanks=biobank(withdrawn="true"))

    assert counted(report) == {"Biobanks": (0, 0, 1, 0)}
    assert report.tables["Biobanks"].examples == [f"- {BIOBANK}"]


def test_publication_may_not_disagree_with_withdrawn(take):
    report = take(Biobanks=biobank(publication="published", withdrawn="true"))

    assert problems(report) == [
        "Biobanks.csv, line 2, publication: says published, but withdrawn says otherwise"
    ]


def test_slugs_are_made_from_identifiers_and_stay(take):
    slugs = {
        "bbmri-eric:ID:BE_B0383": "b0383",
        "bbmri-eric:ID:BE_b-0383": "b-0383",
        "bbmri-be:ID:BE_B0383": "b0383-acd82525",
        "bbmri-eric:ID:BE_-_-": "bbmri-eric-id-be",
    }
    rows = [biobank(id=identifier) for identifier in slugs]

    take(Biobanks=rows)
    take(Biobanks=[row | {"name": "Renamed"} for row in rows])

    assert dict(Biobank.objects.values_list("identifier", "slug")) == slugs


def test_slug_of_a_collection_leaves_the_word_collection_out(take):
    take(Biobanks=biobank(), Collections=collection(id=f"{BIOBANK}:collection:All_samples"))

    assert Collection.objects.get().slug == "a-all-samples"


def test_given_slug_does_not_move_a_known_entry(take):
    BiobankFactory(identifier=BIOBANK, slug="old")

    report = take(Biobanks=biobank(slug="new"))

    assert Biobank.objects.get().slug == "old"
    assert notices(report) == ["Biobanks.csv, line 2, slug: stays old: addresses do not change"]


def test_slugs_that_cannot_be_given(take):
    BiobankFactory(slug="taken")

    report = take(
        Biobanks=[
            biobank(slug="taken"),
            biobank(id="bbmri-eric:ID:BE_b", slug="A b"),
        ]
    )

    assert problems(report) == [
        "Biobanks.csv, line 2, slug: 'taken' is already another entry's",
        "Biobanks.csv, line 3, slug: 'A b' has other characters than a-z, 0-9 and single hyphens",
    ]


def test_organisations_are_shared_by_name(take):
    known = OrganisationFactory(name="Known", kind="")
    OrganisationFactory(name="Settled", kind="university")
    row = {"juridical_person": "Known", "organisation_kind": "hospital"}

    report = take(
        Networks=row | {"id": NETWORK, "name": "N"},
        Biobanks=[
            biobank(**row),
            biobank(id="bbmri-eric:ID:BE_b", juridical_person="New", organisation_kind=""),
            biobank(id="bbmri-eric:ID:BE_c", juridical_person="", organisation_kind="other"),
            biobank(
                id="bbmri-eric:ID:BE_d", juridical_person="Settled", organisation_kind="hospital"
            ),
        ],
    )

    assert notices(report) == [
        "Biobanks.csv, line 5, organisation_kind: Settled is already known as university; left so"
    ]
    assert Network.objects.get().organisation == known
    assert list(
        Biobank.objects.order_by("identifier").values_list(
            "organisation__name", "organisation__kind"
        )
    ) == [("Known", "hospital"), ("New", ""), (None, None), ("Settled", "university")]


def test_organisations_of_refused_rows_are_not_kept(take):
    known = BiobankFactory(
        famhp_number="BB190001", organisation=OrganisationFactory(name="Old", kind="")
    )

    take(
        {"keep_going": True},
        Biobanks=[
            biobank(
                juridical_person="Refused by a rule", organisation_kind="other", famhp_number="x"
            ),
            biobank(
                id="bbmri-eric:ID:BE_b",
                juridical_person="Refused by the database",
                famhp_number="BB190001",
            ),
            biobank(
                id="bbmri-eric:ID:BE_c",
                juridical_person="Old",
                organisation_kind="other",
                famhp_number="BB190001",
            ),
            biobank(id="bbmri-eric:ID:BE_d", juridical_person="Taken", famhp_number=""),
            biobank(id="bbmri-eric:ID:BE_e", juridical_person="Taken", famhp_number=""),
        ],
    )

    assert set(Organisation.objects.values_list("name", "kind", "biobanks__identifier")) == {
        ("Old", "", known.identifier),
        ("Taken", "", "bbmri-eric:ID:BE_d"),
        ("Taken", "", "bbmri-eric:ID:BE_e"),
    }


def test_empty_juridical_person_clears_the_organisation(take):
    BiobankFactory(identifier=BIOBANK)

    report = take(Biobanks=biobank(juridical_person=""))

    assert Biobank.objects.get().organisation is None
    assert report.tables["Biobanks"].changed_columns["juridical_person"] == 1


def test_famhp_number_without_its_second_b_is_mended(take):
    report = take(Biobanks=biobank(famhp_number="B190044"))

    assert Biobank.objects.get().famhp_number == "BB190044"
    assert notices(report) == ["Biobanks.csv, line 2, famhp_number: B190044 is taken as BB190044"]


def test_famhp_number_of_another_form_is_refused(take):
    report = take(Biobanks=biobank(famhp_number="190044"))

    assert problems(report) == [
        "Biobanks.csv, line 2, famhp_number: '190044' is not BB and six digits"
    ]


@pytest.mark.parametrize(
    ("cells", "province"),
    [
        ({"postcode": "9000"}, "BE-VOV"),
        ({"postcode": "9000", "province": ""}, "BE-VOV"),
        ({"postcode": "9000", "province": "BE-WHT"}, "BE-WHT"),
        ({"postcode": "", "province": "BE-WHT"}, "BE-WHT"),
        ({"postcode": "9000", "country": "NL"}, ""),
        ({"postcode": "1234 AB"}, ""),
        ({}, ""),
    ],
)
def test_province(take, cells, province):
    take(Biobanks=biobank(**cells))

    assert Biobank.objects.get().province == province


def test_province_set_by_staff_stays_where_the_file_says_nothing(take):
    BiobankFactory(identifier=BIOBANK, province="BE-WHT")

    take(Biobanks=biobank(postcode=""))

    assert Biobank.objects.get().province == "BE-WHT"


@pytest.mark.parametrize(
    ("cells", "magnitude"),
    [
        ({"size": "0"}, 0),
        ({"size": "9"}, 0),
        ({"size": "10"}, 1),
        ({"size": "8000", "order_of_magnitude": ""}, 3),
        ({"size": "1000", "order_of_magnitude": "2"}, 2),
        ({"size": "", "order_of_magnitude": "2"}, 2),
        ({"size": ""}, None),
    ],
)
def test_order_of_magnitude(take, cells, magnitude):
    donors = {
        {"size": "number_of_donors"}.get(name, f"{name}_donors"): text
        for name, text in cells.items()
    }

    take(Biobanks=biobank(), Collections=collection(**cells, **donors))

    kept = Collection.objects.get()
    assert (kept.order_of_magnitude, kept.order_of_magnitude_donors) == (magnitude, magnitude)


def test_timestamp_says_when_the_size_was_counted(take):
    take(Biobanks=biobank(), Collections=collection(timestamp="2026-03-02T09:00:00Z"))

    assert Collection.objects.get().size_as_of == PUBLISHED_AT


# Diagnoses


def diagnoses():
    """Origin by code."""
    return dict(CollectionDiagnosis.objects.values_list("disease__code", "origin"))


@pytest.fixture
def diseases():
    return {code: DiseaseFactory(code=code) for code in ("C18", "C50", "E10")}


def test_diagnoses_come_from_the_directory_or_are_the_nodes_own(take, diseases):
    take(
        Biobanks=biobank(),
        Collections=collection(
            diagnosis_available="urn:miriam:icd:C18,C50", diagnosis_suggested="C50,E10"
        ),
    )

    assert diagnoses() == {"C18": "directory", "C50": "directory", "E10": "node"}


def test_diagnosis_origin_is_taken_from_the_row(take, diseases):
    take(
        Biobanks=biobank(),
        Collections=collection(diagnosis_available="C18", diagnosis_origin="public-page"),
    )

    assert diagnoses() == {"C18": "public-page"}


@pytest.fixture
def diagnosed(diseases):
    """A collection with a diagnosis by its biobank and one that the node read from its name."""
    kept = CollectionFactory(
        identifier=COLLECTION, biobank=BiobankFactory(identifier=BIOBANK), name="Collection one"
    )
    CollectionDiagnosisFactory(collection=kept, disease=diseases["C18"], origin=Origin.BIOBANK)
    CollectionDiagnosisFactory(collection=kept, disease=diseases["C50"], origin=Origin.NODE)
    return kept


@pytest.mark.parametrize(
    ("cells", "after", "changed"),
    [
        ({}, {"C18": "biobank", "C50": "node"}, []),
        ({"diagnosis_available": "C18"}, {"C18": "biobank", "C50": "node"}, []),
        (
            {"diagnosis_available": "C18", "diagnosis_origin": "directory"},
            {"C18": "directory", "C50": "node"},
            ["diagnosis_available"],
        ),
        ({"diagnosis_available": ""}, {"C50": "node"}, ["diagnosis_available"]),
        (
            {"diagnosis_available": "C18,C50"},
            {"C18": "biobank", "C50": "directory"},
            ["diagnosis_available"],
        ),
        (
            {"diagnosis_suggested": "E10"},
            {"C18": "biobank", "E10": "node"},
            ["diagnosis_suggested"],
        ),
        ({"diagnosis_suggested": "C18,C50"}, {"C18": "biobank", "C50": "node"}, []),
        (
            {"diagnosis_available": "E10", "diagnosis_suggested": "C18"},
            {"E10": "directory", "C18": "node"},
            ["diagnosis_available", "diagnosis_suggested"],
        ),
    ],
)
def test_diagnoses_of_a_known_collection(take, diagnosed, cells, after, changed):
    report = take(Collections=collection(**cells))

    assert diagnoses() == after
    assert list(report.tables["Collections"].changed_columns) == changed


# References


def test_references_that_lead_nowhere(take, diseases):
    report = take(
        Biobanks=biobank(contact=PERSON, network=f"{NETWORK},bbmri-eric:networkID:BE_x"),
        Collections=collection(
            biobank="bbmri-eric:ID:BE_other",
            diagnosis_available="C18,X99",
            parent_collection=f"{BIOBANK}:collection:none",
        ),
    )

    missing = "is neither in the catalogue nor in these files"
    assert problems(report) == [
        f"Biobanks.csv, line 2, contact: '{PERSON}' {missing}",
        f"Biobanks.csv, line 2, network: '{NETWORK}' {missing}",
        f"Biobanks.csv, line 2, network: 'bbmri-eric:networkID:BE_x' {missing}",
        f"Collections.csv, line 2, biobank: 'bbmri-eric:ID:BE_other' {missing}",
        "Collections.csv, line 2, diagnosis_available: unknown code 'X99'",
    ]
    assert (Biobank.objects.count(), Collection.objects.count()) == (0, 0)


def test_unloaded_terms_are_named_as_the_reason(take):
    report = take(Biobanks=biobank(), Collections=collection(diagnosis_available="C18"))

    assert problems(report) == [
        "Collections.csv, line 2, diagnosis_available: the terms are not loaded yet; "
        "run manage.py load_vocabulary first"
    ]


def part(name, parent):
    """A collection that is part of another."""
    return collection(
        id=f"{BIOBANK}:collection:{name}",
        name=name,
        parent_collection=f"{BIOBANK}:collection:{parent}" if parent else "",
    )


@pytest.mark.parametrize("chunk", [1, 2, 1000])
def test_parents_may_stand_anywhere(take, monkeypatch, chunk):
    monkeypatch.setattr(importer, "CHUNK", chunk)
    rows = [part("a", "b"), part("b", "c"), part("c", ""), part("d", "c"), part("e", "a")]

    report = take(Biobanks=biobank(), Collections=rows)

    assert problems(report) == []
    assert counted(report)["Collections"] == (5, 0, 0, 0)
    assert dict(Collection.objects.values_list("name", "parent__name")) == {
        "a": "b",
        "b": "c",
        "c": None,
        "d": "c",
        "e": "a",
    }
    assert counted(take(Collections=rows))["Collections"] == (0, 0, 0, 5)


def test_parents_that_cannot_be(take):
    report = take(
        Biobanks=biobank(),
        Collections=[
            part("a", "b"),
            part("b", "a"),
            part("c", "c"),
            part("d", "none"),
            part("e", "f"),
            part("f", "") | {"name": ""},
        ],
    )

    prefix = f"'{BIOBANK}:collection"
    assert sorted(problems(report)) == [
        f"Collections.csv, line 2, parent_collection: {prefix}:b' waits for a parent itself: "
        "a circle, or too deep",
        f"Collections.csv, line 3, parent_collection: {prefix}:a' has a problem of its own",
        f"Collections.csv, line 4, parent_collection: {prefix}:c' waits for a parent itself: "
        "a circle, or too deep",
        f"Collections.csv, line 5, parent_collection: {prefix}:none' is neither in the catalogue "
        "nor in these files",
        f"Collections.csv, line 6, parent_collection: {prefix}:f' has a problem of its own",
        "Collections.csv, line 7, name: is empty, and must not be",
    ]


def test_known_collections_may_not_become_a_circle(take):
    rows = [part("a", ""), part("b", "a"), part("c", "b")]
    take(Biobanks=biobank(), Collections=rows)

    report = take({"keep_going": True}, Collections=[part("a", "c"), *rows[1:]])

    assert problems(report) == [
        f"Collections.csv, parent_collection: {BIOBANK}:collection:a is its own distant parent"
    ]
    assert Collection.objects.get(name="a").parent is None


# Problems


def test_rows_that_cannot_be_read_are_reported_with_their_place(take):
    report = take(
        Biobanks=[
            biobank(country="Belgium", latitude="50,1"),
            biobank(id="", country="", latitude=""),
            biobank(id="bbmri-eric:ID:be_a", country="", latitude=""),
        ]
    )

    assert (report.written, problems(report)) == (
        False,
        [
            "Biobanks.csv, line 2, country: unknown code 'Belgium'",
            "Biobanks.csv, line 2, latitude: '50,1' is not a number; "
            "write degrees with a decimal point",
            "Biobanks.csv, line 3, id: is empty, and must not be",
            "Biobanks.csv, line 4, id: 'bbmri-eric:ID:be_a' is no identifier of this table "
            "(docs/directory-format.md)",
        ],
    )
    assert not Biobank.objects.exists()


def test_identifier_twice_in_a_file(take):
    mark = {"biobank": BIOBANK, "quality_standard": "iso-9001", "assess_level_bio": "eric"}

    report = take(Biobanks=[biobank(), biobank()], QualityInfoBiobanks=[mark, mark])

    assert problems(report) == [
        f"Biobanks.csv, line 3, id: {BIOBANK} stands in this file more than once",
        f"QualityInfoBiobanks.csv, line 3, biobank: {BIOBANK} iso-9001 stands in this file "
        "more than once",
    ]


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        (
            {"age_low": "9", "age_high": "1", "age_unit": "YEAR"},
            "age_high: The lowest age is above the highest.",
        ),
        ({"age_low": "9"}, "age_unit: An age needs a unit."),
        (
            {"latitude": "50"},
            "latitude: Latitude (-90 to 90) and longitude (-180 to 180) go together.",
        ),
        (
            {"size": "9999", "order_of_magnitude": "1"},
            "order_of_magnitude: The number lies outside its order of magnitude.",
        ),
        (
            {"number_of_donors": "9", "order_of_magnitude_donors": "1"},
            "order_of_magnitude_donors: The number lies outside its order of magnitude.",
        ),
    ],
)
def test_rows_that_the_database_refuses_are_found_among_others(take, cells, problem):
    columns = [*cells, "slug"]
    good = collection(**dict.fromkeys(columns, ""))

    report = take(
        Biobanks=biobank(),
        Collections=[
            *(good | {"id": f"{BIOBANK}:collection:{number}"} for number in range(5)),
            good | cells,
            *(good | {"id": f"{BIOBANK}:collection:{number}"} for number in range(5, 9)),
        ],
    )

    assert problems(report) == [f"Collections.csv, line 7, {problem}"]
    assert counted(report)["Collections"] == (9, 0, 0, 0)
    assert not Collection.objects.exists()


def test_new_rows_beside_a_refused_change_are_written(take):
    known = CollectionFactory(identifier=COLLECTION, biobank=BiobankFactory(identifier=BIOBANK))
    NetworkFactory(identifier=NETWORK)
    new = collection(id=f"{BIOBANK}:collection:new", age_low="", network=NETWORK)

    report = take({"keep_going": True}, Collections=[collection(age_low="3", network=""), new])

    assert problems(report) == ["Collections.csv, line 2, age_unit: An age needs a unit."]
    assert set(Collection.objects.values_list("identifier", "name", "networks__identifier")) == {
        (COLLECTION, known.name, None),
        (f"{BIOBANK}:collection:new", "Collection one", NETWORK),
    }


def test_unique_numbers_that_clash_are_named(take):
    BiobankFactory(famhp_number="BB190001")

    report = take(Biobanks=biobank(famhp_number="BB190001"))

    assert problems(report) == [
        "Biobanks.csv, line 2, famhp_number: the database refuses it: "
        "Key (famhp_number)=(BB190001) already exists."
    ]


def test_size_above_every_magnitude_is_refused(take):
    report = take(Biobanks=biobank(), Collections=collection(size="2000000000"))

    assert problems(report)[0].startswith("Collections.csv, line 2, size: ")


def test_only_the_first_problems_are_kept_and_all_counted(take):
    report = take(Biobanks=[biobank(id=f"x{number}") for number in range(60)])

    assert (len(report.problems.first), report.problems.count) == (50, 60)


# Ways to import


def test_dry_run_reports_and_writes_nothing(take):
    report = take({"dry_run": True}, Biobanks=biobank(juridical_person="H"))

    assert (report.written, counted(report)) == (False, {"Biobanks": (1, 0, 0, 0)})
    assert (Biobank.objects.count(), Organisation.objects.count()) == (0, 0)


def test_keep_going_leaves_out_rows_with_problems_and_what_refers_to_them(take):
    report = take(
        {"keep_going": True},
        Biobanks=[biobank(country="x"), biobank(id="bbmri-eric:ID:BE_b", country="")],
        Collections=[
            collection(age_low=""),
            collection(
                id="bbmri-eric:ID:BE_b:collection:one", biobank="bbmri-eric:ID:BE_b", age_low=""
            ),
            collection(
                id="bbmri-eric:ID:BE_b:collection:two", biobank="bbmri-eric:ID:BE_b", age_low="3"
            ),
        ],
    )

    assert report.written
    assert problems(report) == [
        "Biobanks.csv, line 2, country: unknown code 'x'",
        f"Collections.csv, line 2, biobank: '{BIOBANK}' has a problem of its own",
        "Collections.csv, line 4, age_unit: An age needs a unit.",
    ]
    assert [entry.identifier for entry in Collection.objects.all()] == [
        "bbmri-eric:ID:BE_b:collection:one"
    ]


def test_withdraw_missing_withdraws_entries_of_the_directory_only(take):
    gone = BiobankFactory(identifier="bbmri-eric:ID:BE_gone")
    BiobankFactory(identifier="bbmri-eric:ID:BE_draft", draft=True)
    BiobankFactory(identifier="bbmri-eric:ID:BE_old", withdrawn=True)
    BiobankFactory(identifier="bbmri-be:ID:BE_own")
    BiobankFactory(identifier=BIOBANK, name="Biobank A")
    NetworkFactory()

    report = take({"withdraw_missing": True}, Biobanks=biobank())

    assert counted(report) == {"Biobanks": (0, 0, 1, 1)}
    assert report.tables["Biobanks"].examples == [f"- {gone.identifier}: no longer listed"]
    assert dict(Biobank.objects.values_list("identifier", "publication")) == {
        "bbmri-eric:ID:BE_gone": "withdrawn",
        "bbmri-eric:ID:BE_draft": "draft",
        "bbmri-eric:ID:BE_old": "withdrawn",
        "bbmri-be:ID:BE_own": "published",
        BIOBANK: "published",
    }
    assert Network.objects.get().publication == "published"
    Biobank.objects.get(pk=gone.pk).full_clean()


def test_missing_entries_stay_without_the_option(take):
    BiobankFactory(identifier="bbmri-eric:ID:BE_gone")

    take(Biobanks=biobank())

    assert Biobank.objects.published().count() == 2


def test_withdraw_missing_refuses_an_empty_table(tmp_path):
    BiobankFactory()
    (tmp_path / "Biobanks.csv").write_bytes(b"")

    report = import_directory(tmp_path, withdraw_missing=True)

    assert problems(report) == [
        "Biobanks.csv: the table is empty; withdrawing every entry is not done here"
    ]
    assert Biobank.objects.published().count() == 1


def test_rows_with_problems_are_not_missing(take):
    BiobankFactory(identifier=BIOBANK)

    take({"withdraw_missing": True, "keep_going": True}, Biobanks=biobank(country="x"))

    assert Biobank.objects.published().count() == 1


def test_progress_hears_every_byte(tmp_path):
    size = write_table(tmp_path, "Biobanks", biobank(), biobank(id="bbmri-eric:ID:BE_b")).stat()
    heard = []

    import_directory(tmp_path, progress=lambda done, total: heard.append((done, total)))

    assert sum(done for done, _ in heard) == size.st_size
    assert {total for _, total in heard} == {size.st_size}


@pytest.mark.django_db(transaction=True)
def test_one_import_at_a_time(tmp_path):
    write_table(tmp_path, "Biobanks", biobank())
    with connection.copy().cursor() as other:
        other.execute("BEGIN")
        other.execute("SELECT pg_advisory_xact_lock(%s)", [importer.LOCK])

        report = import_directory(tmp_path)

        other.connection.close()
    assert problems(report) == [f"{tmp_path}: another import is running; try again later"]
    assert not Biobank.objects.exists()


def test_statements_grow_with_chunks_not_with_rows(take, django_assert_max_num_queries):
    rows = [
        collection(id=f"{BIOBANK}:collection:{number}", materials="DNA", network=NETWORK)
        for number in range(50)
    ]
    take(Biobanks=biobank(), Networks={"id": NETWORK, "name": "N"})

    with django_assert_max_num_queries(30):
        report = take(Collections=rows)

    assert counted(report)["Collections"] == (50, 0, 0, 0)


# Versions


def test_each_import_leaves_a_version(take):
    take(Biobanks=biobank(), Networks={"id": NETWORK, "name": "Network N"})
    take(Biobanks=biobank(acronym="A"), Networks={"id": NETWORK, "name": "Network N"})
    take(
        {"withdraw_missing": True},
        Biobanks=biobank(id="bbmri-eric:ID:BE_other"),
        Networks={"id": NETWORK, "name": "Network N"},
    )

    history = Biobank.objects.get(identifier=BIOBANK).history
    assert list(
        history.values_list("acronym", "publication", "history_type", "history_change_reason")
    ) == [
        ("A", "withdrawn", "~", "import"),
        ("A", "published", "~", "import"),
        ("", "published", "+", "import"),
    ]
    assert Network.objects.get().history.count() == 1  # nothing changed
