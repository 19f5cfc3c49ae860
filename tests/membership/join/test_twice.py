"""The interest form sent twice, or by many at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client

from membership.models import Application
from tests.membership.factories import POSTED
from tests.membership.join.forms import JOIN, another, posted, rows
from tests.membership.pages import Page, as_lists


@pytest.mark.django_db
def test_join_sent_twice_is_one_application(client):
    answers = posted()

    first, second = client.post(JOIN, answers), client.post(JOIN, answers)

    assert first.status_code == 302
    assert second["Location"] == first["Location"]
    assert rows() == (1, 0, 1)


@pytest.mark.django_db
def test_join_sent_twice_counts_once(client):
    answers = posted()
    for _ in range(30):
        client.post(JOIN, answers)

    statuses = [client.post(JOIN, another(number)).status_code for number in range(10)]

    assert statuses == [302] * 9 + [429]


@pytest.mark.django_db
def test_join_sent_again_from_a_page_that_was_loaded_anew_is_the_same_application(client):
    first = client.post(JOIN, posted())

    again = client.post(JOIN, posted())

    assert (again.status_code, again["Location"]) == (302, first["Location"])
    assert rows() == (1, 0, 1)


@pytest.mark.django_db
def test_join_sent_again_after_days_is_another_application(client):
    with time_machine.travel("2026-11-22 10:00+01:00", tick=False) as clock:
        first = client.post(JOIN, posted())
        clock.shift(timedelta(days=1, seconds=1))
        again = client.post(JOIN, posted())

    assert again["Location"] != first["Location"]
    assert rows() == (2, 0, 2)


@pytest.mark.django_db
def test_join_sent_again_with_other_answers_tells_and_may_be_sent_as_another(client):
    answers = posted()
    client.post(JOIN, answers)

    response = client.post(JOIN, answers | {"name": "Second Biobank"})

    page = Page(response)
    assert response.status_code == 200
    assert page.says_error
    assert Application.objects.get().reference in page.html
    assert page.typed() == as_lists(POSTED | {"name": "Second Biobank"})
    assert page.fields["stamp"] != [answers["stamp"]]
    assert rows() == (1, 0, 1)


@pytest.mark.django_db(transaction=True)
def test_join_sent_by_fifty_at_once_is_one_application():
    answers = posted()

    def send(_: int) -> tuple[int, str]:
        try:
            response = Client().post(JOIN, answers)
        finally:
            connection.close()
        return response.status_code, response.headers.get("Location", "")

    with ThreadPoolExecutor(50) as pool:
        results = set(pool.map(send, range(50)))

    application = Application.objects.get()
    assert results == {(302, f"/join/received/{application.reference}/")}
    assert rows() == (1, 0, 1)


@pytest.mark.django_db(transaction=True)
def test_join_sent_by_different_visitors_at_once_stores_all():
    def send(number: int) -> int:
        try:
            response = Client(REMOTE_ADDR=f"192.0.2.{number}").post(JOIN, another(number))
        finally:
            connection.close()
        return response.status_code

    with ThreadPoolExecutor(20) as pool:
        results = list(pool.map(send, range(20)))

    assert results == [302] * 20
    assert rows() == (20, 0, 20)
