"""The Directory's demo tables and the project's own starting data are taken as they are."""

import zipfile

import pytest
from django.db.models import Count, Q

from biobanks.directory.importer import import_directory
from biobanks.enums import Origin
from biobanks.models import (
    Biobank,
    Collection,
    CollectionDiagnosis,
    CollectionFact,
    Contact,
    ExternalReference,
    Network,
    Organisation,
    QualityMark,
    Service,
    Study,
)
from tests.biobanks.directory.folders import BELGIUM, DEMO, counted, notices, problems

pytestmark = pytest.mark.usefixtures("terms")

DEMO_ROWS = {
    "Persons": 7,
    "AlsoKnownIn": 3,
    "Networks": 3,
    "Biobanks": 2,
    "Services": 2,
    "Studies": 1,
    "Collections": 3,
    "CollectionFacts": 108,
}
BELGIAN_ROWS = {
    "Persons": 4,
    "Networks": 3,
    "Biobanks": 19,
    "Collections": 35,
    "QualityInfoBiobanks": 2,
}


def test_demo_tables_are_taken_without_a_remark():
    report = import_directory(DEMO)

    assert (report.written, problems(report), notices(report)) == (True, [], [])
    assert counted(report) == {name: (rows, 0, 0, 0) for name, rows in DEMO_ROWS.items()}
    models = (
        Contact,
        ExternalReference,
        Network,
        Biobank,
        Service,
        Study,
        Collection,
        CollectionFact,
    )
    assert [model.objects.count() for model in models] == list(DEMO_ROWS.values())
    part = Collection.objects.get(acronym="sub_col1")
    assert (part.parent.acronym, part.size, part.order_of_magnitude) == ("coll2_bb2", 589, 2)
    assert part.materials == ["NASAL_SWAB", "PLASMA"]
    assert [term.name for term in part.body_parts.all()] == ["Hip joint"]
    assert set(part.diagnosis_links.values_list("disease__code", "origin")) == {
        ("A00.9", "directory"),
        ("ORPHA:1388", "directory"),
        ("ORPHA:139552", "directory"),
    }


def test_demo_tables_a_second_time_change_nothing():
    import_directory(DEMO)

    report = import_directory(DEMO)

    assert counted(report) == {name: (0, 0, 0, rows) for name, rows in DEMO_ROWS.items()}


def test_demo_tables_in_a_zip_are_the_same(tmp_path):
    path = tmp_path / "demo.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for table in DEMO.glob("*.csv"):
            archive.write(table, table.name)

    report = import_directory(path)

    assert (report.written, counted(report)) == (
        True,
        {name: (rows, 0, 0, 0) for name, rows in DEMO_ROWS.items()},
    )


def test_belgian_tables_are_taken():
    report = import_directory(BELGIUM)

    assert (report.written, problems(report)) == (True, [])
    assert notices(report) == []
    assert counted(report) == {name: (rows, 0, 0, 0) for name, rows in BELGIAN_ROWS.items()}
    for entries in (Network, Biobank, Collection):
        assert entries.objects.published().count() == entries.objects.count()
        for entry in entries.objects.all():
            entry.full_clean()
            assert entry.sources


def test_belgian_tables_a_second_time_change_nothing():
    import_directory(BELGIUM)

    report = import_directory(BELGIUM)

    assert counted(report) == {name: (0, 0, 0, rows) for name, rows in BELGIAN_ROWS.items()}


def test_belgian_tables_in_a_dry_run_write_nothing():
    import_directory(BELGIUM, dry_run=True)

    models = (Organisation, Contact, Network, Biobank, Collection, QualityMark)
    assert [model.objects.count() for model in models] == [0] * 6


def test_belgian_facts_that_are_easily_lost():
    import_directory(BELGIUM)

    assert dict(Biobank.objects.exclude(famhp_number="").values_list("slug", "famhp_number")) == {
        "ubilim": "BB190057",
        "ipg": "BB190020",
        "itg": "BB190041",
    }
    assert list(
        Biobank.objects.values("province")
        .annotate(count=Count("pk"))
        .order_by("province")
        .values_list("province", "count")
    ) == [
        ("", 1),
        ("BE-BRU", 6),
        ("BE-VAN", 4),
        ("BE-VBR", 1),
        ("BE-VLI", 2),
        ("BE-VOV", 1),
        ("BE-WHT", 2),
        ("BE-WLG", 1),
        ("BE-WNA", 1),
    ]
    assert Biobank.objects.get(slug="charleroi").province == "BE-WHT"
    assert Biobank.objects.get(slug="uclouvain").city == ""
    assert dict(
        Network.objects.annotate(members=Count("biobanks")).values_list("acronym", "members")
    ) == {"BVT": 8, "BWB": 5, "CMI": 5}
    diabetes = Collection.objects.get(slug="uz-brussel-diabetes")
    assert (diabetes.age_low, diabetes.age_high, diabetes.age_unit) == (0, 39, "YEAR")
    assert Collection.objects.filter(name_is_provisional=True).count() == 7
    assert set(QualityMark.objects.values_list("biobank__slug", "standard", "level")) == {
        ("ipg", "iso-9001", "accredited"),
        ("bordet", "iso-9001", "accredited"),
    }
    assert not Biobank.objects.exclude(confirmed_on=None).exists()


def test_belgian_contacts_are_mailboxes_without_names():
    import_directory(BELGIUM)

    assert Contact.objects.filter(is_public=True, first_name="", last_name="").count() == 4
    assert dict(Biobank.objects.exclude(contact=None).values_list("slug", "contact__email")) == {
        "uz-brussel": "biobank@uzbrussel.be",
        "hiruz": "bioresource.center@uzgent.be",
        "erasme": "info.cbeu@erasme.ulb.ac.be",
        "saint-luc": "biobanque@saintluc.uclouvain.be",
    }


def test_belgian_diagnoses_say_who_chose_them():
    import_directory(BELGIUM)

    own = Q(origin=Origin.NODE)
    assert set(CollectionDiagnosis.objects.exclude(own).values_list("disease__code", "origin")) == {
        ("C18", "public-page")
    }
    assert CollectionDiagnosis.objects.exclude(own).count() == 5
    assert sorted(
        CollectionDiagnosis.objects.filter(own)
        .values_list("disease__code", flat=True)
        .distinct()
        .order_by()
    ) == [
        "B16",
        "B17.1",
        "B18.0",
        "B18.1",
        "B18.2",
        "C50",
        "C61",
        "E10",
        "K50",
        "K51",
        "M05",
        "M06",
        "U07.1",
    ]
