"""The desk looks as the site does: what both style sheets name, they name with the same value."""

import re

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from bbmri_be import stylesheet

SITE, DESK = stylesheet.source("site.css"), stylesheet.source("admin.css")
# What the desk needs to show; the site has some more.
NEEDED = {
    "paper", "surface", "ink", "ink-soft", "line", "line-strong", "accent", "accent-strong",
    "accent-soft", "on-accent", "bad", "bad-soft", "good", "good-soft", "warn", "warn-soft",
    "serif", "sans", "radius",
}  # fmt: skip


def test_tokens_are_those_of_the_site():
    site, desk = stylesheet.tokens(SITE), stylesheet.tokens(DESK)

    assert site.keys() & desk.keys() >= NEEDED
    for name in site.keys() & desk.keys():
        assert desk[name] == site[name]


def test_desk_writes_no_colour_but_in_a_token():
    """Else it would not turn dark with the rest. What a camera reads is dark on light always."""
    rules = [
        (rule.selector, name, value)
        for rule in stylesheet.rules(DESK)
        for name, value in rule.declarations
        if not name.startswith("--") and re.search(r"#[0-9a-f]{3,6}\b", value)
    ]

    assert rules == [(".qr", "background", "#fff")]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_are_seen_on_what_they_stand_on(scheme):
    colours = {
        name: getattr(token, scheme)
        for name, token in stylesheet.tokens(DESK).items()
        if token.is_colour
    }
    grounds = ("paper", "surface", "accent-soft")
    pairs = [
        *((ink, ground) for ink in ("ink", "ink-soft", "accent") for ground in grounds),
        *((name, f"{name}-soft") for name in ("bad", "good", "warn")),
        *(("ink", f"{name}-soft") for name in ("bad", "good", "warn")),
        ("on-accent", "accent"),
        ("on-accent", "accent-strong"),
        ("on-accent", "bad"),
    ]

    for ink, ground in pairs:
        assert stylesheet.contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground)
    for ground in grounds[:2]:  # borders of fields
        assert stylesheet.contrast(colours["line-strong"], colours[ground]) >= 3


@pytest.mark.django_db
def test_our_style_sheet_comes_last_on_each_page(client):
    client.force_login(User.objects.create_superuser("anna"))
    for path in (
        reverse("admin:index"),
        reverse("admin:biobanks_biobank_changelist"),
        reverse("admin:biobanks_biobank_add"),
        reverse("admin:login") + "?next=/admin/guide/",
        "/admin/guide/",
    ):
        page = client.get(path, follow=True).content.decode()
        sheets = re.findall(r'<link[^>]+href="([^"]+\.css)"', page)
        assert sheets[-1] == "/static/css/admin.css", path
        assert "<style" not in page
        assert " style=" not in page
        assert not re.search(r"<script(?![^>]*\bsrc=)", page)
