"""The list of biobanks, and the pages of a biobank and a network."""

import datetime
import re

import pytest
from django.utils.formats import date_format

from biobanks.enums import Province
from biobanks.models import Collection
from tests.biobanks.factories import (
    BiobankFactory,
    CollectionFactory,
    ContactFactory,
    ExternalReferenceFactory,
    NetworkFactory,
    OrganisationFactory,
    PersonFactory,
    QualityMarkFactory,
    ServiceFactory,
)
from tests.biobanks.pages import facts_of, hrefs_of, text_of, unknown_of

pytestmark = pytest.mark.django_db
LANGUAGES = ["", "/nl", "/fr", "/de"]


@pytest.mark.parametrize("prefix", LANGUAGES)
def test_members_answer_in_each_language(client, prefix):
    CollectionFactory()

    response = client.get(f"{prefix}/biobanks/")

    assert response.status_code == 200
    assert f'<html lang="{prefix[1:] or "en"}">' in response.content.decode()
    assert response.content.decode().count("<h1") == 1


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
