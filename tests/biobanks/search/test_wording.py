"""What a question was understood as, in the reader's words."""

import pytest
from django.http import QueryDict
from django.utils.translation import override

from biobanks.enums import TermKind, TermSource
from biobanks.models import Term
from biobanks.search import keeping
from biobanks.search.address import Asked, asked
from biobanks.search.lexicon import CatalogueLexicon
from biobanks.search.panel import find
from biobanks.search.reading import Reading, Sense, read
from biobanks.search.wording import (
    Labels,
    Link,
    Understood,
    Why,
    as_text,
    code_of,
    understood,
    why,
    written,
)
from biobanks.terms import with_keys
from tests.biobanks.factories import BiobankFactory, CollectionFactory, NetworkFactory
from tests.biobanks.search import vocabularies
from tests.biobanks.search.vocabularies import disease

pytestmark = pytest.mark.django_db

LANGUAGES = ["en", "nl", "fr", "de"]


@pytest.fixture(scope="module")
def catalogue(kept_rows):
    """A biobank with three collections."""
    vocabularies.learn_all()
    biobank = BiobankFactory(
        slug="uza", identifier="bbmri-eric:ID:BE_UZA", name="Biobank Antwerpen", acronym="UZA"
    )
    for slug, materials, codes in [
        ("one", ["SERUM", "DNA"], ["J45.0", "J45.1"]),
        ("two", ["DNA"], ["J45", "C18.0", "C19"]),
        ("three", ["URINE"], ["J45.9", "J44", "E84", "ORPHA:586"]),
    ]:
        CollectionFactory(
            biobank=biobank,
            slug=slug,
            name=f"Collection {slug}",
            identifier=f"bbmri-eric:ID:BE_UZA:collection:{slug}",
            description_en="Bronchoscopies",
            materials=materials,
            diagnoses=[disease(code) for code in codes],
        )


def answered(query, language="en"):
    """What an address asks, what answers, and the labels for it."""
    index = keeping.current()
    what = asked(QueryDict(query), index)
    reading = read(what.text, CatalogueLexicon(index), language) if what.text else Reading("")
    senses = [sense for concept in reading.concepts for sense in (concept.sense, *concept.others)]
    return what, find(what, reading, index), Labels(index, senses, language)


def said(query, language="en"):
    with override(language):
        what, found, labels = answered(query, language)
        return understood(found, what, labels)


def test_everything_that_can_be_done_about_a_reading(catalogue):
    assert said("q=asthma+urine&province=BE-VAN&page=2") == [
        Understood(
            kind="Diagnosis",
            label="Asthma (J45)",
            matched_text="asthma",
            note="and 4 codes below it",
            off=Link("asthma", "?q=urine&province=BE-VAN"),
            as_text=Link("asthma", "?q=text%3A%22asthma%22+urine&province=BE-VAN"),
            wider=[
                Link(
                    "Chronic lower respiratory diseases (J40-J47)",
                    "?q=J40-J47+urine&province=BE-VAN",
                )
            ],
            narrower=[],  # there are results for none of them in that province
        ),
        Understood(
            kind="Material",
            label="Urine",
            matched_text="urine",
            note="",
            off=Link("urine", "?q=asthma&province=BE-VAN"),
            as_text=Link("urine", "?q=asthma+text%3A%22urine%22&province=BE-VAN"),
        ),
    ]


@pytest.mark.parametrize(
    ("query", "narrower"),
    [
        (
            "q=asthma",
            [
                Link("Predominantly allergic asthma (J45.0)", "?q=J45.0", 1),
                Link("Nonallergic asthma (J45.1)", "?q=J45.1", 1),
                Link("Asthma, unspecified (J45.9)", "?q=J45.9", 1),
            ],
        ),
        (
            "q=asthma+urine&view=collections",
            [Link("Asthma, unspecified (J45.9)", "?q=J45.9+urine&view=collections", 1)],
        ),
        ("q=J45.0", []),
    ],
)
def test_narrower_terms_that_have_results(catalogue, query, narrower):
    assert said(query)[0].narrower == narrower


def test_wider_terms_reach_the_chapter(catalogue):
    (part,) = said("q=J40-J47")

    (wider,) = part.wider
    assert wider.label == "Diseases of the respiratory system (X)"
    # What the link asks for is read as that chapter.
    (above,) = said(wider.href[1:])
    assert (above.label, above.kind) == ("Diseases of the respiratory system (X)", "Diagnosis")
    assert [link.label for link in above.narrower] == [
        "Chronic lower respiratory diseases (J40-J47)"
    ]


@pytest.mark.parametrize(
    ("language", "label"),
    [("en", "Asthma (J45)"), ("nl", "Astma (J45)"), ("fr", "Asthme (J45)"), ("de", "Asthma (J45)")],
)
def test_labels_are_in_the_readers_language(catalogue, language, label):
    (part,) = said("q=astma", language)

    assert part.label == label


@pytest.mark.parametrize(
    ("question", "language", "label"),
    [
        ("serum", "en", "Serum"),
        ("serum", "fr", "Sérum"),
        ("children", "en", "Infant (2-23 months), Child (2-12 years), Adolescent (13-17 years)"),
        ("Gand", "en", "Ghent"),
        ("Ghent", "fr", "Gand"),
        ("Antwerp", "de", "Antwerpen"),
        ("UZA", "fr", "Biobank Antwerpen"),
        # Several codes with one everyday name
        ("darmkanker", "en", "Bowel cancer (C18, C19, C20)"),
        ("bowel cancer", "nl", "Darmkanker (C18, C19, C20)"),
        ("bowel cancer", "de", "Bowel cancer (C18, C19, C20)"),
        # and without one
        ("J44, J45", "en", "Other chronic obstructive pulmonary disease, Asthma (J44, J45)"),
        ("C18, C19, J44, J45", "en", "C18, C19, J44 … (4 codes)"),
        # A disease that no entry of the catalogue has
        ("rheumatoid arthritis", "en", "Rheumatoid arthritis (M06)"),
        ("M06", "nl", "Rheumatoid arthritis (M06)"),
        ("C20", "en", "Malignant neoplasm of rectum (C20)"),
    ],
)
def test_labels(catalogue, question, language, label):
    (part,) = said(f"q={question}", language)

    assert part.label == label


@pytest.mark.parametrize(
    ("question", "note"),
    [
        ("C18", "and 1 code below it"),
        ("J45.0", ""),
        ("serum", ""),
        ("asthna", "with the spelling corrected, and 4 codes below it"),
        ("asthmapatients", "read from a part of the word, and 4 codes below it"),
    ],
)
def test_notes(catalogue, question, note):
    (part,) = said(f"q={question}")

    assert part.note == note


def test_other_senses_of_the_same_words(catalogue):
    (part,) = said("q=RA&sex=MALE")

    assert part.label == "Rheumatoid arthritis (M06)"
    assert part.others == [Link("Refractory anaemia, unspecified (D46.4)", "?q=D46.4&sex=MALE")]
    (other,) = said(part.others[0].href[1:])
    assert other.label == "Refractory anaemia, unspecified (D46.4)"


def test_unread_words_are_said_too(catalogue):
    assert said("q=serum+bronchoscopies+%22two+words%22") == [
        Understood(
            kind="Material",
            label="Serum",
            matched_text="serum",
            note="",
            off=Link("serum", "?q=bronchoscopies+%22two+words%22"),
            as_text=Link("serum", "?q=text%3A%22serum%22+bronchoscopies+%22two+words%22"),
        ),
        Understood(
            kind="Text",
            label="“bronchoscopies”",
            matched_text="bronchoscopies",
            note="the words as they are",
            off=Link("bronchoscopies", "?q=serum+%22two+words%22"),
            as_text=None,
        ),
        Understood(
            kind="Text",
            label="“two words”",
            matched_text="two words",
            note="the words as they are",
            off=Link("two words", "?q=serum+bronchoscopies"),
            as_text=None,
        ),
    ]


def test_words_that_are_asked_as_text_are_text(catalogue):
    link = said("q=asthma")[0].as_text

    (part,) = said(link.href[1:])

    assert (part.kind, part.label, part.off.href) == ("Text", "“asthma”", "?")


@pytest.mark.parametrize(
    "targets",
    [
        ["icd10:J45"],
        ["icd10:C15-C26"],
        ["icd10:X"],
        ["icd10:C18", "icd10:C19", "icd10:C20"],
        ["orpha:586"],
        ["material:SERUM"],
        ["age:Aged (65-79 years)"],
        ["age:Young Adult", "age:Adult"],
        ["place:Gent"],
        ["place:BE-VAN"],
        ["access:DUO_0000042"],
        ["quality:ISO-20387-2018"],
        ["biobank:bbmri-eric:ID:BE_UZA"],
        ["collection:bbmri-eric:ID:BE_UZA:collection:one"],
        ["network:bbmri-eric:networkID:BE_N"],
    ],
)
def test_written_targets_are_read_as_themselves(catalogue, targets):
    BiobankFactory(city="Gent", networks=[NetworkFactory(identifier="bbmri-eric:networkID:BE_N")])

    reading = read(written(targets), CatalogueLexicon(keeping.current()))

    assert [concept.targets for concept in reading.concepts] == [tuple(targets)]
    assert reading.unread == []


@pytest.mark.parametrize(
    ("target", "code"),
    [("icd10:J45", "J45"), ("orpha:586", "ORPHA:586"), ("material:SERUM", "SERUM")],
)
def test_code_of(target, code):
    assert code_of(target) == code


def test_as_text_takes_no_quotes():
    assert as_text('a "b" c') == 'text:"a  b  c"'


def test_staff_name_a_disease_before_the_table(catalogue):
    Term.objects.bulk_create(
        with_keys(
            Term(
                text=text,
                language="en",
                kind=TermKind.PREFERRED,
                targets=["icd10:J45"],
                source=TermSource.STAFF,
            )
        )
        for text in ["airway asthma"]
    )

    (part,) = said("q=J45")

    assert part.label == "Airway asthma (J45)"


def test_labels_ask_the_database_at_most_once(catalogue, django_assert_num_queries):
    index = keeping.current()
    known = Sense(("icd10:J45",))
    unknown = [Sense(("icd10:M06",)), Sense(("icd10:C18", "icd10:C19", "icd10:C20"))]

    with django_assert_num_queries(0):
        assert Labels(index, [known], "nl").of_sense(known) == "Astma (J45)"
    with django_assert_num_queries(1):
        labels = Labels(index, unknown, "nl")
        assert [labels.of_sense(sense) for sense in unknown] == [
            "Rheumatoid arthritis (M06)",
            "Darmkanker (C18, C19, C20)",
        ]


@pytest.mark.parametrize(
    ("question", "language", "reasons"),
    [
        ("", "en", []),
        (
            "asthma",
            "en",
            [
                Why(
                    "Diagnosis",
                    "Predominantly allergic asthma (J45.0), Nonallergic asthma (J45.1)",
                )
            ],
        ),
        (
            "sérum uza",
            "fr",
            [Why("Type de matériel", "Sérum"), Why("Biobanque", "Biobank Antwerpen")],
        ),
        ("bronchoscopy", "en", [Why("Text", "bronchoscopy")]),
    ],
)
def test_why_an_entry_answers(catalogue, question, language, reasons):
    with override(language):
        _what, found, labels = answered(f"q={question}", language)
        (at,) = (
            at
            for at in found.ordered("name")
            if found.index.having("collection:bbmri-eric:ID:BE_UZA:collection:one") >> at & 1
        )

        assert why(found, at, labels) == reasons


def test_a_long_reason_is_cut(catalogue):
    collection = CollectionFactory(
        name="Many", diagnoses=[disease(code) for code in ["J44", "J45.0", "J45.1", "J45.9"]]
    )
    _what, found, labels = answered("q=J40-J47")

    (reason,) = why(found, found.index.place(collection.pk), labels)

    assert reason == Why(
        "Diagnosis",
        "Other chronic obstructive pulmonary disease (J44), Predominantly allergic asthma (J45.0),"
        " Nonallergic asthma (J45.1), …",
    )


def test_nothing_is_understood_of_nothing(catalogue):
    assert said("q=") == []
    assert Asked().query == "?"
