"""Settings from environment variables: values, files, and sentences for what is wrong."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from bbmri_be import environment


def test_text_from_variable(monkeypatch):
    monkeypatch.setenv("NAME", "  value ")

    assert environment.text("NAME") == "value"


def test_text_from_file(monkeypatch, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("käse\n", encoding="utf-8")
    monkeypatch.setenv("NAME_FILE", str(secret))

    assert environment.text("NAME") == "käse"


def test_text_default(monkeypatch):
    monkeypatch.setenv("NAME", "")

    assert environment.text("NAME", "default") == "default"


@pytest.mark.parametrize(
    ("call", "variables", "sentence"),
    [
        (
            lambda: environment.text("NAME", example="x"),
            {},
            "NAME is not set. Set it in the environment, for example NAME=x.",
        ),
        (
            lambda: environment.choice("NAME", "a", ["a", "b"]),
            {"NAME": "c"},
            "NAME is 'c'. Write one of: a, b.",
        ),
        (
            lambda: environment.contact("NAME", "mailto:a@example.be"),
            {"NAME": "security@example.be"},
            "NAME is 'security@example.be'. Write a mailbox or a page, for example "
            "NAME=mailto:security@example.be.",
        ),
        (
            lambda: environment.boolean("NAME", False),
            {"NAME": "perhaps"},
            "NAME is 'perhaps'. Write NAME=true or NAME=false.",
        ),
        (
            lambda: environment.integer("NAME", 5),
            {"NAME": "-1"},
            "NAME is '-1'. Write a whole number, for example NAME=5.",
        ),
        (
            lambda: environment.site_url("NAME"),
            {"NAME": "www.example.be/path"},
            "NAME is 'www.example.be/path'. Write scheme and host only, for example "
            "NAME=https://www.example.be.",
        ),
        (
            lambda: environment.database("NAME"),
            {"NAME": "mysql://host/name"},
            "NAME cannot be read as the address of a PostgreSQL database. Write "
            "NAME=postgres://user:password@host:5432/database.",
        ),
        (
            lambda: environment.database("NAME"),
            {"NAME": "postgres://host:port/name"},
            "NAME cannot be read as the address of a PostgreSQL database. Write "
            "NAME=postgres://user:password@host:5432/database.",
        ),
        (
            lambda: environment.database("NAME"),
            {"NAME": "nonsense"},
            "NAME cannot be read as the address of a PostgreSQL database. Write "
            "NAME=postgres://user:password@host:5432/database.",
        ),
        (
            lambda: environment.mail("NAME", "var"),
            {"NAME": "smtp://host:port"},
            "NAME cannot be read as the address of a mail server. Write "
            "NAME=smtp://user:password@host:587/?tls=true.",
        ),
    ],
)
def test_mistake_gets_a_sentence(monkeypatch, call, variables, sentence):
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    with pytest.raises(ImproperlyConfigured) as error:
        call()

    assert str(error.value) == sentence


def test_unreadable_file_is_named(monkeypatch, tmp_path):
    path = tmp_path / "absent"
    monkeypatch.setenv("NAME_FILE", str(path))

    with pytest.raises(ImproperlyConfigured) as error:
        environment.text("NAME")

    assert str(error.value) == (
        f"NAME_FILE names {path}, which cannot be read: [Errno 2] No such file or directory: "
        f"'{path}'. Write NAME into that file, or set NAME itself."
    )


@pytest.mark.parametrize(
    ("value", "expected"), [("true", True), ("YES", True), ("0", False), ("False", False)]
)
def test_boolean(monkeypatch, value, expected):
    monkeypatch.setenv("NAME", value)

    assert environment.boolean("NAME", not expected) is expected


def test_words(monkeypatch):
    monkeypatch.setenv("NAME", "a, b,,c ")

    assert environment.words("NAME") == ["a", "b", "c"]


def test_database_by_socket(monkeypatch):
    monkeypatch.setenv("NAME", "postgres://user:p%40ss@%2Fsrv%2Fsockets/site")

    settings = environment.database("NAME")

    assert {key: settings[key] for key in ("ENGINE", "HOST", "USER", "PASSWORD", "NAME")} == {
        "ENGINE": "bbmri_be.postgresql",
        "HOST": "/srv/sockets",
        "USER": "user",
        "PASSWORD": "p@ss",
        "NAME": "site",
    }


def test_mail_by_smtp(monkeypatch):
    monkeypatch.setenv("NAME", "smtp://user:p%40ss@mail.example.be:587/?tls=true")

    assert environment.mail("NAME", "var") == {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": "mail.example.be",
        "EMAIL_PORT": 587,
        "EMAIL_HOST_USER": "user",
        "EMAIL_HOST_PASSWORD": "p@ss",
        "EMAIL_USE_SSL": False,
        "EMAIL_USE_TLS": True,
        "EMAIL_TIMEOUT": 20,
    }


def test_mail_to_files():
    assert environment.mail("NAME", "var", "file:") == {
        "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "EMAIL_FILE_PATH": "var",
    }


@pytest.mark.parametrize(("value", "expected"), [("", ""), ("aB3_-" * 7, "aB3_-" * 7)])
def test_secret(monkeypatch, value, expected):
    monkeypatch.setenv("NAME", value)

    assert environment.secret("NAME") == expected


@pytest.mark.parametrize("value", ["short", "x" * 31, "with/slash" * 5, "é" * 40])
def test_secret_that_could_be_guessed_or_stands_in_no_address(monkeypatch, value):
    monkeypatch.setenv("NAME", value)

    with pytest.raises(ImproperlyConfigured, match="NAME must have 32 letters"):
        environment.secret("NAME")


@pytest.mark.parametrize("value", ["Office <office@example.be>", "office", "a@example.be; b@c.be"])
def test_mailbox_is_an_address_alone(monkeypatch, value):
    monkeypatch.setenv("NAME", value)

    with pytest.raises(ImproperlyConfigured, match="Write addresses alone, separated by commas"):
        environment.mailboxes("NAME")


def test_mailboxes(monkeypatch):
    monkeypatch.setenv("NAME", "office@example.be, an.peeters@example.be")

    assert environment.mailboxes("NAME") == ["office@example.be", "an.peeters@example.be"]
