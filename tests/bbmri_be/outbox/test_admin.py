"""Mails in the admin."""

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bbmri_be.outbox.actions import send_again
from bbmri_be.outbox.models import Mail
from tests.bbmri_be.outbox.mails import NOW, queue_one


@pytest.fixture
def failed_mail(db):
    mail = queue_one()
    Mail.objects.filter(pk=mail.pk).update(
        failed_at=timezone.now(), last_error="SMTPException", attempts=23
    )
    return mail


def staff(*codenames: str) -> User:
    user = User.objects.create_user("anna", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    return user


def send_again_in_admin(client, *mails: Mail):
    return client.post(
        reverse("admin:outbox_mail_changelist"),
        {"action": "send_again", "_selected_action": [mail.pk for mail in mails]},
        follow=True,
    )


@pytest.mark.django_db
def test_send_again_queues_only_mails_given_up(failed_mail):
    sent = queue_one()
    Mail.objects.filter(pk=sent.pk).update(sent_at=timezone.now())
    forgotten = queue_one()
    Mail.objects.filter(pk=forgotten.pk).update(failed_at=timezone.now(), last_error="x", to="")

    count = send_again(Mail.objects.all())

    failed_mail.refresh_from_db()
    assert count == 1
    assert list(Mail.objects.due()) == [failed_mail]
    assert (failed_mail.attempts, failed_mail.last_error) == (0, "SMTPException")


def test_admin_send_again(client, failed_mail):
    client.force_login(staff("view_mail", "change_mail"))

    page = send_again_in_admin(client, failed_mail).content.decode()

    assert "1 mail is queued again." in page
    assert list(Mail.objects.due()) == [failed_mail]


def test_admin_send_again_without_permission_changes_nothing(client, failed_mail):
    client.force_login(staff("view_mail"))

    send_again_in_admin(client, failed_mail)

    assert not Mail.objects.due().exists()


def test_admin_of_a_superuser_neither_writes_nor_deletes(admin_client, failed_mail):
    address = reverse("admin:outbox_mail_change", args=[failed_mail.pk])

    assert admin_client.get(address).status_code == 200
    assert admin_client.post(address, {"to": "other@example.be"}).status_code == 403
    assert admin_client.get(reverse("admin:outbox_mail_add")).status_code == 403
    assert (
        admin_client.post(reverse("admin:outbox_mail_delete", args=[failed_mail.pk])).status_code
        == 403
    )
    assert Mail.objects.get().to == "an@example.be"


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {"waits", "failed", "sent"}),
        ("?standing=waiting", {"waits"}),
        ("?standing=failed", {"failed"}),
        ("?standing=sent", {"sent"}),
        ("?standing=nonsense", {"waits", "failed", "sent"}),
    ],
)
@pytest.mark.django_db
def test_admin_list_filtered_by_standing(admin_client, query, shown):
    queue_one(subject="waits")
    Mail.objects.filter(pk=queue_one(subject="failed").pk).update(failed_at=NOW, last_error="x")
    Mail.objects.filter(pk=queue_one(subject="sent").pk).update(sent_at=NOW)

    response = admin_client.get(reverse("admin:outbox_mail_changelist") + query)

    assert {mail.subject for mail in response.context["cl"].result_list} == shown


@pytest.mark.django_db
def test_admin_list_needs_as_many_queries_for_three_mails_as_for_one(admin_client):
    address = reverse("admin:outbox_mail_changelist")
    queue_one()
    admin_client.get(address)
    with CaptureQueriesContext(connection) as for_one:
        admin_client.get(address)
    queue_one()
    queue_one()

    with CaptureQueriesContext(connection) as for_three:
        admin_client.get(address)

    assert len(for_three) == len(for_one)
