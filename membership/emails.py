"""The mails about an application, queued in the transaction of what they tell."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from bbmri_be.outbox.actions import one_line, queue
from bbmri_be.outbox.models import Mail
from membership.models import Application

# Names are quoted so far, and no further: nobody shall write letters through ours.
LONGEST_NAME = 100


def acknowledge(application: Application) -> Mail:
    """Tell the applicant, in the language they asked for, that the application is stored."""
    with override(application.language):
        return _queue(
            application,
            template="acknowledgement",
            to=application.contact_email,
            subject=_("We have received your application %(reference)s")
            % {"reference": application.reference},
            address=settings.SITE_URL + application.get_absolute_url(),
        )


def tell_staff(application: Application) -> list[Mail]:
    """Tell each staff address that there is an application, and where."""
    with override(settings.LANGUAGE_CODE):
        path = reverse("admin:membership_application_change", args=[application.pk])
        return [
            _queue(
                application,
                template="new_application",
                to=staff,
                subject=_("New application: %(name)s") % {"name": _short_name(application)},
                address=settings.SITE_URL + path,
            )
            for staff in settings.STAFF_EMAILS
        ]


def _queue(application: Application, *, template: str, to: str, subject: str, address: str) -> Mail:
    context = {
        "reference": application.reference,
        "name": _short_name(application),
        "address": address,
        "subject": subject,
    }
    return queue(
        to=to,
        subject=subject,
        text=render_to_string(f"membership/mail/{template}.txt", context),
        html=render_to_string(f"membership/mail/{template}.html", context),
        language=get_language() or settings.LANGUAGE_CODE,
        thread=application.reference,
    )


def _short_name(application: Application) -> str:
    return one_line(application.name)[:LONGEST_NAME]
