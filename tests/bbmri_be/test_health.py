"""What watchers of the site are told."""

from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.db.models.functions import Now
from django.utils import timezone

from bbmri_be import health
from bbmri_be.outbox.models import Mail
from bbmri_be.schedule import actions
from bbmri_be.schedule.models import Worker
from tests.bbmri_be.outbox.mails import queue_one


@pytest.fixture
def at_work(db):
    """A worker that lives."""
    actions.be_seen("here:1")


def told(client):
    response = client.get("/readyz/", headers={"host": "10.0.0.7"})
    return response.status_code, response.json()["status"]


@pytest.mark.parametrize("path", ["/healthz/", "/readyz/", "/metrics/"])
@pytest.mark.django_db
def test_watchers_get_no_page_that_could_do_harm(client, settings, path):
    settings.METRICS_TOKEN = "m" * 32
    response = client.get(path, headers={"Authorization": f"Bearer {settings.METRICS_TOKEN}"})

    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"


def test_healthz_asks_no_database_and_no_host(client):
    response = client.get("/healthz/", headers={"host": "10.0.0.7"})

    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert "no-store" in response["Cache-Control"]


@pytest.mark.usefixtures("at_work")
def test_ready(client):
    queue_one(send_after=timezone.now() + timedelta(days=1))

    assert told(client) == (200, "ok")


@pytest.mark.usefixtures("at_work")
def test_without_database(client, monkeypatch):
    def refuse():
        raise OperationalError("refused")

    with monkeypatch.context() as context:
        context.setattr(connection, "cursor", refuse)
        answer = told(client)

    assert answer == (503, "database does not answer")


@pytest.mark.usefixtures("at_work")
def test_with_waiting_migrations(client):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")

    assert told(client) == (503, "migrations are waiting")


@pytest.mark.usefixtures("at_work")
def test_worker_that_is_silent_or_has_ended(client):
    Worker.objects.update(seen_at=Now() - actions.SILENCE - timedelta(seconds=1))
    silent = told(client)
    actions.be_seen("here:1")
    lives = told(client)
    actions.be_gone("here:1")

    assert (silent, lives, told(client)) == ((503, "no worker"), (200, "ok"), (503, "no worker"))


@pytest.mark.usefixtures("at_work")
def test_mails_that_nobody_sends(client):
    queue_one()
    fresh = told(client)
    Mail.objects.update(send_after=timezone.now() - health.MAIL_LATE - timedelta(seconds=1))

    assert (fresh, told(client)) == ((200, "ok"), (503, "mails are late"))
