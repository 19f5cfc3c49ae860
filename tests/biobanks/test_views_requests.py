"""What visitors do with collections they picked: ask for them, in each biobank's own way."""

import re

import pytest
from django.test import Client
from django.utils import translation

from biobanks.codes import DataUse
from tests.biobanks.factories import (
    BiobankFactory,
    CollectionFactory,
    ContactFactory,
    DiseaseFactory,
    PersonFactory,
)
from tests.biobanks.pages import (
    hrefs_of,
    links_in,
    main_of,
    part_of,
    picked_of,
    sections_of,
    text_of,
)

pytestmark = pytest.mark.django_db

LANGUAGES = ["", "/nl", "/fr", "/de"]
HOSTILE = ["", "../x", "a b", "<script>alert(1)</script>", "x" * 256, "\x00", "é", "a'--", "x\n"]


# The selection


def test_request_page_stands_by_biobank_in_the_order_of_picking(client, liver, lung, local):
    response = client.get("/request/?c=local&c=lung&c=liver")

    sections = sections_of(response)
    assert list(sections) == ["Bank B", "Bank A", "Would they take my project?"]
    assert picked_of(response) == ["local", "lung", "liver"]
    assert links_in(sections["Bank A"])[:5] == [
        ("Bank A", "/biobanks/bank-a/"),
        ("Lung", "/collections/lung/"),
        ("take out : Lung", "?c=local&c=liver"),
        ("Liver", "/collections/liver/"),
        ("take out : Liver", "?c=local&c=lung"),
    ]
    assert "bbmri-eric:ID:BE_a:collection:liver · samples: 1,200" in text_of(response)


def test_request_page_leads_on_with_the_selection(client, liver, lung):
    response = client.get("/request/?c=lung&c=liver")

    links = dict(links_in(part_of(response, "<header>", "</header>")))
    assert links == {
        "Go on searching": "/catalogue/?c=lung&c=liver",
        "Compare": "/compare/?c=lung&c=liver",
        "CSV": "/request.csv?c=lung&c=liver",
        "Excel": "/request.xlsx?c=lung&c=liver",
    }


def test_taking_out_the_last_one_says_so_in_the_address(client, liver):
    response = client.get("/request/?c=liver")

    assert "?c=" in hrefs_of(response)
    assert text_of(client.get("/request/?c=")).endswith("Search the catalogue")


@pytest.mark.parametrize("query", ["", "?c=", "?c=&c=", "?d=liver"])
@pytest.mark.parametrize("page", ["request", "compare"])
def test_nothing_picked(client, liver, page, query):
    response = client.get(f"/{page}/{query}")

    assert response.status_code == 200
    assert "You have not picked any collection yet." in text_of(response)
    assert links_in(part_of(response, "<header>", "</header>")) == [
        ("Search the catalogue", "/catalogue/")
    ]
    assert sections_of(response) == {}
    assert "notice" not in main_of(response)


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        (["gone"], "1 collection of this address is not in the catalogue, so it was left out."),
        (
            ["hidden", "of-a-draft", "old", "of-an-old"],
            "4 collections of this address are not in the catalogue, so they were left out.",
        ),
    ],
)
@pytest.mark.parametrize("page", ["request", "compare"])
def test_what_is_not_in_the_catalogue_is_said(client, liver, page, missing, sentence):
    CollectionFactory(slug="hidden", draft=True)
    CollectionFactory(slug="old", withdrawn=True)
    CollectionFactory(slug="of-a-draft", biobank=BiobankFactory(draft=True))
    CollectionFactory(slug="of-an-old", biobank=BiobankFactory(withdrawn=True))

    response = client.get(f"/{page}/", {"c": ["liver", *missing]})

    assert sentence in text_of(response)
    collections = [href for href in hrefs_of(response) if href.startswith("/collections/")]
    assert set(collections) == {"/collections/liver/"}


@pytest.mark.parametrize("page", ["request", "compare"])
def test_hostile_picks_are_left_alone(client, liver, page):
    response = client.get(f"/{page}/", {"c": [*HOSTILE, "liver", "liver", *HOSTILE]})

    assert response.status_code == 200
    assert "notice" not in main_of(response)
    assert "script>alert" not in response.content.decode()
    links = dict(links_in(main_of(response)))
    assert (links["Go on searching"], links["take out : Liver"]) == ("/catalogue/?c=liver", "?c=")


def test_request_page_holds_a_hundred(client, liver, lung):
    slugs = ["liver", *(f"none-{number}" for number in range(99)), "lung"]

    response = client.get("/request/", {"c": slugs})

    assert picked_of(response) == ["liver"]
    assert "99 collections of this address are not in the catalogue" in text_of(response)
    assert "A selection holds 100 collections at most; the others were left out." in text_of(
        response
    )


@pytest.mark.parametrize("page", ["request/", "compare/", "request.csv", "request.xlsx"])
def test_too_many_parameters_are_refused(client, page):
    assert client.get(f"/{page}", {"c": ["x"] * 1_001}).status_code == 400


def test_request_page_query_count_does_not_grow(client, django_assert_num_queries):
    for number in [1, 10]:
        slugs = [
            CollectionFactory(
                contact=ContactFactory(),
                biobank=BiobankFactory(contact=ContactFactory()),
                diagnoses=[DiseaseFactory()],
            ).slug
            for _number in range(number)
        ]
        client.get("/request/")  # The index of the catalogue is read once for all pages.
        for page in ["request", "compare"]:
            with django_assert_num_queries(4):  # the catalogue's state, and what is picked
                client.get(f"/{page}/", {"c": slugs})


# How a biobank is asked


def test_each_biobank_says_how_it_is_asked(client, liver, lung):
    liver.access_url = lung.access_url = "https://access.be/"
    liver.save()
    lung.save()
    liver.biobank.contact = ContactFactory(role="Office", email="office@a.be")
    liver.biobank.website = "https://a.be/"
    liver.biobank.access_steps_en = "1. Write to us"
    liver.biobank.save()

    section = sections_of(client.get("/request/?c=liver&c=lung"))["Bank A"]

    assert "<li>Write to us</li>" in section
    lines = re.findall(r"<dt>(.*?)</dt>(.*?)</div>", section, re.DOTALL)
    assert {label: re.findall("<dd[^>]*>(.*?)</dd>", values) for label, values in lines} == {
        "Where to ask for access": ['<a href="https://access.be/">https://access.be/</a>'],
        "Contact": ["Office", '<a href="mailto:office@a.be">office@a.be</a>'],
        "Website": ['<a href="https://a.be/">a.be</a>'],
    }
    assert "not public" not in section


def test_collections_have_contacts_of_their_own(client, liver, lung):
    liver.contact = ContactFactory(role="", email="liver@a.be")
    liver.save()
    lung.contact = PersonFactory(email="secret@a.be")
    lung.save()
    liver.biobank.contact = ContactFactory(role="", email="office@a.be")
    liver.biobank.save()

    section = sections_of(client.get("/request/?c=liver&c=lung"))["Bank A"]

    assert re.findall(r'href="mailto:(.*?)"', section) == ["liver@a.be", "office@a.be"]


def test_biobank_that_nobody_knows_how_to_ask(client, liver):
    liver.biobank.contact = PersonFactory(email="secret@a.be")
    liver.biobank.save()

    response = client.get("/request/?c=liver")

    section = sections_of(response)["Bank A"]
    assert "How to ask this biobank is not public." in section
    assert ("The secretariat of BBMRI.be", "/contact/") in links_in(section)
    assert "secret@a.be" not in response.content.decode()


def test_steps_alone_are_a_way_to_ask(client, liver):
    liver.biobank.access_steps_en = "1. Write to us"
    liver.biobank.save()

    assert "not public" not in main_of(client.get("/request/?c=liver"))


# Would they take my project?


def test_no_verdict_before_something_is_told(client, liver):
    response = client.get("/request/?c=liver")

    assert 'class="fit' not in main_of(response)
    assert " selected" not in main_of(response)
    assert re.findall(r'<select name="(\w+)"', main_of(response)) == [
        "who",
        "country",
        "disease",
        "fee",
        "joint",
        "ethics",
    ]


def test_each_collection_says_whether_it_would_take_the_project(client, liver, lung, local):
    liver.collaboration_commercial = True
    liver.save()
    lung.data_use = [DataUse.DUO_0000018]
    lung.save()

    response = client.get("/request/?c=liver&c=lung&c=local&who=company")

    verdicts = re.findall(
        r'<p class="fit fit-(\w+)"><strong>(\w+)</strong> – (.*?)</p>', main_of(response)
    )
    assert verdicts == [
        ("yes", "Yes", "works with companies"),
        (
            "no",
            "No",
            "allows use that is not for profit only (DUO:0000018); "
            "does not state whether it works with companies",
        ),
        ("maybe", "Maybe", "does not state whether it works with companies"),
    ]
    assert '<option value="company" selected>a company</option>' in main_of(response)
    assert main_of(response).count(" selected") == 1


def test_what_is_told_stays_when_one_is_taken_out(client, liver, lung):
    response = client.get("/request/?c=liver&c=lung&who=company&fee=no")

    assert "?c=lung&amp;who=company&amp;fee=no" in hrefs_of(response)


def test_form_about_the_project_keeps_the_selection(client, liver, lung):
    section = sections_of(client.get("/request/?c=liver&c=lung"))["Would they take my project?"]

    assert '<form method="get" action="/request/">' in section
    assert re.findall(r'<input type="hidden" name="(\w+)" value="(\w+)">', section) == [
        ("c", "liver"),
        ("c", "lung"),
    ]


@pytest.mark.parametrize("value", ["maybe", "<script>", "", "\x00", "company" * 1000])
def test_answers_that_no_question_offers_are_left_out(client, liver, value):
    response = client.get("/request/", {"c": "liver", "who": value})

    assert response.status_code == 200
    assert 'class="fit' not in main_of(response)
    assert "?c=" in hrefs_of(response)


# Visitors leave no trace


ADDRESSES = [
    "/request/?c=liver&who=company",
    "/compare/?c=liver&c=lung",
    "/request.csv?c=liver",
    "/request.xlsx?c=liver",
    "/catalogue.csv",
    "/catalogue.xlsx",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_page_sets_a_cookie_or_is_written_to(client, there, liver, lung, address):
    response = client.get(address)
    response.getvalue()

    assert response.status_code == 200
    assert response.cookies == {}
    assert client.post(address).status_code == 405


@pytest.mark.parametrize("status", [303, 422, 502])
def test_hand_over_asks_for_no_cookie_and_sets_none(there, liver, status):
    client = Client(enforce_csrf_checks=True)
    there.answer = (500, {}) if status == 502 else there.answer

    response = client.post(f"/request/negotiator/?c={'gone' if status == 422 else 'liver'}")

    assert response.status_code == status
    assert response.cookies == {}


# Languages and search engines


@pytest.mark.parametrize("prefix", LANGUAGES)
def test_request_page_speaks_four_languages(client, liver, prefix):
    response = client.get(f"{prefix}/request/?c=liver")

    html = response.content.decode()
    language = prefix[1:] or "en"
    with translation.override(language):
        title = translation.gettext("Your selection")
    assert f'<html lang="{language}">' in html
    assert f"<title>{title} – BBMRI.be</title>" in html
    assert html.count(f"<h1>{title}</h1>") == 1
    assert f'action="{prefix}/request/"' in html


@pytest.mark.parametrize("page", ["request", "compare"])
def test_search_engines_leave_selections_out(client, liver, page):
    html = client.get(f"/{page}/?c=liver").content.decode()

    assert '<meta name="robots" content="noindex">' in html
