"""What biobanks are written, and what staff are."""

from typing import Any

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from bbmri_be.outbox import letters
from bbmri_be.outbox.letters import Letter
from bbmri_be.outbox.models import Mail
from biobanks.models import Confirmation

SALT = "biobanks.confirming"


def token_of(confirmation: Confirmation) -> str:
    """What opens the question; whoever has it answers for the biobank."""
    return signing.dumps(confirmation.pk, salt=SALT)


def confirmation_of(token: str) -> Confirmation | None:
    """The question that a token opens."""
    try:
        key = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    found: Confirmation | None = (
        Confirmation.objects.select_related("biobank__contact").filter(pk=key).first()
    )
    return found


def ask(confirmation: Confirmation) -> Mail:
    """Ask the biobank whether its entry is right."""
    with override(confirmation.language):
        name = {"name": confirmation.biobank.name}
        return _to_biobank(
            confirmation,
            Letter(
                _("Is the entry of %(name)s still right?") % name,
                [
                    _(
                        "Once a year we ask every member of BBMRI.be, the Belgian biobank network, "
                        "whether its entry in the catalogue is still right. It is the turn of "
                        "%(name)s."
                    )
                    % name,
                    _(
                        "The page below shows the entry as researchers see it. One button says "
                        "that all is correct; another lets you propose changes. You need no "
                        "account."
                    ),
                ],
            ),
            "asked",
        )


def remind(confirmation: Confirmation) -> Mail:
    """Ask once more."""
    with override(confirmation.language):
        name = {"name": confirmation.biobank.name}
        return _to_biobank(
            confirmation,
            Letter(
                _("A reminder: is the entry of %(name)s still right?") % name,
                [
                    _("Some weeks ago we asked you whether the entry of %(name)s is still right.")
                    % name,
                    _("It takes a minute where nothing has changed: one button on the page below."),
                ],
            ),
            "reminded",
        )


def tell_staff(confirmation: Confirmation) -> list[Mail]:
    """Tell each staff address that a biobank proposes changes."""
    with override(settings.LANGUAGE_CODE):
        name = {"name": confirmation.biobank.name}
        letter = Letter(
            _("%(name)s proposes changes to its entry") % name,
            [_("%(name)s has answered, and proposes changes to its entry.") % name],
        )
        address = settings.SITE_URL + reverse(
            "admin:biobanks_confirmation_change", args=[confirmation.pk]
        )
        return [letters.queue(letter, to=to, address=address) for to in settings.STAFF_EMAILS]


def _to_biobank(confirmation: Confirmation, letter: Letter, what: str) -> Mail:
    contact: Any = confirmation.biobank.contact
    path = reverse("biobanks:confirm", args=[token_of(confirmation)])
    return letters.queue(
        letter,
        to=contact.email,
        address=settings.SITE_URL + path,
        cause=f"confirmation {confirmation.pk}: {what}",
    )
