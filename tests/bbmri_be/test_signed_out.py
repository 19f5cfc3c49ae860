"""A form of the desk that is sent by somebody who is signed in no more."""

import re
from html import unescape

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.biobanks.factories import NetworkFactory

pytestmark = pytest.mark.django_db

KEPT = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
PASSWORD = "correct horse battery"


@pytest.fixture
def anna(client):
    user = User.objects.create_superuser("anna", password=PASSWORD)
    client.force_login(user)
    return user


@pytest.mark.parametrize("way", ["signed out in another tab", "ended by somebody"])
def test_what_was_typed_stays_until_it_is_saved(client, anna, way):
    network = NetworkFactory()
    address = f"/admin/biobanks/network/{network.pk}/change/"
    client.get(address)
    typed = {"name": "A “new” name", "identifier": network.identifier}
    if way == "ended by somebody":
        client.session.delete()
    else:
        client.post("/admin/logout/")

    for _ in range(2):  # the button is pressed too soon, too
        page = client.post(address, typed)

        assert page.status_code == 403
        assert "You were signed out" in page.content.decode()
        kept = {name: unescape(value) for name, value in KEPT.findall(page.content.decode())}
        assert {name: kept[name] for name in typed} == typed


def test_stranger_who_had_no_form_is_sent_to_the_sign_in():
    answer = Client().post("/admin/biobanks/network/1/change/", {"name": "A name"})

    assert answer.url.startswith("/admin/login/")
