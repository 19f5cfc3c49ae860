"""What a text of the pages must be."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from bbmri_be.markdown import PICTURE_ADDRESS

# Markdown's `![words](address)`.
PICTURE = re.compile(r"!\[(?P<words>[^\]]*)\]\((?P<address>[^)]*)\)")


def pictures_have_words(text: str) -> None:
    """Raise ValidationError where a picture lacks words for those who do not see it (WCAG 1.1.1),
    or is not one of the site's own.
    """
    for picture in PICTURE.finditer(text):
        if not picture["words"].strip():
            raise ValidationError(
                _("Say between [ and ] what the picture shows, for those who do not see it.")
            )
        if not re.fullmatch(PICTURE_ADDRESS, picture["address"]):
            raise ValidationError(
                _("Pictures come from Files: upload it there, and copy its line into the text.")
            )
