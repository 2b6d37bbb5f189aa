"""The site of the browser walk: the test bed with its mail in a folder and a quick beat."""

import os

from convivencia.settings.test import *  # noqa: F403
from convivencia.settings.test import CELERY_BEAT_SCHEDULE

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = os.environ.get("CONVIVENCIA_MAIL", "/nonexistent")
SITE_URL = os.environ.get("SITE_URL", "http://127.0.0.1:8000")
CELERY_BEAT_SCHEDULE = {
    name: {**job, "schedule": 2.0} for name, job in CELERY_BEAT_SCHEDULE.items()
}
