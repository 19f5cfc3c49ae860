"""The page of a collection."""

import datetime
import re

import pytest
from django.utils.formats import date_format

from biobanks.codes import Material, QualityStandard
from biobanks.enums import DiseaseSystem, Origin
from biobanks.models import Collection, CollectionDiagnosis
from biobanks.search import keeping
from tests.biobanks.factories import (
    BiobankFactory,
    CollectionDiagnosisFactory,
    CollectionFactFactory,
    CollectionFactory,
    ContactFactory,
    DiseaseFactory,
    ExternalReferenceFactory,
    ImagingTermFactory,
    NetworkFactory,
    PersonFactory,
    QualityMarkFactory,
    StudyFactory,
)
from tests.biobanks.pages import facts_of, hrefs_of, main_of, part_of, text_of, unknown_of

pytestmark = pytest.mark.django_db


def test_collection_page_says_everything_known(client):
    biobank = BiobankFactory(
        slug="bank", name="Bank", contact=ContactFactory(role="", email="office@bank.be")
    )
    parent = CollectionFactory(biobank=biobank, name="Whole", slug="whole")
    collection = CollectionFactory(
        biobank=biobank,
        parent=parent,
        slug="full",
        identifier="bbmri-eric:ID:BE_bank:collection:full",
        types=["COHORT"],
        materials=["DNA"],
        data_categories=["SURVEY_DATA"],
        size=1234,
        order_of_magnitude=3,
        size_as_of=datetime.datetime(2026, 1, 2, 23, 30, tzinfo=datetime.UTC),
        order_of_magnitude_donors=2,
        sex=["FEMALE"],
        age_low=1,
        age_high=18,
        age_unit="YEAR",
        storage_temperatures=["temperatureLN"],
        procedures=["sample_storage_sop"],
        access_fee=["data", "samples"],
        access_joint_project=["samples"],
        data_use=["DUO_0000021"],
        data_use_profile_url="https://duc.be/1",
        access_description="Write first.",
        access_url="https://access.be/",
        contact=PersonFactory(),
        country="FR",
        city="Lille",
    )
    collection.studies.add(StudyFactory(title="Study"))
    collection.body_parts.add(ImagingTermFactory(name="Liver"))
    CollectionFactory(biobank=biobank, parent=collection, name="Smaller", slug="smaller")
    CollectionDiagnosisFactory(
        collection=collection, disease=DiseaseFactory(code="C18", name_en="Colon", name_fr="Côlon")
    )
    CollectionDiagnosisFactory(
        collection=collection,
        disease=DiseaseFactory(code="C34", name_en="Lung"),
        origin=Origin.NODE,
    )

    response = client.get("/collections/full/")

    assert facts_of(response) == {
        "Type": ["Cohort"],
        "Materials": ["DNA"],
        "Data": ["Survey data"],
        "Samples": ["1,234"],
        "Donors": ["100 to 1,000"],
        "Counted on": [date_format(datetime.date(2026, 1, 3))],
        "Sex of the donors": ["Female"],
        "Age of the donors": ["1 to 18 years"],
        "Storage temperature": ["Liquid nitrogen"],
        "Body parts in images": ["Liver"],
        "Written procedures": ["Sample storage procedure"],
        "Studies": ["Study"],
        "Part of": ['<a href="/collections/whole/" translate="no">Whole</a>'],
        "A fee is asked for": ["Data", "Samples"],
        "A joint project is asked for": ["Samples"],
        "Conditions of use": ["Ethics approval required"],
        "Profile of conditions": ['<a href="https://duc.be/1">duc.be/1</a>'],
        "How access works": ["Write first."],
        "Where to ask for access": ['<a href="https://access.be/">access.be</a>'],
        "Biobank": ['<a href="/biobanks/bank/" translate="no">Bank</a>'],
        "Address": ["Lille, France"],
        "Contact": ['<a href="mailto:office@bank.be">office@bank.be</a>'],
        "Identifier": ["bbmri-eric:ID:BE_bank:collection:full"],
        "In the European Directory": [
            '<a href="https://directory.bbmri-eric.eu/ERIC/directory/#/collection/'
            'bbmri-eric:ID:BE_bank:collection:full">See it there</a>'
        ],
        "Source of the facts": ["The BBMRI-ERIC Directory"],
        "Last confirmed": ["Not confirmed yet"],
    }
    assert unknown_of(response) == [
        "Description",
        "Quality marks",
        "Works with companies",
        "Works with non-profit partners",
        "Website",
    ]
    shown = text_of(response)
    assert "C18 Colon C34 Lung our reading “Our reading” means that BBMRI.be chose" in shown
    assert "/collections/smaller/" in hrefs_of(response)


def test_collection_page_without_own_reading_explains_none(client):
    collection = CollectionFactory(slug="known", diagnoses=[DiseaseFactory(code="C18")])

    response = client.get(collection.get_absolute_url())

    assert "C18" in text_of(response)
    assert "our reading" not in text_of(response).lower()


def test_collection_page_says_what_was_gathered_in_public(client):
    collection = CollectionFactory(slug="gathered", name="DNA", name_is_provisional=True)
    CollectionDiagnosis.objects.create(
        collection=collection, disease=DiseaseFactory(code="C18"), origin=Origin.PUBLIC_PAGE
    )

    shown = text_of(client.get(collection.get_absolute_url()))

    assert "This name was read from the identifier." in shown
    assert "from a public page" in shown


@pytest.mark.parametrize(
    ("ages", "expected"),
    [
        ({"age_low": 18, "age_unit": "YEAR"}, "from 18 years"),
        ({"age_high": 1, "age_unit": "MONTH"}, "up to 1 month"),
        ({"age_low": 0, "age_high": 3, "age_unit": "WEEK"}, "0 to 3 weeks"),
        ({"age_low": 2, "age_high": 9, "age_unit": "DAY"}, "2 to 9 days"),
    ],
)
def test_collection_page_ages(client, ages, expected):
    CollectionFactory(slug="known", **ages)

    response = client.get("/collections/known/")

    assert facts_of(response)["Age of the donors"] == [expected]


def test_collection_page_hides_a_parent_that_is_not_public(client):
    parent = CollectionFactory(draft=True, name="Hidden")
    CollectionFactory(slug="known", parent=parent, biobank=parent.biobank)

    response = client.get("/collections/known/")

    assert "Part of" not in facts_of(response)
    assert "Hidden" not in text_of(response)


def tables_of(response):
    """Captions of the tables of collections, each with what they link to."""
    return {
        caption: re.findall(r'<th scope="row"><a href="/collections/(.*?)/" translate="no">', table)
        for caption, table in re.findall(
            r"<caption>\s*(.*?)\s*</caption>(.*?)</table>", main_of(response), re.DOTALL
        )
    }


def test_collection_page_lists_its_parts_and_ten_others_of_the_biobank(client):
    bank = BiobankFactory()
    whole = CollectionFactory(slug="whole", name="M", biobank=bank)
    for number in range(12):
        CollectionFactory(slug=f"other-{number:02}", name=f"N {number:02}", biobank=bank)
    CollectionFactory(slug="first", name="A", biobank=bank)
    for slug, name in (("part-z", "Z"), ("part-b", "B")):
        CollectionFactory(slug=slug, name=name, biobank=bank, parent=whole)
    CollectionFactory(slug="hidden", name="B", biobank=bank, parent=whole, draft=True)
    CollectionFactory(slug="gone", name="B", biobank=bank, withdrawn=True)
    CollectionFactory(slug="stranger", name="B")

    assert tables_of(client.get("/collections/whole/")) == {
        "Collections that are part of this one": ["part-b", "part-z"],
        "Collections of the same biobank": [
            "first",
            *(f"other-{number:02}" for number in range(9)),
        ],
    }


def test_collection_page_finds_its_parts_among_many(client):
    bank = BiobankFactory()
    Collection.objects.bulk_create(
        CollectionFactory.build(biobank=bank, name=f"A {number:03}") for number in range(101)
    )
    whole = CollectionFactory(slug="whole", name="M", biobank=bank)
    CollectionFactory(slug="part", name="Z", biobank=bank, parent=whole)

    tables = tables_of(client.get("/collections/whole/"))

    assert tables["Collections that are part of this one"] == ["part"]
    assert len(tables["Collections of the same biobank"]) == 10


def test_only_collection_of_a_biobank_has_no_siblings(client):
    CollectionFactory(slug="known")

    assert tables_of(client.get("/collections/known/")) == {}


def test_collection_page_shows_facts_in_pages(client):
    collection = CollectionFactory(slug="known")
    disease = DiseaseFactory(code="C18", name_en="Colon")
    anything = DiseaseFactory(code="*", system=DiseaseSystem.ANY, name_en="Any")
    for number in range(102):
        CollectionFactFactory(
            identifier=f"bbmri-eric:factID:BE_{number:03}",
            collection=collection,
            disease=disease,
            material=Material.DNA,
            sex="MALE",
            age_range="Adult",
            number_of_samples=1000,
            number_of_donors=number,
        )
    total = {"collection": collection, "number_of_samples": 102_000}
    CollectionFactFactory(**total, material="*")
    CollectionFactFactory(**total, sex="*")
    CollectionFactFactory(**total, age_range="*")
    CollectionFactFactory(**total, disease=anything)
    CollectionFactFactory(collection=collection, number_of_samples=None)

    first = client.get("/collections/known/")
    last = client.get("/collections/known/?facts=5")

    assert "107 rows; 102,000 samples in the rows that are not totals" in text_of(first)
    assert first.content.decode().count("<tr>") == 1 + 25
    assert last.content.decode().count("<tr>") == 1 + 7
    day = date_format(datetime.date(2026, 3, 2))
    assert f"Colon (C18) DNA Male Adult (25-44 years) 1,000 100 {day}" in text_of(last)
    assert "?facts=2#facts" in hrefs_of(first)


def test_pages_of_many_facts_are_those_of_few(client, monkeypatch):
    collection = CollectionFactory(slug="many")
    CollectionFactFactory(collection=CollectionFactory(), identifier="bbmri-eric:factID:BE_050")
    for number in range(102):
        CollectionFactFactory(
            identifier=f"bbmri-eric:factID:BE_A{number:03}",
            collection=collection,
            number_of_donors=number,
        )

    def pages():
        addresses = [f"/collections/many/?facts={number}" for number in [1, 2, 5, 6]]
        return [part_of(client.get(address), "<tbody>", "</tbody>") for address in addresses]

    few = pages()
    monkeypatch.setattr("biobanks.search.indexing.MANY_FACTS", 100)
    CollectionFactory()  # the catalogue is read anew

    assert pages() == few
    assert dict(keeping.current().fact_pages) == {
        collection.pk: [f"bbmri-eric:factID:BE_A{number:03}" for number in [0, 25, 50, 75, 100]]
    }
    assert [page.count("<tr>") for page in few] == [25, 25, 2, 2]


def test_collection_page_knows_no_sum_where_no_number_is_stated(client):
    collection = CollectionFactory(slug="known")
    CollectionFactFactory(collection=collection, number_of_donors=5)
    CollectionFactFactory(collection=collection, material="*", number_of_samples=7)

    response = client.get("/collections/known/")

    assert "<caption> 2 rows </caption>" in " ".join(main_of(response).split())


@pytest.mark.parametrize("number", ["abc", "0", "99", "9" * 5000, "%00"])
def test_collection_page_with_a_bad_page_of_facts(client, number):
    CollectionFactFactory(collection=CollectionFactory(slug="known"))

    response = client.get(f"/collections/known/?facts={number}")

    assert response.status_code == 200
    assert "1 row" in text_of(response)


def test_collection_page_query_count_does_not_grow(client, django_assert_num_queries):
    collection = CollectionFactory(slug="known", networks=[NetworkFactory()])
    for number in [1, 2]:
        for _number in range(number):
            CollectionFactory(biobank=collection.biobank, parent=collection)
            CollectionFactFactory(collection=collection, disease=DiseaseFactory())
            CollectionDiagnosisFactory(collection=collection)
            collection.studies.add(StudyFactory())
            collection.external_references.add(ExternalReferenceFactory())
            collection.body_parts.add(ImagingTermFactory())
            collection.networks.add(NetworkFactory())
            QualityMarkFactory(
                collection=collection,
                biobank=None,
                standard=list(QualityStandard)[collection.quality_marks.count()],
            )
        client.get("/collections/known/")

        with django_assert_num_queries(1):
            client.get("/collections/known/")
