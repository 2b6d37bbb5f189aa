"""What the page «Expulsión» prints: requirements as a checklist, dates, what may be done."""

from dataclasses import dataclass

from cases.expulsion import dates
from cases.expulsion.forms import FORMS
from cases.expulsion.requirements import Answer, Before, Standing, requirements_of
from cases.expulsion.state import Procedure
from cases.expulsion.steps import STEPS
from cases.models.expulsion import ONCE, Hito
from schools.models import Membership, Role

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


@dataclass(frozen=True, slots=True)
class Line:
    """A requirement as it is shown."""

    standing: Standing

    @property
    def tag(self) -> str:
        return TAGS[self.standing.answer][0]

    @property
    def tone(self) -> str:
        return TAGS[self.standing.answer][1]

    @property
    def is_done(self) -> bool:
        return self.standing.answer in {Answer.CUMPLIDO, Answer.EXPLICADO}

    @property
    def may_act(self) -> bool:
        """True where a form of ours fulfils it."""
        return self.standing.blocks and self.standing.requirement.act in FORMS


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    lines: list[Line]

    @property
    def missing(self) -> int:
        return sum(line.standing.blocks for line in self.lines)


def groups_of(p: Procedure) -> list[Group]:
    """Return the requirements by the act that waits for them."""
    found = requirements_of(p)
    return [
        Group(title, [Line(one) for one in found if one.requirement.before == stage])
        for stage, title in STAGES.items()
    ]


def next_acts(p: Procedure, member: Membership) -> list[tuple[str, str]]:
    """Return (kind, label) of what this member may register now, in the order of the procedure."""
    if p.row.decided and not p.ends_enrolment:
        return []
    return [(kind.value, kind.label) for kind in Hito if _open(p, kind, member)]


def _open(p: Procedure, kind: Hito, member: Membership) -> bool:
    step = STEPS[kind]
    if kind not in FORMS or (kind in ONCE and p.has(kind)):
        return False
    if step.directora and member.role != Role.DIRECTORA:
        return False
    if kind in {Hito.INFORME, Hito.FIRMA} and not _sits(p, member, unsigned=kind is Hito.FIRMA):
        return False
    return all(p.has(before) for before in step.after) and not (step.told and p.has(kind))


def _sits(p: Procedure, member: Membership, *, unsigned: bool) -> bool:
    mine = [m for m in p.members if m.membership.user_id == member.user_id]
    return any(not (unsigned and m.signed_at) for m in mine)


def plazos_of(p: Procedure) -> list[dates.Plazo]:
    return dates.plazos(p)
