"""Asking biobanks whether their entry is right, what they answer, and what becomes of it."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from biobanks.codes import OrderOfMagnitude
from biobanks.confirming import letters
from biobanks.confirming.forms import is_same
from biobanks.enums import Answer, Decision, Publication
from biobanks.models import Biobank, Collection, Confirmation, Proposal
from biobanks.models.confirmation import SILENCE
from biobanks.quality import running

YEAR = timedelta(days=365)
# What follows from a number.
MAGNITUDES = {"size": "order_of_magnitude", "number_of_donors": "order_of_magnitude_donors"}
UNTIL_REMINDER = timedelta(days=21)


class NoContact(Exception):
    """The biobank has nobody to write to."""


class AlreadyAsked(Exception):
    """The biobank was asked, and has not answered yet."""


class AlreadyAnswered(Exception):
    """The question is answered."""


class NothingProposed(Exception):
    """Neither a field was changed nor anything written."""


class DecidedMeanwhile(Exception):
    """Somebody else has decided."""


class EntryChanged(Exception):
    """The entry no longer says what the biobank saw."""


class NotTaken(Exception):
    """The entry would not be whole with this value. The message says why."""


# Asking


@transaction.atomic
def ask(biobank: Biobank, *, by: User | None, language: str) -> Confirmation:
    """Ask a biobank whether its entry is right.

    Raises `NoContact` and `AlreadyAsked`.
    """
    biobank = (
        Biobank.objects.select_for_update(of=("self",)).select_related("contact").get(pk=biobank.pk)
    )
    if biobank.contact is None:
        raise NoContact
    if biobank.confirmations.open().exists():
        raise AlreadyAsked
    confirmation = Confirmation.objects.create(biobank=biobank, asked_by=by, language=language)
    letters.ask(confirmation)
    return confirmation


# Answering


@transaction.atomic
def confirm(confirmation: Confirmation) -> Confirmation:
    """The biobank says that all is correct.

    Raises `AlreadyAnswered`.
    """
    confirmation = _answered(confirmation, Answer.CORRECT, "")
    _mark_confirmed(confirmation)
    return confirmation


@transaction.atomic
def propose(
    confirmation: Confirmation,
    *,
    changes: Mapping[Biobank | Collection, Mapping[str, tuple[Any, Any]]],
    message: str,
) -> Confirmation:
    """The biobank proposes changes: before and after, by entry and field.

    Raises `AlreadyAnswered` and `NothingProposed`.
    """
    if not any(changes.values()) and not message:
        raise NothingProposed
    confirmation = _answered(confirmation, Answer.CHANGES, message)
    Proposal.objects.bulk_create(
        Proposal(
            confirmation=confirmation,
            collection=entry if isinstance(entry, Collection) else None,
            field=name,
            before=before,
            after=after,
        )
        for entry, fields in changes.items()
        for name, (before, after) in fields.items()
    )
    letters.tell_staff(confirmation)
    return confirmation


def _answered(confirmation: Confirmation, answer: Answer, message: str) -> Confirmation:
    row: Confirmation = Confirmation.objects.select_for_update().get(pk=confirmation.pk)
    if row.answered_at:
        raise AlreadyAnswered
    row.answered_at, row.answer, row.message = timezone.now(), answer, message
    row.save(update_fields=["answered_at", "answer", "message"])
    Biobank.objects.filter(pk=row.biobank_id).exclude(silent_since=None).update(silent_since=None)
    return row


def _mark_confirmed(confirmation: Confirmation) -> None:
    """The day of the answer stands at the biobank and at its published collections."""
    now = timezone.now()
    day = timezone.localdate(confirmation.answered_at)
    Biobank.objects.filter(pk=confirmation.biobank_id).update(confirmed_on=day, updated_at=now)
    Collection.objects.filter(
        biobank=confirmation.biobank_id, publication=Publication.PUBLISHED
    ).update(confirmed_on=day, updated_at=now)


# Deciding


@transaction.atomic
def accept(proposals: Iterable[Proposal], *, by: User, despite_changes: bool = False) -> None:
    """Take what a biobank proposes for one entry.

    Raises `DecidedMeanwhile`; `EntryChanged` where the entry says something else than the biobank
    saw, unless that is meant; `NotTaken` where the entry would not be whole.
    """
    rows = _locked(proposals)
    entry = rows[0].entry
    entry = type(entry)._default_manager.select_for_update(of=("self",)).get(pk=entry.pk)
    if not despite_changes and any(
        not is_same(getattr(entry, row.field), row.before) for row in rows
    ):
        raise EntryChanged
    for row in rows:
        setattr(entry, row.field, row.after)
        if magnitude := MAGNITUDES.get(row.field):
            setattr(entry, magnitude, OrderOfMagnitude.of(row.after))
    try:
        entry.full_clean()
    except ValidationError as error:
        raise NotTaken(" ".join(error.messages)) from error
    entry.save()
    fields = ", ".join(row.field for row in rows)
    LogEntry.objects.log_actions(
        by.pk, [entry], CHANGE, f"Accepted from the biobank: {fields}.", single_object=True
    )
    running.note(entry)
    _settle(rows, Decision.ACCEPTED, by)


@transaction.atomic
def refuse(proposals: Iterable[Proposal], *, by: User) -> None:
    """Leave the entry as it is.

    Raises `DecidedMeanwhile`.
    """
    _settle(_locked(proposals), Decision.REFUSED, by)


def _locked(proposals: Iterable[Proposal]) -> list[Proposal]:
    keys = [row.pk for row in proposals]
    rows = list(
        Proposal.objects.select_for_update(of=("self",))
        .select_related("collection", "confirmation__biobank")
        .filter(pk__in=keys, decision=Decision.OPEN)
    )
    if not rows or len(rows) < len(keys):
        raise DecidedMeanwhile
    return rows


def _settle(rows: list[Proposal], decision: Decision, by: User) -> None:
    """Note the decision; with the last one, the entry is as confirmed as the biobank made it."""
    Proposal.objects.filter(pk__in=[row.pk for row in rows]).update(
        decision=decision, decided_by=by, decided_at=timezone.now()
    )
    confirmation = rows[0].confirmation
    if not confirmation.proposals.filter(decision=Decision.OPEN).exists():
        _mark_confirmed(confirmation)


# What time asks for


def tend() -> dict[str, int]:
    """Ask who was last asked a year ago, remind who is silent, mark who stays so.

    A biobank is asked for the first time by staff; from then on it is asked each year. Returns how
    many were asked, reminded and marked.
    """
    now = timezone.now()
    counts = {"asked": 0, "reminded": 0, "marked": 0}
    due = Biobank.objects.filter(
        publication=Publication.PUBLISHED, contact__isnull=False, confirmations__isnull=False
    ).exclude(confirmations__asked_at__gt=now - YEAR)
    for biobank in due.exclude(confirmations__answered_at=None).distinct():
        last = biobank.confirmations.latest("asked_at", "pk")
        ask(biobank, by=None, language=last.language)
        counts["asked"] += 1
    silent = Confirmation.objects.open().select_related("biobank__contact")
    for confirmation in silent.filter(
        reminded_at=None, asked_at__lte=now - UNTIL_REMINDER, biobank__contact__isnull=False
    ):
        with transaction.atomic():
            letters.remind(confirmation)
            confirmation.reminded_at = now
            confirmation.save(update_fields=["reminded_at"])
        counts["reminded"] += 1
    for confirmation in silent.filter(asked_at__lte=now - SILENCE, biobank__silent_since=None):
        Biobank.objects.filter(pk=confirmation.biobank_id).update(
            silent_since=timezone.localdate(confirmation.asked_at)
        )
        counts["marked"] += 1
    return counts
