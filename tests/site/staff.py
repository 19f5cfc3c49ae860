"""Staff in the browser: an account with a second factor, and the way in."""

import secrets

from django_otp.oath import totp

PASSWORD = "a long password indeed"
MAKE = """
from django.contrib.auth.models import Group, User
from django_otp.plugins.otp_totp.models import TOTPDevice
user = User.objects.create_user({name!r}, password={password!r}, is_staff=True, is_superuser={all})
user.groups.set(Group.objects.filter(name__in={groups}))
TOTPDevice.objects.create(user=user, name="telephone", key={key!r})
"""


def account(site, name, *, groups=()):
    """Make a member of staff with these groups, or a superuser with none; the telephone's key."""
    key = secrets.token_hex(20)
    site.manage(
        "shell",
        "--command",
        MAKE.format(name=name, password=PASSWORD, key=key, groups=list(groups), all=not groups),
    )
    return key


def sign_in(open_page, site, name, *, groups=(), path="/admin/", **options):
    """A page of the admin, as a member of staff with these groups, or as superuser with none."""
    key = account(site, name, groups=groups)
    page = open_page(path, **options)
    page.fill("[name=username]", name)
    page.fill("[name=password]", PASSWORD)
    page.click("[type=submit]")
    page.fill("[name=number]", f"{totp(bytes.fromhex(key)):06}")
    page.click("[type=submit]")
    page.wait_for_url(f"{site.url}{path}")  # and until all of it is there
    return page
