"""What applicants are told of each state, in plain words: no word of the desk's own."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from membership.enums import TURNS, State, Turn


@dataclass(frozen=True)
class Wording:
    """A state as the applicant reads it."""

    title: object
    text: object
    turn: Turn


TITLES = {
    State.AWAITING: _("Please confirm your e-mail address"),
    State.RECEIVED: _("Your application is with the secretariat"),
    State.IN_REVIEW: _("The secretariat is looking at your application"),
    State.ASKED: _("We have a question for you"),
    State.ACCEPTED: _("Your application is accepted"),
    State.DECLINED: _("Your application is not accepted"),
    State.WITHDRAWN: _("You have withdrawn your application"),
    State.LAPSED: _("Your application has lapsed"),
}
TEXTS = {
    State.AWAITING: _(
        "Your application is stored. We read it as soon as you confirm, with the button below, "
        "that the mail reached you. After seven days without an answer it is deleted."
    ),
    State.RECEIVED: _("It waits its turn. You do not have to do anything."),
    State.IN_REVIEW: _(
        "You do not have to do anything. We write to you when we have a question or a decision."
    ),
    State.ASKED: _("Please answer it below. We go on as soon as we hear from you."),
    State.ACCEPTED: _("Welcome to the network. The secretariat contacts you about the next steps."),
    State.DECLINED: _("You may write to us about it, and you may apply again."),
    State.WITHDRAWN: _("We no longer work on it. You can reopen it, just as it was."),
    State.LAPSED: _("We did not hear from you for a long time. You can reopen it, just as it was."),
}


def wording(state: State) -> Wording:
    """What the applicant is told of a state."""
    return Wording(TITLES[state], TEXTS[state], TURNS[state])
