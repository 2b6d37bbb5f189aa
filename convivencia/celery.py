"""The Celery application. Redis only wakes the work up; PostgreSQL holds the truth."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "convivencia.settings.demo")

app = Celery("convivencia")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
