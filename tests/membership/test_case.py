"""The desk: the queue, the page of a case, and what hangs on it."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import Permission, User
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.utils import timezone

from bbmri_be.outbox.models import Mail
from membership.actions import applicant, desk
from membership.actions.clock import tend
from membership.admin.case import Canned, Case, Change, canned_replies
from membership.enums import State
from membership.models import CannedReply, Check, Criterion, DigestReader, Look
from tests.membership.factories import ANSWERS, ApplicationFactory, application_in

LIST = "/admin/membership/application/"
PAGES = ["print/", "export/"]
CHANGES = ["assign/", "checks/"]


@pytest.fixture
def root(db):
    return User.objects.create_superuser("root", "root@example.be")


@pytest.fixture
def office(root):
    client = Client()
    client.force_login(root)
    return client


def staff_with(*permissions):
    user = User.objects.create_user("-".join(["staff", *permissions]), is_staff=True)
    for name in permissions:
        user.user_permissions.add(Permission.objects.get(codename=name))
    client = Client()
    client.force_login(user)
    return client


def address(application, what=""):
    return f"{LIST}{application.pk}/{what}"


# Who may


@pytest.mark.parametrize(
    ("permissions", "may_look", "may_change"),
    [
        ([], False, False),
        (["view_application"], True, False),
        (["view_application", "change_application"], True, True),
    ],
)
def test_access_ladder(application, permissions, may_look, may_change):
    client = staff_with(*permissions)

    looks = [client.get(address(application, "print/")).status_code]
    looks += [client.get(f"{LIST}{page}").status_code for page in ("next/", "figures/")]
    exported = client.get(address(application, "export/")).status_code
    changes = [client.post(address(application, page), {}).status_code for page in CHANGES]

    assert looks == ([200, 302, 200] if may_look else [403, 403, 403])
    assert exported == (200 if may_change else 403)
    assert changes == ([302, 302] if may_change else [403, 403])


def test_strangers_are_sent_to_the_sign_in(client, application):
    for page in [*PAGES, *CHANGES]:
        response = client.get(address(application, page))
        assert (response.status_code, "/admin/login/" in response.get("Location", "")) == (
            302,
            True,
        )


# The queue


def test_queue_has_counts_and_is_in_order(office, root, anna):
    now = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
    young = ApplicationFactory(name="Young", created_at=now)
    old = ApplicationFactory(name="Old", created_at=now - timedelta(days=2), assignee=root)
    application_in(State.ASKED, anna, name="Asked")

    page = office.get(f"{LIST}?queue=ours")
    content = page.content.decode()

    assert "Ours (2)" in content
    assert "Mine (1)" in content
    assert "Waiting for the applicant (1)" in content
    assert "Decided (0)" in content
    assert [row.name for row in page.context["cl"].result_list] == ["Old", "Young"]
    assert office.get(f"{LIST}next/")["Location"] == address(old, "change/")
    assert young.assignee is None


def test_next_says_where_nothing_waits(office):
    response = office.get(f"{LIST}next/", follow=True)

    assert response.redirect_chain == [(LIST, 302)]
    assert "Nothing waits for you." in response.content.decode()


def test_queue_queries_do_not_grow(office, django_assert_max_num_queries):
    for number in range(3):
        ApplicationFactory(name=f"Biobank {number}")
    with django_assert_max_num_queries(40) as few:
        office.get(LIST)
    for number in range(10):
        ApplicationFactory(name=f"More {number}")

    with django_assert_max_num_queries(len(few)):
        office.get(LIST)


def test_figures(office, anna):
    ApplicationFactory()
    application_in(State.ASKED, anna)
    application_in(State.DECLINED, anna)

    content = " ".join(office.get(f"{LIST}figures/").content.decode().split())

    for label, number in [
        ("Open, our turn", 1),
        ("of these overdue", 0),
        ("Open, the applicant’s turn", 1),
        ("Decided", 1),
    ]:
        assert f'<th scope="row">{label}</th><td>{number}</td>' in content


# The page of a case


def test_look_is_noted_and_corrections_since_then_are_shown(office, root, application):
    office.get(address(application, "change/"))
    applicant.correct(
        application=application, answers=ANSWERS | {"name": application.name, "city": "Antwerp"}
    )
    changes = Case(application, root).changes

    content = office.get(address(application, "change/")).content.decode()
    again = office.get(address(application, "change/")).content.decode()

    assert changes == [Change("Town or city", "Ghent", "Antwerp")]
    assert ("<del>Ghent</del>" in content, "<ins>Antwerp</ins>" in content) == (True, True)
    assert "<del>Ghent</del>" not in again
    assert list(Look.objects.values_list("application", "by")) == [(application.pk, root.pk)] * 3


def test_page_says_what_may_be_a_double_and_what_is_missing(office, root):
    first = application_in(State.IN_REVIEW, root, name="Biobank Example")
    desk.accept(application=first, by=root, seen=State.IN_REVIEW)
    second = application_in(State.RECEIVED, root, name="Biobank Exemple")

    of_first = office.get(address(first, "change/")).content.decode()
    of_second = office.get(address(second, "change/")).content.decode()

    assert "lacks for publication:" in of_first
    assert "a contact who may be shown" in of_first
    assert "the same FAMHP number" in of_second
    assert "/admin/biobanks/biobank/" in of_second


def test_assignee(office, application, anna):
    office.post(address(application, "assign/"), {"assignee": anna.pk})
    application.refresh_from_db()
    first = application.assignee
    refused = office.post(address(application, "assign/"), {"assignee": "0"}, follow=True)
    office.post(address(application, "assign/"), {"assignee": ""})
    application.refresh_from_db()

    assert (first, application.assignee) == (anna, None)
    assert "choose a member of staff" in refused.content.decode()


def test_checklist(office, root, application, anna):
    notified, opinion, gone = (
        Criterion.objects.create(text=text, order=order)
        for order, text in enumerate(["Notified", "Opinion", "Gone"])
    )
    Criterion.objects.filter(pk=gone.pk).update(is_used=False)
    Check.objects.create(application=application, criterion=opinion, is_met=True, by=anna)

    page = office.get(address(application, "change/")).content.decode()
    office.post(
        address(application, "checks/"),
        {f"criterion-{notified.pk}": "no", f"criterion-{opinion.pk}": "yes"},
    )

    assert ("Notified" in page, "Opinion" in page, "Gone" in page) == (True, True, False)
    assert list(Check.objects.values_list("criterion__text", "is_met", "by__username")) == [
        ("Notified", False, "root"),
        ("Opinion", True, "anna"),
    ]


def test_help_of_a_criterion_is_no_markup(office, application):
    Criterion.objects.create(text="<b>Notified</b>", help='At least <script src="//x">1 sample')

    page = office.get(address(application, "change/")).content.decode()

    assert "&lt;b&gt;Notified&lt;/b&gt;" in page
    assert "At least &lt;script src=&quot;//x&quot;&gt;1 sample" in page


@pytest.mark.parametrize(
    ("language", "expected"), [("nl", "Beste {0}, dossier {1}"), ("de", "Dear {0}, case {1}")]
)
def test_canned_reply_begins_a_question(office, root, language, expected):
    reply = CannedReply.objects.create(
        title="Greeting",
        text_en="Dear {name}, case {reference}",
        text_nl="Beste {name}, dossier {reference}",
    )
    application = application_in(State.IN_REVIEW, root, language=language, name="BB")

    page = office.get(address(application, f"ask/?reply={reply.pk}")).content.decode()

    text = expected.format("BB", application.reference)
    other = "en" if language == "de" else ""
    assert text in page
    assert canned_replies(application) == [Canned(reply.pk, "Greeting", text, other)]
    assert ("only in English: translate it" in page) == bool(other)


def test_canned_reply_without_a_text_is_not_offered(office, root):
    CannedReply.objects.create(title="Greeting")
    application = application_in(State.IN_REVIEW, root)

    page = office.get(address(application, "ask/?reply=nonsense"))

    assert page.context["replies"] == []
    assert page.context["form"]["text"].value() == ""


@pytest.mark.parametrize(
    ("verb", "field", "subject"),
    [
        ("ask", "text", "Een vraag over uw aanvraag"),
        ("accept", "reason", "Welkom bij BBMRI.be"),
        ("decline", "reason", "Uw aanvraag"),
    ],
)
def test_mail_is_shown_before_it_goes(office, root, verb, field, subject):
    application = application_in(State.IN_REVIEW, root)
    words = {"seen": State.IN_REVIEW, field: "Because <b>so</b>."}

    preview = office.post(address(application, f"{verb}/"), words)
    before = (Mail.objects.count(), application.events.count())
    office.post(address(application, f"{verb}/"), words | {"confirmed": "yes"})
    mail = Mail.objects.get()

    assert before == (0, 2)
    shown = preview.context["preview"]
    assert shown.subject == mail.subject
    assert subject in mail.subject
    assert "Because &lt;b&gt;so&lt;/b&gt;." in preview.content.decode()
    lines = [(a, b) for a, b in zip(shown.text.splitlines(), mail.text.splitlines(), strict=True)]
    assert [a for a, b in lines if a != b] == ["http://127.0.0.1:8000/…"]  # the link alone


def test_print_and_export(office, root):
    application = application_in(State.IN_REVIEW, root, name="Biobank on paper")
    applicant.reply(application=application, text="Written by the applicant.")
    desk.write_note(application=application, by=root, text="Written by staff.")

    paper = office.get(address(application, "print/")).content.decode()
    export = office.get(address(application, "export/"))

    assert ("Biobank on paper" in paper, "Written by the applicant." in paper) == (True, True)
    assert ("Written by staff." in paper, "Your organisation" in paper) == (False, False)
    assert json.loads(export.content)["answers"]["contact_email"] == "piet@example.be"
    assert export["Content-Disposition"].startswith("attachment; filename=")
    assert Look.objects.filter(application=application, by=root).count() == 2


def test_export_waits_until_the_applicant_is_told(office, root):
    application = application_in(State.IN_REVIEW, root)
    desk.decline(application=application, by=root, seen=State.IN_REVIEW, reason="Zebra")

    response = office.get(address(application, "export/"), follow=True)

    assert response.redirect_chain == [(address(application, "change/"), 302)]
    assert "Not yet: it would tell" in response.content.decode()


def test_message_is_shown_before_it_goes(office, root):
    application = application_in(State.IN_REVIEW, root, language="en")

    page = office.post(address(application, "message/"), {"text": "Good news."})
    before = Mail.objects.count()
    office.post(address(application, "message/"), {"text": "Good news.", "confirmed": "yes"})

    assert (before, "Good news." in page.context["preview"].text) == (0, True)
    assert "Good news." in Mail.objects.get().text


def test_paper_says_what_was_taken_back(office, root):
    application = application_in(State.IN_REVIEW, root)
    desk.decline(application=application, by=root, seen=State.IN_REVIEW, reason="A mistake")
    waiting = office.get(address(application, "print/")).content.decode()
    desk.take_back(application=application, by=root, seen=State.DECLINED)
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        after = office.get(address(application, "print/")).content.decode()

    assert ("[not told yet]" in waiting, "[taken back, never sent]" in after) == (True, True)


@pytest.mark.parametrize("text", ["Dear {oops}", "Dear {name", "{}"])
def test_canned_reply_with_a_placeholder_that_nothing_replaces_is_refused(text):
    with pytest.raises(ValidationError, match="is not known: write"):
        CannedReply(title="x", text_en=text).clean()


# The digest


def test_digest_goes_once_a_day_to_who_wants_it(root, anna):
    DigestReader.objects.create(user=root)
    anna.email = "anna@example.be"
    anna.save()
    monday = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
    with time_machine.travel(monday):
        empty = tend().digests
        application = ApplicationFactory(name="Biobank Waiting", created_at=monday)
    with time_machine.travel(monday + timedelta(days=2)):
        told = [tend(dry_run=True).digests, tend().digests, tend().digests]
    with time_machine.travel(monday + timedelta(days=3)):
        next_day = tend().digests

    assert (empty, told, next_day) == ([], [["root"], ["root"], []], ["root"])
    mail = Mail.objects.order_by("pk").first()
    assert (mail.to, mail.subject) == ("root@example.be", "Applications on 18 November 2026")
    assert (
        f"Biobank Waiting ({application.reference}): Received; working days so far: 2" in mail.text
    )
    assert "/admin/membership/application/" in mail.text


@pytest.mark.django_db(transaction=True)
def test_digest_of_several_runs_at_once_goes_once():
    reader = User.objects.create_superuser("reader", "reader@example.be")
    DigestReader.objects.create(user=reader)
    ApplicationFactory()

    def run(_number):
        try:
            return tend().digests
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as pool:
        told = list(pool.map(run, range(5)))

    assert sorted(told) == [[], [], [], [], ["reader"]]
    assert Mail.objects.get().to == "reader@example.be"


def test_entry_leads_back_to_its_application(office, root):
    application = application_in(State.IN_REVIEW, root)
    desk.accept(application=application, by=root, seen=State.IN_REVIEW)
    application.refresh_from_db()
    change = f"/admin/biobanks/biobank/{application.biobank_id}/change/"

    page = office.get(change).content.decode()
    collection = application.biobank.collections.get()
    other = office.get(f"/admin/biobanks/collection/{collection.pk}/change/").content.decode()

    assert f'href="{address(application, "change/")}"' in page
    assert "Its application" not in other
