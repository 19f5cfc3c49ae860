"""The interest form's choices and the states of an application."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where an application stands."""

    RECEIVED = "received", _("Received")
    IN_REVIEW = "in-review", _("In review")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")


DECIDED = frozenset({State.ACCEPTED, State.DECLINED})

# Which state may follow which: nothing else moves an application.
TRANSITIONS: dict[State, frozenset[State]] = {
    State.RECEIVED: frozenset({State.IN_REVIEW}),
    State.IN_REVIEW: frozenset({State.ACCEPTED, State.DECLINED}),
    State.ACCEPTED: frozenset(),
    State.DECLINED: frozenset(),
}


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
