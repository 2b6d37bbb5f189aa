"""`manage.py embedded COMANDO …`: a command with PostgreSQL and Redis up."""

import os
import shutil
import sys
from argparse import REMAINDER, ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management import get_commands
from django.core.management.base import BaseCommand, CommandError

from convivencia.embedded import EmbeddedError, services
from convivencia.embedded.running import ending_on_signals, run

INTERRUPTED = 130


class Command(BaseCommand):
    """Start what the environment does not name, run, stop, and end as the command ended."""

    help = (
        "Ejecuta un comando con PostgreSQL y Redis propios en marcha (DATABASE_URL y REDIS_URL "
        "definidas), los detiene al terminar y devuelve el código de salida del comando."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--temporal",
            action="store_true",
            help="usa una carpeta de datos nueva que se borra al terminar",
        )
        parser.add_argument("comando", nargs=REMAINDER, help="programa y argumentos")

    def handle(self, *, comando: list[str], temporal: bool, **_: object) -> None:
        argv = comando[1:] if comando[:1] == ["--"] else comando
        if not argv:
            raise CommandError("Falta el comando por ejecutar.", returncode=2)
        folder = None if temporal else Path(settings.VAR_DIR).resolve()
        try:
            with ending_on_signals(), services(os.environ, folder) as urls:
                env = _environment(urls)
                code = run(_program(argv, env["PATH"]), env)
        except EmbeddedError as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            code = INTERRUPTED
        sys.exit(code)


def _environment(urls: dict[str, str]) -> dict[str, str]:
    """The command finds our Python first, as if the virtual environment were active."""
    ours = str(Path(sys.executable).parent)
    return {**os.environ, **urls, "PATH": f"{ours}{os.pathsep}{os.environ.get('PATH', '')}"}


def _program(argv: list[str], path: str) -> list[str]:
    """Accept the bare name of one of our own commands, too."""
    if shutil.which(argv[0], path=path) is None and argv[0] in get_commands():
        return [sys.executable, str(settings.BASE_DIR / "manage.py"), *argv]
    return argv
