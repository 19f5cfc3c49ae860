"""Setting up, checking and taking back a second factor."""

import logging
import secrets
from base64 import b32encode, b64encode
from hashlib import sha256
from typing import Any

import qrcode
from django.contrib.auth.models import User
from django.db import transaction
from django_otp import devices_for_user
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from qrcode.image.svg import SvgPathImage

CODES = 10  # to keep, for the day when the telephone is gone
BYTES = 16  # of chance in a code: nobody tries it out, not even whoever has its hash
logger = logging.getLogger(__name__)


def has_one(user: User) -> bool:
    """Whether somebody has set up a second factor."""
    return bool(TOTPDevice.objects.filter(user=user, confirmed=True).exists())


def begun(user: User) -> TOTPDevice:
    """The key that waits for its first number; made where there is none."""
    waiting = TOTPDevice.objects.filter(user=user, confirmed=False).order_by("pk")
    # Two windows that open at once make two: the first one counts.
    return waiting.first() or TOTPDevice.objects.create(
        user=user, confirmed=False, name="telephone"
    )


def picture_of(device: TOTPDevice) -> str:
    """What a telephone photographs to take the key in, as SVG."""
    image: Any = qrcode.make(device.config_url, image_factory=SvgPathImage)
    return str(image.to_string(encoding="unicode"))


@transaction.atomic
def set_up(user: User, number: str) -> tuple[TOTPDevice, list[str]] | None:
    """Take the key as the second factor, once its first number is right.

    Returns the device, and the codes to keep, which nobody can read again; None where the number
    is wrong, or comes too soon after wrong ones.
    """
    if has_one(user):
        return None
    waiting = TOTPDevice.objects.select_for_update().filter(user=user, confirmed=False)
    device = waiting.order_by("pk").first()
    if device is None or not is_right(device, number):
        return None
    device.confirmed = True
    device.save(update_fields=["confirmed"])
    return device, new_codes(user)


@transaction.atomic
def new_codes(user: User) -> list[str]:
    """Codes to keep, in place of those from before; nobody can read them again."""
    StaticDevice.objects.filter(user=user).delete()
    kept = StaticDevice.objects.create(user=user, name="codes")
    codes = [new_code() for _ in range(CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=kept, token=digest(code)) for code in codes)
    return codes


def new_code() -> str:
    """A code of letters and digits that nobody mixes up."""
    return b32encode(secrets.token_bytes(BYTES)).decode().rstrip("=").lower()


def digest(code: str) -> str:
    """What is kept of a code: as much of its hash as the library's column holds. A code is all
    chance, so that a plain hash is enough.
    """
    return b64encode(sha256(code.lower().encode()).digest()[:12]).decode()


def codes_left(user: User) -> int:
    """How many of the codes somebody has not used yet."""
    number: int = StaticToken.objects.filter(device__user=user).count()
    return number


@transaction.atomic
def check(user: User, number: str) -> Any:
    """The device that a number, or a kept code, is of; None where it is of none.

    Each wrong one makes the next of its kind wait longer: who mistypes numbers finds the codes as
    good as ever on the day when the telephone is gone. A code works once.
    """
    for device in devices_for_user(user, for_verify=True):
        is_of_codes = isinstance(device, StaticDevice)
        if is_of_codes != number.isdecimal() and is_right(device, number):
            return device
    logger.warning("A second factor of account %s was refused", user.pk)
    return None


def is_right(device: Any, number: str) -> bool:
    """Whether a device takes a number, or a kept code, now."""
    allowed, _why = device.verify_is_allowed()
    given = digest(number) if isinstance(device, StaticDevice) else number
    return bool(allowed and device.verify_token(given))


@transaction.atomic
def take_back(user: User) -> None:
    """Forget somebody's second factor: at the next sign-in they set up another."""
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()
