"""Settings common to every installation. The environment is read here and nowhere else."""

import os
from pathlib import Path

from celery.schedules import crontab

from convivencia.settings.databases import connections, parse
from convivencia.settings.keys import master_keys
from convivencia.settings.oidc import providers
from convivencia.settings.sign_in import *  # noqa: F403

BASE_DIR = Path(__file__).resolve().parents[2]
ENV = os.environ

SECRET_KEY = ENV.get("SECRET_KEY", "")
DEBUG = False
ALLOWED_HOSTS = [host for host in ENV.get("ALLOWED_HOSTS", "").split(",") if host]
CSRF_TRUSTED_ORIGINS = [o for o in ENV.get("CSRF_TRUSTED_ORIGINS", "").split(",") if o]
SITE_URL = ENV.get("SITE_URL", "http://127.0.0.1:8000")  # links in e-mails and QR codes

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "guardian",
    "rest_framework",
    "drf_spectacular",
    "rules",
    "pgtrigger",
    "convivencia",
    "schools",
    "protocols",
    "cases",
]
MIDDLEWARE = [
    "convivencia.middleware.SecurityHeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "convivencia.incoming.BodySizeMiddleware",
    "convivencia.incoming.ClientAddressMiddleware",
    "convivencia.incoming.PlainTextMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",  # closed unless said otherwise
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "schools.session.middleware.SessionAgeMiddleware",
    "schools.accounts.middleware.SecondFactorMiddleware",
    "schools.vault.middleware.VaultMiddleware",
    "schools.tenancy.middleware.SchoolMiddleware",
    "schools.searching.SearchMiddleware",
    "cases.lookups.LookupLimitMiddleware",
]
ROOT_URLCONF = "convivencia.urls"
WSGI_APPLICATION = "convivencia.wsgi.application"
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
                "schools.context.school",
            ],
        },
    }
]

DATABASES = connections(ENV, SECRET_KEY)
# The web never connects as it: only the name is used, to let it read what is created.
BACKUP_LOGIN = parse(ENV["DATABASE_BACKUP_URL"])["USER"] if "DATABASE_BACKUP_URL" in ENV else ""
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "schools.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
    "guardian.backends.ObjectPermissionBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "schools.accounts.passwords.GuessablePasswordValidator"},
]
OIDC_PROVIDERS = providers(ENV)  # none unless named
GUARDIAN_MONKEY_PATCH_USER = False
ANONYMOUS_USER_NAME = None

LANGUAGE_CODE = "es-cl"
TIME_ZONE = "America/Santiago"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
WHITENOISE_ALLOW_ALL_ORIGINS = False
STATICFILES_DIRS = [BASE_DIR / "static"]
VAR_DIR = Path(ENV.get("CONVIVENCIA_VAR", BASE_DIR / ".var"))
AUDIT_SEALS_DIR = Path(ENV.get("AUDIT_SEALS_DIR", VAR_DIR / "sellos"))  # best on another disk
# What adds the electronic seal of the school (PAdES), if any: «cases.documents.pades.seal».
DOCUMENT_SEAL = ENV.get("DOCUMENT_SEAL", "")
SEAL_CERTIFICATES = ENV.get("SEAL_CERTIFICATES", "")  # a folder: <RBD>.p12 and its password, .txt
MASTER_KEYS = master_keys(ENV)  # name → key, the last one in use: docs/decisions/encryption.md

CSRF_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "strict-origin"  # of pages; the rest: convivencia.middleware
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # no cookie of names
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
UPLOAD_MAX_BYTES = 20 * 1024 * 1024
REQUEST_MAX_BYTES = 10 * UPLOAD_MAX_BYTES + DATA_UPLOAD_MAX_MEMORY_SIZE  # ten files in a form
UPLOAD_QUOTAS = {"user": (200, 1), "case": (500, 4), "school": (200_000, 100)}  # files, GB
CLAMD_URL = ENV.get("CLAMD_URL", "")  # tcp://host:3310 or unix:///path; none: nothing is «clean»

REDIS_URL = ENV.get("REDIS_URL", "redis://127.0.0.1:6379/0")
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_SOFT_TIME_LIMIT = 270
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 1800}  # above the longest task
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = {
    # `expires`: while no worker is up, wake-up calls do not pile up; the rows wait in PostgreSQL.
    "sweep": {"task": "cases.tasks.sweep", "schedule": 60.0, "options": {"expires": 55}},
    "refresh": {
        "task": "cases.tasks.refresh_states",
        "schedule": 300.0,
        "options": {"expires": 290},
    },
    "password_help": {
        "task": "schools.accounts.send_password_help",
        "schedule": 10.0,
        "options": {"expires": 9},
    },
    "forget_attempts": {
        "task": "schools.accounts.forget_attempts",
        "schedule": 3600.0,
        "options": {"expires": 3000},
    },
    "scan_files": {
        "task": "schools.uploads.scan_files",
        "schedule": 300.0,
        "options": {"expires": 290},
    },
    "verify_files": {
        "task": "schools.uploads.verify_files",
        "schedule": crontab(hour=6, minute=40),  # UTC: the night of every zone of the country
        "options": {"expires": 6 * 3600},
    },
    "deliver": {"task": "cases.tasks.deliver_outbox", "schedule": 10.0, "options": {"expires": 9}},
    "seal": {
        "task": "cases.tasks.seal_audit",
        "schedule": crontab(minute=20),
        "options": {"expires": 3500},
    },
    "digest": {
        "task": "cases.tasks.send_digests",
        "schedule": crontab(minute="*/15"),
        "options": {"expires": 800},
    },
}

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = ENV.get("EMAIL_HOST", "")
EMAIL_PORT = int(ENV.get("EMAIL_PORT", "587"))
EMAIL_HOST_USER = ENV.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = ENV.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = ENV.get("EMAIL_USE_TLS", "1") == "1"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = ENV.get("DEFAULT_FROM_EMAIL", "avisos@convivencia.example")

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "convivencia.api.exception_handler",
}
SPECTACULAR_SETTINGS = {"TITLE": "Convivencia", "VERSION": "1"}

CLOCK_FILE = ""  # only a test bed sets it, see convivencia.clock
IS_PRODUCTION = False
BEHIND_PROXY = False
SHOW_SENT_MAIL = False  # the page «Correos enviados» of the demo

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "reserved": {
            "class": "convivencia.logs.ReservedFormatter",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "reserved"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO"},  # no e-mail with the values of an error
        "schools.accounts.journal": {"level": "INFO"},
    },
}
