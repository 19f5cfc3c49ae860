"""What the page of an application shows beside its answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.contrib.auth.models import User
from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone

from bbmri_be.languages import columns
from membership import queue
from membership.doubles import Double, likely_doubles
from membership.entries import missing
from membership.enums import OPEN, TURNS, State, Turn
from membership.forms.desk import AssigneeForm, ChecksForm
from membership.models import Application, Attachment, CannedReply, Message
from membership.summary import answer, in_words
from membership.times import usual_times, working_days


@dataclass(frozen=True)
class Change:
    """An answer that the applicant corrected."""

    label: str
    before: str
    after: str


class Case:
    """An application as a member of staff sees it."""

    def __init__(self, application: Application, user: User) -> None:
        """Take the application and who looks at it; when they looked last is asked at once."""
        self.application = application
        self.user = user
        self.looked_last = application.looks.filter(by=user).first()

    @property
    def turn(self) -> Turn:
        """Whose turn it is."""
        return TURNS[State(self.application.state)]

    @property
    def days(self) -> int:
        """Working days in this state."""
        return working_days(self.application.state_since, timezone.now())

    @cached_property
    def is_overdue(self) -> bool:
        """Whether it takes longer than usual, and is ours."""
        is_ours = self.turn == Turn.STAFF
        return is_ours and queue.is_overdue(self.application, usual_times())

    @property
    def is_open(self) -> bool:
        """Whether anything can be written to the applicant."""
        return self.application.state in OPEN and not self.application.personal_data_removed_at

    @cached_property
    def changes(self) -> list[Change]:
        """What the applicant corrected since this member of staff looked last."""
        corrections = self.application.corrections.all()
        if self.looked_last:
            corrections = corrections.filter(at__gt=self.looked_last.at)
        return [
            Change(
                answer(self.application, name)[0],
                in_words(name, before),
                in_words(name, correction.after[name]),
            )
            for correction in corrections
            for name, before in correction.before.items()
        ]

    @cached_property
    def doubles(self) -> list[Double]:
        """What it may be a double of."""
        return likely_doubles(self.application)

    @cached_property
    def conversation(self) -> Sequence[Message]:
        """All that was written, oldest first."""
        files = Prefetch("attachments", Attachment.objects.defer("content"))
        return list(self.application.messages.select_related("by", "event").prefetch_related(files))

    @property
    def assignee_form(self) -> AssigneeForm:
        """Who looks after it."""
        return AssigneeForm(initial={"assignee": self.application.assignee_id})

    @cached_property
    def checks_form(self) -> ChecksForm:
        """The criteria, and what was found."""
        return ChecksForm(application=self.application)

    @property
    def missing(self) -> list[str]:
        """What its draft lacks before it can be published."""
        entry = self.application.biobank or self.application.network
        return missing(entry) if entry else []

    @property
    def entry_address(self) -> str:
        """Where its draft is edited; "" where there is none."""
        for name in ("biobank", "network"):
            if entry := getattr(self.application, name):
                return reverse(f"admin:biobanks_{name}_change", args=[entry.pk])
        return ""

    @property
    def replies(self) -> list[tuple[int, str]]:
        """Canned replies that have a text, by key and title."""
        return [(reply.pk, reply.title) for reply in CannedReply.objects.all()]


def canned_text(application: Application, key: str) -> str:
    """A canned reply in the applicant's language, or the first other one that it has."""
    reply = CannedReply.objects.filter(pk=key).first() if key.isdecimal() else None
    if reply is None:
        return ""
    own = f"text_{application.language}"
    text = next((t for name in [own, *columns("text")] if (t := getattr(reply, name))), "")
    return text.replace("{name}", application.name).replace("{reference}", application.reference)
