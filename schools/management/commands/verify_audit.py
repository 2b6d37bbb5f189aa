"""`manage.py verify_audit`: is every trail whole? Exit code 1 if one is not."""

from argparse import ArgumentParser
from itertools import chain
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from schools.audit.seals import Seal, read_out
from schools.audit.verify import Fault, Verification
from schools.models import School
from schools.models.audit import AuditSeal
from schools.tenancy.context import school_context

MOST = 200  # of the faults that are printed for each school


class Command(BaseCommand):
    help = "Verifica que nadie editó, insertó, borró ni reescribió el registro de accesos."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--school", default="", help="RBD de un solo establecimiento")
        parser.add_argument("--seals", default="", help="carpeta de los sellos externos")

    def handle(self, *_: object, **options: str) -> None:
        schools = School.objects.order_by("pk")
        if options["school"]:
            schools = schools.filter(rbd=options["school"])
            if not schools:
                raise CommandError("No hay un establecimiento con ese RBD.")
        folder = Path(options["seals"] or settings.AUDIT_SEALS_DIR)
        broken = [school.rbd for school in schools if not self._is_whole(school, folder)]
        if broken:
            raise CommandError(f"Registro alterado: {', '.join(broken)}.", returncode=1)

    def _is_whole(self, school: School, folder: Path) -> bool:
        """Read one chain, print what is wrong and say how far it reached."""
        outside, count = read_out(folder, school.rbd), 0
        if outside is None:
            self.stderr.write(f"{school.rbd}: sin sellos externos; un final cortado no se vería.")
        with school_context(school):
            inside = [Seal(s.day, s.seq, s.hash) for s in AuditSeal.objects.order_by("day")]
            lost = set(outside or ()) - set(inside)
            reading = Verification(
                sorted({*inside, *(outside or ())}, key=lambda seal: (seal.seq, seal.day)),
                lambda seq: self.stderr.write(f"{school.rbd}: {seq} registros…"),
            )
            for fault in chain(reading.faults(), _lost(lost)):
                count += 1
                if count <= MOST:
                    self.stdout.write(f"{school.rbd}\t{fault.seq or '-'}\t{fault.reason}")
        if count > MOST:
            self.stdout.write(f"{school.rbd}\t-\ty {count - MOST} fallas más")
        verdict = "ALTERADO" if count else "íntegro"
        self.stdout.write(f"{school.rbd}: {reading.seq} registros, {verdict}.")
        return not count


def _lost(seals: set[Seal]) -> list[Fault]:
    found = sorted(seals, key=lambda seal: seal.seq)
    return [Fault(s.seq, f"falta en la base el sello del {s.day:%d-%m-%Y}") for s in found]
