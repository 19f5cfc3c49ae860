"""The roles of staff: what each may, and what the admin then shows."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission, User
from django.core.management import call_command
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from bbmri_be.outbox.models import Mail
from bbmri_be.roles import ROLES

pytestmark = pytest.mark.django_db


def models_of_the_admin():
    """What is registered once the site map has had its say."""
    reverse("admin:index")
    return list(admin.site._registry)


def codes(name):
    return set(
        Group.objects.get(name=name).permissions.values_list("content_type__app_label", "codename")
    )


@pytest.mark.parametrize("name", ROLES)
def test_group_has_the_rights_of_its_role(name):
    assert codes(name) == ROLES[name]


def test_migrate_sets_the_groups_anew_and_touches_no_other():
    Group.objects.get(name="Curators").permissions.clear()
    Group.objects.get(name="Reviewers").permissions.add(Permission.objects.first())
    Group.objects.get(name="Editors of pages").delete()
    own = Group.objects.create(name="Our own")
    own.permissions.add(Permission.objects.first())

    call_command("migrate", verbosity=0)

    assert {name: codes(name) for name in ROLES} == ROLES
    assert own.permissions.count() == 1


@pytest.mark.parametrize(
    ("name", "lists"),
    [
        (
            "Curators",
            {
                "biobanks_biobank", "biobanks_changeset", "biobanks_collection",
                "biobanks_collectionfact", "biobanks_confirmation", "biobanks_contact",
                "biobanks_directoryfetch",
                "biobanks_directorysnapshot", "biobanks_disease", "biobanks_externalreference",
                "biobanks_finding", "biobanks_imagingterm", "biobanks_network",
                "biobanks_organisation", "biobanks_searchexample", "biobanks_service",
                "biobanks_snapshotrun", "biobanks_study", "biobanks_term",
            },
        ),
        (
            "Reviewers",
            {
                "biobanks_biobank", "biobanks_collection", "biobanks_network",
                "biobanks_organisation", "membership_application", "membership_cannedreply",
                "membership_criterion", "membership_digestreader", "membership_usualtime",
            },
        ),
        (
            "Editors of pages",
            {
                "pages_file", "pages_glossaryterm", "pages_governancebody", "pages_milestone",
                "pages_newsitem", "pages_officeholder", "pages_page", "pages_question",
                "pages_questiongroup", "pages_section", "pages_step",
            },
        ),
    ],
)  # fmt: skip
def test_role_sees_its_lists_and_no_other(client, name, lists):
    user = User.objects.create_user("somebody", is_staff=True)
    user.groups.add(Group.objects.get(name=name))
    client.force_login(user)

    opened = set()
    for model in models_of_the_admin():
        label = f"{model._meta.app_label}_{model._meta.model_name}"
        status = client.get(reverse(f"admin:{label}_changelist")).status_code
        assert status in {200, 403}
        if status == 200:
            opened.add(label)

    assert opened == lists | {"staff_sessions_session"}  # everybody has sessions


def test_what_a_role_may_not_do_leaves_a_line(client, caplog):
    user = User.objects.create_user("somebody", is_staff=True)
    client.force_login(user)

    status = client.get(reverse("admin:membership_application_changelist")).status_code

    assert status == 403
    assert caplog.messages == [f"Refused to account {user.pk}"]


def test_administrators_see_all_lists(client):
    user = User.objects.create_user("somebody", is_staff=True)
    user.groups.add(Group.objects.get(name="Administrators"))
    client.force_login(user)

    for model in models_of_the_admin():
        address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        assert client.get(address).status_code == 200


def test_administrators_give_themselves_no_right_beyond_their_roles(client, administrator):
    address = reverse("admin:auth_user_change", args=[administrator.pk])
    every_right = list(Permission.objects.values_list("pk", flat=True))
    joined = {"date_joined_0": "2026-11-30", "date_joined_1": "10:00"}

    client.post(
        address,
        {
            "username": "somebody-else",
            "is_active": "on",
            "is_staff": "on",
            "is_superuser": "on",
            "user_permissions": every_right,
            **joined,
        },
    )

    administrator.refresh_from_db()
    assert administrator.username == "somebody-else"
    assert not administrator.is_superuser
    assert not administrator.user_permissions.exists()


def test_superusers_are_out_of_reach_of_administrators(client, administrator):
    root = User.objects.create_superuser("root", "root@example.be", "as it was")
    TOTPDevice.objects.create(user=root, name="telephone")

    answer = client.post(reverse("admin:auth_user_change", args=[root.pk]), {"username": "x"})
    for action in ("reset_second_factor", "send_password_link"):
        client.post(
            reverse("admin:auth_user_changelist"),
            {"action": action, "_selected_action": [root.pk]},
        )

    root.refresh_from_db()
    assert answer.status_code == 403
    assert not Mail.objects.exists()
    assert (root.username, root.check_password("as it was")) == ("root", True)
    assert TOTPDevice.objects.filter(user=root).exists()
