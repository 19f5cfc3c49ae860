"""The page of the design system."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bbmri_be.design import examples, forms, tokens


@require_safe
def design(request: HttpRequest) -> HttpResponse:
    """Each component of the public site, for staff."""
    all_tokens = tokens.tokens()
    context = {
        **examples.everything(),
        "colours": tokens.colours(all_tokens),
        "measures": tokens.measures(all_tokens),
        "pairs": list(tokens.pairs(all_tokens)),
        "form": forms.empty(),
        "wrong": forms.with_errors(),
    }
    return render(request, "admin/design/page.html", context)
