"""The staff's desk: all that can be edited, by area of work."""

import re
from collections import Counter

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.urls import reverse

from bbmri_be import desk

pytestmark = pytest.mark.django_db


def menu_of(page):
    """The areas of the menu beside a page, each with its entries."""
    menu = page[page.index('id="nav-sidebar"') :].partition("</nav>")[0]
    areas = re.findall(r"<summary>([^<]+)</summary>(.*?)</details>", menu, re.DOTALL)
    return {label: re.findall(r"<a [^>]+>([^<]+)</a>", entries) for label, entries in areas}


def test_each_model_stands_in_one_area():
    reverse("admin:index")  # the site map takes models of keys out of the admin
    named = Counter(label for area in desk.AREAS for label in area.models)

    assert set(named.values()) == {1}
    for label in named:
        assert apps.get_model(label) in admin.site._registry, label
    for model in list(admin.site._registry):
        assert desk.area_of(model._meta.label_lower) in desk.AREAS


def test_model_that_no_area_names_stands_with_its_app():
    assert desk.area_of("pages.somethingnew").key == "pages"
    assert desk.area_of("biobanks.finding").key == "quality"


def test_staff_see_what_their_role_lets_them_edit(client):
    reviewer = User.objects.create_user("anna", is_staff=True)
    reviewer.groups.set(Group.objects.filter(name="Reviewers"))
    client.force_login(reviewer)

    home = client.get(reverse("admin:index")).content.decode()
    menu = menu_of(client.get(reverse("admin:membership_application_changelist")).content.decode())

    assert menu == {
        "Applications": [
            "Applications",
            "Canned replies",
            "Criteria",
            "Usual times",
            "Readers of the digest",
        ],
        "Catalogue": ["Biobanks", "Collections", "Networks", "Organisations"],
        "People": ["Sessions"],
    }
    assert re.findall(r'<h2 id="\w+">([^<]+)</h2>', home) == [
        "What waits for you",
        *menu,
    ]


def test_menu_tells_where_one_is(admin_client):
    listed = admin_client.get(reverse("admin:pages_page_changelist")).content.decode()
    form = admin_client.get(reverse("admin:pages_newsitem_add")).content.decode()

    assert 'href="/admin/pages/page/" aria-current="page"' in listed
    assert 'href="/admin/pages/newsitem/" aria-current="true"' in form
    for page in (listed, form):
        assert len(re.findall(r"<details open>\s*<summary>Pages of the node<", page)) == 1
        assert page.count("<details open>") == 1


def test_way_to_a_page_leads_through_its_area(admin_client):
    page = admin_client.get(reverse("admin:biobanks_finding_overview")).content.decode()

    way = page[page.index('class="breadcrumbs"') :].partition("</div>")[0]
    assert re.findall(r'href="([^"]+)"', way) == [
        "/admin/",
        "/admin/#quality",
        "/admin/biobanks/finding/",
    ]


def test_page_of_an_app_shows_its_areas_only(admin_client):
    page = admin_client.get(reverse("admin:app_list", args=["biobanks"])).content.decode()

    assert re.findall(r'<h2 id="(\w+)">', page) == ["catalogue", "quality", "directory", "search"]


def test_desk_speaks_the_language_of_its_address(admin_client):
    page = admin_client.get("/nl/admin/biobanks/biobank/").content.decode()

    assert '<html lang="nl">' in page
    assert 'href="/admin/biobanks/biobank/" lang="en"' in page
