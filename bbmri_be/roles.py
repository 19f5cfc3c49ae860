"""What staff may do, by role: groups that each `migrate` sets anew.

Least rights: a role has what its work needs. A superuser needs none; whoever needs a mixture gets
several groups. Rights that the node gives otherwise belong into groups of its own, which nothing
here touches.
"""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db.models import Q

READ = ("view",)
EDIT = ("view", "add", "change")
FULL = ("view", "add", "change", "delete")
DECIDE = ("view", "change")

CATALOGUE = ("biobank", "collection", "network")
BESIDE_IT = (
    "organisation", "contact", "externalreference", "service", "study", "qualitymark",
    "collectiondiagnosis", "collectionfact", "term", "searchexample",
)  # fmt: skip
TERMS = ("disease", "imagingterm")
WORDS = (
    "page", "section", "governancebody", "officeholder", "milestone", "questiongroup", "question",
    "newsitem", "glossaryterm", "step", "answer", "bodytie", "file",
)  # fmt: skip
DESK_SETTINGS = ("criterion", "cannedreply", "usualtime", "digestreader")


def rights(app: str, models: Iterable[str], actions: Iterable[str]) -> set[tuple[str, str]]:
    """The permissions of some models: app and code name."""
    return {(app, f"{action}_{model}") for model in models for action in actions}


CURATOR = (
    rights("biobanks", [*CATALOGUE, *BESIDE_IT], FULL)
    | rights("biobanks", TERMS, READ)
    | rights("biobanks", ["finding", "changeset", "confirmation"], DECIDE)
    | rights("biobanks", ["directorysnapshot"], ["view", "add"])
    | rights("biobanks", ["snapshotrun", "directoryfetch"], READ)
)
REVIEWER = (
    rights("membership", ["application"], DECIDE)
    | rights("membership", DESK_SETTINGS, READ)
    | rights("membership", ["cannedreply"], EDIT)
    | rights("biobanks", [*CATALOGUE, "organisation"], READ)
)
EDITOR = rights("pages", WORDS, FULL)
ADMINISTRATOR = (
    CURATOR
    | REVIEWER
    | EDITOR
    | rights("membership", DESK_SETTINGS, FULL)
    | rights("outbox", ["mail"], DECIDE)
    | rights("schedule", ["run"], DECIDE)
    | rights("auth", ["user"], EDIT)
    | rights("auth", ["group"], READ)  # whoever changes a group they are in has every right
    | rights("audit_log", ["entry"], READ)
)

ROLES = {
    "Curators": CURATOR,
    "Reviewers": REVIEWER,
    "Editors of pages": EDITOR,
    "Administrators": ADMINISTRATOR,
}


def set_roles(**_signal: Any) -> None:
    """Make the groups, with exactly these rights. Sent after each `migrate`."""
    for label in {app for role in ROLES.values() for app, _code in role}:
        create_permissions(apps.get_app_config(label), verbosity=0)
    for name, role in ROLES.items():
        group, _made = Group.objects.get_or_create(name=name)
        wanted = Q(pk__in=[])
        for app, code in role:
            wanted |= Q(content_type__app_label=app, codename=code)
        group.permissions.set(Permission.objects.filter(wanted))
