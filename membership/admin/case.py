"""What the page of an application shows beside its answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.contrib.auth.models import User
from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from membership import queue
from membership.doubles import Double, likely_doubles
from membership.entries import missing
from membership.enums import OPEN, TURNS, State, Turn
from membership.forms.desk import AssigneeForm, ChecksForm
from membership.models import Application, Attachment, CannedReply, Event, Message
from membership.models.application import told_of
from membership.summary import answer, in_words
from membership.times import usual_times, working_days


@dataclass(frozen=True)
class Change:
    """An answer that the applicant corrected."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Canned:
    """A canned reply, filled in for an application."""

    key: int
    title: str
    text: str
    other_language: str  # its code, where it is not the applicant's


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

    @cached_property
    def paper(self) -> Sequence[Message]:
        """What was written, for those who decide: without notes and what nobody was told."""
        return [message for message in self.conversation if message.is_told]

    @cached_property
    def story(self) -> list[tuple[Event, str]]:
        """What happened, and a remark where the applicant was not told of it."""
        events = list(self.application.events.select_related("by"))
        told = told_of(events)
        return [(event, self.remark(event, told)) for event in events]

    @staticmethod
    def remark(event: Event, told: Sequence[Event]) -> str:
        """Whether an event was taken back, or is not told yet."""
        if event in told or not event.to_state:
            return ""
        return str(_("taken back, never sent") if event.is_told else _("not told yet"))

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


def canned_replies(application: Application) -> list[Canned]:
    """The canned replies for an application, in its language or the first other one they have."""
    with override(application.language):
        found = [(reply, reply.text) for reply in CannedReply.objects.all()]
    return [
        Canned(
            reply.pk,
            reply.title,
            text.replace("{name}", application.name).replace("{reference}", application.reference),
            "" if text.language == application.language else text.language,
        )
        for reply, text in found
        if text
    ]
