from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.signing import Signer

from membership.stamp import new_stamp, read_stamp

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def test_read_stamp_gives_back_what_was_stamped():
    with time_machine.travel(NOW, tick=False):
        stamp = new_stamp()

        assert read_stamp(str(stamp)) == stamp
        assert stamp.made_at == NOW


def test_new_stamp_has_a_token_of_its_own():
    assert new_stamp().token != new_stamp().token


@pytest.mark.parametrize(("seconds", "too_young"), [(0, True), (2.9, True), (3, False), (9, False)])
def test_stamp_is_too_young_for_three_seconds(seconds, too_young):
    with time_machine.travel(NOW, tick=False) as clock:
        stamp = new_stamp()
        clock.shift(seconds)

        assert stamp.is_too_young is too_young


def test_read_stamp_older_than_a_day_is_none():
    with time_machine.travel(NOW, tick=False) as clock:
        text = str(new_stamp())
        clock.shift(timedelta(days=1))
        in_time = read_stamp(text)
        clock.shift(1)

        assert in_time is not None
        assert read_stamp(text) is None


def test_read_stamp_of_a_clock_that_was_put_back_since_is_none():
    with time_machine.travel(NOW, tick=False) as clock:
        text = str(new_stamp())
        clock.shift(-3)
        of_another_host = read_stamp(text)
        clock.shift(-1)

        assert of_another_host is not None
        assert read_stamp(text) is None


@pytest.mark.parametrize("text", ["", "nonsense", "a:b:c", "\x00", "é:🧬:", "x" * 100_000])
def test_read_stamp_that_is_not_ours_is_none(text):
    assert read_stamp(text) is None


def test_read_stamp_signed_for_something_else_is_none():
    text = Signer(salt="another").sign_object(["0" * 32, 4_000_000_000])

    assert read_stamp(text) is None
