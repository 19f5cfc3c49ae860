"""The public pages of biobanks, collections and networks."""

import datetime
import re

import pytest
import time_machine
from django.utils import translation
from django.utils.formats import date_format

from biobanks.codes import Material, QualityStandard
from biobanks.enums import DiseaseSystem, Origin, Province
from biobanks.models import Collection, CollectionDiagnosis
from biobanks.search import keeping
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
from tests.biobanks.pages import hrefs_of, main_of, part_of, text_of

pytestmark = pytest.mark.django_db

LANGUAGES = ["", "/nl", "/fr", "/de"]
FACTORIES = {
    "biobanks": BiobankFactory,
    "collections": CollectionFactory,
    "networks": NetworkFactory,
}


def facts_of(response):
    """Labels and values of the page's lines, in order."""
    html = response.content.decode()
    lines = re.findall(r"<dt>(.*?)</dt>(.*?)</div>", html, re.DOTALL)
    return {label: re.findall(r"<dd[^>]*>(.*?)</dd>", values, re.DOTALL) for label, values in lines}


def unknown_of(response):
    """What the page names as not stated."""
    _before, _heading, after = response.content.decode().partition("<h2>Not stated</h2>")
    return re.findall(r'<li class="badge badge-quiet">(.*?)</li>', after)


# Every page


@pytest.mark.parametrize("prefix", LANGUAGES)
def test_members_answer_in_each_language(client, prefix):
    CollectionFactory()

    response = client.get(f"{prefix}/biobanks/")

    assert response.status_code == 200
    assert f'<html lang="{prefix[1:] or "en"}">' in response.content.decode()
    assert response.content.decode().count("<h1") == 1


@pytest.mark.parametrize("prefix", LANGUAGES)
@pytest.mark.parametrize("kind", FACTORIES)
def test_entries_answer_in_each_language(client, prefix, kind):
    FACTORIES[kind](
        slug="known",
        name="A & B",
        description_nl="Bloed en weefsel van patiënten van het ziekenhuis",
    )

    response = client.get(f"{prefix}/{kind}/known/")

    html = response.content.decode()
    assert response.status_code == 200
    assert html.count('<h1 translate="no">A &amp; B</h1>') == 1
    summary = re.search('<meta name="description" content="([^"]*)">', html)[1]
    shown = re.search('<div class="lead"(.*?)><p>(.*?)</p></div>(.*)', html).groups()
    text = "Bloed en weefsel van patiënten van het ziekenhuis"
    if prefix == "/nl":
        assert (summary, shown) == (text, ("", text, ""))
    else:
        assert summary.startswith("A &amp; B, ")
        assert shown[:2] == (' lang="nl"', text)
        assert re.fullmatch('<p class="meta">.+</p>', shown[2])


@pytest.mark.parametrize(
    ("prefix", "samples", "day"),
    [
        ("", "11,000", "2 November 2026"),
        ("/nl", "11.000", "2 november 2026"),
        ("/fr", "11\xa0000", "2 novembre 2026"),
        ("/de", "11.000", "2. November 2026"),
    ],
)
def test_numbers_and_dates_are_written_as_the_reader_writes(client, prefix, samples, day):
    CollectionFactory(slug="known", size=11_000, confirmed_on=datetime.date(2026, 11, 2))

    response = client.get(f"{prefix}/collections/known/")

    values = [value for values in facts_of(response).values() for value in values]
    assert {samples, day} <= set(values)


@pytest.mark.parametrize(
    ("language", "written"),
    [("en", "02/11/2026"), ("nl", "02/11/2026"), ("fr", "02/11/2026"), ("de", "02.11.2026")],
)
def test_short_dates_are_those_of_belgium(language, written):
    with translation.override(language):
        assert date_format(datetime.date(2026, 11, 2), "SHORT_DATE_FORMAT") == written


@pytest.mark.parametrize(
    ("prefix", "expected"),
    [
        ("", ["0 collections", "1 collection", "2 collections"]),
        ("/nl", ["0 collecties", "1 collectie", "2 collecties"]),
        ("/fr", ["0 collection", "1 collection", "2 collections"]),
        ("/de", ["0 Sammlungen", "1 Sammlung", "2 Sammlungen"]),
    ],
)
def test_numbers_stand_with_the_right_form_of_a_word(client, prefix, expected):
    for number in range(3):
        biobank = BiobankFactory(name=f"Bank {number}", city="", province="")
        CollectionFactory.create_batch(number, biobank=biobank)

    shown = text_of(client.get(f"{prefix}/biobanks/"))

    assert [re.search(rf"Bank {n} (\d \w+)", shown)[1] for n in range(3)] == expected


def test_texts_of_the_directory_say_that_they_are_english(client):
    CollectionFactory(slug="known", access_description="Write to the office " * 3)

    english = client.get("/collections/known/").content.decode()
    dutch = client.get("/nl/collections/known/").content.decode()

    text = "Write to the office " * 3
    assert f"<dt>How access works</dt><dd>{text}</dd></div>" in english
    assert re.search(f'<dd lang="en">{text}</dd><dd><p class="meta">[^<]+</p></dd></div>', dutch)


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
    assert '<h1 translate="no">Gone</h1>' in response.content.decode()
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
    "address", ["/biobanks/", "/biobanks/x/", "/collections/x/", "/networks/x/"]
)
def test_pages_are_only_read(client, address):
    assert client.post(address).status_code == 405


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
        client.get("/biobanks/")

        with django_assert_num_queries(3):
            client.get("/biobanks/")


# Every entry


PLACE = {"latitude": "51.05", "longitude": "3.72"}  # Ghent


def dots_of(response):
    """Addresses of the biobanks on the map, and None where there is no map."""
    html = main_of(response)
    if '<figure class="map">' not in html:
        return None
    return re.findall(r'<a href="([^"]+)"', html[html.index("<svg") : html.index("</svg>")])


def citation_of(response):
    """How the page wants to be cited."""
    return part_of(response, '<p class="citation">', "</p>")


def test_entries_stand_on_the_map(client):
    network = NetworkFactory(slug="net")
    bank = BiobankFactory(slug="bank", name="A", networks=[network], **PLACE)
    CollectionFactory(slug="known", biobank=bank)
    BiobankFactory(slug="near", name="B", networks=[network], **PLACE)
    BiobankFactory(slug="nowhere", networks=[network])
    BiobankFactory(slug="hidden", networks=[network], draft=True, **PLACE)
    BiobankFactory(slug="stranger", **PLACE)

    assert dots_of(client.get("/biobanks/bank/")) == ["/biobanks/bank/"]
    assert dots_of(client.get("/collections/known/")) == ["/biobanks/bank/"]
    assert dots_of(client.get("/networks/net/")) == ["/biobanks/bank/", "/biobanks/near/"]


@pytest.mark.parametrize("kind", FACTORIES)
def test_entries_without_a_place_have_no_map(client, kind):
    FACTORIES[kind](slug="known")
    BiobankFactory(**PLACE)

    assert dots_of(client.get(f"/{kind}/known/")) is None


@pytest.mark.parametrize("kind", FACTORIES)
def test_entries_say_how_to_cite_them(client, settings, kind):
    settings.SITE_URL = "https://www.bbmri.be"
    entry = FACTORIES[kind](slug="known", name="A & B")

    with time_machine.travel("2026-06-01 23:30+00:00", tick=False):
        response = client.get(f"/{kind}/known/")

    biobank = f"{entry.biobank.name}. " if kind == "collections" else ""
    day = date_format(datetime.date(2026, 6, 2))  # in Brussels
    assert citation_of(response) == (
        f"{biobank}A &amp; B ({entry.identifier}). BBMRI.be. "
        f"https://www.bbmri.be/{kind}/known/ (read on {day})"
    )


@pytest.mark.parametrize("prefix", LANGUAGES)
@pytest.mark.parametrize("kind", FACTORIES)
def test_entries_are_cited_by_their_address_in_the_language(client, settings, prefix, kind):
    settings.SITE_URL = "https://www.bbmri.be"
    FACTORIES[kind](slug="known")

    response = client.get(f"{prefix}/{kind}/known/")

    assert f" https://www.bbmri.be{prefix}/{kind}/known/ " in citation_of(response)


def test_entries_lead_on_to_the_search(client):
    network = NetworkFactory(slug="net")
    bank = BiobankFactory(slug="bank", networks=[network])
    CollectionFactory(slug="known", biobank=bank)
    CollectionFactory(slug="other", biobank=bank)

    in_bank = "/catalogue/?biobank=bank&amp;view=collections"
    in_network = "/catalogue/?network=net&amp;view=collections"
    assert in_bank in hrefs_of(client.get("/biobanks/bank/"))
    assert in_network in hrefs_of(client.get("/networks/net/"))
    collection = hrefs_of(client.get("/collections/known/"))
    assert in_bank in collection
    assert "/request/?c=known" in collection
    for link, number in ((in_bank, 2), (in_network, 2)):
        found = client.get(link.replace("&amp;", "&").replace("/catalogue/", "/catalogue.json"))
        assert found.json()["count"] == number


def test_local_entries_have_no_link_to_the_european_directory(client):
    CollectionFactory(slug="local", identifier="bbmri-be:ID:BE_x:collection:local")

    assert "In the European Directory" not in facts_of(client.get("/collections/local/"))


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
        "Institution": ['<a href="https://hospital.be/" translate="no">Hospital</a>'],
        "Kind of institution": ["Hospital"],
        "Address": ["Street 1, 9000 Ghent"],
        "Province": ["East Flanders"],
        "Website": ['<a href="https://bank.be/path/">bank.be/path</a>'],
        "Contact": ["Office", '<a href="mailto:office@bank.be">office@bank.be</a>', "09 123"],
        "Member of BBMRI.be since": ["2013"],
        "Networks": ['<a href="/networks/net/" translate="no">Net</a>'],
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
            biobank.networks.add(NetworkFactory())
            biobank.external_references.add(ExternalReferenceFactory())
        client.get("/biobanks/bank/")  # The index of the catalogue is read once for all pages.

        with django_assert_num_queries(2):
            client.get("/biobanks/bank/")


def test_biobank_page_lists_many_collections_in_pages(client):
    biobank = BiobankFactory(slug="bank")
    Collection.objects.bulk_create(
        CollectionFactory.build(biobank=biobank, name=f"Part {number:03}") for number in range(101)
    )

    response = client.get("/biobanks/bank/?page=3")

    assert re.findall(r"Part \d\d\d", text_of(response)) == ["Part 100"]
    assert "?" in hrefs_of(response)
    assert "101 collections in the catalogue" in text_of(response)


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
            network.external_references.add(ExternalReferenceFactory())
        client.get("/networks/net/")

        with django_assert_num_queries(2):
            client.get("/networks/net/")
