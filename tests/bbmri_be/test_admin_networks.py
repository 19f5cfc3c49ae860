"""The desk opens from some networks alone, and at another address, where the settings say so."""

import subprocess
import sys
from ipaddress import ip_network

import pytest
from django.conf import settings as project

from tests.databases import production

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("192.0.2.7", 302),
        ("::ffff:192.0.2.7", 302),
        ("2001:db8::1", 302),
        ("198.51.100.1", 404),
        ("", 404),
    ],
)
@pytest.mark.parametrize("page", ["/admin/", "/admin/login/", "/nl/admin/guide/"])
def test_desk_is_there_for_some_networks(client, settings, address, status, page):
    settings.ADMIN_NETWORKS = [ip_network("192.0.2.0/24"), ip_network("2001:db8::/32")]

    answer = client.get(page, REMOTE_ADDR=address)

    assert (answer.status_code == 404) == (status == 404)
    assert client.get("/catalogue/", REMOTE_ADDR=address).status_code == 200


def test_desk_is_there_for_all_where_none_is_named(client):
    assert client.get("/admin/", REMOTE_ADDR="198.51.100.1").status_code == 302


def test_desk_can_be_moved():
    script = "from django.urls import reverse; print(reverse('admin:index'), reverse('guide'))"
    environment = production("none") | {"ADMIN_PATH": "/desk/of-staff/"}

    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "--command", script],
        cwd=project.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout == "/desk/of-staff/ /desk/of-staff/guide/\n"
