"""What a process that a fault test starts uses: real SMTP to a server of ours, a quick beat."""

from convivencia.settings.test import *  # noqa: F403 -- as Django settings do
from convivencia.settings.test import ENV

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST, EMAIL_PORT, EMAIL_USE_TLS = "127.0.0.1", int(ENV.get("FAULT_SMTP_PORT", "1")), False
EMAIL_TIMEOUT = 20
CELERY_BEAT_SCHEDULE = {
    "sweep": {"task": "cases.tasks.sweep", "schedule": 0.5},
    "deliver": {"task": "cases.tasks.deliver_outbox", "schedule": 0.5},
}
