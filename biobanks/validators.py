"""Formats that the catalogue and the interest form check alike."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

FAMHP_NUMBER = r"^BB[0-9]{6}$"

famhp_number = RegexValidator(
    FAMHP_NUMBER, _("Write the FAMHP number as BB and six digits, for example BB190001.")
)


def normalised_enterprise_number(text: str) -> str:
    """The ten digits of a Belgian enterprise number written in any usual way.

    Dots, spaces, a leading BE and a missing first zero are allowed, as people write them.

    Raises `ValidationError` where it is no enterprise number: the last two digits are 97 minus
    the remainder of the first eight by 97 (Crossroads Bank for Enterprises).
    """
    digits = re.sub(r"[\s./-]", "", text.upper().removeprefix("BE"))
    if len(digits) == 9:
        digits = "0" + digits
    if not re.fullmatch(r"[01][0-9]{9}", digits, re.ASCII):
        raise ValidationError(
            _("An enterprise number has ten digits, for example 0123.456.749."), code="format"
        )
    if 97 - int(digits[:8]) % 97 != int(digits[8:]):
        raise ValidationError(
            _("This is not an enterprise number: its last two digits do not fit the others."),
            code="check",
        )
    return digits


def enterprise_number(text: str) -> None:
    """Accept only the ten digits of an enterprise number, as the database keeps it."""
    if normalised_enterprise_number(text) != text:
        raise ValidationError(_("Write the ten digits without dots or spaces."), code="digits")
