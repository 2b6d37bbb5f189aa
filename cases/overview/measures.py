"""The measures of a case as they are shown: how each stands, and what may be done about it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from cases.access import may
from cases.decisions.charge import has_ended
from cases.models import Case, Medida
from cases.models.decisions import ResolucionState, TipoMedida
from cases.overview.wall import Wall
from cases.procedure import reason_against
from cases.states import Acto
from schools.models import Membership


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """One measure; `action` is empty when there is nothing to do about it."""

    row: Medida
    status: str
    tone: str = ""
    action: str = ""
    url: str = ""


def lines_of(
    rows: Iterable[Medida], case: Case, member: Membership, wall: Wall
) -> list[MeasureLine]:
    """Return how each measure stands for `member`. `rows` carry their resolución. Queries: 0."""
    return [_line(row, case, member, wall) for row in rows]


def _line(row: Medida, case: Case, member: Membership, wall: Wall) -> MeasureLine:
    if has_ended(row, wall.today):
        return MeasureLine(row, "Terminada")
    if row.resolucion and row.resolucion.state != ResolucionState.APROBADA:
        return MeasureLine(row, "En proyecto")
    if row.tipo == TipoMedida.RESGUARDO:
        return _resguardo(row, case, member, wall)
    if row.implemented_at:
        return MeasureLine(row, "Aplicada", "green")
    url = reverse("case-implement", args=[case.pk])
    can = _can(case, member, Acto.IMPLEMENTAR)
    return MeasureLine(row, "Por aplicar", "blue", *(("Aplicar", url) if can else ()))


def _resguardo(row: Medida, case: Case, member: Membership, wall: Wall) -> MeasureLine:
    """Who leads reviews it; who carries it out says that it is applied."""
    url = reverse("case-resguardo-review", args=[case.pk, row.pk])
    reviews, applies = (
        _can(case, member, acto) for acto in (Acto.REVISAR_RESGUARDO, Acto.CUMPLIR_PASO)
    )
    action = "Revisar" if reviews else "Aplicar" if applies and not row.implemented_at else ""
    due = case.is_open and row.review_on is not None and row.review_on <= wall.today
    if due:
        status, tone = "Por revisar", "amber"
    elif row.implemented_at:
        status, tone = "Aplicada", "green"
    else:
        status, tone = "Por aplicar", "blue"
    return MeasureLine(row, status, tone, action, url if action else "")


def _can(case: Case, member: Membership, acto: Acto) -> bool:
    return not reason_against(case, acto) and not may(member, case.functions, acto)
