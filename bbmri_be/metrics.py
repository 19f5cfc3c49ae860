"""Figures for Prometheus, at `/metrics/`, for whoever has the token.

Each process of gunicorn counts its requests into files of a folder (`bbmri_be/gunicorn.py`), and
puts all of them together when it is asked. What the database knows is asked when it is told.
"""

import os
from collections.abc import Iterator

from django.conf import settings
from django.db import Error, connection
from django.db.models import Count, Max, Min
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from bbmri_be.outbox.models import Mail
from bbmri_be.schedule.actions import workers
from bbmri_be.schedule.models import Outcome, Run

METHODS = {"GET", "HEAD", "OPTIONS", "POST"}  # that the site answers
ALONE = CollectorRegistry()  # of a process that shares no folder with others
REQUESTS = Counter(
    "bbmri_requests",
    "Requests that were answered",
    ["method", "route", "status"],
    registry=ALONE,
)
SECONDS = Histogram(
    "bbmri_request_seconds",
    "How long an answer took",
    ["route"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    registry=ALONE,
)


def note(method: str, route: str, status: int, seconds: float) -> None:
    """Count a request; by methods that somebody made up nobody fills our memory."""
    if settings.METRICS_TOKEN:
        method = method if method in METHODS else "other"
        REQUESTS.labels(method, route, status).inc()
        SECONDS.labels(route).observe(seconds)


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """All figures. 404 without the token: whoever has none learns nothing, not even that."""
    wanted = f"Bearer {settings.METRICS_TOKEN}"
    if not settings.METRICS_TOKEN or not constant_time_compare(
        request.headers.get("Authorization", ""), wanted
    ):
        raise Http404
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        requests = CollectorRegistry()
        MultiProcessCollector(requests)  # type: ignore[no-untyped-call]
    else:
        requests = ALONE
    site = CollectorRegistry()
    site.register(OfTheDatabase())
    figures = generate_latest(requests) + generate_latest(site)
    return HttpResponse(figures, content_type=CONTENT_TYPE_LATEST)


class OfTheDatabase(Collector):
    """What the database knows of the site's work."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """The figures; where the database does not answer, only that."""
        try:
            figures = [*mails(), *jobs(), *sizes()]
            is_there = 1
        except Error:
            figures, is_there = [], 0
        yield gauge("bbmri_database_up", "1 where the database answers", is_there)
        yield from figures


def mails() -> Iterator[GaugeMetricFamily]:
    """The queue of mails."""
    now = timezone.now()
    due = Mail.objects.due().order_by().aggregate(number=Count("pk"), oldest=Min("send_after"))
    late = (now - due["oldest"]).total_seconds() if due["oldest"] else 0
    yield gauge("bbmri_mails_due", "Mails whose time has come", due["number"])
    yield gauge("bbmri_mails_late_seconds", "How long the oldest of them waits", late)
    yield gauge("bbmri_mails_failed", "Mails given up", Mail.objects.failed().count())


def jobs() -> Iterator[GaugeMetricFamily]:
    """Regular work, and who does it."""
    yield gauge("bbmri_workers", "Workers that live", workers().count())
    done = GaugeMetricFamily(
        "bbmri_job_done_timestamp_seconds", "When a job was last done", labels=["job"]
    )
    last = Run.objects.filter(outcome=Outcome.DONE).order_by().values_list("job")
    for job, moment in last.annotate(Max("ended_at")):
        done.add_metric([job], moment.timestamp())
    yield done
    yield gauge(
        "bbmri_jobs_failed", "Jobs whose last run failed", Run.objects.failed_last().count()
    )
    yield gauge("bbmri_jobs_late", "Jobs that nobody does", Run.objects.late().count())


def sizes() -> Iterator[GaugeMetricFamily]:
    """The disk that fills."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        [size] = cursor.fetchone()
    yield gauge("bbmri_database_bytes", "Size of the database", size)


def gauge(name: str, says: str, value: float) -> GaugeMetricFamily:
    """A figure without labels."""
    return GaugeMetricFamily(name, says, value=value)
