"""What time does by itself: remind, reassure, let lapse, forget."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from bbmri_be.outbox import actions as outbox
from membership import emails
from membership.actions.desk import forget
from membership.actions.moves import locked, move
from membership.enums import TURNS, Stage, State, Turn
from membership.models import Application, DigestReader
from membership.queue import is_overdue, lines_for
from membership.times import Usual, stage_of, usual_times

REMINDERS = (timedelta(days=7), timedelta(days=21))  # after the question was told
LAPSE = timedelta(days=45)


@dataclass
class Tended:
    """References of the applications that something was done with."""

    reminded: list[str] = field(default_factory=list)
    reassured: list[str] = field(default_factory=list)
    lapsed: list[str] = field(default_factory=list)
    vanished: list[str] = field(default_factory=list)
    forgotten: list[str] = field(default_factory=list)
    digests: list[str] = field(default_factory=list)  # names of accounts


def tend(*, dry_run: bool = False) -> Tended:
    """Do what is due with all applications; only say so where it is a dry run.

    Each application is done in a transaction of its own, so that one that fails stops no other
    from being done before it. Safe to run twice, also at once.
    """
    done = Tended()
    for application in Application.objects.filter(state=State.ASKED, personal_data_removed_at=None):
        _tend_question(application, done, dry_run=dry_run)
    usual = usual_times()
    for application in Application.objects.filter(
        state__in=[State.RECEIVED, State.IN_REVIEW], personal_data_removed_at=None
    ):
        _tend_wait(application, usual, done, dry_run=dry_run)
    for application in Application.objects.unconfirmed_too_long():
        done.vanished.append(application.reference)
        if not dry_run:
            vanish(application=application)
    for application in Application.objects.past_retention():
        done.forgotten.append(application.reference)
        if not dry_run:
            forget(application=application, by=None)
    for reader in DigestReader.objects.select_related("user"):
        _send_digest(reader.user, done, dry_run=dry_run)
    return done


@transaction.atomic
def _send_digest(user: User, done: Tended, *, dry_run: bool) -> None:
    """Send a member of staff what waits, once a day; nothing where nothing waits."""
    today = timezone.localdate()
    user = User.objects.select_for_update().get(pk=user.pk)  # of two runs at once, one waits
    lines = list(lines_for(user))
    if not lines or not user.is_active or not emails.is_digest_due(user, today):
        return
    done.digests.append(user.get_username())
    if not dry_run:
        emails.send_digest(user, lines, today)


@transaction.atomic
def vanish(*, application: Application) -> None:
    """Delete what nobody confirmed: the row, its links, the text of its mail."""
    unconfirmed = Application.objects.unconfirmed_too_long().select_for_update()
    if due := unconfirmed.filter(pk=application.pk).first():
        outbox.forget_thread(due.reference)
        due.delete()


@transaction.atomic
def _tend_wait(
    application: Application, usual: dict[Stage, Usual], done: Tended, *, dry_run: bool
) -> None:
    """Tell an applicant once of each stage that takes longer than usual."""
    application = locked(application)
    if TURNS[State(application.state)] != Turn.STAFF or not is_overdue(application, usual):
        return
    stage = stage_of(application)
    if emails.is_reassurance_due(application, stage):
        done.reassured.append(application.reference)
        if not dry_run:
            emails.reassure(application, stage)


@transaction.atomic
def _tend_question(application: Application, done: Tended, *, dry_run: bool) -> None:
    """Remind of a question, once for each time; let the application lapse in the end."""
    application = locked(application)
    event = application.last_event
    if application.state != State.ASKED or application.personal_data_removed_at or event is None:
        return
    waited = timezone.now() - event.told_from
    if waited >= LAPSE:
        done.lapsed.append(application.reference)
        if not dry_run:
            event = move(application, State.LAPSED, of={State.ASKED}, seen=State.ASKED)
            emails.tell_of_lapse(application, event)
        return
    due = [pause for pause in REMINDERS if waited >= pause]
    if due and emails.is_reminder_due(event, due[-1]):
        done.reminded.append(application.reference)
        if not dry_run:
            emails.remind(application, event, due[-1], lapses_at=event.told_from + LAPSE)
