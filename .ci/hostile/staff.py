"""What the attacked site has beside the audit's rows. Runs in a process of the site."""

import json
from pathlib import Path

from audit.rows import PASSWORD, session
from django.apps import apps
from django.contrib.auth.models import Group, User
from django.db import Error, models, transaction
from django_otp.plugins.otp_totp.models import TOTPDevice

from bbmri_be.roles import BESIDE_IT, CATALOGUE, DESK_SETTINGS, ROLES, WORDS, set_roles
from bbmri_be.second_factor.actions import new_codes
from hostile.values import PLANTED

SUPERUSER = "superuser"
MEMBERS = [*ROLES, SUPERUSER]
# What people write; other tables hold codes of the site's own.
WRITTEN = {*CATALOGUE, *BESIDE_IT, *WORDS, *DESK_SETTINGS, "application", "message", "correction"}
ROWS = 3  # of each table that hostile texts are planted into
# Texts with a grammar of their own, which no form would let become another.
STRICT = (models.SlugField, models.URLField, models.EmailField, models.UUIDField)


def sign_in(name: str, path: str) -> None:
    """A session of the member of a role, whatever became of the account; into a file.

    Signed in with both factors, as `tests/site/staff.py` does by hand.
    """
    set_roles()
    user, _made = User.objects.get_or_create(username=name.replace(" ", "-").lower())
    user.is_staff, user.is_active, user.is_superuser = True, True, name == SUPERUSER
    user.set_password(PASSWORD)
    user.save()
    user.groups.set(Group.objects.filter(name=name))
    device, _made = TOTPDevice.objects.get_or_create(user=user, name="telephone")
    Path(path).write_text(json.dumps(session(user, device, is_fresh=True)))


def newcomer(path: str) -> None:
    """Somebody with a second factor who has yet to sign in: name, password and codes."""
    user = User.objects.create_user("newcomer", password=PASSWORD, is_staff=True)
    TOTPDevice.objects.create(user=user, name="telephone")
    Path(path).write_text(json.dumps([user.username, PASSWORD, new_codes(user)]))


def plant(path: str) -> None:
    """Write hostile texts straight into rows, as an import or a slip of ours might; how many."""
    planted = sum(
        plant_into(model, field)
        for label in ("biobanks", "pages", "membership")
        for model in apps.get_app_config(label).get_models()
        if model._meta.model_name in WRITTEN
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not isinstance(field, STRICT)
        and not (field.choices or field.unique or "token" in field.name)
    )
    Path(path).write_text(json.dumps(planted))


def plant_into(model: type[models.Model], field: models.Field) -> int:
    """Into a column of some rows, unless the database refuses it; how many took it."""
    keys = list(model._base_manager.order_by("pk").values_list("pk", flat=True)[:ROWS])
    text = PLANTED[: field.max_length]
    try:
        with transaction.atomic():
            return model._base_manager.filter(pk__in=keys).update(**{field.name: text})
    except Error:
        return 0
