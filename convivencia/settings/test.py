"""The test bed: like the demo, quick hashing, mail in memory, a clock that can be moved."""

from convivencia.settings.databases import connections
from convivencia.settings.demo import *  # noqa: F403
from convivencia.settings.demo import ENV, SECRET_KEY

# Where the environment names no server, tests/conftest.py starts one and replaces this address.
DATABASES = connections({"DATABASE_URL": "postgres://nobody@127.0.0.1:1/none", **ENV}, SECRET_KEY)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CELERY_TASK_ALWAYS_EAGER = False
CLOCK_FILE = ENV.get("CONVIVENCIA_CLOCK_FILE", "")
SECOND_FACTOR_REQUIRED = True  # as in production
