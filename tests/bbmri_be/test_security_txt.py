"""Whom to tell of a hole in the site."""

from datetime import UTC, datetime, timedelta

import time_machine

NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)


def test_file_names_contact_and_languages_and_holds_for_less_than_a_year(client, settings):
    settings.SITE_URL = "https://www.bbmri.be"
    settings.SECURITY_CONTACT = "mailto:security@example.be"
    settings.ALLOWED_HOSTS = ["*"]

    with time_machine.travel(NOW, tick=False):
        response = client.get("/.well-known/security.txt", headers={"host": "evil.example"})

    assert response["Content-Type"] == "text/plain; charset=utf-8"
    fields = dict(line.split(": ", 1) for line in response.content.decode().splitlines())
    expires = datetime.fromisoformat(fields.pop("Expires"))
    assert timedelta(days=30) < expires - NOW < timedelta(days=365)
    assert fields == {
        "Contact": "mailto:security@example.be",
        "Preferred-Languages": "en, nl, fr, de",
        "Canonical": "https://www.bbmri.be/.well-known/security.txt",
    }
