"""`manage.py demo`: invented schools on this machine, with web, worker and beat."""

import os
import signal
import subprocess
import sys
from argparse import ArgumentParser
from contextlib import ExitStack
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from convivencia import pango
from convivencia.embedded import EmbeddedError, services
from convivencia.embedded.process import HOST, port_is_free
from convivencia.embedded.running import EndedBySignal, ending_on_signals
from convivencia.embedded.stack import Stack, without_owner
from convivencia.settings.databases import ROLES, url_for_role

SETTINGS = "convivencia.settings.demo"


class Command(BaseCommand):
    """Services, migrations, invented data and three processes, until Ctrl-C."""

    help = "Prepara y abre la demostración con datos inventados; se detiene con Ctrl-C."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", "--puerto", type=int, default=8000, help="puerto de la web")
        parser.add_argument("--small", action="store_true", help="carga solo unos pocos casos")

    def handle(self, *, port: int, small: bool, **_: object) -> None:
        if settings.IS_PRODUCTION:
            raise CommandError("La demostración no se abre con la configuración de producción.")
        try:
            with ending_on_signals(), ExitStack() as stack:
                self._open(stack, port, small=small)
        except EmbeddedError as error:
            raise CommandError(str(error)) from error
        except EndedBySignal:
            self.stdout.write("Demostración detenida.")
            raise
        except KeyboardInterrupt:
            self.stdout.write("Demostración detenida.")

    def _open(self, stack: ExitStack, port: int, *, small: bool) -> None:
        _refuse_if_hopeless(port)
        var = Path(settings.VAR_DIR).resolve()
        self._say("Iniciando PostgreSQL y Redis…")
        urls = stack.enter_context(services(os.environ, var))
        address = f"http://{HOST}:{port}"
        env = {**os.environ, **urls, "DJANGO_SETTINGS_MODULE": SETTINGS, "SITE_URL": address}
        self._say("Preparando la base de datos…")
        _manage(env, "migrate", "--database=owner", "--verbosity=0")
        self._say("Cargando establecimientos y casos inventados…")
        logins = _manage(env, "load_demo", *(["--small"] if small else []))
        self._say("Iniciando la web, el trabajador y el reloj…")
        processes = Stack(port=port, env=_app_env(env), root=settings.BASE_DIR, var=var)
        stack.callback(self._stop, processes)
        processes.start()
        self._say(f"\n{logins}\nDemostración lista: {address}/  (Ctrl-C para detenerla)")
        processes.wait()

    def _stop(self, processes: Stack) -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # an impatient second Ctrl-C leaves no orphan
        self._say("\nDeteniendo…")
        processes.stop()

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()


def _refuse_if_hopeless(port: int) -> None:
    if pango.is_missing():
        raise EmbeddedError(pango.SENTENCE)
    if not port_is_free(port):
        raise EmbeddedError(
            f"El puerto {port} está en uso: cierre el programa que lo ocupa o elija otro, "
            "por ejemplo «make demo PORT=8001»."
        )


def _manage(env: dict[str, str], *arguments: str) -> str:
    """Run one of our commands as the owner; its errors are shown, its output is returned."""
    manage = [sys.executable, str(settings.BASE_DIR / "manage.py")]
    done = subprocess.run(
        [*manage, *arguments], env=env, stdout=subprocess.PIPE, text=True, check=False
    )
    if done.returncode:
        raise EmbeddedError(f"Falló «manage.py {arguments[0]}»; el motivo está más arriba.")
    return done.stdout


def _app_env(env: dict[str, str]) -> dict[str, str]:
    """Web, worker and beat know the logins of the app and the sweep, not the owner's."""
    owner = env["DATABASE_URL"]
    urls = {
        f"DATABASE_{role.upper()}_URL": env.get(f"DATABASE_{role.upper()}_URL")
        or url_for_role(owner, role, settings.SECRET_KEY)
        for role in ROLES
    }
    return without_owner(env, urls)
