"""Compose «Hoy» for each role. Reads only."""

from datetime import datetime, timedelta

from cases.deadlines.selectors import row_acto
from cases.models import Medida, Resolucion, Vencimiento
from cases.models.decisions import ResolucionState, TipoMedida
from cases.overview.wall import Wall, wall_of
from cases.policy import ROLE_SIGHT, Sight
from cases.privacy.today import privacy_sections
from cases.reserve.today import identity_sections
from cases.states import Acto
from cases.today import selectors, signing
from cases.today.board import (
    Board,
    Section,
    TaskRow,
    Waiting,
    deadline_sections,
    measure_row,
    month_with,
    one_row_per_crime,
    resolucion_row,
    review_row,
    rows_for_member,
)
from convivencia.dates import long_date
from schools.models import Membership, Role

AHEAD = timedelta(days=45)


def board_of(membership: Membership, *, now: datetime) -> Board:
    """Return the member's «Hoy». Queries: the same number whatever the cases, for each role."""
    wall = wall_of(membership.school, now)
    if membership.role == Role.SOSTENEDOR:
        return _counts(wall)
    if membership.role == Role.ADMINISTRADORA:
        return _people_and_accounts(membership, wall)
    if membership.role in ROLE_SIGHT:
        return _desk(membership, wall)
    return _tasks(membership, wall)


def _empty(wall: Wall, nothing: str = "") -> Board:
    return Board(wall.date_line(), wall.day_line(), month_with([], wall), nothing=nothing)


def _people_and_accounts(membership: Membership, wall: Wall) -> Board:
    board = _empty(wall, "Usted administra cuentas y personas; los casos no se muestran aquí.")
    board.sections = privacy_sections(membership, wall)
    if board.sections:
        board.nothing = ""
    return board


def _board(rows: list[Vencimiento], wall: Wall, role: str) -> Board:
    rows = one_row_per_crime(rows)
    board = Board(wall.date_line(), wall.day_line(), month_with(rows, wall))
    board.sections, board.later = deadline_sections(rows, wall, role)
    return board


def _desk(membership: Membership, wall: Wall) -> Board:
    rows = selectors.running(membership, at=wall.now, until=wall.now + AHEAD)
    board = _board(rows, wall, membership.role)
    drafts = selectors.resoluciones(membership, at=wall.now)
    to_sign, _ = signing.waiting_rows(membership, rows, wall)
    first = _to_decide(membership, drafts, to_sign, wall)
    board.sections[:0] = first + identity_sections(membership, wall)
    board.sections += _to_review(membership, wall)
    board.sections += privacy_sections(membership, wall)
    board.waiting = _waiting(membership, drafts, wall)
    board.drafts = list(selectors.drafts_of(membership))
    return board


def _to_decide(
    membership: Membership, drafts: list[Resolucion], to_sign: list[TaskRow], wall: Wall
) -> list[Section]:
    """Return what only this member can sign: for the directora, apart from what she decides."""
    decides = membership.role == Role.DIRECTORA
    state = ResolucionState.ENVIADA if decides else ResolucionState.DEVUELTA
    rows = [resolucion_row(row, wall) for row in drafts if row.state == state]
    if not decides:
        return signing.section_of(to_sign + rows)
    first = [Section("Esperan su decisión", rows, "amber")] if rows else []
    return first + signing.section_of(to_sign)


def _to_review(membership: Membership, wall: Wall) -> list[Section]:
    """Return the resguardos whose review comes within five business days, or passed."""
    until = wall.calendar.add(wall.today, 5)
    found = selectors.resguardos_to_review(membership, at=wall.now, today=wall.today, until=until)
    rows = [review_row(row, wall) for row in found]
    return [Section("Resguardos por revisar", rows, "amber")] if rows else []


def _waiting(membership: Membership, drafts: list[Resolucion], wall: Wall) -> list[Waiting]:
    found = []
    sent = [row for row in drafts if row.state == ResolucionState.ENVIADA and row.sent_at]
    back = [row for row in drafts if row.state == ResolucionState.DEVUELTA]
    if sent and membership.role != Role.DIRECTORA:
        text = f"{len(sent)} {'resolución' if len(sent) == 1 else 'resoluciones'} por decidir"
        found.append(
            Waiting(membership.school.directora_title, text, _since(sent[0].sent_at, wall))
        )
    if back and membership.role == Role.DIRECTORA:
        text = f"{len(back)} {'proyecto devuelto' if len(back) == 1 else 'proyectos devueltos'}"
        found.append(Waiting(membership.school.encargada_title, text, ""))
    notices = selectors.unread_notices(membership, at=wall.now)
    if notices["n"]:
        text = (
            f"{notices['n']} {'notificación' if notices['n'] == 1 else 'notificaciones'} sin acuse"
        )
        found.append(Waiting("Familias", text, _since(notices["oldest"], wall)))
    return found


def _since(at: datetime, wall: Wall) -> str:
    return f"la más antigua, del {long_date(wall.day_of(at))}"


def _tasks(membership: Membership, wall: Wall) -> Board:
    sights = selectors.sight_by_case(membership, at=wall.now)
    working = {pk for pk, sight in sights.items() if sight >= Sight.TASKS}
    rows = selectors.running(membership, at=wall.now, until=wall.now + AHEAD)
    rows = rows_for_member(rows, sights, membership.role)
    measures = selectors.measures_of(membership, working, at=wall.now, today=wall.today)
    to_sign, rows = signing.waiting_rows(membership, _without(rows, measures), wall)
    board = _board(rows, wall, membership.role) if working else _empty(wall)
    board.sections[:0] = signing.section_of(to_sign)
    if measures:
        board.sections.append(
            Section("Medidas a su cargo", [measure_row(row, wall) for row in measures])
        )
    board.drafts = list(selectors.drafts_of(membership))
    told = [pk for pk, sight in sights.items() if sight == Sight.REPORT]
    board.reports = list(selectors.reports_of(told))
    if not working:
        board.nothing = (
            "No tiene tareas en ningún caso. Si supo o vio algo, regístrelo: basta con lo que sabe."
        )
    return board


def _without(rows: list[Vencimiento], measures: list[Medida]) -> list[Vencimiento]:
    """Leave out the step that the measures listed below stand for."""
    listed = {m.case_id for m in measures if m.tipo != TipoMedida.RESGUARDO}
    return [r for r in rows if row_acto(r) != Acto.IMPLEMENTAR or r.case_id not in listed]


def _counts(wall: Wall) -> Board:
    last = wall.end_of(wall.calendar.add(wall.today, 5))
    found = selectors.counts_for_sostenedor(at=wall.now, until=last)
    board = _empty(wall)
    board.counts = [
        _count(found["abiertos"], "caso abierto", "casos abiertos"),
        _count(
            found["vencidos"], "plazo vencido", "plazos vencidos",
            "red" if found["vencidos"] else "green",
        ),
        _count(
            found["esta_semana"], "plazo vence esta semana hábil",
            "plazos vencen esta semana hábil",
        ),
        _count(found["en_reconsideracion"], "caso en reconsideración", "casos en reconsideración"),
        _count(
            found["recibidos"], f"caso recibido en {wall.today.year}",
            f"casos recibidos en {wall.today.year}",
        ),
    ]  # fmt: skip
    return board


def _count(number: int, one: str, many: str, tone: str = "") -> tuple[int, str, str]:
    return number, one if number == 1 else many, tone
