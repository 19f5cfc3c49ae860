"""What `manage.py check --deploy` says of this site besides what Django says."""

from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.core.checks import Tags, Warning, register


@register(Tags.security, deploy=True)
def encrypted_connections(app_configs: Any, **options: Any) -> list[Warning]:
    """Whether what goes to other machines can be read on its way."""
    is_mail_sealed = getattr(settings, "EMAIL_USE_SSL", 0) or getattr(settings, "EMAIL_USE_TLS", 0)
    mail = of_mail(getattr(settings, "EMAIL_HOST", ""), is_sealed=bool(is_mail_sealed))
    return [*of_databases(settings.DATABASES), *mail]


def of_databases(databases: dict[str, Any]) -> list[Warning]:
    """A warning for each that can."""
    return [
        Warning(
            f"The connection to the database ({name}) on another machine may be read and changed "
            "on its way.",
            hint="Add ?sslmode=verify-full to its address, or keep it in a network that nobody "
            "else is in (SILENCED_CHECKS=bbmri_be.W001 says so).",
            id="bbmri_be.W001",
        )
        for name, database in databases.items()
        if not is_here(str(database.get("HOST", "")))
        and database.get("OPTIONS", {}).get("sslmode") not in {"verify-full", "verify-ca"}
    ]


def of_mail(host: str, *, is_sealed: bool) -> list[Warning]:
    """A warning where mails can."""
    if is_sealed or is_here(host):
        return []
    return [
        Warning(
            "Mails go to a server on another machine without encryption.",
            hint="Write EMAIL_URL with smtps://, or with smtp:// and ?tls=true.",
            id="bbmri_be.W002",
        )
    ]


def is_here(host: str) -> bool:
    """Whether a host is this machine: a socket, or its own address."""
    if not host or host.startswith("/") or host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
