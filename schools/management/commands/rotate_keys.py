"""`manage.py rotate_keys`: close every school's key with the master key in use."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from schools.models import School
from schools.vault.errors import VaultError
from schools.vault.masters import current
from schools.vault.rotation import renew_school_key, rewrap_school_keys


class Command(BaseCommand):
    help = (
        "Cierra las llaves de los establecimientos con la llave maestra en uso (la última de la "
        "lista). Se puede interrumpir y repetir: sigue donde quedó."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--renovar", metavar="RBD", help="además, dar una llave nueva a ese establecimiento"
        )

    def handle(self, *_args: object, renovar: str | None = None, **_options: object) -> None:
        try:
            self._rewrap()
            if renovar:
                self._renew(renovar)
        except VaultError as error:
            raise CommandError(" ".join([error.message, *error.reasons])) from error

    def _rewrap(self) -> None:
        schools = list(School.objects.order_by("pk"))
        for done, school in enumerate(schools, start=1):
            changed = rewrap_school_keys(school.pk)
            self.stdout.write(f"{done}/{len(schools)} {school.rbd}: {changed} llaves cerradas.")
        self.stdout.write(f"Todo queda cerrado con la llave maestra «{current()}».")

    def _renew(self, rbd: str) -> None:
        school = School.objects.filter(rbd=rbd).first()
        if school is None:
            raise CommandError(f"No hay un establecimiento con el RBD {rbd}.")
        moved = 0
        for batch in renew_school_key(school.pk):
            moved += batch
            self.stdout.write(f"{rbd}: {moved} llaves de casos pasadas a la llave nueva.")
        self.stdout.write(f"{rbd}: la llave anterior quedó destruida.")
