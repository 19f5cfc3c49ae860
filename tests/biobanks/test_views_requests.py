"""What visitors do with collections they picked: ask for them, compare them, take them home."""

import csv
import io
import re
import zipfile
from html import unescape
from urllib.parse import parse_qsl, urlsplit

import pytest
import time_machine
from django.test import Client
from django.utils import translation

from biobanks import negotiator
from biobanks.codes import DataUse
from biobanks.views import requests
from tests.biobanks.factories import (
    BiobankFactory,
    CollectionFactory,
    ContactFactory,
    DiseaseFactory,
    PersonFactory,
)
from tests.biobanks.negotiators import running_negotiator
from tests.biobanks.pages import hrefs_of, links_in, main_of, part_of, text_of

pytestmark = pytest.mark.django_db

LANGUAGES = ["", "/nl", "/fr", "/de"]
HOSTILE = ["", "../x", "a b", "<script>alert(1)</script>", "x" * 256, "\x00", "é", "a'--", "x\n"]


@pytest.fixture
def liver():
    return CollectionFactory(
        slug="liver",
        name="Liver",
        identifier="bbmri-eric:ID:BE_a:collection:liver",
        biobank__name="Bank A",
        biobank__slug="bank-a",
        size=1200,
    )


@pytest.fixture
def lung(liver):
    return CollectionFactory(
        slug="lung",
        name="Lung",
        identifier="bbmri-eric:ID:BE_a:collection:lung",
        biobank=liver.biobank,
    )


@pytest.fixture
def local():
    """A collection that the European Directory does not have."""
    return CollectionFactory(
        slug="local",
        name="Local",
        identifier="bbmri-be:ID:BE_b:collection:local",
        biobank__name="Bank B",
        biobank__slug="bank-b",
    )


@pytest.fixture
def there(settings):
    """A Negotiator that takes everything, until a test says something else."""
    settings.SITE_URL = "https://www.bbmri.be"
    with running_negotiator() as there:
        settings.NEGOTIATOR_URL = there.url
        yield there


def sections_of(response):
    """Heading of each section of the page, with its HTML."""
    return {
        " ".join(re.sub(r"<[^>]+>", " ", section[: section.index("</h2>")]).split()): section
        for section in re.findall(r"<section[^>]*>(.*?)</section>", main_of(response), re.DOTALL)
    }


def picked_of(response):
    """The collections that the page shows."""
    return re.findall(r'<li>\s*<a href="/collections/([\w-]+)/">', main_of(response))


def alert_of(response):
    """What the page says went wrong."""
    return unescape(part_of(response, 'role="alert">', "</p>"))


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
    assert {label: re.findall("<dd>(.*?)</dd>", values) for label, values in lines} == {
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


# The Negotiator


def test_no_negotiator_without_the_setting(client, settings, liver):
    settings.NEGOTIATOR_URL = ""

    assert "Ask them all at once" not in sections_of(client.get("/request/?c=liver"))
    assert client.post("/request/negotiator/?c=liver").status_code == 404


def test_no_negotiator_where_it_knows_none_of_them(client, there, local):
    assert "Ask them all at once" not in sections_of(client.get("/request/?c=local"))


def test_form_for_the_negotiator(client, there, liver, lung):
    section = sections_of(client.get("/request/?c=liver&c=lung&who=company"))[
        "Ask them all at once"
    ]

    assert (
        '<form method="post" action="/request/negotiator/?c=liver&amp;c=lung&amp;who=company">'
        in section
    )
    assert re.findall(r'name="(\w+)"', section) == ["question"]
    assert "does not have yet" not in section


def test_form_says_which_the_negotiator_does_not_know(client, there, liver, local):
    section = sections_of(client.get("/request/?c=liver&c=local"))["Ask them all at once"]

    assert "Collections that the European Directory does not have yet are not known" in section


def test_hand_over_goes_on_at_the_negotiator(client, there, liver, lung, local):
    response = client.post(
        "/request/negotiator/?c=lung&c=local&c=liver&who=company",
        {"question": " Serum of\r\n\r\n 40   patients, “fasting” \x00"},
    )

    assert (response.status_code, response["Location"]) == (
        303,
        "https://negotiator.example/requests/1",
    )
    [(_path, _headers, body)] = there.received
    assert body == {
        "url": "https://www.bbmri.be/request/?c=lung&c=local&c=liver",
        "humanReadable": "Serum of\n\n40 patients, “fasting”",
        "resources": [
            {"id": "bbmri-eric:ID:BE_a:collection:lung", "name": "Lung"},
            {"id": "bbmri-eric:ID:BE_a:collection:liver", "name": "Liver"},
        ],
    }


@pytest.mark.parametrize("question", ["", " \r\n "])
def test_hand_over_without_a_question_names_the_collections(client, there, liver, lung, question):
    client.post("/nl/request/negotiator/?c=liver&c=lung", {"question": question})

    [(_path, _headers, body)] = there.received
    with translation.override("nl"):
        expected = translation.gettext("Collections picked at BBMRI.be: %(names)s")
    assert body["humanReadable"] == expected % {"names": "Liver, Lung"}
    assert body["url"] == "https://www.bbmri.be/nl/request/?c=liver&c=lung"


def test_long_question_is_cut(client, there, liver):
    client.post("/request/negotiator/?c=liver", {"question": "x" * 5_000})

    [(_path, _headers, body)] = there.received
    assert body["humanReadable"] == "x" * 2_000


NOT_ANSWERING = (
    "The Negotiator does not answer just now. Try again later, or write to the biobanks."
)


def is_refusing(there, _monkeypatch):
    there.answer = (400, {"detail": "Unknown: bbmri-eric:ID:BE_a:collection:lung"})


def is_not_knowing_this_site(there, _monkeypatch):
    there.answer = (400, {"detail": "Unknown discovery service"})


def is_broken(there, _monkeypatch):
    there.answer = (500, {})


def is_asleep(there, monkeypatch):
    there.hangs = "before"
    monkeypatch.setattr(negotiator, "SECONDS", 0.2)


def is_leading_astray(there, _monkeypatch):
    there.answer = (201, {"redirectUrl": "javascript:alert(1)"})


def is_full(_there, monkeypatch):
    monkeypatch.setattr(requests, "HANDED_OVER_AN_HOUR", 1)


@pytest.mark.parametrize(
    ("happens", "status", "sentence"),
    [
        (
            is_refusing,
            502,
            "The Negotiator does not know these collections yet: Lung. Take them out of your "
            "selection, and write to their biobanks instead.",
        ),
        (
            is_not_knowing_this_site,
            502,
            "The Negotiator did not accept the request from this site. Write to the biobanks, and "
            "please tell the secretariat of BBMRI.be.",
        ),
        (
            is_broken,
            502,
            "The Negotiator has a problem just now. Try again later, or write to the biobanks.",
        ),
        (is_asleep, 502, NOT_ANSWERING),
        (
            is_leading_astray,
            502,
            "The Negotiator has a problem just now. Try again later, or write to the biobanks.",
        ),
        (
            is_full,
            429,
            "Too many requests came from your network. Wait a while, then try again.",
        ),
    ],
)
def test_nothing_is_lost_where_the_hand_over_fails(
    client, there, monkeypatch, liver, lung, happens, status, sentence
):
    happens(there, monkeypatch)
    address = "/request/negotiator/?c=lung&c=liver&who=company&fee=no"
    if status == 429:
        client.post(address)

    response = client.post(address, {"question": "Serum of 40 <b>\r\n\r\nfasting patients"})

    assert response.status_code == status
    assert alert_of(response) == sentence
    assert picked_of(response) == ["lung", "liver"]
    sections = sections_of(response)
    form = sections["Ask them all at once"]
    assert f'action="{address.replace("&", "&amp;")}"' in form
    assert "Serum of 40 &lt;b&gt;\n\nfasting patients</textarea>" in form
    assert re.findall(r'<option value="(\w+)" selected>', main_of(response)) == ["company", "no"]
    hidden = re.findall(
        r'<input type="hidden" name="(\w+)" value="(.*?)">',
        sections["Would they take my project?"],
        re.DOTALL,
    )
    question = "Serum of 40 <b>\n\nfasting patients"
    assert [(name, unescape(value)) for name, value in hidden] == [
        ("c", "lung"),
        ("c", "liver"),
        ("question", question),
    ]
    out = dict(links_in(main_of(response)))["take out : Lung"]
    assert parse_qsl(urlsplit(out).query) == [
        ("c", "liver"),
        ("who", "company"),
        ("fee", "no"),
        ("question", question),
    ]
    # The link leads on, and brings all of it.
    page = client.get(f"/request/negotiator/{out}", follow=True)
    assert page.redirect_chain == [(f"/request/{out}", 302)]
    assert picked_of(page) == ["liver"]
    assert "Serum of 40 &lt;b&gt;\n\nfasting patients</textarea>" in main_of(page)


@pytest.mark.parametrize("query", ["?c=local", "?c=gone", "?c=", ""])
def test_hand_over_of_what_the_negotiator_cannot_know(client, there, local, query):
    response = client.post(f"/request/negotiator/{query}", {"question": "Serum"})

    assert response.status_code == 422
    assert alert_of(response) == "Pick at least one collection that the European Directory has."
    assert there.received == []


@pytest.mark.parametrize("prefix", LANGUAGES)
@pytest.mark.parametrize("method", ["get", "head"])
def test_reading_the_address_of_the_hand_over_leads_to_the_selection(client, liver, prefix, method):
    response = getattr(client, method)(f"{prefix}/request/negotiator/?c=liver&who=company")

    assert (response.status_code, response["Location"]) == (
        302,
        f"{prefix}/request/?c=liver&who=company",
    )


def test_a_network_hands_over_thirty_times_an_hour(client, there, liver):
    def status(address="192.0.2.7"):
        return client.post("/request/negotiator/?c=liver", REMOTE_ADDR=address).status_code

    with time_machine.travel("2026-06-01 12:00+02:00", tick=False):
        statuses = [status() for _number in range(31)]
        elsewhere = status("192.0.2.8")
    with time_machine.travel("2026-06-01 12:02+02:00", tick=False):
        later = status()

    assert (statuses, elsewhere, later) == ([303] * 30 + [429], 303, 303)
    assert len(there.received) == 32


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


# Compare


def rows_of(response, caption):
    """Label and cells of the lines of a table of the comparison."""
    table = part_of(response, f"<caption>{caption}</caption>", "</table>")
    body = table[table.index("<tbody>") :]
    return {
        label: [unescape(cell) for cell in re.findall("<td>(.*?)</td>", cells)]
        for label, cells in re.findall(r'<th scope="row">(.*?)</th>(.*?)</tr>', body, re.DOTALL)
    }


def unknown_of(response):
    """What the page names as not stated."""
    section = part_of(response, "<h2>Not stated</h2>", "</section>")
    return re.findall(r'<li class="badge badge-quiet">(.*?)</li>', section)


def test_comparison_says_what_differs_first_then_the_same_then_the_unknown(client, liver, lung):
    for collection, materials in ((liver, ["DNA"]), (lung, ["DNA", "SERUM"])):
        collection.materials = materials
        collection.sex = ["MALE"]
        collection.collaboration_commercial = False
        collection.save()
    lung.age_low = 0
    lung.age_unit = "YEAR"
    lung.save()

    response = client.get("/compare/?c=lung&c=liver")

    assert rows_of(response, "What differs") == {
        "Materials": ["DNA; Serum", "DNA"],
        "Samples": ["not stated", "1200"],
        "Lowest age": ["0", "not stated"],
        "Unit of the ages": ["Year", "not stated"],
    }
    assert rows_of(response, "What is the same") == {
        "Biobank": ["Bank A", "Bank A"],
        "Sex of the donors": ["Male", "Male"],
        "Works with companies": ["No", "No"],
    }
    html = main_of(response)
    assert "<summary>3 lines are the same for all</summary>" in html
    assert html.index("What differs") < html.index("<details>") < html.index("What is the same")
    assert unknown_of(response) == [
        "Town or city",
        "Province",
        "Diagnoses",
        "Data",
        "Type",
        "Order of magnitude of samples",
        "Donors",
        "Highest age",
        "Storage temperature",
        "Works with non-profit partners",
        "A fee is asked for",
        "A joint project is asked for",
        "Conditions of use",
        "Where to ask for access",
        "Last confirmed",
    ]


def test_comparison_leads_on_with_the_selection(client, liver, lung):
    response = client.get("/compare/?c=lung&c=liver")

    assert dict(links_in(part_of(response, "<header>", "</header>"))) == {
        "Ask for these": "/request/?c=lung&c=liver",
        "Go on searching": "/catalogue/?c=lung&c=liver",
    }
    assert links_in(part_of(response, "<thead>", "</thead>")) == [
        ("Lung", "/collections/lung/"),
        ("take out : Lung", "?c=liver"),
        ("Liver", "/collections/liver/"),
        ("take out : Liver", "?c=lung"),
    ]


def test_one_collection_compares_with_itself(client, liver):
    response = client.get("/compare/?c=liver")

    assert rows_of(response, "What is the same") == {"Biobank": ["Bank A"], "Samples": ["1200"]}


def test_five_stand_side_by_side_at_most(client):
    collections = [CollectionFactory() for _number in range(6)]
    slugs = [collection.slug for collection in collections]
    too_many = "Five collections stand side by side at most; the others were left out."

    five = client.get("/compare/", {"c": [*slugs[:5], "", "not / valid"]})
    six = client.get("/compare/", {"c": slugs})
    names = [collection.name for collection in collections[:5]]

    for response in (five, six):
        assert rows_of(response, "What differs") == {
            "Biobank": [collection.biobank.name for collection in collections[:5]]
        }
        header = links_in(part_of(response, "<thead>", "</thead>"))
        assert [text for text, _href in header if "take out" not in text] == names
    assert too_many not in text_of(five)
    assert too_many in text_of(six)


def test_request_page_compares_the_first_five(client):
    slugs = [CollectionFactory().slug for _number in range(6)]

    response = client.get("/request/", {"c": slugs})

    query = "&".join(f"c={slug}" for slug in slugs[:5])
    assert dict(links_in(main_of(response)))["Compare"] == f"/compare/?{query}"


@pytest.mark.parametrize(
    ("prefix", "label"),
    [("", "Materials"), ("/nl", "Materialen"), ("/fr", "Matériels"), ("/de", "Materialien")],
)
def test_comparison_speaks_four_languages(client, liver, lung, prefix, label):
    liver.materials = ["DNA"]
    liver.save()

    response = client.get(f"{prefix}/compare/?c=liver&c=lung")

    html = response.content.decode()
    language = prefix[1:] or "en"
    with translation.override(language):
        title = translation.gettext("Compare collections")
    assert f'<html lang="{language}">' in html
    assert f"<title>{title} – BBMRI.be</title>" in html
    assert html.count(f"<h1>{title}</h1>") == 1
    assert f'<th scope="row">{label}</th>' in html
    assert f'href="{prefix}/collections/liver/"' in html


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


# Files


def csv_of(response):
    """The identifiers in a CSV file."""
    rows = list(csv.DictReader(io.StringIO(response.getvalue().decode("utf-8-sig"))))
    return [row["Identifier"] for row in rows]


def xlsx_of(response):
    """The identifiers in an Excel file; its header alone is bold and has a style."""
    with zipfile.ZipFile(io.BytesIO(response.getvalue())) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    return re.findall(r'<c r="B\d+" t="inlineStr"><is><t>(.*?)</t>', sheet)


READ = {"csv": csv_of, "xlsx": xlsx_of}


@pytest.mark.parametrize("ending", READ)
def test_selection_as_a_file(client, liver, lung, local, ending):
    CollectionFactory(slug="hidden", draft=True)

    response = client.get(f"/request.{ending}?c=local&c=hidden&c=liver&c=<x>")

    assert response["Content-Disposition"] == (
        f'attachment; filename="bbmri-be-selection.{ending}"'
    )
    assert READ[ending](response) == [local.identifier, liver.identifier]


@pytest.mark.parametrize("ending", READ)
def test_results_as_a_file(client, liver, lung, local, ending):
    for collection, size in ((liver, 5), (lung, 700), (local, None)):
        collection.materials = ["DNA"]
        collection.size = size
        collection.save()
    CollectionFactory(materials=["SERUM"])
    CollectionFactory(materials=["DNA"], draft=True)
    BiobankFactory(name="Without a collection")

    response = client.get(f"/catalogue.{ending}?material=DNA&sort=size&page=7")

    assert response["Content-Disposition"] == (
        f'attachment; filename="bbmri-be-catalogue.{ending}"'
    )
    assert READ[ending](response) == [lung.identifier, liver.identifier, local.identifier]


@pytest.mark.parametrize("ending", READ)
def test_results_as_a_file_are_those_of_the_page(client, vocabulary, liver, ending):
    CollectionFactory(name="Other")

    response = client.get(f"/catalogue.{ending}?q=liver")

    assert READ[ending](response) == [liver.identifier]


@pytest.mark.parametrize("ending", READ)
def test_nothing_picked_gives_a_file_with_a_header_alone(client, liver, ending):
    response = client.get(f"/request.{ending}")

    assert response.status_code == 200
    assert READ[ending](response) == []
