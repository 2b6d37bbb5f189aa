"""What the page «Expulsión» prints: requirements as a checklist, dates, what may be done."""

from dataclasses import dataclass, replace

from cases.expulsion import dates
from cases.expulsion.forms import FORMS
from cases.expulsion.requirements import Answer, Before, Standing, requirements_of
from cases.expulsion.state import Procedure
from cases.expulsion.turns import NOTICES, Turn, act_for, is_hers, is_over, turns_of, why_not
from cases.models.expulsion import Hito
from convivencia.exceptions import DomainError
from schools.models import Membership

STAGES = {
    Before.INICIO: "Antes de iniciar",
    Before.RESOLVER: "Antes de resolver",
    Before.RECONSIDERACION: "Antes de resolver la reconsideración",
    Before.FIRMEZA: "Antes de que quede firme",
    Before.INFORME: "Antes de informar",
}
TAGS = {
    Answer.CUMPLIDO: ("Cumplido", "green"),
    Answer.FALTA: ("Falta", "red"),
    Answer.EXPLICADO: ("No se cumplió: explicado", "amber"),
    Answer.NO_APLICA: ("No aplica", ""),
}
LATER = ("Más adelante", "")
HERS = "Lo registra la dirección."
SEATED = "Lo hacen los tres integrantes de la comisión."


@dataclass(frozen=True, slots=True)
class Line:
    """A requirement as it is shown: `kind` is the act that meets it, `waits` why not yet."""

    standing: Standing
    kind: str = ""
    waits: str = ""
    is_later: bool = False
    may_explain: bool = False

    @property
    def tag(self) -> tuple[str, str]:
        """The answer and its tone, as the validator of the pack says it."""
        return TAGS[self.standing.answer]

    @property
    def mark(self) -> tuple[str, str]:
        """The same along the way: what has not had its turn yet is not missing."""
        return LATER if self.is_later else self.tag

    @property
    def is_done(self) -> bool:
        return self.standing.answer in {Answer.CUMPLIDO, Answer.EXPLICADO}

    @property
    def may_act(self) -> bool:
        """True where a form of ours fulfils it, and it is its turn."""
        return bool(self.kind) and not self.waits


@dataclass(frozen=True, slots=True)
class Group:
    """The requirements of a stage. `is_open`: the first where something can be done."""

    title: str
    lines: list[Line]
    is_open: bool = False

    @property
    def missing(self) -> int:
        return sum(line.standing.blocks for line in self.lines)

    @property
    def is_running(self) -> bool:
        return any(line.standing.blocks and not line.is_later for line in self.lines)


@dataclass(frozen=True, slots=True)
class Board:
    """Everything that the page of a procedure says at one moment to one member."""

    groups: list[Group]
    plazos: list[dates.Plazo]
    turns: list[Turn]
    others: list[tuple[str, str]]
    problem: str
    is_over: bool

    @property
    def missing(self) -> int:
        return sum(group.missing for group in self.groups)

    @property
    def first(self) -> Turn | None:
        """What is most pressing, the reader's own before what waits for another person."""
        return next((one for one in self.turns if one.mine), None) or next(iter(self.turns), None)

    @property
    def may_except(self) -> bool:
        """True while founding the exception would take the place of warnings and supports."""
        return Hito.REPRESENTACION in {one.kind for one in self.turns}

    @property
    def rest(self) -> list[Turn]:
        return [one for one in self.turns if one is not self.first]


def board_of(p: Procedure, member: Membership) -> Board:
    """Return the page as `member` reads it. Queries: 0 to 2."""
    try:
        plazos, problem = dates.plazos(p), ""
    except DomainError as error:
        plazos, problem = [], error.message
    standings = requirements_of(p)
    turns = turns_of(p, standings, plazos, member)
    others = _others(p, member, {one.kind for one in turns})
    return Board(_groups(p, standings, member), plazos, turns, others, problem, is_over(p))


def _groups(p: Procedure, standings: list[Standing], member: Membership) -> list[Group]:
    """Return the requirements by the act that waits for them."""
    groups = [
        Group(title, [_line(p, s, member) for s in standings if s.requirement.before == stage])
        for stage, title in STAGES.items()
    ]
    first = next((group for group in groups if group.is_running), None)
    return [replace(group, is_open=group is first) for group in groups]


def _line(p: Procedure, standing: Standing, member: Membership) -> Line:
    kind = act_for(p, standing)
    if not standing.blocks or kind not in FORMS:
        return Line(standing)
    later = why_not(p, kind)
    other = SEATED if kind in {Hito.INFORME, Hito.FIRMA} else HERS
    waits = later or ("" if is_hers(p, kind, member) else other)
    explains = is_hers(p, Hito.EXPLICACION, member) and kind != Hito.EXPLICACION
    may_explain = standing.requirement.explicable and explains and not later
    return Line(standing, kind, waits, bool(later), may_explain)


def _others(p: Procedure, member: Membership, pressing: set[str]) -> list[tuple[str, str]]:
    """Return (kind, label) of what may also be registered, though nothing waits for it."""
    over = bool(p.row.decided) and not p.ends_enrolment
    wanted = (*NOTICES, Hito.CORRIGE) if over else list(Hito)
    return [
        (kind.value, kind.label)
        for kind in wanted
        if kind not in pressing and kind in FORMS and _open(p, kind, member)
    ]


def _open(p: Procedure, kind: Hito, member: Membership) -> bool:
    return not why_not(p, kind) and is_hers(p, kind, member)
