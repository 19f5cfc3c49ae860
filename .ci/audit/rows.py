"""What the audited site has beside the starting data, so that every page and state can be seen.

`run.py` runs this in a process of the site. All of it is made up; nothing of it leaves the audit.
"""

import json
import secrets
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import User
from django.db import transaction
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone, translation
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from bbmri_be import views
from bbmri_be.accounts.links import path_of
from bbmri_be.schedule.actions import end, plan, take_next
from bbmri_be.schedule.models import Run
from bbmri_be.second_factor.actions import begun
from bbmri_be.second_factor.proof import GIVEN
from bbmri_be.staff_sessions.store import SessionStore
from biobanks.actions import withdraw
from biobanks.confirming import actions as confirming
from biobanks.confirming.letters import token_of
from biobanks.directory import snapshots
from biobanks.enums import DiseaseSystem
from biobanks.models import (
    Biobank,
    Collection,
    Confirmation,
    DirectorySnapshot,
    Disease,
    Finding,
    Network,
)
from biobanks.quality import report, running
from membership import limits
from membership.actions import applicant, desk
from membership.enums import State
from membership.models import Application, CannedReply, Criterion, StatusLink
from membership.stamp import Stamp
from pages.law import Tree, address
from pages.models import GlossaryTerm, NewsItem, Page
from tests.biobanks.factories import (
    ChangeFactory,
    ConfirmationFactory,
    NetworkFactory,
    ProposalFactory,
    SearchExampleFactory,
    SnapshotRunFactory,
    TermFactory,
    change_set_of,
)
from tests.membership.factories import ApplicationFactory, application_in

PASSWORD = "a long password indeed"  # noqa: S105 - of a site that lives for minutes
NEWCOMERS = 8  # who set up their second factor: one in each language and width
PDF = applicant.File("advice.pdf", b"%PDF-1.4 advice")


def make(path: str) -> None:
    """Make the rows; write what leads to them into a file."""
    curator = User.objects.create_superuser("curator", "curator@example.be", PASSWORD)
    links = {
        **members_of_staff(curator),
        **entries(curator),
        **confirmations(curator),
        **applications(curator),
        **of_the_desk(curator),
        "errors": error_pages(),
    }
    Path(path).write_text(json.dumps(links))


# Staff


def members_of_staff(curator: User) -> dict[str, Any]:
    """Sessions: of somebody who may do all, of the same before what is grave, of somebody at the
    second lock, of newcomers."""
    device = TOTPDevice.objects.create(user=curator, name="telephone", key=secrets.token_hex(20))
    return {
        "curator": session(curator, device, is_fresh=True),
        "late": session(curator, device),
        "locked": session(curator),
        "newcomers": [newcomer(number) for number in range(NEWCOMERS)],
        "user": curator.pk,
        "password_link": path_of(curator).removeprefix("/admin/password/").rstrip("/"),
    }


def newcomer(number: int) -> dict[str, str]:
    """Somebody who has yet to set up a second factor, and the key it will have."""
    user = User.objects.create_user(f"newcomer{number}", password=PASSWORD, is_staff=True)
    return {"session": session(user), "key": begun(user).key}


def session(user: User, device: TOTPDevice | None = None, *, is_fresh: bool = False) -> str:
    """The key of a session in which somebody is signed in; a fresh one is asked nothing more."""
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    if device:
        store[DEVICE_ID_SESSION_KEY] = device.persistent_id
    if is_fresh:  # as long as the audit takes
        store[GIVEN] = (timezone.now() + timedelta(hours=1)).isoformat()
    store.create()
    return str(store.session_key)


# The catalogue


def entries(curator: User) -> dict[str, Any]:
    """A withdrawn network; findings of the checks, one of them let be."""
    gone = NetworkFactory(slug="gone", name="Gone", identifier="bbmri-be:networkID:BE_gone")
    withdraw(gone, by=curator)
    running.check_all()
    finding, let_be = Finding.objects.order_by("pk")[:2]
    running.waive(
        let_be,
        by=curator,
        reason="The biobank looks into it.",
        until=timezone.localdate() + timedelta(days=30),
    )
    biobank = Biobank.objects.get(slug="uz-brussel")
    biobank._history_user = curator  # what simple-history takes for who changed it
    biobank.acronym = "CBIB-VUB"
    biobank.save()
    return {
        "report": urlsplit(report.link_to(biobank)).path,
        "biobank": biobank.pk,
        "collection": Collection.objects.get(slug="antwerp-tumour-bank").pk,
        "network": Network.objects.get(slug="belgian-virtual-tumourbank").pk,
        "finding": finding.pk,
        "let_be": let_be.pk,
        "version": biobank.history.latest().pk,
        "disease": Disease.objects.filter(system=DiseaseSystem.ICD10).order_by("code")[0].pk,
    }


def confirmations(curator: User) -> dict[str, Any]:
    """A biobank that was asked whether its entry is right, and others that have answered."""
    waiting, right, wrong = Biobank.objects.order_by("pk")[:3]
    asked = ConfirmationFactory(biobank=waiting, asked_by=curator)
    confirmed = ConfirmationFactory(biobank=right)
    confirming.confirm(confirmed)
    answered = ConfirmationFactory(
        biobank=wrong,
        answer="changes",
        answered_at=timezone.now(),
        message="Our website has moved.",
    )
    for field, before, after in (
        ("website", wrong.website, "https://www.example.be/biobank"),
        ("acronym", wrong.acronym, "EX"),
    ):
        ProposalFactory(confirmation=answered, field=field, before=before, after=after)
    refused = ProposalFactory(confirmation=answered, field="name", before="A", after="B")
    confirming.refuse([refused], by=curator)
    return {
        **{f"confirm_{name}": link(row) for name, row in
           {"asked": asked, "confirmed": confirmed, "answered": answered}.items()},
        "propose": link(asked, "propose"),
        "confirmation": answered.pk,
        "asked": asked.pk,
    }  # fmt: skip


def link(confirmation: Confirmation, name: str = "confirm") -> str:
    """Where a biobank answers."""
    return reverse(f"biobanks:{name}", args=[token_of(confirmation)])


# Applications


def applications(curator: User) -> dict[str, Any]:
    """One in each state, one in the middle of a conversation, one whose personal data is gone."""
    kept: dict[str, Application] = {
        state.name.lower(): application_in(state, curator, name=f"Biobank {state.label}")
        if state != State.AWAITING
        else ApplicationFactory(state=state, name="Biobank Awaiting")
        for state in State
    }
    kept["talk"] = conversation(curator)
    kept["forgotten"] = desk.forget(application=application_in(State.DECLINED, curator), by=curator)
    links: dict[str, Any] = {}
    for name, row in kept.items():
        token = StatusLink.new(row)
        links[f"case_{name}"] = row.pk
        for page in ("status", "correct", "withdraw"):
            links[f"{page}_{name}"] = reverse(f"membership:{page}", args=[token])
    links["reference"] = kept["received"].reference
    links["stamp"] = str(Stamp(kept["received"].token, timezone.now() - timedelta(minutes=1)))
    for _time in range(limits.PER_MAILBOX):
        limits.seconds_to_wait("192.0.2.1", "busy@example.be")
    return links


def conversation(curator: User) -> Application:
    """An application with all that can be said about one."""
    Criterion.objects.create(text="It keeps human material.", help="Ask, where it is not said.")
    for title in ("More about storage", "Welcome"):
        CannedReply.objects.create(title=title, text_en=f"{title}: {{name}}, {{reference}}.")
    case = ApplicationFactory(name="Biobank Talk", postcode="8000")
    desk.look(application=case, by=curator)
    case = desk.start_review(application=case, by=curator, seen=State.RECEIVED)
    desk.write_note(application=case, by=curator, text="Telephoned: serious.")
    case = desk.ask(application=case, by=curator, seen=State.IN_REVIEW, text="How cold?")
    applicant.reply(application=case, text="At −80 °C.", files=[PDF])
    case.refresh_from_db()
    desk.write_to_applicant(application=case, by=curator, text="Thank you!\n\nWe read on.")
    criterion = Criterion.objects.get()
    desk.check(application=case, by=curator, found={f"criterion-{criterion.pk}": "yes"})
    answers = {name: getattr(case, name) for name in CORRECTABLE}
    applicant.correct(application=case, answers=answers | {"city": "Bruges"})
    case.refresh_from_db()
    return case


CORRECTABLE = ["organisation_name", "city", "name", "contact_name", "contact_email"]


# The desk


def of_the_desk(curator: User) -> dict[str, Any]:
    """What the Directory got, what it says otherwise; the search's vocabulary; pages."""
    first = snapshot(curator)
    biobank = Biobank.objects.get(slug="uclouvain")
    biobank.acronym = "BUCL"
    biobank.save()
    second = snapshot(curator)
    changes = change_set_of(biobank)
    ChangeFactory(
        set=changes,
        identifier=biobank.identifier,
        decision="refused",
        decided_by=curator,
        decided_at=timezone.now(),
        fingerprint="f" * 64,
    )
    return {
        "changes": changes.pk,
        "snapshot": second.pk,
        "earlier": first.pk,
        "term": TermFactory(text="wheeze").pk,
        "example": SearchExampleFactory(question="wheeze").pk,
        "page": Page.objects.get(slug="governance").pk,
        "news": NewsItem.objects.order_by("pk")[0].pk,
        "glossary_term": GlossaryTerm.objects.order_by("pk")[0].pk,
        "failed_run": failed_run(),
        **law(),
    }


def failed_run() -> int:
    """Regular work as planned, one of it failed."""
    plan()
    Run.objects.filter(job="check_pages").update(due_at=timezone.now())
    run = take_next()
    assert run  # noqa: S101 - tells the type
    end(
        run,
        is_done=False,
        said="The question “Only?” has a single answer.\n1 to mend on the pages.",
    )
    return int(run.pk)


def law() -> dict[str, Any]:
    """The second question about the law and an ending, each with the way that leads there."""
    tree = Tree()
    step, way, found = tree.first, [], []
    while step and (answers := tree.answers_of(step)):
        way.append(answers[0])
        step = tree.steps[answers[0].next_id]
        found.append(address(step, way))
    return {"law_question": found[0], "law_ending": found[-1], "step": tree.first.pk}


@transaction.atomic
def snapshot(curator: User) -> DirectorySnapshot:
    """What the Directory gets now, whatever speaks against it."""
    made = snapshots.stored(snapshots.plan())
    SnapshotRunFactory(snapshot=made, by=curator, reason="It is known there.")
    return made


# Pages of what goes wrong, which no visitor can ask for


def error_pages() -> dict[str, dict[str, str]]:
    """By status and language: as the views of errors answer."""
    pages: dict[str, dict[str, str]] = {"500": {}, "503": {}}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            request = RequestFactory().get(reverse("pages:home"))
            pages["500"][code] = views.server_error(request).content.decode()
            pages["503"][code] = views.service_unavailable(request).content.decode()
    return pages
