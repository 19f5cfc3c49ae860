"""`manage.py tend_applications`, which runs once a day."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from bbmri_be.outbox.models import Mail
from bbmri_be.rate_limits.models import Bucket
from membership.enums import State
from membership.models import Application
from tests.membership.factories import (
    ApplicationFactory,
    DeclinedApplicationFactory,
    application_in,
)

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture
def references(anna):
    """One application of each kind that something is due with, by what is due."""
    return {
        "reminded": application_in(State.ASKED, anna, created_at=NOW - timedelta(days=8)),
        "lapsed": application_in(State.ASKED, anna, created_at=NOW - timedelta(days=46)),
        "vanished": ApplicationFactory(state=State.AWAITING, created_at=NOW - timedelta(days=8)),
        "forgotten": DeclinedApplicationFactory(
            decided_by=anna,
            decided_at=NOW - timedelta(days=366),
            created_at=NOW - timedelta(days=370),
        ),
    }


def run(*options: str) -> None:
    with time_machine.travel(NOW, tick=False):
        Bucket.objects.create(key="full", full_at=timezone.now())
        Bucket.objects.create(key="in use", full_at=timezone.now() + timedelta(hours=1))
        call_command("tend_applications", *options)


def said(references: dict[str, Application]) -> str:
    return "".join(f"{one.reference} {what}\n" for what, one in references.items())


def test_tend_applications_does_what_is_due_and_says_so(references, capsys):
    run()

    states = dict(Application.objects.values_list("reference", "state"))
    forgotten = Application.objects.get(pk=references["forgotten"].pk)
    assert capsys.readouterr().out == said(references)
    assert states == {
        references["reminded"].reference: State.ASKED,
        references["lapsed"].reference: State.LAPSED,
        references["forgotten"].reference: State.DECLINED,
    }
    assert (forgotten.contact_email, forgotten.personal_data_removed_at) == ("", NOW)
    assert Mail.objects.count() == 2
    assert Bucket.objects.get().key == "in use"


def test_tend_applications_again_has_nothing_to_do(references, capsys):
    run()
    capsys.readouterr()
    Bucket.objects.all().delete()

    run()

    assert capsys.readouterr().out == "Nothing is due.\n"
    assert Mail.objects.count() == 2


def test_tend_applications_dry_run_only_says_so(references, capsys):
    before = list(Application.objects.order_by("pk").values())

    run("--dry-run")

    assert capsys.readouterr().out == said(references)
    assert list(Application.objects.order_by("pk").values()) == before
    assert not Mail.objects.exists()
    assert Bucket.objects.count() == 2


@pytest.mark.django_db
def test_tend_applications_with_nothing_to_do_says_so(capsys):
    ApplicationFactory()

    call_command("tend_applications")

    assert capsys.readouterr().out == "Nothing is due.\n"
