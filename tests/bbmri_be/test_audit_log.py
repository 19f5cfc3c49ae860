"""The audit log: who did what, and who looked at whose data."""

import logging
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from bbmri_be.audit_log.actions import note
from bbmri_be.audit_log.models import Entry, What
from bbmri_be.second_factor.proof import FRESH, GIVEN
from tests.biobanks.factories import NetworkFactory, PersonFactory
from tests.membership.factories import ApplicationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(client):
    user = User.objects.create_superuser("anna", password="correct horse battery")
    client.force_login(user)
    return user


def noted(what=None):
    """What stands in the log, the oldest first; without the sign-ins where none is asked for."""
    entries = Entry.objects.order_by("pk").exclude(what=What.SIGNED_IN)
    if what:
        entries = Entry.objects.order_by("pk").filter(what=what)
    return [(entry.name, entry.what, entry.page, entry.rows) for entry in entries]


def test_looks_at_personal_data(client, anna):
    one, two = ApplicationFactory(), ApplicationFactory()
    base = "/admin/membership/application/"

    client.get(base)
    client.get(f"{base}{one.pk}/change/")
    client.get(f"{base}{one.pk}/export/")
    client.get(f"{base}{two.pk}/print/")
    client.get("/admin/")
    client.get("/admin/biobanks/organisation/")
    client.get("/admin/biobanks/network/")
    client.get("/admin/biobanks/network/add/")
    network = NetworkFactory()
    client.get(f"/admin/biobanks/network/{network.pk}/change/")

    assert noted() == [
        ("anna", "looked", "membership_application_changelist", [str(two.pk), str(one.pk)]),
        ("anna", "looked", "membership_application_change", [str(one.pk)]),
        ("anna", "looked", "membership_application_export", [str(one.pk)]),
        ("anna", "looked", "membership_application_print", [str(two.pk)]),
        ("anna", "looked", "biobanks_network_change", [str(network.pk)]),
    ]


def test_boxes_that_search_for_persons(client, anna):
    person = PersonFactory(last_name="Peeters")
    PersonFactory(last_name="Janssens")
    box = {"app_label": "biobanks", "model_name": "biobank", "field_name": "contact"}

    client.get("/admin/autocomplete/", box | {"term": "Peeters"})
    client.get("/admin/autocomplete/", box | {"field_name": "organisation"})

    assert noted() == [("anna", "looked", "biobanks_contact_autocomplete", [str(person.pk)])]
    page = client.get("/admin/audit_log/entry/").content.decode()
    assert '<td class="field-place">contact: search</td>' in page


@pytest.mark.parametrize("field", ["", "slug", "no-such-field"])
def test_box_that_does_not_exist(client, anna, field):
    box = {"app_label": "biobanks", "model_name": "biobank", "field_name": field}

    assert client.get("/admin/autocomplete/", box).status_code == 403

    assert noted() == [("anna", "refused", "autocomplete", [])]


def test_question_who_it_is_is_no_refusal(client, anna, settings):
    settings.STAFF_SECOND_FACTOR = False
    session = client.session
    session[GIVEN] = (timezone.now() - 2 * FRESH).isoformat()
    session.save()
    person = PersonFactory()
    address = f"/admin/biobanks/contact/{person.pk}/delete/"

    assert client.get(address).status_code == 403
    client.post(address, {"proof-password": "wrong", "post": "yes"})
    client.post(address, {"proof-password": "correct horse battery", "post": "yes"})

    assert noted() == [
        ("anna", "not-proved", "", []),
        ("anna", "proved", "", []),
        ("anna", "changed", "biobanks_contact_delete", [str(person.pk)]),
    ]


def test_changes(client, anna):
    person = PersonFactory()
    base = "/admin/biobanks/contact/"

    client.post("/admin/auth/group/add/", {"name": "Helpers"})
    client.post("/admin/auth/group/add/", {"name": ""})
    client.post(base, {"action": "delete_selected", "_selected_action": [person.pk], "post": "yes"})

    assert noted() == [
        ("anna", "changed", "auth_group_add", [str(Group.objects.get(name="Helpers").pk)]),
        ("anna", "changed", "biobanks_contact_delete_selected", [str(person.pk)]),
    ]
    page = client.get("/admin/audit_log/entry/").content.decode()
    assert '<td class="field-place">contact: deletion</td>' in page
    assert Group.objects.filter(name="Helpers").exists()


def test_change_in_a_window_of_its_own(client, anna):
    client.post("/admin/auth/group/add/?_popup=1", {"name": "Helpers", "_popup": "1"})

    assert Group.objects.filter(name="Helpers").exists()
    key = str(Group.objects.get(name="Helpers").pk)
    assert noted() == [("anna", "changed", "auth_group_add", [key])]


def test_action_of_a_list_has_its_name(client, anna):
    client.post(
        "/admin/auth/user/",
        {"action": ["", "reset_second_factor"], "index": "1", "_selected_action": [anna.pk]},
    )

    assert noted() == [("anna", "changed", "auth_user_reset_second_factor", [str(anna.pk)])]
    page = client.get("/admin/audit_log/entry/").content.decode()
    assert '<td class="field-place">user: Take the second factor back</td>' in page


def test_right_password_that_opens_nothing(client):
    User.objects.create_user("carla", password="correct horse battery")

    client.post("/admin/login/", {"username": "carla", "password": "correct horse battery"})

    assert noted() == [("carla", "refused", "login", [])]
    client.force_login(User.objects.create_superuser("anna"))
    page = client.get("/admin/audit_log/entry/").content.decode()
    assert '<td class="field-place">Sign in</td>' in page


def test_question_that_is_answered_changes_nothing(client, anna, settings):
    settings.STAFF_SECOND_FACTOR = False
    session = client.session
    session[GIVEN] = (timezone.now() - 2 * FRESH).isoformat()
    session.save()
    address = f"/admin/auth/user/{anna.pk}/change/"

    client.get(address)
    client.post(address, {"again-opened": "yes", "proof-password": "correct horse battery"})
    client.get(address)

    assert noted() == [
        ("anna", "proved", "", []),
        ("anna", "looked", "auth_user_change", [str(anna.pk)]),
    ]


def test_new_codes_and_wrong_numbers_of_the_second_factor(client, anna, settings):
    settings.STAFF_SECOND_FACTOR = True
    client.get("/admin/second-factor/")
    device = TOTPDevice.objects.get()

    client.post("/admin/second-factor/", {"number": "wrong"})
    device.refresh_from_db()
    TOTPDevice.objects.update(throttling_failure_count=0)
    client.post("/admin/second-factor/", {"number": f"{totp(device.bin_key):06}"})
    client.post("/admin/second-factor/")

    assert noted() == [
        ("anna", "not-proved", "", []),
        ("anna", "proved", "", []),
        ("anna", "changed", "second-factor", []),
        ("anna", "changed", "second-factor", []),
    ]


def test_refusals(client):
    bert = User.objects.create_user("bert", is_staff=True)
    client.force_login(bert)

    client.get("/admin/membership/application/7/change/")

    assert noted() == [("bert", "refused", "membership_application_change", ["7"])]


def test_sign_ins_and_outs(client):
    User.objects.create_superuser("anna", password="correct horse battery")
    for name, password in [
        ("anna", "wrong"),
        ("my secret password", "wrong"),
        ("anna", "correct horse battery"),
    ]:
        client.post("/admin/login/", {"username": name, "password": password})
    client.post("/admin/logout/")

    assert [(entry.name, entry.what, entry.network) for entry in Entry.objects.order_by("pk")] == [
        ("anna", "not-signed-in", "127.0.0.1"),
        ("", "not-signed-in", "127.0.0.1"),
        ("anna", "signed-in", "127.0.0.1"),
        ("anna", "signed-out", "127.0.0.1"),
    ]


def test_lines_of_the_log_name_accounts_by_number(client, anna, caplog):
    caplog.set_level(logging.INFO, "bbmri_be.audit")
    application = ApplicationFactory()

    client.get(f"/admin/membership/application/{application.pk}/change/")

    [line] = [record.getMessage() for record in caplog.records if record.name == "bbmri_be.audit"]
    assert line == (f"Account {anna.pk}: looked membership_application_change ['{application.pk}']")


def test_nobody_changes_an_entry():
    entry = note(What.SIGNED_IN, name="anna")

    for change in (entry.delete, lambda: Entry.objects.update(name="bert")):
        with pytest.raises(IntegrityError, match="audit_log_entry_kept"), transaction.atomic():
            change()
    assert Entry.objects.get().name == "anna"


def test_entries_go_when_they_are_due(settings):
    settings.AUDIT_MONTHS = 24
    for months in (23, 25):
        at = timezone.now() - timedelta(days=30.5 * months)
        Entry.objects.create(at=at, what=What.SIGNED_IN, name=f"{months} months ago")

    call_command("forget_old_audit")

    assert [entry.name for entry in Entry.objects.all()] == ["23 months ago"]


def test_log_outlives_the_account(client, anna):
    bert = User.objects.create_user("bert")
    note(What.SIGNED_IN, by=bert)
    bert.delete()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    page = client.get("/admin/audit_log/entry/").content.decode()

    assert "bert" in page


def test_page_of_the_log_says_where_in_words(client, anna):
    application = ApplicationFactory()
    client.get(f"/admin/membership/application/{application.pk}/change/")
    client.get("/admin/outbox/mail/")

    page = client.get("/admin/audit_log/entry/").content.decode()

    assert '<td class="field-place">application: one of them</td>' in page
    assert '<td class="field-place">mail: list</td>' in page


def test_log_is_read_by_administrators_alone(client):
    for name, status in (("Reviewers", 403), ("Administrators", 200)):
        user = User.objects.create_user(name, is_staff=True)
        user.groups.add(Group.objects.get(name=name))
        client.force_login(user)

        assert client.get("/admin/audit_log/entry/").status_code == status
