"""What staff are told of what they decided on changes and proposals."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def tell(request: HttpRequest, done: int, troubles: Sequence[tuple[str, object]]) -> None:
    """How many decisions are noted, and which could not be, and why; or that none was made."""
    if done:
        text = ngettext("%d decision is noted.", "%d decisions are noted.", done) % done
        messages.success(request, text)
    for name, trouble in troubles:
        messages.error(request, f"{name}: {trouble}")
    if not done and not troubles:
        messages.warning(request, _("Nothing was marked."))
