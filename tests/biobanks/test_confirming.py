"""Biobanks keep their entry true: asked, answering, proposing; staff deciding; time passing."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.contrib.messages import get_messages
from django.core import signing
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bbmri_be.logs import without_tokens
from bbmri_be.outbox.models import Mail
from biobanks.confirming import actions, letters
from biobanks.confirming.forms import ProposalForms
from biobanks.enums import Answer, Decision
from biobanks.models import Biobank, Collection, Confirmation, Proposal
from tests.biobanks.quality.good import good_collection, whole_biobank
from tests.tongues import lies

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 29, 10, 0, tzinfo=UTC)
TODAY = date(2026, 11, 29)


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def anna():
    return User.objects.create_user("anna")


@pytest.fixture
def biobank(clock):
    biobank = whole_biobank(confirmed_on=None)
    biobank.collections.update(confirmed_on=None)
    return biobank


@pytest.fixture
def collection(biobank):
    return biobank.collections.get()


@pytest.fixture
def confirmation(biobank, anna):
    return actions.ask(biobank, by=anna, language="en")


@pytest.fixture
def path(confirmation):
    return f"/confirm/{letters.token_of(confirmation)}/"


def form_values(biobank, **changes):
    """What a browser sends back of the form, with some answers changed."""
    values = {}
    forms = ProposalForms(biobank)
    for form in forms.forms:
        for bound in form:
            value = bound.value()
            if isinstance(value, bool):
                value = str(value).lower()
            if value is not None:
                values[bound.html_name] = value
    return values | changes


# Asking


def test_biobank_is_asked_by_a_letter_with_a_link(biobank, anna):
    confirmation = actions.ask(biobank, by=anna, language="nl")

    mail = Mail.objects.get()
    assert (confirmation.asked_at, confirmation.asked_by, confirmation.language) == (
        NOW, anna, "nl",
    )  # fmt: skip
    assert (mail.to, mail.language) == ("office@biobank.be", "nl")
    assert f"/nl/confirm/{letters.token_of(confirmation)}/" in mail.text
    assert mail.cause == f"confirmation {confirmation.pk}: asked"


@pytest.mark.parametrize("language", ["nl", "fr", "de"])
def test_letters_have_no_english_left(biobank, anna, language):
    english = set()
    for code in ("en", language):
        confirmation = actions.ask(biobank, by=anna, language=code)
        asked, reminded = Mail.objects.latest("pk"), letters.remind(confirmation)
        Confirmation.objects.all().delete()
        own = [line for mail in (asked, reminded) for line in mail.text.splitlines() if line]
        english = english or {line for line in own if not line.startswith("http")}

    assert [*lies(asked.html), *lies(reminded.html)] == []
    assert english.isdisjoint(own)


def test_biobank_is_not_asked_twice_nor_without_a_contact(biobank, confirmation, anna):
    with pytest.raises(actions.AlreadyAsked):
        actions.ask(biobank, by=anna, language="nl")
    Confirmation.objects.all().delete()
    Biobank.objects.update(contact=None)
    with pytest.raises(actions.NoContact):
        actions.ask(biobank, by=anna, language="nl")

    assert Mail.objects.count() == 1


# Answering


def test_reading_the_page_changes_nothing(client, biobank, confirmation, path):
    for _ in range(2):
        response = client.get(path)

    page = response.content.decode()
    confirmation.refresh_from_db()
    assert response.status_code == 200
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert "no-store" in response.headers["Cache-Control"]
    assert "Keeps samples of many people." in page
    assert "Good collection" in page
    assert "DNA" in page
    assert confirmation.answered_at is None


def test_one_button_says_that_all_is_correct(client, biobank, collection, confirmation, path):
    draft = good_collection(biobank=biobank, slug="draft", draft=True, confirmed_on=None)

    client.post(path)
    page = client.get(path).content.decode()
    client.post(path)

    confirmation.refresh_from_db()
    for row in (biobank, collection, draft):
        row.refresh_from_db()
    assert (confirmation.answer, confirmation.answered_at) == (Answer.CORRECT, NOW)
    assert (biobank.confirmed_on, collection.confirmed_on, draft.confirmed_on) == (
        TODAY, TODAY, None,
    )  # fmt: skip
    assert "Thank you: all is correct" in page
    assert "29 November 2026" in page


def test_confirmed_day_stands_on_the_public_page(client, biobank, path):
    client.post(path)

    assert "29 November 2026" in client.get(biobank.get_absolute_url()).content.decode()


def test_changes_become_proposals_and_the_entry_stays(client, biobank, collection, path, settings):
    settings.STAFF_EMAILS = ["staff@bbmri.be"]
    prefix = f"collection-{collection.pk}"
    values = form_values(
        biobank,
        **{
            "biobank-name": "Better biobank",
            "biobank-collaboration_non_profit": "false",
            f"{prefix}-materials": ["SERUM", "DNA"],
            f"{prefix}-size": "20000",
            "message": "We also have <b>glioma</b>.",
        },
    )

    response = client.post(f"{path}changes/", values)
    page = client.get(path).content.decode()

    assert response.status_code == 302
    assert [
        (row.collection_id, row.field, row.before, row.after)
        for row in Proposal.objects.order_by("pk")
    ] == [
        (None, "name", "Good biobank", "Better biobank"),
        (None, "collaboration_non_profit", True, False),
        (collection.pk, "materials", ["DNA"], ["SERUM", "DNA"]),
        (collection.pk, "size", 1200, 20000),
    ]
    biobank.refresh_from_db()
    assert (biobank.name, biobank.confirmed_on) == ("Good biobank", None)
    assert "Thank you: we look at your changes" in page
    assert "Serum, DNA" in page
    assert "We also have &lt;b&gt;glioma&lt;/b&gt;." in page
    mail = Mail.objects.get(to="staff@bbmri.be")
    assert "Good biobank proposes changes" in mail.subject


def test_form_as_it_stands_proposes_nothing(client, biobank, confirmation, path):
    response = client.post(f"{path}changes/", form_values(biobank))

    confirmation.refresh_from_db()
    assert "Nothing was changed" in response.content.decode()
    assert confirmation.answered_at is None
    assert not Proposal.objects.exists()


def test_wrong_input_is_told_and_nothing_is_lost(client, biobank, collection, path):
    values = form_values(
        biobank,
        **{
            "biobank-name": "",
            "biobank-website": "no address",
            "biobank-famhp_number": "B19",
            f"collection-{collection.pk}-age_low": "99",
            "biobank-city": "Bruges & more",
            "message": "x" * 4001,
        },
    )

    response = client.post(f"{path}changes/", values)

    page = response.content.decode()
    assert response.status_code == 422
    assert page.count('<li><a href="#id_') == 5
    assert "Bruges &amp; more" in page
    assert "The lowest age is above the highest." in page
    assert not Proposal.objects.exists()


def test_expired_form_comes_back_with_what_was_typed(biobank, confirmation, path):
    client = Client(enforce_csrf_checks=True)

    response = client.post(f"{path}changes/", form_values(biobank, **{"biobank-city": "Bruges"}))

    page = response.content.decode()
    assert response.status_code == 403
    assert "Not sent yet: please send it once more" in page
    assert 'value="Bruges"' in page


def test_answered_question_takes_no_second_answer(client, biobank, confirmation, path):
    client.post(path)

    changed = form_values(biobank, **{"biobank-name": "Other"})
    response = client.post(f"{path}changes/", changed)
    with pytest.raises(actions.AlreadyAnswered):
        actions.propose(confirmation, changes={}, message="Late.")
    with pytest.raises(actions.NothingProposed):
        actions.propose(confirmation, changes={biobank: {}}, message="")

    assert response.url == path
    assert client.get(f"{path}changes/").status_code == 302
    assert not Proposal.objects.exists()


def test_link_cannot_be_made_up(client, confirmation, path):
    other = signing.dumps(confirmation.pk, salt="another")
    gone = signing.dumps(999_999, salt=letters.SALT)

    for token in ("x", other, gone):
        assert client.get(f"/confirm/{token}/").status_code == 404
        assert client.post(f"/confirm/{token}/changes/").status_code == 404
    assert without_tokens(path) == "/confirm/…/"


def test_pages_are_in_each_language(client, path):
    for prefix in ("/nl", "/fr", "/de"):
        page = client.get(f"{prefix}{path}").content.decode()
        form = client.get(f"{prefix}{path}changes/").content.decode()
        assert "Is your entry right?" not in page
        assert "Propose changes to your entry" not in form
        assert "Description, English" not in page + form
        assert re.search(rf'<html lang="{prefix[1:]}"', form)
        assert [*lies(page), *lies(form)] == []


# Deciding


@pytest.fixture
def proposals(biobank, collection, confirmation):
    actions.propose(
        confirmation,
        changes={
            biobank: {"name": ("Good biobank", "Better biobank"), "city": ("Ghent", "Bruges")},
            collection: {"size": (1200, 20_000), "types": (["DISEASE_SPECIFIC"], ["COHORT"])},
        },
        message="",
    )
    return {row.field: row for row in Proposal.objects.all()}


def test_accepted_field_is_taken_alone(proposals, biobank, anna):
    actions.accept([proposals["name"]], by=anna)

    biobank.refresh_from_db()
    proposals["name"].refresh_from_db()
    assert (biobank.name, biobank.city, biobank.confirmed_on) == ("Better biobank", "Ghent", None)
    assert (proposals["name"].decision, proposals["name"].decided_by) == (Decision.ACCEPTED, anna)
    assert LogEntry.objects.get().change_message == "Accepted from the biobank: name."


def test_magnitude_follows_the_size(proposals, collection, anna):
    actions.accept([proposals["size"]], by=anna)

    collection.refresh_from_db()
    assert (collection.size, collection.order_of_magnitude) == (20_000, 4)


def test_last_decision_confirms_the_entry_as_of_the_answer(proposals, biobank, collection, anna,
                                                            clock):  # fmt: skip
    clock.shift(timedelta(days=3))
    for proposal in list(proposals.values())[:-1]:
        actions.accept([proposal], by=anna)
    biobank.refresh_from_db()
    before = biobank.confirmed_on
    actions.refuse([proposals["types"]], by=anna)

    biobank.refresh_from_db()
    collection.refresh_from_db()
    assert (before, biobank.confirmed_on, collection.confirmed_on) == (None, TODAY, TODAY)
    assert collection.types == ["DISEASE_SPECIFIC"]


def test_newer_version_is_not_overwritten_unless_that_is_meant(proposals, biobank, anna):
    Biobank.objects.update(name="Renamed by staff")

    with pytest.raises(actions.EntryChanged):
        actions.accept([proposals["name"]], by=anna)
    actions.accept([proposals["name"]], by=anna, despite_changes=True)

    biobank.refresh_from_db()
    assert biobank.name == "Better biobank"


def test_entry_that_would_not_be_whole_is_left(proposals, collection, anna):
    Proposal.objects.filter(field="size").update(field="age_low", before=18, after=99)

    with pytest.raises(actions.NotTaken, match="The lowest age is above the highest"):
        actions.accept([proposals["size"]], by=anna)

    assert Proposal.objects.get(field="age_low").decision == Decision.OPEN


def test_decided_once_only(proposals, anna):
    actions.refuse([proposals["name"]], by=anna)

    for decide in (actions.accept, actions.refuse):
        with pytest.raises(actions.DecidedMeanwhile):
            decide([proposals["name"]], by=anna)


# What time asks for


def test_silence_is_reminded_then_marked_and_the_answer_ends_it(client, biobank, path, clock):
    steps = []
    for days in (20, 1, 38, 1, 1):
        clock.shift(timedelta(days=days))
        steps.append(actions.tend())
    marked = client.get(biobank.get_absolute_url()).content.decode()
    client.post(path)
    biobank.refresh_from_db()

    assert [tuple(step.values()) for step in steps] == [
        (0, 0, 0), (0, 1, 0), (0, 0, 0), (0, 0, 1), (0, 0, 0),
    ]  # fmt: skip
    assert "We asked the biobank on 29 November 2026 and have no answer yet" in marked
    assert biobank.silent_since is None
    subjects = list(Mail.objects.order_by("pk").values_list("subject", flat=True))
    assert subjects == [
        "Is the entry of Good biobank still right?",
        "A reminder: is the entry of Good biobank still right?",
    ]


def test_each_year_by_itself_once_staff_have_asked_first(client, biobank, clock, anna):
    whole_biobank(identifier="bbmri-eric:ID:BE_never", slug="never", famhp_number="BB190007")
    first = actions.ask(biobank, by=anna, language="fr")
    actions.confirm(first)
    clock.shift(timedelta(days=364))
    early = actions.tend()
    clock.shift(timedelta(days=1))
    due = actions.tend()
    again = actions.tend()

    assert [step["asked"] for step in (early, due, again)] == [0, 1, 0]
    last = Confirmation.objects.first()
    assert (last.biobank, last.asked_by, last.language) == (biobank, None, "fr")


def test_command_tells_what_it_did(confirmation, clock, capsys):
    clock.shift(timedelta(days=61))

    call_command("tend_confirmations")

    assert capsys.readouterr().out == "asked 0, reminded 1, marked 1\n"


# In the admin


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


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


LIST = "/admin/biobanks/confirmation/"


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
