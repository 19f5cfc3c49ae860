"""What staff do to the publication of an entry.

The Directory's tables change it too (`directory/rules.py`), with dates by the same rule.
"""

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from biobanks.enums import Publication
from biobanks.models import Biobank, Collection, Network
from biobanks.quality.registry import Found
from biobanks.quality.running import errors_to_mend

Entry = Biobank | Collection | Network


class AlreadyPublished(Exception):
    """The entry is in the public's lists."""


class NotPublished(Exception):
    """The entry is not in the public's lists, so it cannot be taken from them."""


class HasErrors(Exception):
    """Checks of meaning find errors in the entry, and nobody lets them be."""

    def __init__(self, errors: list[Found]) -> None:
        """Take what was found."""
        super().__init__(", ".join(found.check.code for found in errors))
        self.errors = errors


@transaction.atomic
def publish(entry: Entry, *, by: User | None) -> Entry:
    """Put a draft, or a withdrawn entry, into the public's lists.

    The date of the first publication stays. Raises `AlreadyPublished` and `HasErrors`.
    """
    entry = locked(entry)
    if entry.publication == Publication.PUBLISHED:
        raise AlreadyPublished
    if errors := errors_to_mend(entry):
        raise HasErrors(errors)
    return saved(entry, Publication.PUBLISHED, by, "Published.")


@transaction.atomic
def withdraw(entry: Entry, *, by: User | None) -> Entry:
    """Take a published entry from the public's lists; its page says so from now on.

    Raises `NotPublished`: a draft has no page, and a withdrawn entry keeps its date.
    """
    entry = locked(entry)
    if entry.publication != Publication.PUBLISHED:
        raise NotPublished
    return saved(entry, Publication.WITHDRAWN, by, "Withdrawn.")


def locked(entry: Entry) -> Entry:
    """The entry as it stands, kept from others until the transaction ends."""
    row: Entry = type(entry)._default_manager.select_for_update().get(pk=entry.pk)
    return row


def saved(entry: Entry, state: Publication, by: User | None, message: str) -> Entry:
    """Write a new state with its dates, and who did it."""
    fields = entry.publication_fields(state, timezone.now())
    for name, value in fields.items():
        setattr(entry, name, value)
    entry.save(update_fields=[*fields, "updated_at"])
    if by is not None:
        LogEntry.objects.log_actions(by.pk, [entry], CHANGE, message, single_object=True)
    return entry
