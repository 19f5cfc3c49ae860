from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from bbmri_be.rate_limits.models import Bucket
from tests.membership.factories import DeclinedApplicationFactory


@pytest.fixture
def old_refusal(anna):
    return DeclinedApplicationFactory(
        decided_by=anna, decided_at=timezone.now() - timedelta(days=366)
    )


@pytest.fixture
def full_bucket(db):
    return Bucket.objects.create(key="x", full_at=timezone.now())


def test_forget_applications(old_refusal, full_bucket, capsys):
    call_command("forget_applications")

    old_refusal.refresh_from_db()
    assert capsys.readouterr().out == (
        f"{old_refusal.reference}\nPersonal data removed from 1 applications.\n"
    )
    assert old_refusal.contact_email == ""
    assert not Bucket.objects.exists()


def test_forget_applications_dry_run(old_refusal, full_bucket, capsys):
    call_command("forget_applications", "--dry-run")

    old_refusal.refresh_from_db()
    assert capsys.readouterr().out == (
        f"{old_refusal.reference}\nPersonal data would be removed from 1 applications.\n"
    )
    assert old_refusal.contact_email == "piet@example.be"
    assert Bucket.objects.exists()
