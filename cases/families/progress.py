"""«En qué va»: the steps that every family sees, and how far its own case is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from cases.deadlines.selectors import local_day
from cases.families.access import Link
from cases.models import Actuacion, Antecedente, Notificacion, Reconsideracion
from cases.models.case import CaseState
from cases.states import Acto
from convivencia.dates import long_date

DECIDED = frozenset(
    {
        CaseState.RESUELTO, CaseState.NOTIFICADO, CaseState.EN_RECONSIDERACION,
        CaseState.CERRADO, CaseState.ARCHIVADO,
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TrackerStep:
    """One line of «En qué va»."""

    title: str
    detail: str
    state: str  # done, now, later


def tracker_of(
    link: Link, notices: list[Notificacion], asked: list[Reconsideracion]
) -> list[TrackerStep]:
    """Return the steps that every family sees; they do not tell what happened to anybody else."""
    case, participant = link.notice.case, link.notice.participant
    interviews = case.actuaciones.filter(acto=Acto.ENTREVISTAR)
    heard = next((row for row in interviews if row.data.get("party") == participant.pk), None)
    received = Antecedente.objects.filter(participant=participant)
    brought = sum(row.delivered_by == link.notice.apoderado.name for row in received)
    results = [n for n in notices if n.purpose == "resultado"]
    decided = case.state in DECIDED and bool(results)
    closed = case.state in {CaseState.CERRADO, CaseState.ARCHIVADO}
    told = any(n.effective_at for n in results)

    def day(at: datetime) -> str:
        return long_date(local_day(at, case.school))

    rows = [
        ("El colegio supo lo que pasó", day(case.known_at), True),
        ("Conversamos con usted", _talk(heard, decided, day), bool(heard) or decided),
        ("Reunimos antecedentes", _brought(brought), decided),
        ("El colegio decidió", _decision(results, told, day), decided and told),
    ]
    if asked:
        last = asked[-1]
        detail = f"la pidió el {day(last.requested_at)}"
        rows.append(("Revisión de la decisión", detail, last.resolved_at is not None))
    rows.append(("Seguimiento", "durante 6 meses", case.state == CaseState.ARCHIVADO))
    return _with_states(rows, reached=closed)


def _talk(heard: Actuacion | None, decided: bool, day: Callable) -> str:
    if heard:
        return day(heard.at)
    return "no alcanzó a hacerse" if decided else ""


def _brought(count: int) -> str:
    if not count:
        return ""
    return "usted entregó 1 archivo" if count == 1 else f"usted entregó {count} archivos"


def _decision(results: list[Notificacion], told: bool, day: Callable) -> str:
    if not results:
        return ""
    sent = day(results[0].created_at)
    return sent if told else f"{sent} · falta que usted acuse recibo"


def _with_states(rows: list[tuple[str, str, bool]], *, reached: bool) -> list[TrackerStep]:
    """Mark as «now» the first that is not done; the last one too once the case is closed."""
    steps, found = [], False
    for title, detail, done in rows:
        state = "done" if done else "later"
        if not done and not found:
            state, found = "now", True
        steps.append(TrackerStep(title, detail, state))
    if reached and steps[-1].state == "later":
        last = steps[-1]
        steps[-1] = TrackerStep(last.title, last.detail, "now")
    return steps
