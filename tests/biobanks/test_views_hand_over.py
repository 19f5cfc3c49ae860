"""The way to the Negotiator with what a visitor picked."""

import re
from html import unescape
from urllib.parse import parse_qsl, urlsplit

import pytest
import time_machine
from django.utils import translation

from biobanks import negotiator
from biobanks.views import requests
from tests.biobanks.pages import (
    alert_of,
    links_in,
    main_of,
    picked_of,
    sections_of,
)

pytestmark = pytest.mark.django_db

LANGUAGES = ["", "/nl", "/fr", "/de"]


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
        f"{there.url}/requests/1",
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
