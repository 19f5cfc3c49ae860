"""What staff do: take up, ask, decide, write, and take back what nobody was told yet."""

from collections.abc import Mapping

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from bbmri_be.outbox import actions as outbox
from biobanks.models import Contact
from membership import emails
from membership.actions.moves import TransitionNotAllowed, locked, move, undo
from membership.entries import draft_entry
from membership.enums import DORMANT, OPEN, State, Voice
from membership.models import PERSONAL, Application, Look, Message, StatusLink
from membership.persons import named_by


class ReasonMissing(Exception):
    """A refusal needs a reason, a question its words."""


@transaction.atomic
def start_review(*, application: Application, by: User, seen: State) -> Application:
    """Take a received application up; whoever does it is its assignee."""
    application = locked(application)
    move(application, State.IN_REVIEW, of={State.RECEIVED}, seen=seen, by=by)
    application.assignee = by
    application.save(update_fields=["assignee"])
    return application


@transaction.atomic
def ask(*, application: Application, by: User, seen: State, text: str) -> Application:
    """Ask the applicant something: it is their turn. The mail goes after the time to take back."""
    if not text.strip():
        raise ReasonMissing
    application = locked(application)
    event = move(application, State.ASKED, of={State.IN_REVIEW}, seen=seen, by=by)
    message = application.messages.create(
        voice=Voice.STAFF, by=by, at=event.at, text=text.strip(), event=event
    )
    emails.ask(message)
    return application


@transaction.atomic
def accept(*, application: Application, by: User, seen: State, reason: str = "") -> Application:
    """Welcome the applicant to the network, with drafts in the catalogue; a word may be given."""
    application = locked(application)
    event = move(application, State.ACCEPTED, of={State.IN_REVIEW}, seen=seen, by=by, reason=reason)
    draft_entry(application)
    emails.tell_decision(application, event)
    return application


@transaction.atomic
def decline(*, application: Application, by: User, seen: State, reason: str) -> Application:
    """Refuse the application.

    Raises `ReasonMissing` beside what every step raises: `ChangedMeanwhile`,
    `TransitionNotAllowed`.
    """
    if not reason.strip():
        raise ReasonMissing
    application = locked(application)
    event = move(application, State.DECLINED, of={State.IN_REVIEW}, seen=seen, by=by, reason=reason)
    emails.tell_decision(application, event)
    return application


@transaction.atomic
def take_back(*, application: Application, by: User, seen: State) -> Application:
    """Undo a question or a decision that the applicant has not been told: back to the review.

    Raises `TooLate` where the time is over or the mail is out.
    """
    application = locked(application)
    undo(application, seen=seen, by=by)
    return application


@transaction.atomic
def reopen(*, application: Application, by: User, seen: State) -> Application:
    """Put a withdrawn or lapsed application into the queue again, and tell the applicant."""
    application = locked(application)
    event = move(application, State.RECEIVED, of=DORMANT, seen=seen, by=by)
    emails.confirm_return(application, event)
    return application


@transaction.atomic
def write_note(*, application: Application, by: User, text: str) -> Message:
    """Note something for the staff: the applicant never sees it."""
    application = locked(application)
    if application.personal_data_removed_at:
        raise TransitionNotAllowed
    return application.messages.create(voice=Voice.NOTE, by=by, text=text.strip())


@transaction.atomic
def write_to_applicant(*, application: Application, by: User, text: str) -> Message:
    """Write to the applicant without asking anything: whose turn it is stays as it is."""
    application = locked(application)
    if application.state not in OPEN or application.personal_data_removed_at:
        raise TransitionNotAllowed
    message = application.messages.create(voice=Voice.STAFF, by=by, text=text.strip())
    emails.forward(message)
    return message


@transaction.atomic
def assign(*, application: Application, to: User | None) -> Application:
    """Say who looks after the application."""
    application = locked(application)
    application.assignee = to
    application.save(update_fields=["assignee"])
    return application


def look(*, application: Application, by: User) -> Look:
    """Note that a member of staff saw the application."""
    return application.looks.create(by=by)


@transaction.atomic
def check(*, application: Application, by: User, found: Mapping[str, str]) -> None:
    """Keep what was found of the criteria, by `forms.desk.ChecksForm`; who found it changed it."""
    application = locked(application)
    before = {f"criterion-{one.criterion_id}": one for one in application.checks.all()}
    for name, answer in found.items():
        is_met = {"yes": True, "no": False}.get(answer)
        known = before.get(name)
        if is_met == (known.is_met if known else None):
            continue
        application.checks.update_or_create(
            criterion_id=int(name.removeprefix("criterion-")),
            defaults={"is_met": is_met, "by": by, "at": timezone.now()},
        )


@transaction.atomic
def forget(*, application: Application, by: User | None) -> Application:
    """Remove the personal data of an application, its conversation and its mails, for good.

    Possible in any state, which stays: an accepted biobank remains accepted, and an undecided
    application remains undecided but can no longer be taken up or decided. `by` is None where the
    site does it by itself. Where the data is removed already, nothing is written.
    """
    application = locked(application)
    if application.personal_data_removed_at is None:
        application.personal_data_removed_at = timezone.now()
        for name in PERSONAL:
            setattr(application, name, "")
        application.save(update_fields=[*PERSONAL, "personal_data_removed_at"])
        for message in application.messages.all():
            message.attachments.all().delete()
        application.messages.update(text="")
        application.corrections.update(before={}, after={})
        StatusLink.objects.filter(application=application).delete()
        application.events.create(
            at=application.personal_data_removed_at,
            told_from=application.personal_data_removed_at,
            by=by,
            from_state=application.state,
            to_state="",
        )
        outbox.forget_thread(application.reference)
    return application


@transaction.atomic
def erase_contact(*, contact: Contact) -> list[str]:
    """Remove a person from the catalogue; return the names of the rows that named them."""
    rows = named_by(contact)
    for row in rows:
        for field in row._meta.concrete_fields:
            if field.related_model is Contact and getattr(row, field.attname) == contact.pk:
                setattr(row, field.name, None)
        row.save()
    contact.delete()
    return sorted({str(row) for row in rows})
