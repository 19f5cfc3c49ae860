"""The first page of the admin: what waits for whoever looks."""

import re

import pytest
from django.contrib.auth.models import Permission, User
from django.urls import reverse
from django.utils import timezone

from bbmri_be.outbox.models import Mail
from biobanks.quality import running
from tests.biobanks.factories import (
    BiobankFactory,
    ChangeFactory,
    FindingFactory,
    SnapshotRunFactory,
)
from tests.biobanks.quality.good import whole_biobank
from tests.membership.factories import ApplicationFactory

pytestmark = pytest.mark.django_db


def test_first_page_tells_what_waits(admin_client):
    whole_biobank(organisation=None, confirmed_on=None)
    BiobankFactory(draft=True)
    running.check_all()
    ApplicationFactory()
    Mail.objects.create(
        to="a@b.be", subject="s", text="t", language="en", message_id="<x@y>",
        failed_at=timezone.now(), last_error="x",
    )  # fmt: skip
    ChangeFactory()
    SnapshotRunFactory(outcome="refused", snapshot=None)
    SnapshotRunFactory()
    SnapshotRunFactory(outcome="refused", snapshot=None)

    waiting = numbers(admin_client.get(reverse("admin:index")).content.decode())

    assert waiting.pop("Errors in entries") > 0
    assert {
        "Biobanks: not confirmed for a year": 1,
        "Biobanks: drafts": 1,
        "Applications, our turn": 1,
        "Mails that could not be sent": 1,
        "Differences from the Directory to decide on": 1,
        "Snapshots for the Directory refused since the last good one": 1,
    }.items() <= waiting.items()
    assert "of these yours" not in waiting  # there are none


def numbers(page):
    """What waits, with how much of it."""
    found = re.findall(r">([^<]+) <strong>(\d+)</strong>", page)
    return {label: int(number) for label, number in found}


def test_first_page_tells_of_nothing_that_one_may_not_see(client):
    reader = User.objects.create_user("reader", is_staff=True)
    reader.user_permissions.set(Permission.objects.filter(codename="view_biobank"))
    client.force_login(reader)
    ApplicationFactory()
    BiobankFactory(draft=True)
    FindingFactory(severity="error")

    assert "Nothing: all is done." in client.get(reverse("admin:index")).content.decode()


def test_whoever_may_see_nothing_yet_is_told_whom_to_ask(client):
    client.force_login(User.objects.create_user("newcomer", is_staff=True))

    page = client.get(reverse("admin:index")).content.decode()

    assert "You may not see anything here yet: ask an administrator for a role." in page
    assert "Nothing: all is done." not in page
