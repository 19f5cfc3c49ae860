"""The mails about an application, queued in the transaction of what they tell.

The applicant's are in the language they chose; each carries a status link of its own. A letter
that tells of an event goes once: the event is its cause.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from bbmri_be.languages import written_date
from bbmri_be.outbox import letters
from bbmri_be.outbox.actions import one_line
from bbmri_be.outbox.letters import Letter
from bbmri_be.outbox.models import Mail
from membership.enums import Stage, State
from membership.models import Application, Event, Message, StatusLink
from membership.queue import QueueLine
from membership.summary import summary_of

# Names are quoted so far, and no further: nobody shall write letters through ours.
LONGEST_NAME = 100


@dataclass(frozen=True)
class Preview:
    """What the applicant would read."""

    subject: str
    text: str


# To the applicant


def ask_to_confirm(application: Application) -> Mail:
    """Ask whether the address is right; until then the application is not in the queue."""
    with override(application.language):
        return _to_applicant(
            application,
            Letter(
                _("Please confirm your application %(reference)s")
                % {"reference": application.reference},
                [
                    _(
                        "You applied to join BBMRI.be, the Belgian biobank network, for "
                        "“%(name)s”. Please confirm that this address is yours: open the page "
                        "below and press the button."
                    )
                    % {"name": _short_name(application)},
                    _(
                        "Only then do we read the application. What nobody confirms within seven "
                        "days is deleted."
                    ),
                    _("If it was not you who applied, do nothing."),
                ],
            ),
            cause=f"application {application.pk}: confirm",
        )


def acknowledge(application: Application) -> Mail:
    """Tell that the application is in the queue, with a copy of what was sent."""
    with override(application.language):
        return _to_applicant(
            application,
            Letter(
                _("We have received your application %(reference)s")
                % {"reference": application.reference},
                [
                    _(
                        "Thank you. Your address is confirmed, and your application to join "
                        "BBMRI.be, the Belgian biobank network, is with the secretariat."
                    ),
                    _(
                        "A person reads it. On the page below you see at any time where it stands "
                        "and whose turn it is. There you can also write to us, correct your "
                        "answers or withdraw the application."
                    ),
                    _("Below is a copy of what you sent."),
                ],
                copy=summary_of(application),
            ),
            cause=f"application {application.pk}: received",
        )


def ask(message: Message) -> Mail:
    """Put the secretariat's question to the applicant, after the time to take it back."""
    application, event = message.application, _event_of(message)
    with override(application.language):
        letter = question(application, message.text)
        return _to_applicant(application, letter, cause_of(event), event.told_from)


def question(application: Application, text: str) -> Letter:
    """The letter of a question."""
    return Letter(
        _("A question about your application %(reference)s") % {"reference": application.reference},
        [
            _("We have a question about your application for “%(name)s”:")
            % {"name": _short_name(application)},
            _("Please answer on the page below. Until then we wait for you."),
        ],
        quote=text,
    )


def remind(
    application: Application, event: Event, pause: timedelta, *, lapses_at: datetime
) -> Mail:
    """Remind of a question that is not answered."""
    with override(application.language):
        return _to_applicant(
            application,
            Letter(
                _("We wait for your answer about your application %(reference)s")
                % {"reference": application.reference},
                [
                    _("On %(day)s we asked you something about your application for “%(name)s”.")
                    % {"day": _day(event.at), "name": _short_name(application)},
                    _(
                        "Please answer on the page below. Without an answer the application lapses "
                        "on %(day)s; it can be reopened later."
                    )
                    % {"day": _day(lapses_at)},
                ],
            ),
            cause=_reminder(event, pause),
        )


def reassure(application: Application, stage: Stage) -> Mail:
    """Tell, unasked, that a stage takes longer than usual but nothing is forgotten."""
    with override(application.language):
        return _to_applicant(
            application,
            Letter(
                _("Your application %(reference)s is still with us")
                % {"reference": application.reference},
                [
                    _(
                        "Your application for “%(name)s” takes longer than usual. It is not "
                        "forgotten: the secretariat still works on it."
                    )
                    % {"name": _short_name(application)},
                    _("You do not have to do anything. On the page below you see where it stands."),
                ],
            ),
            cause=_reassurance(application, stage),
        )


def tell_of_lapse(application: Application, event: Event) -> Mail:
    """Tell that the application has lapsed, and how to go on."""
    with override(application.language):
        return _to_applicant(
            application,
            Letter(
                _("Your application %(reference)s has lapsed")
                % {"reference": application.reference},
                [
                    _(
                        "We have not heard from you about your application for “%(name)s”, so it "
                        "has lapsed."
                    )
                    % {"name": _short_name(application)},
                    _("Would you like to go on? Reopen it on the page below; nothing is lost."),
                ],
            ),
            cause=cause_of(event),
        )


def tell_decision(application: Application, event: Event) -> Mail:
    """Tell the decision and its reason, after the time to take it back."""
    with override(application.language):
        return _to_applicant(
            application,
            decision(application, State(event.to_state), event.reason),
            cause_of(event),
            event.told_from,
        )


def decision(application: Application, state: State, reason: str) -> Letter:
    """The letter of a decision."""
    if state == State.ACCEPTED:
        return Letter(
            _("Welcome to BBMRI.be: your application %(reference)s is accepted")
            % {"reference": application.reference},
            [
                _("“%(name)s” is accepted as a member of BBMRI.be, the Belgian biobank network.")
                % {"name": _short_name(application)},
                _("The secretariat will contact you about the next steps."),
            ],
            quote=reason,
        )
    return Letter(
        _("Your application %(reference)s is not accepted") % {"reference": application.reference},
        [
            _("We have not accepted the application for “%(name)s”. The reason:")
            % {"name": _short_name(application)},
            _(
                "Do you see it differently, or has something changed since? Answer this mail; "
                "you may also apply again."
            ),
        ],
        quote=reason,
    )


def confirm_withdrawal(application: Application, event: Event) -> Mail:
    """Confirm that the applicant has withdrawn the application."""
    with override(application.language):
        return _to_applicant(
            application,
            Letter(
                _("Your application %(reference)s is withdrawn")
                % {"reference": application.reference},
                [
                    _("You have withdrawn the application for “%(name)s”. We no longer work on it.")
                    % {"name": _short_name(application)},
                    _("Did you change your mind? Reopen it on the page below."),
                ],
            ),
            cause=cause_of(event),
        )


def confirm_return(application: Application, event: Event) -> Mail:
    """Tell that the application is in the queue again."""
    with override(application.language):
        return _to_applicant(
            application,
            Letter(
                _("Your application %(reference)s is open again")
                % {"reference": application.reference},
                [
                    _("The application for “%(name)s” is with the secretariat again.")
                    % {"name": _short_name(application)},
                    _("On the page below you see where it stands and whose turn it is."),
                ],
            ),
            cause=cause_of(event),
        )


def forward(message: Message) -> Mail:
    """Send what staff wrote to the applicant."""
    application = message.application
    with override(application.language):
        return _to_applicant(
            application, words(application, message.text), cause=f"message {message.pk}"
        )


def words(application: Application, text: str) -> Letter:
    """The letter that carries what staff wrote."""
    return Letter(
        _("A message about your application %(reference)s") % {"reference": application.reference},
        [
            _("The secretariat writes about your application for “%(name)s”:")
            % {"name": _short_name(application)},
            _("You can answer on the page below."),
        ],
        quote=text,
    )


def send_link(application: Application) -> Mail:
    """Send a new status link; those sent before open nothing any more."""
    with override(application.language):
        return _to_applicant(
            application,
            Letter(
                _("The page of your application %(reference)s")
                % {"reference": application.reference},
                [
                    _(
                        "Somebody asked for a new link to the application for “%(name)s”. Earlier "
                        "links no longer work."
                    )
                    % {"name": _short_name(application)},
                    _(
                        "If it was not you, you do not have to do anything: only this mail holds "
                        "the link."
                    ),
                ],
            ),
        )


def preview(
    application: Application, write: Callable[[Application, str], Letter], words: str
) -> Preview:
    """The letter that carries words to the applicant, as it would go but for its link."""
    with override(application.language):
        letter = write(application, words)
        text = letters.text_of(
            letter, address=f"{settings.SITE_URL}/…", reference=application.reference
        )
        return Preview(letter.subject, text)


# To the staff


def tell_staff(application: Application, *, is_back: bool = False) -> list[Mail]:
    """Tell each staff address that an application is in the queue, new or again, and where."""
    with override(settings.LANGUAGE_CODE):
        what = {"name": _short_name(application), "reference": application.reference}
        if is_back:
            letter = Letter(
                _("Reopened by the applicant: %(name)s") % what,
                [_("The applicant has reopened the application: %(name)s (%(reference)s).") % what],
            )
        else:
            letter = Letter(
                _("New application: %(name)s") % what,
                [_("A new application to join the network: %(name)s (%(reference)s).") % what],
            )
        return [_to_staff(application, to, letter) for to in settings.STAFF_EMAILS]


def tell_of_reply(message: Message) -> list[Mail]:
    """Tell whoever looks after the application that the applicant wrote."""
    return _tell_assignee(message.application, gettext_lazy("The applicant has written:"))


def tell_of_correction(application: Application) -> list[Mail]:
    """Tell whoever looks after the application that answers were corrected."""
    return _tell_assignee(application, gettext_lazy("The applicant has corrected answers:"))


def tell_of_withdrawal(application: Application, *, is_undone: bool = False) -> list[Mail]:
    """Tell whoever looks after the application that it is withdrawn, and what that has undone."""
    what = gettext_lazy("The applicant has withdrawn:")
    if is_undone:
        what = gettext_lazy(
            "The applicant has withdrawn, so the question or decision that they had not been told "
            "yet was taken back, with the drafts that it had made:"
        )
    return _tell_assignee(application, what)


def send_digest(user: User, lines: Sequence[QueueLine], day: date) -> Mail:
    """The day's digest for a member of staff who wants it."""
    with override(settings.LANGUAGE_CODE):
        days = _("%(name)s (%(reference)s): %(state)s; working days so far: %(days)s")
        late = _("%(name)s (%(reference)s): %(state)s; working days so far: %(days)s, overdue")
        texts = [
            (late if line.is_overdue else days)
            % {
                "name": _short_name(line.application),
                "reference": line.application.reference,
                "state": line.application.get_state_display(),
                "days": line.days,
            }
            for line in lines
        ]
        letter = Letter(
            _("Applications on %(day)s") % {"day": written_date(day)},
            [_("This waits for you or for whoever takes it up:"), *texts],
        )
        return letters.queue(
            letter,
            to=user.email,
            address=settings.SITE_URL + reverse("admin:membership_application_changelist"),
            cause=_digest(user, day),
        )


def is_digest_due(user: User, day: date) -> bool:
    """Whether a member of staff has not had the digest of a day."""
    return not Mail.objects.filter(cause=_digest(user, day)).exists()


def _digest(user: User, day: date) -> str:
    return f"digest {day} for user {user.pk}"


# What mails are the mails of


def cause_of(event: Event) -> str:
    """The cause of the mail that tells of an event."""
    return f"event {event.pk}"


def is_reminder_due(event: Event, pause: timedelta) -> bool:
    """Whether no mail has reminded of a question so late."""
    return not Mail.objects.filter(cause=_reminder(event, pause)).exists()


def _reminder(event: Event, pause: timedelta) -> str:
    return f"{cause_of(event)}: reminder after {pause.days} days"


def is_reassurance_due(application: Application, stage: Stage) -> bool:
    """Whether no mail has said yet that a stage takes longer."""
    return not Mail.objects.filter(cause=_reassurance(application, stage)).exists()


def _reassurance(application: Application, stage: Stage) -> str:
    return f"application {application.pk}: longer than usual {stage}"


def _event_of(message: Message) -> Event:
    if message.event is None:
        raise ValueError("A question goes with an event.")
    return message.event


def _to_applicant(
    application: Application,
    letter: Letter,
    cause: str = "",
    send_after: datetime | None = None,
) -> Mail:
    token = StatusLink.new(application)
    path = reverse("membership:status", args=[token])
    return _queue(
        application, application.contact_email, letter, settings.SITE_URL + path, cause, send_after
    )


def _tell_assignee(application: Application, what: object) -> list[Mail]:
    """To the assignee, or to all staff addresses where there is none that has an address."""
    assignee = application.assignee
    to = [assignee.email] if assignee and assignee.email else settings.STAFF_EMAILS
    with override(settings.LANGUAGE_CODE):
        name = _short_name(application)
        letter = Letter(
            _("%(name)s: news of the applicant") % {"name": name},
            [f"{what} {name} ({application.reference})."],
        )
        return [_to_staff(application, address, letter) for address in to]


def _to_staff(application: Application, to: str, letter: Letter) -> Mail:
    path = reverse("admin:membership_application_change", args=[application.pk])
    return _queue(application, to, letter, settings.SITE_URL + path)


def _queue(
    application: Application,
    to: str,
    letter: Letter,
    address: str,
    cause: str = "",
    send_after: datetime | None = None,
) -> Mail:
    return letters.queue(
        letter,
        to=to,
        address=address,
        reference=application.reference,
        cause=cause,
        send_after=send_after,
    )


def _day(moment: datetime) -> str:
    return written_date(localtime(moment))


def _short_name(application: Application) -> str:
    return one_line(application.name)[:LONGEST_NAME]
