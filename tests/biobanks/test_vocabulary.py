"""Loading of disease and imaging terms."""

import csv
import re
from functools import partial
from io import StringIO

import pytest
from django.core.management import call_command

from biobanks import terms, vocabulary
from biobanks.bulk import Loaded
from biobanks.models import (
    Disease,
    DiseaseMapping,
    DiseaseWithin,
    ImagingTerm,
)
from tests.biobanks.factories import DiseaseFactory, DiseaseMappingFactory, OrphaFactory

DISEASES = [
    ["name", "label", "parent", "exact_mapping", "btnt_mapping", "ntbt_mapping"],
    ["*", "Any", "", "", "", ""],
    ["ICD-10-GM-2026:U51", "Cognitive impairment", "", "", "", ""],
    ["ORPHA:165661", "Rare lung disease", "", "", "", ""],
    [
        "ORPHA:586",
        "Mucoviscidosis",
        "ORPHA:165661",
        "urn:miriam:icd:E84",
        "urn:miriam:icd:E84.0,urn:miriam:icd:E84.1",
        "",
    ],
    ["ORPHA:7", "Only in the Directory", "", "", "", "urn:miriam:icd:E84"],
    ["urn:miriam:icd:E84", "Cystic fibrosis", "", "", "", ""],
    ["urn:miriam:icd:E84.0", "With lungs", "urn:miriam:icd:E84", "", "", ""],
    ["urn:miriam:icd:E84.1", "With bowel", "urn:miriam:icd:E84", "", "", ""],
]
NAMES = [
    ["orpha_code", "en", "fr", "nl", "de"],
    ["586", "Cystic fibrosis", "Mucoviscidose", "Taaislijmziekte", "Mukoviszidose"],
]
TERMS = [["name", "label"], ["A", "Term A"]]


@pytest.fixture
def folder(tmp_path):
    """A small vocabulary."""
    files = {
        "diseases.csv": DISEASES,
        "orpha-names.csv": NAMES,
        "body-parts.csv": TERMS,
        "imaging-modalities.csv": TERMS,
        "image-dataset-types.csv": TERMS,
    }
    for name, rows in files.items():
        write(tmp_path / name, rows)
    return tmp_path


def write(path, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


@pytest.mark.django_db
def test_load_writes_terms_parents_and_mappings(folder):
    vocabulary.load(folder)

    assert list(Disease.objects.values_list("identifier", "code", "system", "name_en")) == [
        ("*", "*", "any", "Any"),
        ("urn:miriam:icd:E84", "E84", "icd10", "Cystic fibrosis"),
        ("urn:miriam:icd:E84.0", "E84.0", "icd10", "With lungs"),
        ("urn:miriam:icd:E84.1", "E84.1", "icd10", "With bowel"),
        ("ORPHA:165661", "ORPHA:165661", "orpha", "Rare lung disease"),
        ("ORPHA:586", "ORPHA:586", "orpha", "Cystic fibrosis"),
        ("ORPHA:7", "ORPHA:7", "orpha", "Only in the Directory"),
        ("ICD-10-GM-2026:U51", "U51", "icd10", "Cognitive impairment"),
    ]
    assert list(
        Disease.objects.filter(code="ORPHA:586").values_list("name_nl", "name_fr", "name_de")
    ) == [("Taaislijmziekte", "Mucoviscidose", "Mukoviszidose")]
    assert set(Disease.objects.exclude(parents=None).values_list("code", "parents__code")) == {
        ("E84.0", "E84"),
        ("E84.1", "E84"),
        ("ORPHA:586", "ORPHA:165661"),
    }
    assert set(DiseaseMapping.objects.values_list("orpha__code", "icd10__code", "kind")) == {
        ("ORPHA:586", "E84", "exact"),
        ("ORPHA:586", "E84.0", "broader"),
        ("ORPHA:586", "E84.1", "broader"),
        ("ORPHA:7", "E84", "narrower"),
    }
    assert list(ImagingTerm.objects.order_by("list").values_list("list", "code", "name")) == [
        ("body-part", "A", "Term A"),
        ("dataset-type", "A", "Term A"),
        ("modality", "A", "Term A"),
    ]


@pytest.mark.django_db
def test_second_load_changes_nothing(folder):
    vocabulary.load(folder)
    keys = list(Disease.objects.values_list("pk", "identifier"))

    loaded = vocabulary.load(folder)

    assert loaded == {
        "diseases": Loaded(unchanged=8),
        "parents of diseases": Loaded(unchanged=3),
        "mappings between ORPHA and ICD-10": Loaded(unchanged=4),
        "diseases within broader ones": Loaded(unchanged=19),
        "imaging terms": Loaded(unchanged=3),
    }
    assert list(Disease.objects.values_list("pk", "identifier")) == keys


@pytest.mark.django_db
def test_load_says_when_a_step_is_done(folder):
    done = []

    vocabulary.load(folder, progress=done.append)

    assert done == [1] * vocabulary.STEPS


@pytest.mark.django_db
def test_load_updates_what_the_files_changed(folder):
    vocabulary.load(folder)
    key = Disease.objects.get(code="E84.1").pk
    write(
        folder / "diseases.csv",
        [
            row if row[0] != "urn:miriam:icd:E84.1" else [row[0], "With the bowel", "", "", "", ""]
            for row in DISEASES
        ],
    )

    loaded = vocabulary.load(folder)

    disease = Disease.objects.get(code="E84.1")
    assert (disease.pk, disease.name_en, list(disease.parents.all())) == (key, "With the bowel", [])
    assert loaded["diseases"] == Loaded(changed=1, unchanged=7)
    assert loaded["parents of diseases"] == Loaded(removed=1, unchanged=2)
    # No longer within E84; ORPHA:586 still holds it.
    assert set(
        DiseaseWithin.objects.filter(disease=disease).values_list("within__code", flat=True)
    ) == {"E84.1", "ORPHA:586", "ORPHA:165661"}
    assert loaded["diseases within broader ones"].added == 0


@pytest.mark.django_db
def test_load_keeps_a_term_that_left_the_files(folder):
    vocabulary.load(folder)
    write(folder / "diseases.csv", DISEASES[:-1])

    vocabulary.load(folder)

    assert list(Disease.objects.get(code="E84.1").parents.values_list("code")) == [("E84",)]


@pytest.mark.django_db
def test_failed_load_writes_nothing(folder):
    write(folder / "body-parts.csv", [["name", "label"], ["A", "x" * 256]])

    with pytest.raises(Exception, match="value too long"):
        vocabulary.load(folder)

    assert Disease.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("parents", "mappings", "pairs"),
    [
        ("", "", ""),
        # By the tree, through all its floors and both parents.
        ("E84.0<E84 E84<E70-E90", "", "E84.0<E84 E84.0<E70-E90 E84<E70-E90"),
        ("O3<O2 O3<O1 O2<O0", "", "O3<O2 O3<O1 O3<O0 O2<O0"),
        # An equal ICD-10 term: each lies within the other, and in what holds it.
        ("E84.0<E84 O2<O1", "O2=E84", "E84.0<E84 O2<O1 O2<E84 E84<O2 E84.0<O2 E84<O1 E84.0<O1"),
        # A narrower ORPHA term lies within its counterpart, and the other way about: most of
        # G71.0 is Duchenne's disease. What is above the ORPHA term does not hold G71.0.
        (
            "G71.0<G71 O3<O2 O2<O1",
            "O2<G71.0",
            "G71.0<G71 O3<O2 O3<O1 O2<O1 O2<G71.0 O2<G71 O3<G71.0 O3<G71 G71.0<O2",
        ),
        # A broader one holds its counterpart, and what holds several of these holds it.
        (
            "E84.0<E84 E84.1<E84 E84<E70-E90",
            "O1>E84.0 O1>E84.1",
            "E84.0<E84 E84.1<E84 E84.0<E70-E90 E84.1<E70-E90 E84<E70-E90"
            " E84.0<O1 E84.1<O1 O1<E84 O1<E70-E90",
        ),
        # Of a single one, only what lies above it.
        ("E84.0<E84", "O1>E84.0", "E84.0<E84 E84.0<O1 O1<E84"),
        # Nothing holds both.
        ("E84.0<E84 G71.0<G71", "O1>E84.0 O1>G71.0", "E84.0<E84 G71.0<G71 E84.0<O1 G71.0<O1"),
        # A second mapping is not followed.
        ("", "O1=E84 O2=E84", "O1<E84 E84<O1 O2<E84 E84<O2"),
        # A block of one category is that category.
        ("C50<C50-C50 C50.0<C50", "", "C50<C50-C50 C50.0<C50-C50 C50.0<C50 C50-C50<C50"),
        # A circle ends.
        ("O1<O2 O2<O1", "", "O1<O2 O2<O1"),
    ],
)
def test_diseases_within_others(parents, mappings, pairs):
    """Diseases are written as codes, of which O1 is of ORPHA; each lies within itself."""
    diseases = {}

    def disease(code):
        if code not in diseases:
            factory = OrphaFactory if code.startswith("O") else DiseaseFactory
            diseases[code] = factory(code=code)
        return diseases[code]

    for pair in parents.split():
        child, parent = pair.split("<")
        disease(child).parents.add(disease(parent))
    for mapping in mappings.split():
        orpha, sign, icd10 = re.split("([=<>])", mapping)
        kind = {"=": "exact", "<": "narrower", ">": "broader"}[sign]
        DiseaseMappingFactory(orpha=disease(orpha), icd10=disease(icd10), kind=kind)
    DiseaseFactory(code="*", system="any")

    found = vocabulary.within_pairs()

    codes = dict(Disease.objects.values_list("pk", "code"))
    assert {f"{codes[one]}<{codes[other]}" for one, other in found} == {
        *pairs.split(),
        *(f"{code}<{code}" for code in diseases),
    }


def test_project_files_hold_the_whole_vocabulary():
    rows = vocabulary.read(vocabulary.DATA / "diseases.csv")
    identifiers = {row["name"] for row in rows}

    assert len(rows) == len(identifiers) == 23_532
    assert len(vocabulary.read(vocabulary.DATA / "orpha-names.csv")) == 7_420
    assert [len(vocabulary.read(vocabulary.DATA / file)) for file in vocabulary.IMAGING_FILES] == [
        118,
        54,
        120,
    ]
    assert all(
        identifiers.issuperset(vocabulary.listed(row[column]))
        for row in rows
        for column in ("parent", *vocabulary.MAPPING_COLUMNS)
    )


@pytest.mark.django_db
def test_command_is_silent_at_verbosity_0(folder, monkeypatch, capsys):
    monkeypatch.setattr(vocabulary, "load", partial(vocabulary.load, folder))
    (folder / "lexicon").mkdir()
    monkeypatch.setattr(terms, "load", partial(terms.load, folder / "lexicon"))
    output = StringIO()

    call_command("load_vocabulary", verbosity=0, stdout=output)

    assert (output.getvalue(), capsys.readouterr()) == ("", ("", ""))
