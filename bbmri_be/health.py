"""Whether this process lives, and whether the site does its work."""

from collections.abc import Iterator
from datetime import timedelta

from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from bbmri_be.outbox.models import Mail
from bbmri_be.postgresql.base import in_a_hurry
from bbmri_be.schedule.actions import workers

PATIENCE = 4  # seconds: whoever watches waits for five, mostly
MAIL_LATE = timedelta(minutes=15)  # after its time; one that failed has a later time


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Whether this process answers; asks nothing of the database."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Whether the site does its work; 503 with what keeps it from it, first things first."""
    try:
        with in_a_hurry(PATIENCE):
            trouble = next(troubles(), None)
    except Error:
        trouble = "database does not answer"
    return JsonResponse({"status": trouble or "ok"}, status=503 if trouble else 200)


def troubles() -> Iterator[str]:
    """What keeps the site from its work. Raises Django's `Error` where the database does."""
    if not is_migrated():
        yield "migrations are waiting"
    if not workers().exists():
        yield "no worker"
    if Mail.objects.waiting().filter(send_after__lt=timezone.now() - MAIL_LATE).exists():
        yield "mails are late"


def is_migrated() -> bool:
    """Whether the database has all migrations of this code."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())
