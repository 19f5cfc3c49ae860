"""Which environments start, and what a refused one is told."""

import os
import subprocess
import sys
import tomllib

import pytest
from django.conf import settings

import bbmri_be

PRODUCTION = {
    "SECRET_KEY": "k" * 60,
    "DATABASE_URL": "postgres://localhost/site",
    "ALLOWED_HOSTS": "www.example.be",
    "SITE_URL": "https://www.example.be",
    "EMAIL_URL": "smtp://mail.example.be",
    "DEFAULT_FROM_EMAIL": "noreply@example.be",
    "STAFF_EMAILS": "office@example.be",
}


def read_settings(variables, expression):
    """The value of an expression in a process that has only these variables."""
    return subprocess.run(
        [sys.executable, "-c", f"from django.conf import settings; print(({expression}))"],
        env={"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "bbmri_be.settings"} | variables,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )


def test_development_needs_no_variable():
    result = read_settings({}, "settings.DEBUG, settings.DATABASES['default']['ENGINE']")

    assert result.stdout == "(True, 'bbmri_be.embedded_postgres.backend')\n"


def test_production_is_safe():
    result = read_settings(
        PRODUCTION,
        "settings.DEBUG, settings.SESSION_COOKIE_NAME, settings.SECURE_SSL_REDIRECT, "
        "settings.DATABASES['default']['ENGINE'], "
        "'bbmri_be.embedded_postgres' in __import__('sys').modules",
    )

    assert result.stdout == ("(False, '__Host-session', True, 'bbmri_be.postgresql', False)\n")


def test_production_keeps_its_cookies_to_itself():
    names = [
        f"settings.{cookie}_COOKIE_{what}"
        for cookie in ("SESSION", "CSRF")
        for what in ("NAME", "SECURE", "HTTPONLY", "SAMESITE", "DOMAIN", "PATH")
    ]

    result = read_settings(PRODUCTION, ", ".join(names))

    assert result.stdout == (
        "('__Host-session', True, True, 'Lax', None, '/', "
        "'__Host-csrf', True, True, 'Lax', None, '/')\n"
    )


def test_production_keeps_passwords_as_argon2():
    hashers = "__import__('django.contrib.auth.hashers', fromlist=['x'])"

    result = read_settings(PRODUCTION, f"{hashers}.make_password('a long password indeed')")

    assert result.stdout.startswith("argon2$argon2id$")


def test_production_tells_browsers_to_stay_with_https():
    names = ["SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS", "SECURE_HSTS_INCLUDE_SUBDOMAINS"]
    expression = ", ".join(f"settings.{name}" for name in names)

    usual = read_settings(PRODUCTION, expression)
    wide = read_settings(PRODUCTION | {"HSTS_INCLUDE_SUBDOMAINS": "true"}, expression)

    assert usual.stdout == "(True, 31536000, False)\n"
    assert wide.stdout == "(True, 31536000, True)\n"


FORMS = "settings.NEGOTIATOR_URL, settings.CONTENT_SECURITY_POLICY['DIRECTIVES']['form-action']"


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({}, "('', [\"'self'\"])"),
        (
            {"NEGOTIATOR_URL": "https://negotiator.example.eu/"},
            "('https://negotiator.example.eu', [\"'self'\", 'https://negotiator.example.eu'])",
        ),
    ],
)
def test_forms_lead_to_the_negotiator_where_it_is_set(variables, expected):
    assert read_settings(PRODUCTION | variables, FORMS).stdout == f"{expected}\n"


@pytest.mark.parametrize(
    "address", ["negotiator.example.eu", "javascript:x", "https://x.eu/api", "ftp://x.eu"]
)
def test_production_refuses_what_is_no_address_of_a_negotiator(address):
    result = read_settings(PRODUCTION | {"NEGOTIATOR_URL": address}, FORMS)

    assert result.returncode == 1
    assert f"NEGOTIATOR_URL is '{address}'. Write scheme and host only" in result.stderr


@pytest.mark.parametrize("name", sorted(PRODUCTION.keys() - {"DATABASE_URL"}))
def test_production_refuses_without(name):
    variables = {key: value for key, value in PRODUCTION.items() if key != name}

    result = read_settings(variables, "settings.DEBUG")

    assert result.returncode == 1
    assert f"ImproperlyConfigured: {name} is not set. Set it in the environment" in result.stderr


def test_production_refuses_without_database():
    variables = {key: value for key, value in PRODUCTION.items() if key != "DATABASE_URL"}

    result = read_settings(variables, "settings.DATABASES")

    assert result.returncode == 1
    assert "DATABASE_URL is not set. Set it in the environment" in result.stderr


def test_version_is_that_of_the_project():
    project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["project"]

    assert bbmri_be.__version__ == project["version"]
