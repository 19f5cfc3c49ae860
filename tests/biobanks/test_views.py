"""The public pages of the catalogue."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import escape

from biobanks.codes import Material
from biobanks.enums import DiseaseSystem, Origin, Province
from biobanks.models import Collection, CollectionDiagnosis
from tests.biobanks.factories import (
    WITHDRAWN_AT,
    BiobankFactory,
    CollectionDiagnosisFactory,
    CollectionFactFactory,
    CollectionFactory,
    ContactFactory,
    DiseaseFactory,
    ExternalReferenceFactory,
    ImagingTermFactory,
    NetworkFactory,
    OrganisationFactory,
    PersonFactory,
    QualityMarkFactory,
    ServiceFactory,
    StudyFactory,
)

pytestmark = pytest.mark.django_db

LANGUAGES = ["", "/nl", "/fr", "/de"]
FACTORIES = {
    "biobanks": BiobankFactory,
    "collections": CollectionFactory,
    "networks": NetworkFactory,
}


def text_of(response):
    """What a reader sees of the page, in one line."""
    html = response.content.decode()
    main = html[html.index("<main") : html.index("</main>")]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def facts_of(response):
    """Labels and values of the page's lines, in order."""
    html = response.content.decode()
    lines = re.findall(r"<dt>(.*?)</dt>(.*?)</div>", html, re.DOTALL)
    return {label: re.findall(r"<dd>(.*?)</dd>", values, re.DOTALL) for label, values in lines}


def unknown_of(response):
    """What the page names as not stated."""
    _before, _heading, after = response.content.decode().partition("<h2>Not stated</h2>")
    return re.findall(r'<li class="badge badge-quiet">(.*?)</li>', after)


def hrefs_of(response):
    """Addresses of the links in the page's content."""
    html = response.content.decode()
    return re.findall(r'href="([^"]*)"', html[html.index("<main") : html.index("</main>")])


# Every page


@pytest.mark.parametrize("prefix", LANGUAGES)
@pytest.mark.parametrize("address", ["/catalogue/", "/biobanks/"])
def test_lists_answer_in_each_language(client, prefix, address):
    CollectionFactory()

    response = client.get(prefix + address)

    assert response.status_code == 200
    assert f'<html lang="{prefix[1:] or "en"}">' in response.content.decode()
    assert response.content.decode().count("<h1") == 1


@pytest.mark.parametrize("prefix", LANGUAGES)
@pytest.mark.parametrize("kind", FACTORIES)
def test_entries_answer_in_each_language(client, prefix, kind):
    FACTORIES[kind](
        slug="known",
        name="A & B",
        description_nl="Bloed en weefsel",
    )

    response = client.get(f"{prefix}/{kind}/known/")

    html = response.content.decode()
    assert response.status_code == 200
    assert html.count("<h1>A &amp; B</h1>") == 1
    assert '<meta name="description" content="Bloed en weefsel">' in html
    lang = "" if prefix == "/nl" else ' lang="nl"'
    assert f'<div class="lead"{lang}><p>Bloed en weefsel</p></div>' in html


@pytest.mark.parametrize("kind", FACTORIES)
def test_entries_without_description_describe_themselves(client, kind):
    entry = FACTORIES[kind](slug="known", name="Known")

    response = client.get(f"/{kind}/known/")

    expected = {
        "biobanks": "Known, a biobank of BBMRI.be.",
        "networks": "Known, a network of BBMRI.be.",
        "collections": f"Known, a collection of {getattr(entry, 'biobank', '')}.",
    }
    assert f'content="{expected[kind]}"' in response.content.decode()


def test_description_is_cut_at_a_word(client):
    BiobankFactory(slug="known", description_en="word " * 100)

    response = client.get("/biobanks/known/")

    found = re.search(r'name="description" content="([^"]*)"', response.content.decode())
    assert found[1] == "word " * 30 + "…"


@pytest.mark.parametrize("kind", FACTORIES)
def test_drafts_have_no_page_even_for_staff(client, admin_client, kind):
    FACTORIES[kind](slug="hidden", draft=True)

    assert client.get(f"/{kind}/hidden/").status_code == 404
    assert admin_client.get(f"/{kind}/hidden/").status_code == 404
    assert client.get(f"/{kind}/unknown/").status_code == 404


def test_collection_of_a_draft_biobank_has_no_page(client):
    CollectionFactory(slug="hidden", biobank=BiobankFactory(draft=True))

    assert client.get("/collections/hidden/").status_code == 404


@pytest.mark.parametrize("prefix", LANGUAGES)
@pytest.mark.parametrize("kind", FACTORIES)
def test_withdrawn_entries_keep_a_page_that_says_so(client, prefix, kind):
    FACTORIES[kind](
        slug="gone", name="Gone", withdrawn=True, description_en="Old words", website="https://x.be"
    )

    response = client.get(f"{prefix}/{kind}/gone/")

    assert (response.status_code, response["Cache-Control"]) == (410, "no-cache")
    assert "<h1>Gone</h1>" in response.content.decode()
    assert "Old words" not in response.content.decode()
    assert "https://x.be" not in response.content.decode()
    if not prefix:
        assert f"Withdrawn on {date_format(WITHDRAWN_AT)}." in text_of(response)


def test_collection_of_a_withdrawn_biobank_is_withdrawn_with_it(client):
    CollectionFactory(slug="gone", biobank=BiobankFactory(slug="bank", withdrawn=True))

    response = client.get("/collections/gone/")

    assert response.status_code == 410
    assert "/biobanks/bank/" not in hrefs_of(response)


def test_withdrawn_collection_names_its_biobank(client):
    CollectionFactory(slug="gone", withdrawn=True, biobank=BiobankFactory(slug="bank"))

    response = client.get("/collections/gone/")

    assert "/biobanks/bank/" in hrefs_of(response)


@pytest.mark.parametrize(
    "address", ["/catalogue/", "/biobanks/", "/biobanks/x/", "/collections/x/", "/networks/x/"]
)
def test_pages_are_only_read(client, address):
    assert client.post(address).status_code == 405


# Catalogue


def test_catalogue_lists_biobanks_with_their_collections(client):
    biobank = BiobankFactory(
        name="Bank", acronym="BNK", city="Ghent", province=Province.EAST_FLANDERS
    )
    biobank.networks.add(
        NetworkFactory(acronym="BVT"), NetworkFactory(acronym="SECRET", draft=True)
    )
    CollectionFactory(biobank=biobank, name="Liver", materials=["DNA", "SERUM"], size=12000)
    BiobankFactory(name="Empty")

    response = client.get("/catalogue/")

    shown = text_of(response)
    assert "2 biobanks and 1 collection" in shown
    assert "Bank BNK · Ghent · East Flanders BVT Liver DNA, Serum · samples: 12,000" in shown
    assert "Empty No collection of this biobank is described yet." in shown
    assert "SECRET" not in shown


def test_catalogue_finds_and_shows_what_is_chosen(client):
    biobank = BiobankFactory(name="Bank", province=Province.LIEGE)
    CollectionFactory(biobank=biobank, name="Liver", materials=["DNA"])
    CollectionFactory(biobank=biobank, name="Lung", materials=["RNA"])

    response = client.get("/catalogue/?material=DNA&province=BE-WLG&q=liver")

    assert "1 biobank and 1 collection" in text_of(response)
    assert "Lung" not in text_of(response)
    assert [href for href in hrefs_of(response) if href.startswith("?")] == [
        "?province=BE-WLG&amp;material=DNA",
        "?q=liver&amp;material=DNA",
        "?q=liver&amp;province=BE-WLG",
    ]
    assert "/catalogue/" in hrefs_of(response)
    assert response.content.decode().count(" checked") == 2
    assert "(1)" in text_of(response)  # each closed group tells how many are chosen


def test_catalogue_nothing_found(client):
    BiobankFactory()

    response = client.get("/catalogue/?q=zzz")

    assert "0 biobanks and 0 collections" in text_of(response)
    assert "Nothing was found." in text_of(response)
    assert reverse("pages:contact") in hrefs_of(response)


def test_catalogue_shows_the_first_collections_of_many(client):
    biobank = BiobankFactory()
    for _number in range(10):
        CollectionFactory(biobank=biobank)

    response = client.get("/catalogue/")

    links = [href for href in hrefs_of(response) if href.startswith("/collections/")]
    assert len(links) == 8
    assert "and 2 more collections" in text_of(response)


def test_catalogue_pages_have_addresses(client):
    for number in range(45):
        BiobankFactory(name=f"Bank {number:02}", acronym="BNK")

    response = client.get("/catalogue/?page=2&q=bnk")

    shown = re.findall(r"Bank (\d\d)", text_of(response))
    assert shown == [f"{number}" for number in range(20, 40)]
    assert [href for href in hrefs_of(response) if "page=" in href or "q=" in href] == [
        "?q=bnk",
        "?q=bnk&amp;page=3",
    ]
    assert "45 biobanks" in text_of(response)


@pytest.mark.parametrize(
    "query",
    [
        "page=abc",
        "page=0",
        "page=-1",
        "page=",
        "page=1.5",
        "page=" + "9" * 5000,
        "page=999999999999999999999",
        "q=%00",
        "q=%ff%fe",
        "q=" + "x" * 3000,
        "q=" + "a+" * 1500,
        "province=XX",
        "network=none&network=%00",
        "material=*&material=NAV",
        "material[]=DNA&q[]=x",
        "q=%27;--&q=%25",
    ],
)
def test_catalogue_shows_a_page_whatever_is_asked(client, query):
    BiobankFactory()

    response = client.get(f"/catalogue/?{query}")

    assert response.status_code == 200
    assert response.content.decode().count("<h1") == 1


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("page=abc", "There is no such page; this is page 1."),
        ("page=7", "There is no such page; this is page 1."),
        ("province=XX", "Province: an unknown choice was left out."),
        ("q=" + "x" * 3000, "The search takes 200 characters;"),
    ],
)
def test_catalogue_says_what_it_left_out(client, query, sentence):
    response = client.get(f"/catalogue/?{query}")

    assert sentence in text_of(response)


def test_catalogue_escapes_what_was_typed(client):
    response = client.get("/catalogue/", {"q": '"><script>alert(1)</script>'})

    assert "<script>" not in response.content.decode()
    assert escape('"><script>alert(1)</script>') in response.content.decode()


@pytest.mark.parametrize("query", ["", "?q=bank+dna", "?material=DNA&province=BE-WLG"])
def test_catalogue_query_count_does_not_grow(client, query, django_assert_max_num_queries):
    counts = []
    for _round in range(2):
        for _number in range(1 if not counts else 2):
            biobank = BiobankFactory(
                name=f"Bank dna {_number}", province=Province.LIEGE, networks=[NetworkFactory()]
            )
            CollectionFactory(biobank=biobank, materials=["DNA"])
        with django_assert_max_num_queries(8) as captured:
            response = client.get(f"/catalogue/{query}")
        counts.append(len(captured))
        assert f"{len(counts) * 2 - 1} biobank" in text_of(response)

    assert counts[0] == counts[1]


# Members


def test_biobank_list_groups_by_province(client):
    liege = BiobankFactory(
        name="Liège bank", acronym="LB", city="Liège", province=Province.LIEGE, slug="liege"
    )
    CollectionFactory(biobank=liege)
    CollectionFactory(biobank=liege, draft=True)
    BiobankFactory(name="Nowhere", slug="nowhere")
    BiobankFactory(name="Brussels bank", province=Province.BRUSSELS, slug="brussels")
    BiobankFactory(name="Hidden", draft=True)
    network = NetworkFactory(name="Net", acronym="NT", slug="net")
    liege.networks.add(network)
    BiobankFactory(draft=True, networks=[network])

    response = client.get("/biobanks/")

    shown = text_of(response)
    assert "3 biobanks work together" in shown
    assert shown.index("Brussels bank 0 collections") < shown.index(
        "Liège bank (LB) Liège, 1 collection"
    )
    assert "Province not known Nowhere 0 collections" in shown
    assert "Net NT · 1 biobank of BBMRI.be" in shown
    assert "Hidden" not in shown
    assert {"/biobanks/liege/", "/biobanks/nowhere/", "/networks/net/"} <= set(hrefs_of(response))


def test_biobank_list_without_members(client):
    response = client.get("/biobanks/")

    assert response.status_code == 200


def test_biobank_list_query_count_does_not_grow(client, django_assert_num_queries):
    for number in [1, 2]:
        for _number in range(number):
            CollectionFactory(biobank__networks=[NetworkFactory()])

        with django_assert_num_queries(2):
            client.get("/biobanks/")


# Biobank


def test_biobank_page_says_everything_known(client):
    biobank = BiobankFactory(
        slug="full",
        identifier="bbmri-eric:ID:BE_full",
        name="Full bank",
        acronym="FB",
        description_en="What it keeps.",
        organisation=OrganisationFactory(name="Hospital", website="https://hospital.be/"),
        street="Street 1",
        postcode="9000",
        city="Ghent",
        province=Province.EAST_FLANDERS,
        website="https://bank.be/path/",
        contact=ContactFactory(role="Office", email="office@bank.be", phone="09 123"),
        head=PersonFactory(first_name="An", last_name="Peeters", email="an@bank.be"),
        joined_year=2013,
        famhp_number="BB190044",
        access_steps_en="1. Write to us",
        collaboration_commercial=True,
        collaboration_non_profit=False,
        confirmed_on=datetime.date(2026, 5, 4),
        sources="https://secret.example/",
    )
    biobank.networks.add(NetworkFactory(name="Net", slug="net"), NetworkFactory(draft=True))
    biobank.external_references.add(ExternalReferenceFactory(system="Other", pid="7"))
    CollectionFactory(biobank=biobank, name="Liver", slug="liver", order_of_magnitude=3)
    CollectionFactory(biobank=biobank, name="Hidden", draft=True)
    QualityMarkFactory(
        biobank=biobank,
        certificate_number="C-1",
        certificate_url="https://certificate.be/",
        valid_until=datetime.date(2020, 1, 1),
    )
    ServiceFactory(biobank=biobank, name="Sequencing", types=["sequencing"])

    response = client.get("/biobanks/full/")

    facts = facts_of(response)
    assert facts == {
        "Institution": ['<a href="https://hospital.be/">Hospital</a>'],
        "Kind of institution": ["Hospital"],
        "Address": ["Street 1, 9000 Ghent"],
        "Province": ["East Flanders"],
        "Website": ['<a href="https://bank.be/path/">bank.be/path</a>'],
        "Contact": ["Office", '<a href="mailto:office@bank.be">office@bank.be</a>', "09 123"],
        "Member of BBMRI.be since": ["2013"],
        "Networks": ['<a href="/networks/net/">Net</a>'],
        "Works with companies": ["Yes"],
        "Works with non-profit partners": ["No"],
        "Kind of service": ["Sequencing"],
        "Identifier": ["bbmri-eric:ID:BE_full"],
        "FAMHP notification number": ["BB190044"],
        "In the European Directory": [
            '<a href="https://directory.bbmri-eric.eu/ERIC/directory/#/biobank/bbmri-eric:ID:BE_full">'
            "See it there</a>"
        ],
        "Also known in": [
            f'<a href="{biobank.external_references.get().url}">Other: 7</a>',
        ],
        "Source of the facts": ["The BBMRI-ERIC Directory"],
        "Last confirmed": [date_format(datetime.date(2026, 5, 4))],
    }
    assert unknown_of(response) == []
    shown = text_of(response)
    assert "1 collection in the catalogue Collection Samples Liver 1,000 to 10,000" in shown
    assert "Write to us" in shown
    assert "ISO 20387:2018 Certified or accredited by an accredited body C-1, Certificate" in shown
    assert "Ended" in shown
    for secret in ["Hidden", "an@bank.be", "Peeters", "secret.example"]:
        assert secret not in shown


def test_links_in_access_steps_follow_the_reader(client):
    BiobankFactory(
        slug="bank", access_steps_en="[Ask](/contact/)", access_steps_nl="[Vraag](/contact/)"
    )

    response = client.get("/nl/biobanks/bank/")

    assert '<a href="/nl/contact/" rel="noopener">Vraag</a>' in response.content.decode()


def test_biobank_page_names_unknowns_once(client):
    BiobankFactory(slug="bare", identifier="bbmri-be:ID:BE_bare", organisation=None, origin="")

    response = client.get("/biobanks/bare/")

    assert facts_of(response) == {
        "Identifier": ["bbmri-be:ID:BE_bare"],
        "Last confirmed": ["Not confirmed yet"],
    }
    assert unknown_of(response) == [
        "Description",
        "Collections",
        "How to ask for samples",
        "Quality marks",
        "Institution",
        "Address",
        "Province",
        "Website",
        "Contact",
        "Member of BBMRI.be since",
        "Works with companies",
        "Works with non-profit partners",
        "FAMHP notification number",
        "Source of the facts",
    ]


def test_biobank_page_query_count_does_not_grow(client, django_assert_num_queries):
    biobank = BiobankFactory(slug="bank", networks=[NetworkFactory()])
    for number in [1, 2]:
        for _number in range(number):
            CollectionFactory(biobank=biobank)
            QualityMarkFactory(service=ServiceFactory(biobank=biobank), biobank=None)

        with django_assert_num_queries(8):
            client.get("/biobanks/bank/")


def test_biobank_page_lists_many_collections_in_pages(client):
    biobank = BiobankFactory(slug="bank")
    Collection.objects.bulk_create(
        CollectionFactory.build(biobank=biobank, name=f"Part {number:03}") for number in range(101)
    )

    response = client.get("/biobanks/bank/?page=2")

    assert re.findall(r"Part \d\d\d", text_of(response)) == ["Part 100"]
    assert "?" in hrefs_of(response)


# Collection


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
        "Part of": ['<a href="/collections/whole/">Whole</a>'],
        "A fee is asked for": ["Data", "Samples"],
        "A joint project is asked for": ["Samples"],
        "Conditions of use": ["Ethics approval required"],
        "Profile of conditions": ['<a href="https://duc.be/1">duc.be/1</a>'],
        "How access works": ["Write first."],
        "Where to ask for access": ['<a href="https://access.be/">access.be</a>'],
        "Biobank": ['<a href="/biobanks/bank/">Bank</a>'],
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
    second = client.get("/collections/known/?facts=2")

    assert "107 rows; 102,000 samples in the rows that are not totals" in text_of(first)
    assert first.content.decode().count("<tr>") == 101
    assert second.content.decode().count("<tr>") == 8
    day = date_format(datetime.date(2026, 3, 2))
    assert f"Colon (C18) DNA Male Adult (25-44 years) 1,000 100 {day}" in text_of(second)
    assert "?facts=2#facts" in hrefs_of(first)


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

        with django_assert_num_queries(13):
            client.get("/collections/known/")


# Network


def test_network_page_lists_members(client):
    network = NetworkFactory(
        slug="net",
        identifier="bbmri-eric:networkID:BE_net",
        shared_elements=["charter"],
        joined_year=2013,
    )
    bank = BiobankFactory(name="Bank", slug="bank", city="Mol", networks=[network])
    BiobankFactory(name="Hidden", draft=True, networks=[network])
    CollectionFactory(name="Own", slug="own", biobank=bank, networks=[network])

    response = client.get("/networks/net/")

    assert facts_of(response) == {
        "Part of BBMRI.be since": ["2013"],
        "What its members share": ["Signed network charter"],
        "Identifier": ["bbmri-eric:networkID:BE_net"],
        "In the European Directory": [
            '<a href="https://directory.bbmri-eric.eu/ERIC/directory/#/network/'
            'bbmri-eric:networkID:BE_net">See it there</a>'
        ],
        "Source of the facts": ["The BBMRI-ERIC Directory"],
        "Last confirmed": ["Not confirmed yet"],
    }
    assert "Bank , Mol" in text_of(response)
    assert "Hidden" not in text_of(response)
    assert {"/biobanks/bank/", "/collections/own/"} <= set(hrefs_of(response))


def test_network_page_query_count_does_not_grow(client, django_assert_num_queries):
    network = NetworkFactory(slug="net")
    for number in [1, 2]:
        for _number in range(number):
            CollectionFactory(biobank=BiobankFactory(networks=[network]), networks=[network])

        with django_assert_num_queries(5):
            client.get("/networks/net/")
