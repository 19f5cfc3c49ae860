"""The link by which staff choose a password: it works once, and for a day
(`PASSWORD_RESET_TIMEOUT`)."""

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _

from bbmri_be.outbox import letters
from bbmri_be.outbox.letters import Letter
from bbmri_be.outbox.models import Mail
from bbmri_be.second_factor.actions import has_one


def send(user: User) -> Mail:
    """Queue the letter with the link, in the language that is active.

    Raises `ValidationError` where the account has no address.
    """
    alarm = [_("If you expected no such letter, tell whoever looks after the accounts.")]
    if has_one(user):
        alarm += [_("A password alone opens nothing: your second factor is asked for, too.")]
    letter = Letter(
        _("Choose your password for the staff desk of BBMRI.be"),
        [
            _("Your name at the desk is %(name)s.") % {"name": user.get_username()},
            _(
                "The link below opens a page where you choose a password. It works once, and for a "
                "day."
            ),
            " ".join(alarm),
        ],
    )
    return letters.queue(letter, to=user.email, address=settings.SITE_URL + path_of(user))


def path_of(user: User) -> str:
    """Where the link leads."""
    key = urlsafe_base64_encode(force_bytes(user.pk))
    return reverse("set-password", args=[key, default_token_generator.make_token(user)])
