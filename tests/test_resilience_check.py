"""What `make resilience` (`.ci/resilience`) counts: each promise is shown a run that breaks it."""

import sys
from collections import Counter
from datetime import UTC, datetime
from email.message import EmailMessage
from http.client import HTTPMessage
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.utils import timezone

from bbmri_be.outbox.models import Mail
from bbmri_be.schedule.models import Outcome, Run
from tests.bbmri_be.outbox.mails import queue_one
from tests.membership.factories import ApplicationFactory

FOLDER = Path(__file__).resolve().parent.parent / ".ci"


@pytest.fixture(scope="module")
def resilience():
    """Its modules."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(FOLDER))
        from resilience import accounts, asking, faults, report, visitors

        yield SimpleNamespace(
            accounts=accounts, asking=asking, faults=faults, report=report, visitors=visitors
        )
    for name in [name for name in sys.modules if name.partition(".")[0] == "resilience"]:
        del sys.modules[name]


def mail(name, to="an@example.be", subject="Hello"):
    message = EmailMessage()
    message["Message-ID"], message["To"], message["Subject"] = name, to, subject
    return message


@pytest.fixture
def seen(resilience):
    """A fault from second 10 to 20, quiet until 30, of which nobody noticed anything."""

    def answer(at, status=200, body="", error="", seconds=0.1):
        headers = HTTPMessage()
        return resilience.asking.Answer(at, seconds, "/", status, headers, body, error)

    def applicant(name="a", reference="R"):
        return resilience.visitors.Application(name, "an@example.be", 12.0, reference, 15.0)

    return SimpleNamespace(
        answer=answer,
        applicant=applicant,
        journal=resilience.asking.Journal([answer(11), answer(21)]),
        applications=[applicant()],
        letters=[],
        watcher=SimpleNamespace(looks=[resilience.visitors.Look(0.1, True, False, 12)]),
        sink=SimpleNamespace(messages=[mail("<1>"), mail("<2>")]),
        stored=Counter(a=1),
    )


@pytest.fixture
def verdict(resilience, seen):
    """What is said of it."""

    def verdict():
        fault = resilience.faults.Fault("worker away", None, serves=True, told_within=5)
        trial = resilience.report.Trial(fault, 10, 11, 20, 30, mails=range(1, 2))
        return resilience.report.Verdict(trial, seen, seen.sink, seen.stored)

    return verdict


def test_fault_that_nobody_noticed(verdict):
    assert list(verdict().broken()) == []


@pytest.mark.parametrize(
    ("status", "body", "error", "says"),
    [
        (500, "", "", "1 pages of errors: / 500 (1)"),
        (503, "", "", "1 pages of errors: / 503 (1)"),  # without Retry-After
        (0, "", "ConnectionResetError", "readers noticed it: / ConnectionResetError (1)"),
    ],
)
def test_answer_that_is_none(verdict, seen, status, body, error, says):
    seen.journal.answers.append(seen.answer(12, status, body, error))

    assert list(verdict().broken()) == [says]


def test_answer_that_shows_the_inside(verdict, seen, resilience):
    seen.journal.answers.append(seen.answer(12, 200, f"<pre>{resilience.asking.TRACE}</pre>"))

    assert list(verdict().broken()) == ["1 pages of errors: / 200 (1)", "1 stack traces: in pages"]


def test_answer_that_takes_long(verdict, seen):
    seen.journal.answers.append(seen.answer(-10, seconds=35))

    assert list(verdict().broken()) == ["an answer took 35 s"]


@pytest.mark.parametrize(
    ("stored", "says"), [(0, "1 applications lost"), (2, "1 applications stored twice")]
)
def test_application_that_is_not_there_once(verdict, seen, stored, says):
    seen.stored["a"] = stored

    assert list(verdict().broken()) == [says]


def test_mail_that_comes_again(verdict, seen):
    seen.sink.messages.append(mail("<2>"))

    assert list(verdict().broken()) == ["1 mails came again"]


def test_watchers_who_are_not_told(verdict, seen, resilience):
    seen.watcher.looks = [resilience.visitors.Look(6.0, True, True, 17)]

    assert list(verdict().broken()) == [
        "/readyz/ did not say so within 5 s",
        "/healthz/ did not answer within 5 s",
    ]


def test_site_that_does_not_come_back(verdict, seen):
    seen.journal.answers.pop()

    assert list(verdict().broken()) == ["no good page afterwards"]


@pytest.mark.parametrize(("last_bad", "seconds"), [(None, 1.1), (19, 1.1), (22, 4.1)])
def test_site_is_back_when_all_pages_are_good(verdict, seen, last_bad, seconds):
    seen.journal.answers.append(seen.answer(24))
    if last_bad:
        seen.journal.answers.append(seen.answer(last_bad, 500))

    assert verdict().back_after == pytest.approx(seconds)


@pytest.mark.django_db
def test_accounts_that_are_right(resilience, seen):
    stored = ApplicationFactory(reference="AAAA-BBBB-CCCC-DDDD")
    queued = queue_one()
    seen.applications = [seen.applicant(stored.name, stored.reference)]
    seen.sink.messages = [mail(queued.message_id), mail(queued.message_id)]

    assert list(resilience.accounts.broken(seen, seen.sink)) == []


@pytest.mark.django_db
def test_accounts_that_are_wrong(resilience, seen):
    first = ApplicationFactory(name="twice", state="awaiting-confirmation")
    ApplicationFactory(name="twice")
    queue_one()
    for _ in range(2):
        Run.objects.create(
            job="clearsessions",
            due_at=datetime(2026, 11, 30, 3, tzinfo=UTC),
            outcome=Outcome.DONE,
            ended_at=timezone.now(),
        )
    unconfirmed = seen.applicant("c", first.reference)
    unconfirmed.confirmed_at = 0.0
    seen.applications = [
        seen.applicant("a", "LOST"),
        seen.applicant("b", ""),
        unconfirmed,
        seen.applicant("d", first.reference),
    ]
    seen.letters = ["lost"]
    seen.sink.messages = [mail("<1>"), mail("<2>")]

    assert list(resilience.accounts.broken(seen, seen.sink)) == [
        "acknowledged and not stored: ['LOST']",
        "stored twice: ['twice']",
        "1 applicants never got through",
        "1 applicants could not confirm their address",
        f"confirmed, and the site does not know it: ['{first.reference}']",
        "1 letters with a file lost or stored twice",
        f"{Mail.objects.count()} mails never went out",
        "2 mails went out of which the database knows nothing",
        "the same mail under several Message-IDs: ('an@example.be', 'Hello') (1)",
        "clearsessions ran 2 times for 2026-11-30",
    ]
