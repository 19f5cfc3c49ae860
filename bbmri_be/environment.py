"""Reads the settings' environment variables.

Each variable NAME may also come from the file that NAME_FILE names, as container secrets do.
A missing or malformed value raises `ImproperlyConfigured` with a sentence that says what to write.
"""

import os
import re
from collections.abc import Collection
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email


def is_set(name: str) -> bool:
    """Whether NAME or NAME_FILE is in the environment and not empty."""
    return bool(os.environ.get(name) or os.environ.get(f"{name}_FILE"))


def text(name: str, default: str | None = None, *, example: str = "") -> str:
    """The variable's value, stripped; without `default` it must be set."""
    if value := os.environ.get(name, "").strip():
        return value
    if path := os.environ.get(f"{name}_FILE"):
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise ImproperlyConfigured(
                f"{name}_FILE names {path}, which cannot be read: {error}. "
                f"Write {name} into that file, or set {name} itself."
            ) from error
    if default is None:
        hint = f", for example {name}={example}" if example else ""
        raise ImproperlyConfigured(f"{name} is not set. Set it in the environment{hint}.")
    return default


def boolean(name: str, default: bool) -> bool:
    """`true` or `false`, in any case; `1`, `0`, `yes`, `no` are taken too."""
    value = text(name, str(default)).lower()
    if value in {"true", "1", "yes"}:
        return True
    if value in {"false", "0", "no"}:
        return False
    raise ImproperlyConfigured(f"{name} is {value!r}. Write {name}=true or {name}=false.")


def choice(name: str, default: str, choices: Collection[str]) -> str:
    """One of some words."""
    value = text(name, default)
    if value not in choices:
        raise ImproperlyConfigured(f"{name} is {value!r}. Write one of: {', '.join(choices)}.")
    return value


def integer(name: str, default: int, *, least: int = 0) -> int:
    """A whole number, zero or more."""
    value = text(name, str(default))
    if not value.isdecimal() or int(value) < least:
        number = f"a whole number, {least} or more" if least else "a whole number"
        raise ImproperlyConfigured(
            f"{name} is {value!r}. Write {number}, for example {name}={default}."
        )
    return int(value)


def path(name: str, default: str) -> str:
    """A part of the site's addresses, without its slashes."""
    value = text(name, default).strip("/")
    if not re.fullmatch(r"[a-z0-9-]+(/[a-z0-9-]+)*", value):
        raise ImproperlyConfigured(
            f"{name} is {value!r}. Write small letters, digits and -, for example {name}=desk."
        )
    return value


def networks(name: str) -> list[IPv4Network | IPv6Network]:
    """Networks, separated by commas; none where it is not set."""
    try:
        return [ip_network(word) for word in words(name, "")]
    except ValueError as error:
        raise ImproperlyConfigured(
            f"{name} cannot be read: {error}. Write networks separated by commas, for example "
            f"{name}=192.0.2.0/24,2001:db8::/32."
        ) from error


def secret(name: str) -> str:
    """A part of an address that nobody can guess; empty where it is not set."""
    if not is_set(name):
        return ""
    value = text(name)
    if not re.fullmatch(r"[A-Za-z0-9_-]{32,}", value):
        raise ImproperlyConfigured(
            f"{name} must have 32 letters, digits, - or _, or more. Make one: openssl rand -hex 32."
        )
    return value


def words(name: str, default: str | None = None, *, example: str = "") -> list[str]:
    """A list: words separated by commas."""
    return [
        word.strip() for word in text(name, default, example=example).split(",") if word.strip()
    ]


def mailboxes(name: str, default: str | None = None) -> list[str]:
    """Addresses of mail, without names, separated by commas."""
    found = words(name, default, example="office@example.be")
    for word in found:
        try:
            validate_email(word)
        except ValidationError as error:
            raise ImproperlyConfigured(
                f"{name} has {word!r}. Write addresses alone, separated by commas, for example "
                f"{name}=office@example.be."
            ) from error
    return found


def site_url(name: str, default: str | None = None) -> str:
    """The site's own address: scheme and host, without a path and without a last slash."""
    value = text(name, default, example="https://www.example.be")
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path.strip("/"):
        raise ImproperlyConfigured(
            f"{name} is {value!r}. Write scheme and host only, for example "
            f"{name}=https://www.example.be."
        )
    return f"{parts.scheme}://{parts.netloc}"


def contact(name: str, default: str) -> str:
    """Where somebody can be told of something: `mailto:` or `https:`."""
    value = text(name, default)
    if not re.fullmatch(r"(mailto:[^\s@]+@[^\s@]+|https://\S+)", value):
        raise ImproperlyConfigured(
            f"{name} is {value!r}. Write a mailbox or a page, for example "
            f"{name}=mailto:security@example.be."
        )
    return value


def database(name: str) -> dict[str, Any]:
    """Django's settings for the PostgreSQL database of a URL."""
    example = "postgres://user:password@host:5432/database"
    value = text(name, example=example)
    mistake = (
        f"{name} cannot be read as the address of a PostgreSQL database. Write {name}={example}."
    )
    try:
        settings = dj_database_url.parse(value, conn_max_age=None, conn_health_checks=True)
    except (ValueError, dj_database_url.ParseError, dj_database_url.UnknownSchemeError) as error:
        raise ImproperlyConfigured(mistake) from error
    if settings["ENGINE"] != "django.db.backends.postgresql" or not settings["NAME"]:
        raise ImproperlyConfigured(mistake)
    return {**settings, "ENGINE": "bbmri_be.postgresql"}


def mail(name: str, folder: Path, default: str | None = None) -> dict[str, Any]:
    """Django's EMAIL_* settings for a URL.

    `smtp://` speaks STARTTLS when `?tls=true`, `smtps://` TLS from the first byte, `file:` writes
    each message into `folder`.
    """
    example = "smtp://user:password@host:587/?tls=true"
    value = text(name, default, example=example)
    parts = urlsplit(value)
    if parts.scheme == "file":
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": folder,
        }
    try:
        port = parts.port
    except ValueError:
        port = -1
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname or port == -1:
        raise ImproperlyConfigured(
            f"{name} cannot be read as the address of a mail server. Write {name}={example}."
        )
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port or (465 if parts.scheme == "smtps" else 25),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parse_qs(parts.query).get("tls") == ["true"],
        "EMAIL_TIMEOUT": 20,  # seconds: a mail server that hangs must not hold the worker
    }
