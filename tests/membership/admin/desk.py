"""What the tests of the desk share: addresses, people, what can be done to an application."""

from datetime import UTC, datetime, timedelta

from django.contrib.auth.models import Permission, User
from django.urls import reverse

from bbmri_be.outbox.models import Mail
from membership.actions import desk
from membership.enums import State
from membership.models import Application
from tests.membership.factories import application_in

LIST = "/admin/membership/application/"
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TEN_MINUTES = timedelta(minutes=10)
PDF = b"%PDF-1.7"
# Where each step begins, and the words that it needs.
STEPS = {
    "review": (State.RECEIVED, {}),
    "ask": (State.IN_REVIEW, {"text": "Which freezers?"}),
    "accept": (State.IN_REVIEW, {"reason": "Welcome."}),
    "decline": (State.IN_REVIEW, {"reason": "No human material."}),
    "take-back": (State.ASKED, {}),
    "reopen": (State.WITHDRAWN, {}),
}
WITH_MAIL = ["ask", "accept", "decline"]  # shown before it is sent
WRITINGS = {"note": {"text": "Hm."}, "message": {"text": "Hello."}}


def address_of(name: str, application: Application) -> str:
    return reverse(f"admin:membership_application_{name}", args=[application.pk])


def change_address(application: Application) -> str:
    return address_of("change", application)


def may(user: User, *codenames: str) -> User:
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    return user


def ready_for(name: str, by: User) -> Application:
    """An application with which this can be done now."""
    if name == "take-back":
        application = application_in(State.IN_REVIEW, by)
        return desk.ask(application=application, by=by, seen=State.IN_REVIEW, text="Why?")
    state, _ = STEPS.get(name, (State.RECEIVED, {}))
    return application_in(state, by)


def answers_for(name: str, application: Application) -> dict:
    if name in STEPS:
        return {"seen": application.state, "confirmed": "yes", **STEPS[name][1]}
    return {"confirmed": "yes", **WRITINGS[name]} if name in WRITINGS else {}


def snapshot(application: Application) -> tuple:
    return (
        Application.objects.filter(pk=application.pk).values().get(),
        list(application.events.values()),
        list(application.messages.values()),
        list(application.checks.values()),
        list(Mail.objects.values()),
    )


def messages_of(response) -> list[str]:
    """What the page says, without the words that it gives back."""
    texts = [str(message) for message in response.context["messages"]]
    return [text for text in texts if not text.startswith("You had written: ")]


def outcome(response) -> str:
    """What somebody was told, in one word."""
    if response.status_code == 302 and response["Location"].startswith("/admin/login/"):
        return "login"
    return {200: "done", 302: "done", 403: "forbidden", 404: "not found", 405: "not allowed"}[
        response.status_code
    ]


def refusal(name: str, application: Application, by: User) -> str:
    """What the log tells of a step that was refused."""
    return f"Refused step {name} of application {application.reference} to user {by.pk}"
