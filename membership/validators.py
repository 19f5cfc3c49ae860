"""What the answers of the interest form must look like.

Each sentence says what to do. Formats that the catalogue checks too are in `biobanks.validators`.
"""

import re

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from biobanks import validators as catalogue

# Control characters, separators of lines and paragraphs, and marks that turn the direction of what
# follows. NUL is left to Django's own fields, which always refuse it.
_HIDDEN = "\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069"

one_line = RegexValidator(
    f"[{_HIDDEN}\t\n\r]",
    _("This answer holds characters that cannot be seen. Type it instead of pasting it."),
    code="hidden_characters",
    inverse_match=True,
)
plain_text = RegexValidator(
    f"[{_HIDDEN}]",
    _("This answer holds characters that cannot be seen. Paste it without formatting, or type it."),
    code="hidden_characters",
    inverse_match=True,
)
# Names are quoted in our mails: nobody shall advertise through them.
no_web_address = RegexValidator(
    r"://|www\.",
    _("Write the name only, without a web address."),
    code="web_address",
    inverse_match=True,
    flags=re.IGNORECASE,
)
belgian_postcode = RegexValidator(
    r"^[1-9][0-9]{3}\Z", _("A Belgian postcode has four digits, for example 1000.")
)
directory_identifier = RegexValidator(
    r"^bbmri-eric:[A-Za-z]*ID:BE_[A-Za-z0-9_:-]+\Z",
    _("Copy the identifier from the Directory; it looks like bbmri-eric:ID:BE_NAME."),
)


def start_year(year: int) -> None:
    """Accept the years since 1850 up to next year."""
    if timezone.localdate().year + 1 < year <= 9999:
        raise ValidationError(
            _("Write the year in which it started or starts; next year at the latest."),
            code="future",
        )
    if not 1850 <= year <= timezone.localdate().year + 1:
        raise ValidationError(
            _("Write the year with four digits, for example %(year)s."),
            code="year",
            params={"year": timezone.localdate().year - 5},
        )


def normalised_postcode(text: str) -> str:
    """The postcode without the country's letters, as some write it: B-1000."""
    return re.sub(r"^BE?[\s-]*(?=[0-9])", "", text.upper())


def normalised_famhp_number(text: str) -> str:
    """The FAMHP number in capitals, without spaces, dots and hyphens.

    Raises `ValidationError` where it is none. One letter B before six digits is a common misprint;
    which number is meant only the biobank knows.
    """
    number = re.sub(r"[\s./-]", "", text.upper())
    if re.fullmatch(r"B[0-9]{6}", number, re.ASCII):
        raise ValidationError(
            _("FAMHP numbers begin with two letters B. Did you mean %(number)s?"),
            code="one_b",
            params={"number": f"B{number}"},
        )
    catalogue.famhp_number(number)
    return number
