"""`manage.py new_master_key NOMBRE`: print a line for the file of the master keys."""

from django.core.management.base import BaseCommand, CommandParser

from convivencia.settings.keys import new_key


class Command(BaseCommand):
    help = "Escribe una llave maestra nueva, para agregarla al final del archivo de llaves."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", metavar="NOMBRE", help="por ejemplo, 2027-01")

    def handle(self, *_args: object, name: str, **_options: object) -> None:
        self.stdout.write(new_key(name))
