"""Applications as they come in, and what is kept of them."""

import uuid

from bbmri_be.outbox.models import Mail
from membership.actions.applicant import submit_application
from membership.models import Application, Attachment, Correction, Event, Message, StatusLink
from membership.privacy import NOTICE_VERSION
from tests.membership.factories import ANSWERS


def submitted(**changes) -> Application:
    """An application fresh from the form, whose address is not confirmed."""
    application, _ = submit_application(
        answers=ANSWERS | changes, token=uuid.uuid4(), privacy_notice=NOTICE_VERSION
    )
    return application


def story(application: Application) -> list[tuple]:
    return list(application.events.values_list("by__username", "from_state", "to_state", "reason"))


def conversation(application: Application) -> list[tuple]:
    return list(application.messages.values_list("voice", "by__username", "text"))


def rows() -> tuple[int, ...]:
    kinds = [Application, Event, Message, Correction, Attachment, StatusLink, Mail]
    return tuple(kind.objects.count() for kind in kinds)
