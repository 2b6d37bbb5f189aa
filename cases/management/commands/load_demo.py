"""`manage.py load_demo`: the invented schools of the demo. A second run changes nothing."""

from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cases.demo.loader import Loaded, load
from convivencia.clock import now
from schools.models import Membership


class Command(BaseCommand):
    """Progress goes to the error stream; the table of logins, to the output."""

    help = "Carga dos establecimientos inventados con un año de casos; la segunda vez no hace nada."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--small", action="store_true", help="pocos casos: uno en cada estado, para las pruebas"
        )

    def handle(self, *, small: bool, **_: object) -> None:
        if settings.IS_PRODUCTION or not getattr(settings, "DEMO_PASSWORD", ""):
            raise CommandError("Los datos de demostración no se cargan en producción.")
        if "owner" not in settings.DATABASES:
            raise CommandError(
                "Falta DATABASE_URL: los establecimientos los crea el dueño de la base."
            )
        loaded = load(now=now(), say=self._say, small=small)
        if not loaded.fresh:
            self._say("Los datos de demostración ya estaban cargados: no se hizo nada.")
        for line in _table(loaded):
            self.stdout.write(line)

    def _say(self, text: str) -> None:
        self.stderr.write(text, style_func=str)
        self.stderr.flush()


def _table(loaded: Loaded) -> list[str]:
    lines = [f"Contraseña de todas las cuentas: {settings.DEMO_PASSWORD}"]
    for school, members in loaded.schools:
        lines += ["", f"{school.name} (RBD {school.rbd})"]
        rows = [(_charge(m), m.user.get_full_name(), m.user.email) for m in members]
        widths = [max(len(row[i]) for row in rows) for i in (0, 1)]
        lines += [f"  {a:<{widths[0]}}  {b:<{widths[1]}}  {c}" for a, b, c in rows]
    return [*lines, "", *_family(loaded)]


def _charge(member: Membership) -> str:
    role = member.get_role_display()
    if member.substitutes_id:
        return f"{role} subrogante"
    return role if member.title == role else f"{role} · {member.title}"


def _family(loaded: Loaded) -> list[str]:
    if loaded.link is None:
        return ["Ventana de la familia: abra el enlace de un correo en /correos/."]
    return [
        "Ventana de la familia, lista para probar:",
        f"  {loaded.link.url}",
        f"  RUN {loaded.link.run}. El código llega a {loaded.link.email} y se ve en",
        "  «Correos enviados» (/correos/).",
    ]
