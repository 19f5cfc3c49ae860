"""What all answers of the API share besides: language, what has not changed, terms."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import override

from bbmri_be.problems import problem
from biobanks.caching import kept_until_changed
from biobanks.programs import View, for_scripts, limited, under_terms

Keep = Callable[[View], View]
LANGUAGES = [code for code, _name in settings.LANGUAGES]


def answering(
    view: View, *, keep: Keep = kept_until_changed, is_limited: bool = True, is_ours: bool = True
) -> View:
    """A view of the API.

    `keep` lets who has an answer ask whether it is still good; by default it is until the catalogue
    changes. What is not ours (names of diseases) is not under our terms.
    """
    kept = keep(view)

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        language = request.GET.get("lang", settings.LANGUAGE_CODE)
        if language not in LANGUAGES:
            return problem(400, f"lang: one of {', '.join(LANGUAGES)}.")
        asked, request.method = request.method, "GET"  # operations know no other
        with override(language):
            response = kept(request, *args, **kwargs)
        request.method = asked
        return under_terms(response) if is_ours else response

    return for_scripts(limited(wrapped) if is_limited else wrapped)
