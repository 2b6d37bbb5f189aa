"""The test bed: like the demo, quick hashing, mail in memory, a clock that can be moved."""

from convivencia.settings.demo import *  # noqa: F403
from convivencia.settings.demo import ENV

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CELERY_TASK_ALWAYS_EAGER = False
CLOCK_FILE = ENV.get("CONVIVENCIA_CLOCK_FILE", "")
