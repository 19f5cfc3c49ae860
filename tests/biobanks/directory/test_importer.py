"""Rows into the database: what they become, and the ways to import them."""

import datetime
from decimal import Decimal

import pytest
from django.db import connection

from biobanks.directory import importer
from biobanks.directory.importer import import_directory
from biobanks.enums import Publication
from biobanks.models import (
    Biobank,
    Collection,
    Contact,
    Network,
    Organisation,
    QualityMark,
    Service,
)
from tests.biobanks.directory.folders import (
    BIOBANK,
    COLLECTION,
    NETWORK,
    PERSON,
    biobank,
    collection,
    counted,
    notices,
    problems,
    write_table,
)
from tests.biobanks.factories import BiobankFactory, CollectionFactory, NetworkFactory

pytestmark = pytest.mark.django_db


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
