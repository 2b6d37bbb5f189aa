"""`manage.py seal_audit`: what beat does each hour, by hand."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from cases.reminders.seals import seal_schools
from convivencia.clock import now


class Command(BaseCommand):
    help = "Sella el registro de accesos de cada establecimiento que aún no tiene sello hoy."

    def handle(self, *_: object, **__: object) -> None:
        folder = Path(settings.AUDIT_SEALS_DIR)
        sealed = seal_schools(now=now(), folder=folder)
        self.stdout.write(f"{sealed} sellos nuevos. Copias en {folder}.")
