"""The staff's guide in the admin."""

import re

import pytest
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import User
from django.contrib.staticfiles import finders
from django.urls import reverse

from bbmri_be import guide

pytestmark = pytest.mark.django_db


def test_guide_has_a_part_for_each_model_of_the_admin():
    reverse("admin:index")
    parts = set(re.findall(r'<h[23] id="([^"]+)"', guide.contents()))

    for model in list(admin.site._registry):
        anchor = guide.address(model._meta).partition("#")[2]
        assert anchor in parts, model
    assert set(guide.PARTS.values()) <= parts


def test_guide_is_for_staff(client, admin_client):
    page = admin_client.get("/admin/guide/").content.decode()
    client.force_login(User.objects.create_user("reader"))

    assert "Ask a biobank whether its entry is right" in page
    assert ".md" not in page
    assert client.get("/admin/guide/").url.startswith("/admin/login/")


def test_each_page_of_the_admin_links_to_its_part(admin_client):
    for path, part in (
        ("/admin/", '/admin/guide/"'),
        ("/admin/biobanks/finding/", "#tell-a-biobank-what-could-be-better"),
        ("/admin/membership/application/", "#the-queue"),
        ("/nl/admin/pages/page/", "/nl/admin/guide/#editors-of-pages"),
    ):
        assert part in admin_client.get(path).content.decode()


def test_links_lead_to_the_desk_of_the_readers_language(admin_client):
    page = admin_client.get("/nl/admin/guide/").content.decode()

    assert '<a href="/nl/admin/design/">design system</a>' in page


def test_each_picture_is_there_and_is_told_in_words(admin_client):
    page = admin_client.get("/admin/guide/").content.decode()

    pictures = re.findall(
        r'<img alt="([^"]+)" src="/static/(guide/[a-z]+\.jpg)" width="\d+" height="\d+"', page
    )
    assert len(pictures) == page.count("<img ") - page.count('<img src="/static/img/')
    assert all(finders.find(path) for _text, path in pictures)
    taken = {f"guide/{path.name}" for path in (settings.BASE_DIR / "static" / "guide").iterdir()}
    assert {path for _text, path in pictures} == taken
