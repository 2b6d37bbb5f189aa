"""The Celery application. Redis only wakes the work up; PostgreSQL holds the truth."""

import os
from logging import Logger

from celery import Celery
from celery.signals import after_setup_logger, after_setup_task_logger

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "convivencia.settings.demo")

app = Celery("convivencia")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@after_setup_logger.connect
@after_setup_task_logger.connect
def reserve(logger: Logger, **_: object) -> None:
    """Keep people's data out of the lines of tasks too."""
    from convivencia.logs import use_reserved_logs  # noqa: PLC0415 -- settings must be ready

    use_reserved_logs(logger)
