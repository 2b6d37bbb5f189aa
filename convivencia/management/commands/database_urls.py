"""`manage.py database_urls`: what to write in the environment of web, worker and beat."""

import os

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from convivencia.settings.databases import ROLES, url_for_role


class Command(BaseCommand):
    """Print the addresses of the logins that `migrate` creates, derived from the owner's."""

    help = "Muestra DATABASE_APP_URL y DATABASE_SWEEP_URL, derivadas de DATABASE_URL y SECRET_KEY."
    requires_system_checks = ()

    def handle(self, **_: object) -> None:
        owner = os.environ.get("DATABASE_URL")
        if not owner:
            raise CommandError("Falta DATABASE_URL, la dirección de la dueña de la base de datos.")
        for role in ROLES:
            url = url_for_role(owner, role, settings.SECRET_KEY)
            self.stdout.write(f"DATABASE_{role.upper()}_URL={url}")
