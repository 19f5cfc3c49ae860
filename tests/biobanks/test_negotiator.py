"""Handing collections over to the Negotiator, which here is a real HTTP server."""

import socket
from contextlib import closing
from threading import Thread

import pytest

from biobanks import negotiator
from biobanks.models import Collection
from biobanks.negotiator import NotHandedOver, hand_over, is_known_there
from tests.biobanks.negotiators import running_negotiator

HAS_A_PROBLEM = "The Negotiator has a problem just now. Try again later, or write to the biobanks."
DOES_NOT_ANSWER = (
    "The Negotiator does not answer just now. Try again later, or write to the biobanks."
)
NOT_ACCEPTED = (
    "The Negotiator did not accept the request from this site. Write to the biobanks, and please "
    "tell the secretariat of BBMRI.be."
)
COLLECTIONS = [
    Collection(identifier="bbmri-eric:ID:BE_a:collection:liver", name="Liver & “bile”"),
    Collection(identifier="bbmri-eric:ID:BE_a:collection:liver2", name="Liver, later"),
    Collection(identifier="bbmri-eric:ID:BE_a:collection:liver:part", name="A part"),
]


@pytest.fixture
def there(settings):
    """A Negotiator that takes everything, until a test says something else."""
    with running_negotiator() as there:
        settings.NEGOTIATOR_URL = there.url
        yield there


def hand_all_over():
    return hand_over(
        COLLECTIONS, question="Serum of 40 patients", address="https://www.bbmri.be/request/?c=a"
    )


def refused():
    """What the visitor is told."""
    with pytest.raises(NotHandedOver) as caught:
        hand_all_over()
    return str(caught.value)


def test_request_is_created_and_goes_on_where_the_answer_says(there):
    target = hand_all_over()

    assert target == f"{there.url}/requests/1"
    [(path, headers, body)] = there.received
    assert path == "/api/v3/requests"
    assert headers["Content-Type"] == headers["Accept"] == "application/json"
    assert body == {
        "url": "https://www.bbmri.be/request/?c=a",
        "humanReadable": "Serum of 40 patients",
        "resources": [
            {"id": "bbmri-eric:ID:BE_a:collection:liver", "name": "Liver & “bile”"},
            {"id": "bbmri-eric:ID:BE_a:collection:liver2", "name": "Liver, later"},
            {"id": "bbmri-eric:ID:BE_a:collection:liver:part", "name": "A part"},
        ],
    }


@pytest.mark.parametrize(
    ("identifiers", "names"),
    [
        ("bbmri-eric:ID:BE_a:collection:liver", "Liver & “bile”"),
        ("bbmri-eric:ID:BE_a:collection:liver2", "Liver, later"),
        ("bbmri-eric:ID:BE_a:collection:liver:part", "A part"),
        (
            "bbmri-eric:ID:BE_a:collection:liver2, bbmri-eric:ID:BE_a:collection:liver",
            "Liver & “bile”, Liver, later",
        ),
    ],
)
def test_unknown_collections_are_named_and_no_others(there, identifiers, names):
    there.answer = (400, {"detail": f"Unknown resources: {identifiers}. Synchronise them."})

    assert refused() == (
        f"The Negotiator does not know these collections yet: {names}. Take them out of your "
        "selection, and write to their biobanks instead."
    )


def test_site_that_is_not_registered_there(there):
    there.answer = (400, {"detail": "https://www.bbmri.be is no discovery service"})

    assert refused() == NOT_ACCEPTED


@pytest.mark.parametrize("status", [401, 403, 404, 413, 429, 500, 503])
def test_other_refusals_are_its_own_problem(there, status):
    there.answer = (status, {"detail": "bbmri-eric:ID:BE_a:collection:liver"})

    assert refused() == HAS_A_PROBLEM


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_answer_that_leads_elsewhere_is_not_followed(there, status):
    there.answer = (status, {})

    assert refused() == HAS_A_PROBLEM


@pytest.mark.parametrize("status", [201, 400, 500])
@pytest.mark.parametrize("hangs", ["before", "within"])
def test_nobody_waits_longer_than_the_limit(there, monkeypatch, status, hangs):
    monkeypatch.setattr(negotiator, "SECONDS", 0.2)
    there.answer = (status, {"detail": "too late"})
    there.hangs = hangs

    assert refused() == DOES_NOT_ANSWER


def test_nobody_listens(settings):
    with closing(socket.socket()) as taken:  # bound, but nobody listens
        taken.bind(("127.0.0.1", 0))
        settings.NEGOTIATOR_URL = f"http://127.0.0.1:{taken.getsockname()[1]}"

        assert refused() == DOES_NOT_ANSWER


def test_no_such_host(settings):
    settings.NEGOTIATOR_URL = "http://negotiator.invalid"

    assert refused() == DOES_NOT_ANSWER


def test_what_listens_speaks_no_http(settings):
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.NEGOTIATOR_URL = f"http://127.0.0.1:{server.getsockname()[1]}"

        def greet():
            connection, _address = server.accept()
            with connection:
                connection.recv(100_000)
                connection.sendall(b"220 mail.example.be ESMTP\r\n")

        thread = Thread(target=greet)
        thread.start()
        sentence = refused()
        thread.join()

    assert sentence == DOES_NOT_ANSWER


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"<html>Maintenance</html>",
        b"\xff\xfe",
        b"[]",
        b'"https://negotiator.example/"',
        b"null",
        b"{}",
        b'{"redirectUrl": null}',
        b'{"redirectUrl": 5}',
        b'{"redirectUrl": ["https://negotiator.example/"]}',
        b'{"redirectUrl": ""}',
        b'{"redirectUrl": "/requests/1"}',
        b'{"redirectUrl": "//negotiator.example/"}',
        b'{"redirectUrl": "https://evil.example/requests/1"}',
        b'{"redirectUrl": "http://127.0.0.1@evil.example/requests/1"}',
        b'{"redirectUrl": "javascript:alert(1)"}',
        b'{"redirectUrl": "data:text/html,x"}',
        b'{"redirectUrl": "http://[::1"}',
        b'{"redirectUrl": "https:"}',
        b'{"redirectUrl": "https://negotiator.example/"',
        b"[" * 100_000,
    ],
)
def test_answer_without_an_address_to_go_on_to(there, answer):
    there.answer = (201, answer)

    assert refused() == HAS_A_PROBLEM


def test_log_says_what_happened_and_nothing_of_the_visitor(there, caplog):
    there.answer = (400, {"detail": "Serum of 40 patients"})
    refused()
    there.answer = (201, {"redirectUrl": "javascript:alert(1)"})
    refused()

    assert [record.getMessage() for record in caplog.records] == [
        "The Negotiator refused a request: status 400",
        "The Negotiator's answer has no address to go on to",
    ]


@pytest.mark.parametrize(
    ("identifier", "is_known"),
    [("bbmri-eric:ID:BE_a:collection:x", True), ("bbmri-be:ID:BE_a:collection:x", False)],
)
def test_collections_of_the_european_directory_are_known_there(identifier, is_known):
    assert is_known_there(Collection(identifier=identifier)) is is_known
