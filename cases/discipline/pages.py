"""View-models of the screens of faltas."""

from dataclasses import dataclass
from datetime import datetime

from cases.access import may
from cases.discipline.selectors import (
    AntecedentLine,
    antecedent_rows,
    lines_of,
    proposal_of,
    sees_antecedents,
)
from cases.models import Case, FaltaImputada, Medida
from cases.states import Acto, state_reason
from protocols.discipline.definitions import Gravity, Measure, Regimen
from protocols.discipline.proposals import Option, Proposal
from schools.models import Membership

GRAVITY_TONE = {"leve": "", "grave": "amber", "muy_grave": "red", "gravisima": "red"}
MENU_TITLES = {
    "formativa": "Formativas",
    "reparatoria": "Reparatorias",
    "apoyo": "De apoyo",
    "disciplinaria": "Disciplinarias",
    "registro": "Registro y comunicación",
}


@dataclass(frozen=True, slots=True)
class FaltaLine:
    """One imputed falta on the list of the case."""

    row: FaltaImputada
    tone: str
    level: str
    medidas: list[Medida]


@dataclass(frozen=True, slots=True)
class FaltaPage:
    """What the page of one falta shows; `proposal` is None for who may not see the count."""

    line: FaltaLine
    proposal: Proposal | None
    antecedents: list[AntecedentLine]
    options: list[Option]
    escalations: list[Option]
    menu: list[tuple[str, list[Measure]]]
    why_not_graver: str = ""  # why this member may not confirm the graver falta
    sees_count: bool = True
    can_choose: bool = False
    can_withdraw: bool = False
    by_code: int = 0


def line_of(row: FaltaImputada, regimen: Regimen | None, medidas: list[Medida]) -> FaltaLine:
    level = regimen.level(row.level) if regimen else None
    return FaltaLine(row, GRAVITY_TONE[row.gravity], level.title if level else row.level, medidas)


def page_of(
    row: FaltaImputada, case: Case, regimen: Regimen, member: Membership, *, at: datetime
) -> FaltaPage:
    """Return the page of a falta as `member` may see it. Queries: 3."""
    line = line_of(row, regimen, list(row.medidas.select_related("resolucion").order_by("pk")))
    sees = sees_antecedents(member)
    rows = antecedent_rows(row, member, at=at) if sees else []
    proposal = proposal_of(row, regimen, rows) if sees else None
    options = list(proposal.options) if proposal else []
    live = row.withdrawn_at is None
    return FaltaPage(
        line,
        proposal,
        lines_of(proposal, rows) if proposal else [],
        [o for o in options if not o.is_escalation],
        [o for o in options if o.is_escalation],
        menu_of(proposal.menu if proposal else regimen.measures_for(row.level, _gravity(row))),
        why_not_graver=_why_not(case, member, Acto.RECALIFICAR_FALTA) or _with_measure(line),
        sees_count=sees,
        can_choose=live and not _why_not(case, member, Acto.PROPONER_MEDIDA),
        can_withdraw=live and not _why_not(case, member, Acto.RETIRAR_FALTA),
        by_code=proposal.count.of_code if proposal else 0,
    )


def menu_of(measures: tuple[Measure, ...]) -> list[tuple[str, list[Measure]]]:
    """Return the measures by nature, the formative ones first."""
    groups = [
        (title, [m for m in measures if m.nature == nature and m.enabled])
        for nature, title in MENU_TITLES.items()
    ]
    return [group for group in groups if group[1]]


def notes_of(regimen: Regimen, measure: Measure, gravity: Gravity) -> list[str]:
    """Return the limits of a measure for that gravity, its note and its readings."""
    least, most = measure.days_for(gravity)
    days = f"De {max(least, 1)} a {most} días para una falta {gravity.label}." if most else ""
    readings = regimen.readings or {}
    texts = [days, measure.note, *(readings.get(code, "") for code in measure.readings)]
    return [text for text in texts if text]


def _gravity(row: FaltaImputada) -> Gravity:
    return Gravity(row.gravity)


def _why_not(case: Case, member: Membership, acto: Acto) -> str:
    return state_reason(case.state, acto) or may(member, case.functions, acto)


def _with_measure(line: FaltaLine) -> str:
    return "Quite antes la medida elegida." if line.medidas else ""
