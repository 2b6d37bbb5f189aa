"""What the Consejo Escolar reads to decide a reconsideración: the file, without anybody's name.

Source: modelo A, 8.6.3.3.2 and 5.2.3.7; readings A-24 and A-56.
"""

from dataclasses import dataclass

from cases.decisions.selectors import informe_of, resolucion_of
from cases.documents.redaction import anonymised
from cases.models import Case, Reconsideracion
from schools.models import Guardianship


@dataclass(frozen=True, slots=True)
class Minute:
    """What is asked, what was decided and why: people are letters."""

    asked: str
    findings: str
    grounds: str
    decided: str
    measures: tuple[str, ...]
    consulted: str

    @property
    def text(self) -> str:
        return "\n".join([self.asked, self.findings, self.grounds, self.decided, *self.measures])


def minute_of(case: Case, row: Reconsideracion) -> Minute:
    """Return the anonymised file of a request. Queries: 5."""
    informe, decision = informe_of(case), resolucion_of(case)
    people = sorted(case.participants.all(), key=lambda one: one.pk)
    medidas = tuple(m.description for m in decision.medidas.all()) if decision else ()
    found = Minute(
        row.text,
        informe.findings if informe else "",
        decision.considerando if decision else "",
        decision.resuelvo if decision else "",
        medidas,
        row.consultation,
    )
    pupils = [one.student_id for one in people if one.student_id]
    adults = Guardianship.objects.filter(student__in=pupils).select_related("apoderado")
    return anonymised(found, people, [(one.apoderado, one.student_id) for one in adults])
