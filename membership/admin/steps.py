"""What staff can do with an application: the buttons, and the words around them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from bbmri_be.outbox.letters import Letter
from membership import emails
from membership.actions import desk
from membership.actions.moves import TOLD_LATER
from membership.enums import DORMANT, State
from membership.forms.desk import AcceptForm, AskForm, DeclineForm, StepForm
from membership.models import Application, Message


@dataclass(frozen=True)
class Step:
    """A step that a button takes: from where, what it does, and the words around it."""

    action: Callable[..., Application]
    of: frozenset[State]
    form: type[StepForm]
    button: Any
    question: Any
    done: Any
    # The letter that the applicant gets, of what was written; previewed before it is sent.
    letter: Callable[[Application, str], Letter] | None = None


STEPS = {
    "review": Step(
        desk.start_review,
        frozenset({State.RECEIVED}),
        StepForm,
        _("Start the review"),
        _("Take this application up for review?"),
        _("The application is in review."),
    ),
    "ask": Step(
        desk.ask,
        frozenset({State.IN_REVIEW}),
        AskForm,
        _("Ask the applicant"),
        _("Ask the applicant a question?"),
        _("The question goes to the applicant in some minutes; until then you can take it back."),
        emails.question,
    ),
    "accept": Step(
        desk.accept,
        frozenset({State.IN_REVIEW}),
        AcceptForm,
        _("Accept"),
        _("Accept this application?"),
        _(
            "The application is accepted. The applicant is told in some minutes; until then you "
            "can take it back."
        ),
        lambda application, reason: emails.decision(application, State.ACCEPTED, reason),
    ),
    "decline": Step(
        desk.decline,
        frozenset({State.IN_REVIEW}),
        DeclineForm,
        _("Decline"),
        _("Decline this application?"),
        _(
            "The application is declined. The applicant is told in some minutes; until then you "
            "can take it back."
        ),
        lambda application, reason: emails.decision(application, State.DECLINED, reason),
    ),
    "take-back": Step(
        desk.take_back,
        TOLD_LATER,
        StepForm,
        _("Take it back"),
        _("Take back what the applicant has not been told yet?"),
        _("It is taken back, and the application is in review again. The mail is not sent."),
    ),
    "reopen": Step(
        desk.reopen,
        DORMANT,
        StepForm,
        _("Reopen"),
        _("Reopen this application?"),
        _("The application is in the queue again, and the applicant is told."),
    ),
}


@dataclass(frozen=True)
class Writing:
    """Something that staff write about an application: for whom, and the words around it."""

    action: Callable[..., Message]
    button: Any
    question: Any
    explanation: Any
    done: Any
    # The letter that the applicant gets; previewed before it is sent.
    letter: Callable[[Application, str], Letter] | None = None


WRITINGS = {
    "note": Writing(
        desk.write_note,
        _("Write an internal note"),
        _("Internal note"),
        _("Only staff read it. The applicant may ask for it, as for all that is kept about them."),
        _("The note is kept."),
    ),
    "message": Writing(
        desk.write_to_applicant,
        _("Write to the applicant"),
        _("Message to the applicant"),
        _(
            "It goes out by mail at once. Whose turn it is stays as it is; to wait for an answer, "
            "use “Ask the applicant” instead."
        ),
        _("The message is on its way."),
        emails.words,
    ),
}


def is_possible(application: Application, step: Step) -> bool:
    """Whether a step leads on: from the application's state, and in time."""
    if application.state not in step.of or application.personal_data_removed_at:
        return False
    last = application.last_event
    return step.action is not desk.take_back or bool(last and not last.is_told)
