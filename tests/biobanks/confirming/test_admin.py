"""Staff ask and decide in the admin."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from biobanks.confirming import actions
from biobanks.models import Biobank, Collection, Confirmation, Proposal
from tests.biobanks.confirming.conftest import NOW
from tests.biobanks.pages import said
from tests.biobanks.quality.good import good_collection, whole_biobank

pytestmark = pytest.mark.django_db
LIST = "/admin/biobanks/confirmation/"


@pytest.fixture
def curator(client):
    user = User.objects.create_user("curator", is_staff=True)
    user.user_permissions.set(
        Permission.objects.filter(
            codename__in=["view_confirmation", "change_confirmation", "view_biobank",
                          "change_biobank"]
        )
    )  # fmt: skip
    client.force_login(user)
    return user


def test_staff_ask_by_a_button(client, curator, biobank):
    form = client.get(f"/admin/biobanks/biobank/{biobank.pk}/change/").content.decode()
    question = client.get(f"{LIST}ask/{biobank.pk}/").content.decode()
    asked = client.post(f"{LIST}ask/{biobank.pk}/", {"language": "de"})
    twice = client.post(f"{LIST}ask/{biobank.pk}/", {"language": "de"})
    Biobank.objects.update(contact=None)
    nobody = client.post(f"{LIST}ask/{biobank.pk}/", {"language": "de"})

    assert f"{LIST}ask/{biobank.pk}/" in form
    assert "office@biobank.be" in question
    assert said(asked) == ["The letter is on its way."]
    assert "The biobank was asked and has not answered yet." in said(twice)
    assert "The biobank has no contact: choose one first." in said(nobody)
    assert Confirmation.objects.get().language == "de"


def test_staff_decide_field_by_field(client, curator, proposals, confirmation, biobank):
    Biobank.objects.update(city="Antwerp")
    address = f"{LIST}{confirmation.pk}/change/"
    page = client.get(address).content.decode()
    response = client.post(
        address,
        {
            f"proposal-{proposals['name'].pk}": "accept",
            f"now-{proposals['name'].pk}": "Good biobank",
            f"proposal-{proposals['city'].pk}": "accept",
            f"now-{proposals['city'].pk}": "Ghent",  # what stood there before
            f"proposal-{proposals['types'].pk}": "refuse",
        },
    )
    seen = client.post(
        address,
        {f"proposal-{proposals['city'].pk}": "accept", f"now-{proposals['city'].pk}": "Antwerp"},
    )

    assert "Changed since: the biobank saw" in page
    assert sorted(said(response)) == [
        "2 decisions are noted.",
        "Good biobank, Town or city: our entry has changed; look again.",
    ]
    assert "1 decision is noted." in said(seen)
    biobank.refresh_from_db()
    assert (biobank.name, biobank.city) == ("Better biobank", "Bruges")


def test_staff_who_mark_nothing_are_told_so(client, curator, proposals, confirmation):
    client.force_login(curator)

    page = client.post(f"{LIST}{confirmation.pk}/change/", follow=True)

    assert "Nothing was marked." in page.content.decode()
    assert not Proposal.objects.exclude(decision="open").exists()


def test_staff_accept_everything(client, curator, proposals, confirmation, biobank, collection):
    address = f"{LIST}{confirmation.pk}/change/"
    values = {f"now-{row.pk}": "" for row in proposals.values()}

    client.post(address, values | {"all": "accept"})

    collection.refresh_from_db()
    assert collection.types == ["COHORT"]
    assert set(Proposal.objects.values_list("decision", flat=True)) == {"accepted"}
    assert "Do what is marked" not in client.get(address).content.decode()


def test_list_filters_by_where_it_stands(client, curator, proposals, clock, anna):
    other = whole_biobank(
        identifier="bbmri-eric:ID:BE_x", slug="x", name="Other one", famhp_number="BB190007"
    )
    actions.ask(other, by=anna, language="en")

    def shown(standing):
        changelist = client.get(LIST, {"standing": standing}).context["cl"]
        return [(row.biobank.name, row.open_proposals) for row in changelist.result_list]

    early = [shown("decide"), shown("waiting"), shown("silent")]
    later = Confirmation.objects.filter(biobank=other)
    later.update(asked_at=NOW - timedelta(days=61))

    assert early == [[("Good biobank", len(proposals))], [("Other one", 0)], []]
    assert shown("silent") == [("Other one", 0)]


@pytest.mark.parametrize(
    ("permissions", "statuses"),
    [
        (None, [302] * 4),
        ([], [403] * 4),
        (["view_confirmation"], [200, 200, 403, 403]),
        (["view_confirmation", "change_confirmation"], [200, 200, 200, 302]),
    ],
)
def test_access(client, confirmation, biobank, permissions, statuses):
    if permissions is not None:
        user = User.objects.create_user("somebody", is_staff=True)
        user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
        client.force_login(user)

    assert [
        client.get(LIST).status_code,
        client.get(f"{LIST}{confirmation.pk}/change/").status_code,
        client.get(f"{LIST}ask/{biobank.pk}/").status_code,
        client.post(f"{LIST}{confirmation.pk}/change/", {}).status_code,
    ] == statuses


def test_number_of_queries_is_constant(client, curator, biobank, confirmation, path):
    def look():
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
            client.get(LIST)
            client.get(f"{LIST}{confirmation.pk}/change/")
        return len(queries)

    Proposal.objects.create(confirmation=confirmation, field="name", before="a", after="b")
    few = look()
    for number in range(4):
        collection = good_collection(biobank=biobank, slug=f"more-{number}")
        Proposal.objects.create(
            confirmation=confirmation, collection=collection, field="size", before=1, after=2
        )

    assert look() == few
    assert Collection.objects.count() == 5
