"""Settings of the site, read from the environment (table: docs/operations.md).

A bare checkout is a development site and needs no variable. As soon as SECRET_KEY or DATABASE_URL
is set, this is production, and whatever production needs is demanded.
"""

from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from bbmri_be import environment, logs

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(environment.text("VAR_DIR", str(BASE_DIR / "var")))

IN_DEVELOPMENT = not (environment.is_set("SECRET_KEY") or environment.is_set("DATABASE_URL"))
DEBUG = environment.boolean("DEBUG", IN_DEVELOPMENT)

SECRET_KEY = environment.text(
    "SECRET_KEY",
    "development-only-" + "0" * 50 if IN_DEVELOPMENT else None,
    example="$(openssl rand -base64 48)",
)
SECRET_KEY_FALLBACKS = environment.words("SECRET_KEY_FALLBACKS", "")
ALLOWED_HOSTS = environment.words(
    "ALLOWED_HOSTS",
    "localhost,127.0.0.1,[::1]" if IN_DEVELOPMENT else None,
    example="www.example.be",
)
SITE_URL = environment.site_url("SITE_URL", "http://127.0.0.1:8000" if IN_DEVELOPMENT else None)

# `false` on a site to try things out: search engines are kept away from it.
SEARCH_ENGINES = environment.boolean("SEARCH_ENGINES", True)

# Applications. The order decides whose template or command wins.
INSTALLED_APPS = [
    "bbmri_be",
    "bbmri_be.outbox",
    "bbmri_be.rate_limits",
    "bbmri_be.schedule",
    "bbmri_be.staff_sessions",
    "bbmri_be.audit_log",
    "pages",
    "membership",
    "biobanks",
    "crispy_forms",
    "crispy_bootstrap5",
    "simple_history",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "bbmri_be.middleware.HeadMiddleware",
    "bbmri_be.middleware.HealthMiddleware",
    "bbmri_be.middleware.RequestLogMiddleware",
    "bbmri_be.middleware.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # pads its output at random, against BREACH
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "bbmri_be.middleware.DatabaseUnavailableMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "bbmri_be.middleware.BodyLimitMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "bbmri_be.audit_log.middleware.AuditMiddleware",
    "bbmri_be.admin_networks.AdminNetworksMiddleware",
    "bbmri_be.again.SignedOutMiddleware",
    "bbmri_be.second_factor.middleware.SecondFactorMiddleware",
    "bbmri_be.second_factor.proof.ProofMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]

ROOT_URLCONF = "bbmri_be.urls"
WSGI_APPLICATION = "bbmri_be.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "bbmri_be.context_processors.site",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "bbmri_be.templatetags.site",
            ],
        },
    }
]

# Database. Without DATABASE_URL the embedded PostgreSQL starts at the first connection.
if not IN_DEVELOPMENT:
    DATABASES = {"default": environment.database("DATABASE_URL")}
    # A copy of it for public pages: `bbmri_be.replica`.
    if environment.is_set("DATABASE_REPLICA_URL"):
        DATABASES["replica"] = environment.database("DATABASE_REPLICA_URL")
        DATABASE_ROUTERS = ["bbmri_be.replica.Router"]
        MIDDLEWARE += ["bbmri_be.replica.ReplicaMiddleware"]
    # How many connections the threads of a process share; 0: each keeps its own.
    _pool = environment.integer("DATABASE_POOL", 0)
    # A pooler before PostgreSQL gives each transaction another connection: nothing may be left in
    # one, neither a prepared statement nor a cursor.
    _has_pooler = environment.boolean("DATABASE_POOLER", False)
    for _database in DATABASES.values():
        # A reader waits no longer for a database that does not answer; gunicorn.py bounds
        # statements.
        _database["OPTIONS"] = {
            "connect_timeout": 3,  # seconds
            "tcp_user_timeout": 10_000,  # milliseconds
            **_database.get("OPTIONS", {}),
        }
        if _has_pooler:
            _database["DISABLE_SERVER_SIDE_CURSORS"] = True
            _database["OPTIONS"]["prepare_threshold"] = None
        if _pool:
            _database["CONN_MAX_AGE"] = 0  # it is the pool that keeps them
            _database["OPTIONS"]["pool"] = {"min_size": 1, "max_size": _pool, "timeout": 5}
else:
    from bbmri_be import embedded_postgres

    DATABASES = {
        "default": embedded_postgres.database(
            Path(environment.text("EMBEDDED_POSTGRES_DIR", str(BASE_DIR / ".postgres")))
        )
    }
# Where pages are served (gunicorn.py), a server that hangs is not waited for for ever, and what a
# connection has asked five times is planned no more: planning takes longer than answering. Not in
# commands, which may take long, and whose tables grow under an old plan.
for _database in DATABASES.values():
    _database["OPTIONS"] = {
        "patience": environment.integer("DATABASE_PATIENCE", 0) or None,  # seconds
        "server_side_binding": True,
        "prepare_threshold": 5 if environment.boolean("PREPARE_STATEMENTS", False) else None,
        **_database.get("OPTIONS", {}),
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Staff accounts; the public has none.
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
PASSWORD_RESET_TIMEOUT = 86_400  # seconds that a link to choose a password works
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "bbmri_be.passwords.UncommonPasswordValidator"},
]
LOGIN_URL = "admin:login"
STAFF_SECOND_FACTOR = not IN_DEVELOPMENT
# Where the desk is, below the site's address, and the networks that it opens from; none: all.
ADMIN_PATH = environment.path("ADMIN_PATH", "admin")
ADMIN_NETWORKS = environment.networks("ADMIN_NETWORKS")
# How many months it is known what staff did; a year is the least that the database lets go.
AUDIT_MONTHS = environment.integer("AUDIT_MONTHS", 24, least=12)
OTP_TOTP_ISSUER = "BBMRI.be"

# Languages: English at the root, the others under /nl/, /fr/ and /de/.
LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", _("English")),
    ("nl", _("Dutch")),
    ("fr", _("French")),
    ("de", _("German")),
]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["bbmri_be.formats"]
TIME_ZONE = "Europe/Brussels"
USE_TZ = True

# Static files: served by whitenoise, named by content in production.
STATIC_URL = "/static/"
# The node's own logo: `bbmri_be.brand`.
BRAND_FOLDER = environment.text("BRAND_FOLDER", "")
STATICFILES_DIRS: list[object] = [
    BASE_DIR / "static",
    *([("brand", BRAND_FOLDER)] if BRAND_FOLDER else []),
]
STATIC_ROOT = environment.text("STATIC_ROOT", str(BASE_DIR / "static_collected"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if IN_DEVELOPMENT
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_ALLOW_ALL_ORIGINS = False  # no other site shows our files
WHITENOISE_USE_FINDERS = IN_DEVELOPMENT
WHITENOISE_AUTOREFRESH = IN_DEVELOPMENT

# Forms
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000  # bytes; the longest form fits many times over
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_000
MOST_BYTES_OF_A_REQUEST = 17_000_000  # three attachments and what goes with them
# Files become rows: none needs the temporary folder, which may be full.
FILE_UPLOAD_MAX_MEMORY_SIZE = MOST_BYTES_OF_A_REQUEST

# Mail: queued in bbmri_be.outbox, sent by `manage.py run_scheduled`.
_mail = environment.mail("EMAIL_URL", VAR_DIR / "mail", "file:" if IN_DEVELOPMENT else None)
EMAIL_BACKEND = _mail.pop("EMAIL_BACKEND")
globals().update(_mail)
DEFAULT_FROM_EMAIL = environment.text(
    "DEFAULT_FROM_EMAIL",
    "BBMRI.be <noreply@localhost>" if IN_DEVELOPMENT else None,
    example="BBMRI.be <noreply@example.be>",
)
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# Where the public may write: the node's published mailbox.
SECRETARIAT_EMAIL = environment.text("SECRETARIAT_EMAIL", "secretariat.BBMRIbe@kankerregister.org")
# Whom to tell of a hole in the site: /.well-known/security.txt.
SECURITY_CONTACT = environment.contact("SECURITY_CONTACT", f"mailto:{SECRETARIAT_EMAIL}")
# Who hears of a new application.
STAFF_EMAILS = environment.mailboxes("STAFF_EMAILS", "staff@localhost" if IN_DEVELOPMENT else None)

# How long staff can take back a question or a decision before the applicant is told.
TAKE_BACK_MINUTES = environment.integer("TAKE_BACK_MINUTES", 10)
# How many months personal data of an application is kept that ended without a membership.
RETENTION_MONTHS = environment.integer("RETENTION_MONTHS", 12)

# Where visitors ask for samples: the BBMRI-ERIC Negotiator, which must have this site registered
# as a discovery service. Empty: each biobank's own way is shown instead.
NEGOTIATOR_URL = (
    environment.site_url("NEGOTIATOR_URL") if environment.is_set("NEGOTIATOR_URL") else ""
)

# Where the BBMRI-ERIC Directory fetches our tables: /directory/DIRECTORY_SECRET/Biobanks.csv and so
# on. Empty: nowhere. Fewer biobanks or collections than before by this percentage need a person.
DIRECTORY_SECRET = environment.secret("DIRECTORY_SECRET")
DIRECTORY_MOST_LOSS = environment.integer("DIRECTORY_MOST_LOSS", 10)

# The terms under which what the catalogue says may be used, as an address: in each description for
# machines, in each file.
CATALOGUE_LICENSE = environment.text(
    "CATALOGUE_LICENSE", "https://creativecommons.org/licenses/by/4.0/"
)

# How often a network (a household, a hospital) may ask the API.
API_REQUESTS_A_MINUTE = environment.integer("API_REQUESTS_A_MINUTE", 600)

# Who may read the figures at /metrics/. Empty: nobody, and nothing is counted.
METRICS_TOKEN = environment.secret("METRICS_TOKEN")

# Whom to tell of errors, which and where: an address of a Sentry. Empty: nobody.
SENTRY_DSN = environment.text("SENTRY_DSN", "")

# Keys of age (https://age-encryption.org): `manage.py backup` locks with the public one, which may
# lie on the server; `manage.py restore` opens with the other, which should not.
BACKUP_RECIPIENT = environment.text("BACKUP_RECIPIENT", "")
BACKUP_IDENTITY = environment.text("BACKUP_IDENTITY", "")

# Security
CSRF_FAILURE_VIEW = "membership.views.expired.csrf_failure"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_AGE = None  # gone when the browser closes
# An hour after the last request; twelve after the sign-in: `bbmri_be.staff_sessions`.
SESSION_ENGINE = "bbmri_be.staff_sessions.store"
SESSION_COOKIE_AGE = 60 * 60  # seconds
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
# In the session, not in a cookie of their own: they may quote what staff wrote.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "base-uri": [NONE],
        "connect-src": [SELF],
        "form-action": [SELF, *filter(None, [NEGOTIATOR_URL])],  # browsers check redirects too
        "frame-ancestors": [NONE],
        "img-src": [SELF, "data:"],  # the admin's style sheets carry small images
        "script-src": [SELF],
        "style-src": [SELF],
    }
}
# Warnings of `check --deploy` that do not apply to this installation, by their names.
SILENCED_SYSTEM_CHECKS = environment.words("SILENCED_CHECKS", "")
if not IN_DEVELOPMENT and SITE_URL.startswith("https:"):
    SECURE_SSL_REDIRECT = environment.boolean("SECURE_SSL_REDIRECT", True)
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    # Off unless asked for: at the domain itself they would bind every other host below it.
    SECURE_HSTS_INCLUDE_SUBDOMAINS = environment.boolean("HSTS_INCLUDE_SUBDOMAINS", False)
    SECURE_HSTS_PRELOAD = environment.boolean("HSTS_PRELOAD", False)
    SILENCED_SYSTEM_CHECKS += ["security.W005", "security.W021"]  # they ask for the two above
    SESSION_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_SECURE = True
    CSRF_COOKIE_NAME = "__Host-csrf"

# A proxy of ours stands in front. It removes X-Forwarded-Proto and X-Forwarded-For from outside
# requests, or they could be forged, and writes its own.
BEHIND_PROXY = environment.boolean("BEHIND_PROXY", False)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Logs go to standard error; they never hold what a form contained. `json`: an object on each line.
LOG_FORMAT = environment.choice("LOG_FORMAT", "line", ["line", "json"])
# A line for each request: its route, never its address or its visitor's.
ACCESS_LOG = environment.boolean("ACCESS_LOG", not IN_DEVELOPMENT)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": logs.FORMATTERS,
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "INFO", "propagate": False},
        # A crawler's 404, a robot's foreign host name: neither is worth a line. What was refused as
        # it should be would even be quoted there.
        "django.request": {"level": "ERROR"},
        "django.security": {"level": "CRITICAL"},
        "bbmri_be.access": {"level": "INFO" if ACCESS_LOG else "WARNING"},
        "bbmri_be.audit": {"level": "WARNING" if IN_DEVELOPMENT else "INFO"},
    },
}
