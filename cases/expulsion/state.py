"""A procedure as one value: its acts, its commission, and what they add up to."""

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime

from cases.models import Case, Comisionado, Expulsion, ExpulsionAct, Reconsideracion
from cases.models.expulsion import NOTIFIES, Hito, Salida

ADULT = 18
HOURS = ("student_at", "adult_at")  # of a notice: both must know


@dataclass(slots=True)
class Procedure:
    """What is known of one procedure at `now`. Queries: 0."""

    row: Expulsion
    case: Case
    now: datetime
    acts: list[ExpulsionAct]
    members: list[Comisionado] = field(default_factory=list)
    request: Reconsideracion | None = None

    def last(self, kind: str) -> ExpulsionAct | None:
        """Return the act of that kind that counts: the last one registered."""
        return next((act for act in reversed(self.acts) if act.kind == kind), None)

    def every(self, kind: str) -> list[ExpulsionAct]:
        return [act for act in self.acts if act.kind == kind]

    def has(self, kind: str) -> bool:
        return self.last(kind) is not None

    @property
    def report(self) -> ExpulsionAct | None:
        """Return the report of the commission as it is now; None if another was named since."""
        found, named = self.last(Hito.INFORME), self.last(Hito.COMISION)
        return found if found and named and found.pk > named.pk else None

    @property
    def is_signed(self) -> bool:
        """True once the report has the three signatures."""
        signed = bool(self.members) and all(one.signed_at for one in self.members)
        return signed and self.report is not None

    @property
    def cautelar(self) -> bool:
        return self.has(Hito.CAUTELAR)

    @property
    def exception(self) -> bool:
        return self.has(Hito.EXCEPCION)

    @property
    def medida(self) -> str:
        """Return what was decided, or what is proposed until then."""
        return self.row.decided or self.row.sought

    @property
    def ends_enrolment(self) -> bool:
        return self.medida in Salida.values

    @property
    def in_time(self) -> bool:
        """True if reconsideración was asked within its plazo."""
        return self.request is not None and not self.request.late

    @property
    def pupil_is_adult(self) -> bool:
        age = self.row.participant.age
        return age is not None and age >= ADULT

    def told(self, kind: str) -> datetime | None:
        """Return when both knew: the last of the two notices, which favours the defence."""
        act = self.last(kind)
        return max(told_at(act), default=None) if act else None


def as_corrected(acts: Iterable[ExpulsionAct]) -> list[ExpulsionAct]:
    """Return the acts as they stand: a notice has the hours of its last correction."""
    found = list(acts)
    for fix in [act for act in found if act.kind == Hito.CORRIGE]:
        hours = {name: fix.data.get(name, "") for name in HOURS}
        for place, act in enumerate(found):
            if (act.expulsion_id, act.kind) == (fix.expulsion_id, fix.data["of"]):
                found[place] = copy(act)
                found[place].data = act.data | hours
                found[place].at = max(told_at(found[place]))
    return found


def told_at(act: ExpulsionAct) -> list[datetime]:
    """Return when each of the two knew, for a notice; nothing for any other act."""
    return hours_of(act.data)


def hours_of(data: dict) -> list[datetime]:
    """Return when each of the two knew, from what was typed of a notice."""
    return [datetime.fromisoformat(text) for name in HOURS if (text := data.get(name))]


def correctable(p: Procedure) -> list[ExpulsionAct]:
    """Return the notices whose hours may still be corrected: firmness was not certified on them."""
    firm = p.last(Hito.FIRMEZA)
    found = [act for kind in NOTIFIES if (act := p.last(kind))]
    return [act for act in found if firm is None or firm.pk < act.pk]


def begins(act: ExpulsionAct) -> datetime:
    """Return when an act began, to the minute: a notice, when the first of the two knew."""
    return min(told_at(act), default=act.at).replace(second=0, microsecond=0)


def moment_of(act: ExpulsionAct, name: str) -> datetime | None:
    """Return an instant kept in the data of an act."""
    text = act.data.get(name)
    return datetime.fromisoformat(text) if text else None
