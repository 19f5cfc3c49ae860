"""`manage.py migrate` beside a site that runs."""

import threading
import time

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from bbmri_be.management.commands import migrate

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def other():
    """Another connection to the database."""
    other = connection.copy()
    yield other
    other.close()


def test_busy_table_is_left_alone(other, monkeypatch):
    monkeypatch.setattr(migrate, "PATIENCE", "100ms")
    with other.cursor() as cursor:
        other.set_autocommit(False)
        cursor.execute("LOCK TABLE schedule_worker IN ACCESS SHARE MODE")

        with pytest.raises(CommandError) as refused:
            call_command("migrate", "schedule", "zero", verbosity=0)
        other.rollback()
        cursor.execute("SELECT count(*) FROM schedule_worker")

    assert str(refused.value) == (
        "A table is busy: something has held it for four seconds. Nothing of this migration was "
        "done. Run `manage.py migrate` again; what is done stays done."
    )
    call_command("migrate", "--check", verbosity=0)
    assert setting("lock_timeout") == "0"


def test_pooler_is_no_place_to_migrate_by(monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", True)

    with pytest.raises(CommandError) as refused:
        call_command("migrate", verbosity=0)

    assert str(refused.value) == (
        "DATABASE_POOLER is set. Run `manage.py migrate` without it, and with the address of "
        "PostgreSQL itself in DATABASE_URL."
    )


def test_two_hosts_migrate_one_after_the_other(other):
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [migrate.ONE_AT_A_TIME])
        thread = threading.Thread(target=migrate_aside)
        thread.start()
        waited = is_somebody_waiting(other)
        cursor.execute("SELECT pg_advisory_unlock(%s)", [migrate.ONE_AT_A_TIME])
        thread.join(timeout=30)

    assert waited
    assert not thread.is_alive()


def migrate_aside():
    call_command("migrate", verbosity=0)
    connection.close()


def is_somebody_waiting(other):
    """Whether another connection comes to wait for the lock."""
    for _ in range(300):
        with other.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
            if cursor.fetchone():
                return True
        time.sleep(0.1)
    return False


def setting(name):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s)", [name])
        return cursor.fetchone()[0]
