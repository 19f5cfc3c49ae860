from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from bbmri_be.rate_limits.actions import forget_full, take
from bbmri_be.rate_limits.models import Bucket


def take_one(key: str = "192.0.2.7", *, kind: str = "join") -> int:
    return take(kind, key, capacity=3, per_seconds=60)


@pytest.mark.django_db
def test_take_until_the_bucket_is_empty():
    with time_machine.travel("2026-11-22 10:00:00+01:00", tick=False):
        waits = [take_one() for _ in range(5)]

    assert waits == [0, 0, 0, 20, 20]


@pytest.mark.django_db
def test_take_after_the_time_it_named_is_allowed_again():
    with time_machine.travel("2026-11-22 10:00:00+01:00", tick=False) as clock:
        waits = [take_one() for _ in range(4)]
        clock.shift(waits[-1] - 1)
        too_early = take_one()
        clock.shift(1)
        in_time = [take_one(), take_one()]

    assert (too_early, in_time) == (1, [0, 20])


@pytest.mark.django_db
def test_take_when_full_again_gives_the_whole_capacity_and_no_more():
    with time_machine.travel("2026-11-22 10:00:00+01:00", tick=False) as clock:
        take_one()
        clock.shift(timedelta(days=1))
        waits = [take_one() for _ in range(4)]

    assert waits == [0, 0, 0, 20]


@pytest.mark.django_db
def test_take_with_another_key_or_kind_is_another_bucket():
    for _ in range(3):
        take_one()

    assert (take_one("192.0.2.8"), take_one(kind="status")) == (0, 0)
    assert take_one() > 0


@pytest.mark.django_db
def test_bucket_holds_no_address_in_clear(settings):
    take_one("192.0.2.7")
    first = Bucket.objects.get().key
    settings.SECRET_KEY = "another" * 10
    take_one("192.0.2.7")

    assert Bucket.objects.count() == 2
    assert len(first) == 64
    assert "192.0.2.7" not in first


@pytest.mark.django_db
def test_forget_full_deletes_only_full_buckets():
    with time_machine.travel("2026-11-22 10:00:00+01:00", tick=False) as clock:
        take_one("192.0.2.7")
        clock.shift(20)
        take_one("192.0.2.8")

        deleted = forget_full()

        assert deleted == 1
        assert Bucket.objects.get().full_at == timezone.now() + timedelta(seconds=20)


@pytest.mark.django_db(transaction=True)
def test_take_by_many_at_once_gives_exactly_the_capacity():
    def take_in_own_connection(_: int) -> int:
        try:
            return take("join", "192.0.2.7", capacity=5, per_seconds=3600)
        finally:
            connection.close()

    with ThreadPoolExecutor(16) as pool:
        waits = list(pool.map(take_in_own_connection, range(40)))

    assert waits.count(0) == 5


@pytest.mark.django_db
def test_a_clock_that_is_put_back_locks_nobody_out():
    with time_machine.travel("2026-11-22 10:00:00+01:00", tick=False):
        take_one()
    with time_machine.travel("2026-10-01 10:00:00+02:00", tick=False):
        waits = [take_one() for _ in range(4)]

    assert waits == [0, 0, 0, 20]


@pytest.mark.django_db
def test_a_clock_that_is_put_back_an_hour_locks_nobody_out_for_that_hour():
    with time_machine.travel("2026-11-22 10:00:00+01:00", tick=False) as clock:
        for _ in range(2):
            take("join", "192.0.2.7", capacity=5, per_seconds=3600)
        clock.shift(timedelta(hours=-1))
        waits = [take("join", "192.0.2.7", capacity=5, per_seconds=3600) for _ in range(6)]

    assert waits == [0, 0, 0, 0, 0, 720]
