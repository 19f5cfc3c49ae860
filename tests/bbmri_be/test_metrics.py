"""Figures for whoever watches the site."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from bbmri_be import gunicorn
from bbmri_be.outbox.models import Mail
from bbmri_be.schedule import actions
from bbmri_be.schedule.models import Run
from tests.bbmri_be.outbox.mails import queue_one

TOKEN = "t" * 32


@pytest.fixture(autouse=True)
def _token(settings):
    settings.METRICS_TOKEN = TOKEN


def figures(client):
    """What is told: values by name and labels."""
    response = client.get("/metrics/", headers={"Authorization": f"Bearer {TOKEN}"})
    assert response.status_code == 200
    return {
        (sample.name, *sorted(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(response.content.decode())
        for sample in family.samples
    }


@pytest.mark.parametrize("header", [None, "", TOKEN, "Bearer wrong", f"Bearer {TOKEN}é"])
@pytest.mark.django_db
def test_without_the_token_there_is_nothing(client, header):
    headers = {} if header is None else {"Authorization": header}

    assert client.get("/metrics/", headers=headers).status_code == 404


@pytest.mark.django_db
def test_where_no_token_is_set_there_is_nothing(client, settings):
    settings.METRICS_TOKEN = ""

    assert client.get("/metrics/", headers={"Authorization": "Bearer "}).status_code == 404


@pytest.mark.django_db
def test_requests_are_counted_by_route(client):
    before = figures(client)
    for path in ("/figures/", "/figures/", "/no-such-page/"):
        client.get(path)

    after = figures(client)
    key = ("bbmri_requests_total", "/figures/", "200", "GET")
    lost = ("bbmri_requests_total", "-", "404", "GET")
    count = ("bbmri_request_seconds_count", "/figures/")
    gained = [after[one] - before.get(one, 0) for one in (key, lost, count)]
    assert gained == [2, 1, 2]


@pytest.mark.django_db
def test_methods_that_somebody_made_up_are_one(client):
    for method in ("AAAA1", "AAAA2", "AAAA3"):
        client.generic(method, "/no-such-page/")

    after = figures(client)
    methods = {key[-1] for key in after if key[0] == "bbmri_requests_total"}
    assert "other" in methods
    assert methods <= {"GET", "HEAD", "OPTIONS", "POST", "other"}


@pytest.mark.django_db
def test_what_the_database_knows(client):
    actions.be_seen("here:1")
    actions.plan()
    Run.objects.filter(job="clearsessions").update(due_at=timezone.now())
    actions.end(actions.take_next(), is_done=True, said="")
    Run.objects.filter(job="check_pages").update(due_at=timezone.now() - timedelta(hours=2))
    queue_one(send_after=timezone.now() - timedelta(minutes=10))
    queue_one(send_after=timezone.now() + timedelta(minutes=10))
    failed = queue_one()
    Mail.objects.filter(pk=failed.pk).update(failed_at=timezone.now(), last_error="SMTPException")

    told = figures(client)

    names = ["database_up", "mails_due", "mails_failed", "workers", "jobs_failed", "jobs_late"]
    assert {name: told[f"bbmri_{name}",] for name in names} == {
        "database_up": 1,
        "mails_due": 1,
        "mails_failed": 1,
        "workers": 1,
        "jobs_failed": 0,
        "jobs_late": 1,
    }
    assert 600 <= told["bbmri_mails_late_seconds",] < 630
    done = told["bbmri_job_done_timestamp_seconds", "clearsessions"]
    assert abs(done - timezone.now().timestamp()) < 60
    assert told["bbmri_database_bytes",] > 1_000_000


@pytest.mark.django_db
def test_without_database_only_that_is_told(client, monkeypatch):
    def refuse():
        raise OperationalError("refused")

    with monkeypatch.context() as context:
        context.setattr(connection, "cursor", refuse)
        told = figures(client)

    assert told["bbmri_database_up",] == 0
    assert ("bbmri_mails_due",) not in told


def test_start_removes_what_killed_servers_left(monkeypatch, tmp_path):
    ended = subprocess.Popen([sys.executable, "--version"], stdout=subprocess.DEVNULL)
    ended.wait()
    own, others, left = [
        tmp_path / f"bbmri-be-figures-{process}" for process in (os.getpid(), 1, ended.pid)
    ]
    others.mkdir()
    left.mkdir()
    monkeypatch.setattr(gunicorn, "figures", own)
    monkeypatch.setattr(gunicorn, "is_counted", True)

    gunicorn.on_starting(None)

    assert {path.name for path in tmp_path.iterdir()} == {own.name, others.name}
