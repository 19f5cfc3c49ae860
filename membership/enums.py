"""The interest form's choices and the states of an application."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where an application stands."""

    AWAITING = "awaiting-confirmation", _("Awaiting confirmation")
    RECEIVED = "received", _("Received")
    IN_REVIEW = "in-review", _("In review")
    ASKED = "information-asked", _("Information asked")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    LAPSED = "lapsed", _("Lapsed")


DECIDED = frozenset({State.ACCEPTED, State.DECLINED})
# An applicant can write, correct and withdraw; somebody has to do something.
OPEN = frozenset({State.RECEIVED, State.IN_REVIEW, State.ASKED})
# Over for now, but can be reopened.
DORMANT = frozenset({State.WITHDRAWN, State.LAPSED})
# What no applicant and no clock can do.
BY_STAFF = frozenset({State.ASKED, *DECIDED})
# After these the time begins after which personal data goes.
ENDED_WITHOUT_MEMBERSHIP = frozenset({State.DECLINED, *DORMANT})

# Which state may follow which: nothing else moves an application. Back from a question or a
# decision leads only taking it back, before the applicant is told.
TRANSITIONS: dict[State, frozenset[State]] = {
    State.AWAITING: frozenset({State.RECEIVED}),
    State.RECEIVED: frozenset({State.IN_REVIEW, State.WITHDRAWN}),
    State.IN_REVIEW: frozenset({State.ASKED, *DECIDED, State.WITHDRAWN}),
    State.ASKED: frozenset({State.IN_REVIEW, State.WITHDRAWN, State.LAPSED}),
    State.ACCEPTED: frozenset({State.IN_REVIEW}),
    State.DECLINED: frozenset({State.IN_REVIEW}),
    State.WITHDRAWN: frozenset({State.RECEIVED}),
    State.LAPSED: frozenset({State.RECEIVED}),
}


class Turn(models.TextChoices):
    """Who has to do something next."""

    APPLICANT = "applicant", _("the applicant")
    STAFF = "staff", _("the secretariat")
    NOBODY = "nobody", _("nobody")


TURNS: dict[State, Turn] = {
    State.AWAITING: Turn.APPLICANT,
    State.RECEIVED: Turn.STAFF,
    State.IN_REVIEW: Turn.STAFF,
    State.ASKED: Turn.APPLICANT,
    State.ACCEPTED: Turn.NOBODY,
    State.DECLINED: Turn.NOBODY,
    State.WITHDRAWN: Turn.NOBODY,
    State.LAPSED: Turn.NOBODY,
}


class Stage(models.TextChoices):
    """A part of the road whose usual length applicants are told."""

    FIRST_ANSWER = "first-answer", _("from the application to the first answer")
    DECISION = "decision", _("from the application to the decision")


class Voice(models.TextChoices):
    """Who speaks to whom in the conversation about an application."""

    NOTE = "note", _("Internal note")
    STAFF = "staff", _("To the applicant")
    APPLICANT = "applicant", _("From the applicant")


class ApplicantKind(models.TextChoices):
    """What wants to join."""

    BIOBANK = "biobank", _("A biobank")
    NETWORK = "network", _("A network of biobanks")
    COLLECTION = "collection", _("A collection that looks for a biobank to host it")


class Notification(models.TextChoices):
    """How far the biobank's notification to the FAMHP is."""

    NOTIFIED = "notified", _("Yes, it has a notification number")
    UNDER_WAY = "under-way", _("Under way")
    HELP_NEEDED = "help-needed", _("Not yet, we would like help")
    NOT_NEEDED = "not-needed", _("Not needed in our case")


class EthicsOpinion(models.TextChoices):
    """What an ethics committee said of the biobank."""

    FAVOURABLE = "favourable", _("Yes, a favourable opinion")
    REQUESTED = "requested", _("Asked for, not yet given")
    NOT_REQUESTED = "not-requested", _("Not yet asked for")


class Iso20387(models.TextChoices):
    """How far the biobank is with ISO 20387, the quality standard for biobanks."""

    NO_PLANS = "no-plans", _("No plans yet")
    INTERESTED = "interested", _("Interested")
    PREPARING = "preparing", _("Working towards it")
    ACCREDITED = "accredited", _("Accredited")


class OpenTo(models.TextChoices):
    """Who outside the institution may ask for samples or data."""

    RESEARCHERS = "researchers", _("Researchers of other institutions")
    COMPANIES = "companies", _("Companies")
    ABROAD = "abroad", _("Requests from abroad")


class Help(models.TextChoices):
    """What the applicant hopes to get help with."""

    NOTIFICATION = "notification", _("Notification to the FAMHP")
    ETHICS_AND_LAW = "ethics-and-law", _("Ethics and law")
    QUALITY = "quality", _("Quality and ISO 20387")
    IT = "it", _("Software and data")
    VISIBILITY = "visibility", _("Being found by researchers")


class Language(models.TextChoices):
    """Languages of our mails: those of the site, each under its own name."""

    ENGLISH = "en", "English"
    DUTCH = "nl", "Nederlands"
    FRENCH = "fr", "Français"
    GERMAN = "de", "Deutsch"
