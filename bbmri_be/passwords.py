"""What staff's passwords must not be made of."""

import re
from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

# What whoever guesses here tries first: the site, its work and its people, in its languages.
OWN_WORDS = (
    "bbmri", "eric", "biobank", "biobanque", "biobanken", "biobanks", "belgium", "belgie",
    "belgië", "belgique", "belgien", "brussels", "brussel", "bruxelles", "catalogue", "catalogus",
    "collection", "collectie", "directory", "sample", "staal", "website", "admin", "curator",
    "reviewer", "editor", "secretariat", "kankerregister", "password", "wachtwoord", "passwort",
    "motdepasse", "welcome", "welkom", "bienvenue", "willkommen",
)  # fmt: skip
# The longest first, so that nothing is left of "biobanken"; years and what joins words are no more.
EXPECTED = re.compile(
    "|".join(
        [*sorted(map(re.escape, OWN_WORDS), key=len, reverse=True), r"(19|20)\d\d", r"[\s._-]"]
    )
)
LEAST_OF_ITS_OWN = 8  # characters


class UncommonPasswordValidator(CommonPasswordValidator):
    """Neither a password that many have, nor one made of the site's own words and a year, nor one
    that says little again and again."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise `ValidationError` where little is left without what is expected here."""
        super().validate(password, user)
        folded = password.casefold()
        said_once = folded[: (folded + folded).find(folded, 1)]
        if len(EXPECTED.sub("", said_once)) < LEAST_OF_ITS_OWN:
            raise ValidationError(self.get_error_message(), code="password_too_common")
