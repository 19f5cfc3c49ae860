"""Filling of the search's vocabulary from its sources."""

import pytest
from django.db import connection

from biobanks import terms
from biobanks.bulk import Loaded
from biobanks.codes import Material
from biobanks.enums import TermKind, TermSource
from biobanks.models import SearchExample, Term, TermWord
from biobanks.terms import NOT_SEARCHED, with_keys
from tests.biobanks.factories import (
    BiobankFactory,
    DiseaseFactory,
    NetworkFactory,
    OrphaFactory,
    TermFactory,
)

pytestmark = pytest.mark.django_db

HEADER = "target,language,names,lay,acronyms\n"
LUNGS = """\
icd10:J45,en,asthma|bronchial asthma,short of breath,BA
icd10:J45,nl,,benauwdheid,
icd10:C50-C50,en,breast cancer,,
"""
PLACES = """\
place:BE-WLX place:La_Louvière,fr,La Louvière,,
word:general,en,samples,,
"""
QUESTIONS = """\
question,language,expected,kind
asthma,en,icd10:J45|icd10:J45.0 age:Young_Adult,lay
pizza,nl,,nonsense
"""


@pytest.fixture
def load(tmp_path):
    """Load a small table of everyday words; the arguments are the files' rows."""

    def load(lungs=LUNGS, places=PLACES, questions=QUESTIONS):
        folder = tmp_path / "lexicon"
        folder.mkdir(exist_ok=True)
        (folder / "lungs.csv").write_text(HEADER + lungs, encoding="utf-8")
        (folder / "places.csv").write_text(HEADER + places, encoding="utf-8")
        (tmp_path / "questions.csv").write_text(questions, encoding="utf-8")
        return terms.load(folder, tmp_path / "questions.csv")

    return load


def everyday():
    """The terms of the table."""
    rows = Term.objects.filter(source=TermSource.TABLE).order_by("pk")
    return [(term.text, term.language, term.kind, term.targets) for term in rows]


def test_table_of_everyday_words_is_loaded(load):
    load()

    assert everyday() == [
        ("asthma", "en", "preferred", ["icd10:J45"]),
        ("bronchial asthma", "en", "synonym", ["icd10:J45"]),
        ("short of breath", "en", "lay", ["icd10:J45"]),
        ("BA", "en", "acronym", ["icd10:J45"]),
        ("benauwdheid", "nl", "preferred", ["icd10:J45"]),
        # A block of one category is that category.
        ("breast cancer", "en", "preferred", ["icd10:C50"]),
        ("La Louvière", "fr", "preferred", ["place:BE-WLX", "place:La Louvière"]),
    ]


def test_code_lists_are_loaded_in_each_language(load):
    load()

    found = Term.objects.filter(source=TermSource.CODE_LIST)
    assert dict(found.filter(targets=["material:SERUM"]).values_list("language", "text")) == {
        "en": "Serum",
        "nl": "Serum",
        "fr": "Sérum",
        "de": "Serum",
    }
    assert set(found.values_list("kind", flat=True)) == {TermKind.PREFERRED}
    expected = {
        f"{kind}:{code}"
        for kind, labels in terms.CODE_LISTS.items()
        for code in labels
        if code not in NOT_SEARCHED
    }
    assert {target for term in found for target in term.targets} == expected
    assert found.count() == 4 * len(expected)


def test_names_of_diseases_are_loaded_in_the_languages_that_they_have(load):
    DiseaseFactory(code="J45", name_en="Asthma")
    DiseaseFactory(code="*", identifier="*", system="any", name_en="Any")
    OrphaFactory(code="ORPHA:586", name_en="Cystic fibrosis", name_nl="Taaislijmziekte")

    load()

    names = Term.objects.filter(source__in=[TermSource.ICD10, TermSource.ORPHANET])
    assert set(names.values_list("text", "language", "source", "kind", "targets__0")) == {
        ("Asthma", "en", "icd10", "preferred", "icd10:J45"),
        ("Cystic fibrosis", "en", "orphanet", "preferred", "orpha:586"),
        ("Taaislijmziekte", "nl", "orphanet", "preferred", "orpha:586"),
    }


@pytest.mark.parametrize(
    ("text", "language", "source", "keys"),
    [
        ("COVID-19", "en", TermSource.TABLE, ("covid19", "en:19 covid", "")),
        ("Liver diseases", "en", TermSource.TABLE, ("liverdiseases", "en:disea liver", "en:liver")),
        ("Liver diseases", "en", TermSource.STAFF, ("liverdiseases", "en:disea liver", "en:liver")),
        # A classification's long name is not found by what is left of it.
        ("Liver diseases", "en", TermSource.ICD10, ("liverdiseases", "en:disea liver", "")),
        ("Liver diseases", "en", TermSource.ORPHANET, ("liverdiseases", "en:disea liver", "")),
        ("ziekte Crohn", "nl", TermSource.TABLE, ("ziektecrohn", "nl:crohn ziek", "nl:crohn")),
        ("BVT", "", TermSource.STAFF, ("bvt", "en:bvt", "")),
    ],
)  # fmt: skip
def test_keys_of_a_term(text, language, source, keys):
    term = with_keys(Term(text=text, language=language, source=source, targets=["icd10:J45"]))

    assert (term.squashed, term.stems, term.core) == keys


def test_keys_of_a_long_term_fit():
    term = with_keys(TermFactory.build(text=" ".join(["a" * 99] * 5)))

    term.save()

    assert len(term.squashed) == 495


def test_words_of_terms_are_remembered(load):
    load()

    # No number is a word, but what has one in it is.
    wanted = {"asthma", "bronchial", "louviere", "benauwdheid", "serum", "20387", "iso"}
    assert set(
        TermWord.objects.filter(text__in=wanted).values_list("text", flat=True)
    ) == wanted - {"20387"}


def test_remembered_words_are_neither_long_nor_doubled():
    terms.note_words(["asthma Asthma", "a" * 100, "b" * 101])
    terms.note_words(["asthma", "serum"])

    assert set(TermWord.objects.values_list("text", flat=True)) == {"asthma", "serum", "a" * 100}


def test_second_load_changes_nothing(load):
    first = load()
    rows = list(Term.objects.order_by("pk").values())

    second = load()

    assert first == {
        "search terms": Loaded(added=len(rows)),
        "test questions": Loaded(added=2),
    }
    assert second == {
        "search terms": Loaded(unchanged=len(rows)),
        "test questions": Loaded(unchanged=2),
    }
    assert list(Term.objects.order_by("pk").values()) == rows


def test_load_follows_its_sources(load):
    number = load()["search terms"].added
    keys = dict(Term.objects.values_list("text", "pk"))

    loaded = load(
        lungs="icd10:J45,en,bronchial asthma|asthma,,BA\nicd10:J45,fr,asthme,,\n",
    )

    assert loaded["search terms"] == Loaded(added=1, changed=2, removed=3, unchanged=number - 3 - 2)
    assert sorted(everyday()) == [
        ("BA", "en", "acronym", ["icd10:J45"]),
        ("La Louvière", "fr", "preferred", ["place:BE-WLX", "place:La Louvière"]),
        ("asthma", "en", "synonym", ["icd10:J45"]),
        ("asthme", "fr", "preferred", ["icd10:J45"]),
        ("bronchial asthma", "en", "preferred", ["icd10:J45"]),
    ]
    assert Term.objects.get(text="asthma").pk == keys["asthma"]


def test_load_writes_keys_anew(load):
    load()
    Term.objects.filter(text="asthma").update(squashed="old", stems="old", core="old")

    loaded = load()

    term = Term.objects.get(text="asthma")
    assert (term.squashed, term.stems, term.core) == ("asthma", "en:asthma", "")
    assert loaded["search terms"].changed == 1


def test_more_trusted_source_wins(load):
    load(lungs="material:SERUM,en,serum|Serum,,\n", places="")

    assert list(
        Term.objects.filter(squashed="serum", language="en").values_list("text", "source", "kind")
    ) == [("Serum", "table", "synonym"), ("serum", "table", "preferred")]


def test_terms_of_staff_stay_and_win(load):
    own = TermFactory(text="puffer", language="en", kind="lay", targets=["icd10:J45"])
    same = TermFactory(text="asthma", language="en", kind="lay", targets=["icd10:J45"])
    before = list(Term.objects.order_by("pk").values())

    load()
    load(lungs="", places="")

    assert list(Term.objects.filter(pk__in=[own.pk, same.pk]).order_by("pk").values()) == before
    assert everyday() == []
    assert Term.objects.filter(text="asthma").count() == 1


def test_questions_are_loaded_once(load):
    load()
    assert list(SearchExample.objects.values_list("question", "language", "expected")) == [
        ("asthma", "en", ["icd10:J45", "age:Young Adult"]),
        ("pizza", "nl", []),
    ]
    SearchExample.objects.filter(question="pizza").delete()

    loaded = load()

    assert loaded["test questions"] == Loaded(unchanged=1)
    assert [example.question for example in SearchExample.objects.all()] == ["asthma"]


def test_failed_load_writes_nothing(load):
    with pytest.raises(Exception, match="value too long"):
        load(questions=f"question,language,expected,kind\n{'x' * 201},en,,\n")

    assert (Term.objects.count(), TermWord.objects.count()) == (0, 0)


def test_unknown_targets():
    DiseaseFactory(code="J45")
    OrphaFactory(code="ORPHA:586")
    BiobankFactory(identifier="bbmri-eric:ID:BE_a")
    NetworkFactory(identifier="bbmri-eric:networkID:BE_b")
    TermFactory(targets=["place:BE-VAN", "place:Antwerpen"])
    TermFactory(targets=["icd10:Z99"])
    known = [
        "icd10:J45",
        "orpha:586",
        f"material:{Material.SERUM}",
        "sex:FEMALE",
        "place:BE-VLG",
        "place:Antwerpen",
        "access:access_fee",
        "access:DUO_0000007",
        "biobank:bbmri-eric:ID:BE_a",
        "network:bbmri-eric:networkID:BE_b",
    ]
    unknown = [
        "icd10:J4",
        "icd10:Z99",  # another term's mistake makes it no code
        "orpha:1",
        "material:GOLD",
        "place:Atlantis",
        "biobank:bbmri-eric:ID:BE_b",
        "network:bbmri-eric:ID:BE_a",
        "colour:RED",
    ]

    assert terms.unknown_targets([*known, *unknown]) == unknown
    assert terms.unknown_targets([]) == []


def test_planner_is_told_of_the_new_rows(load):
    load()

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, reltuples > 0 FROM pg_class"
            " WHERE relname IN ('biobanks_term', 'biobanks_termword') ORDER BY relname"
        )
        assert cursor.fetchall() == [("biobanks_term", True), ("biobanks_termword", True)]
