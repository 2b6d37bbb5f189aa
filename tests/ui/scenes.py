"""A school as it is on a given Friday: cases in several states, made by the real services.

The clock of the whole process is moved to `FRIDAY` by the fixture `friday` (tests/ui/conftest.py).
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from cases.history.services import record_actuacion
from cases.models import Case, CaseAccess, Participant, Tramite
from cases.models.access import TeamRole
from cases.models.case import ParticipantRole
from cases.states import Acto
from protocols.models import ReglamentoVersion
from protocols.services import adopt_modelo
from schools.models import Membership, Role, School, Student
from schools.tenancy.context import school_context
from tests.factories import CursoFactory, GuardianshipFactory, enrolled_student, member_of_each_role

ZONE = ZoneInfo("America/Santiago")
FRIDAY = datetime(2026, 11, 20, 9, 40, tzinfo=ZONE)
FACTS = {
    "denuncia_forma": "verbal",
    "constituye_delito": False,
    "vulneracion": False,
    "agresor_edad": 12,
    "lesiones_o_senales": False,
    "agresor_tipo": "estudiante",
}
# What the team did, with how many days after it knew; each walk takes as many as it is told.
WALK = (
    (Acto.TOMAR_CONOCIMIENTO, 0, 10),
    (Acto.RECIBIR_DENUNCIA, 0, 11),
    (Acto.ACTIVAR, 0, 12),
    (Acto.ABRIR_INVESTIGACION, 0, 13),
    (Acto.RESGUARDAR, 0, 14),
    (Acto.CITAR, 1, 9),
    (Acto.ENTREVISTAR, 2, 9),
    (Acto.ENTREVISTAR, 2, 11),
    (Acto.INFORMAR, 9, 12),
)


@dataclass
class Town:
    """One school, its members by role, and its cases."""

    school: School
    members: dict[str, Membership]
    reglamento: ReglamentoVersion
    cases: list[Case]

    def member(self, role: Role) -> Membership:
        return self.members[role]

    def add(self, known: datetime, steps: int, number: int, **facts: object) -> Case:
        """Add a case known at `known`, with the first `steps` acts of the walk done."""
        curso = CursoFactory(school=self.school)
        one = enrolled_student(self.school, curso)
        two = enrolled_student(self.school, curso)
        GuardianshipFactory(school=self.school, student=one)
        GuardianshipFactory(school=self.school, student=two)
        with school_context(self.school):
            case = self._case(known, number, {**FACTS, **facts}, one, two, str(curso))
            self._receive(case, known)
            self._walk(case, known, steps)
        self.cases.append(case)
        return case

    def _case(
        self, known: datetime, number: int, facts: dict, one: Student, two: Student, curso: str
    ) -> Case:
        case = Case.objects.create(
            year=2026, number=number, protocol_key="acoso_escolar", reglamento=self.reglamento,
            known_at=known, opened_by=self.member(Role.ENCARGADA).user, created_at=known,
            facts=facts,
        )  # fmt: skip
        for role, student in ((ParticipantRole.AFECTADO, one), (ParticipantRole.DENUNCIADO, two)):
            Participant.objects.create(
                case=case, role=role, student=student, curso_name=curso, age=12
            )
        Tramite.objects.create(case=case, protocol_key="acoso_escolar", started_at=known)
        case.functions = frozenset()
        return case

    def _receive(self, case: Case, known: datetime) -> None:
        """The papers of the reception, minutes after it."""
        for step in ("bul-01-acta-verbal", "bul-03-constancia"):
            when = min(known.replace(hour=11, minute=20), FRIDAY)
            record_actuacion(
                case=case, acto=Acto.CUMPLIR_PASO, event=step, at=when, now=FRIDAY,
                actor=self.member(Role.ENCARGADA), title=PAPERS[step],
            )  # fmt: skip

    def _walk(self, case: Case, known: datetime, steps: int) -> None:
        people = list(case.participants.all())
        heard = 0
        for acto, days, hour in WALK[:steps]:
            when = (known + timedelta(days=days)).replace(hour=hour, minute=15)
            more: dict = {}
            if acto == Acto.ENTREVISTAR:
                more, heard = {"party": people[heard % len(people)].pk}, heard + 1
            record_actuacion(
                case=case, acto=acto, at=min(when, FRIDAY), now=FRIDAY,
                actor=self.member(Role.ENCARGADA), text=TEXTS.get(acto, ""), **more,
            )  # fmt: skip

    def grant(self, case: Case, role: Role, team_role: TeamRole) -> CaseAccess:
        """Let the member of `role` into a case."""
        with school_context(self.school):
            return CaseAccess.objects.create(
                content_object=case, user=self.member(role).user, team_role=team_role,
                permission=_permission(), granted_by=self.member(Role.ENCARGADA).user,
                reason="Acompaña al curso", granted_at=FRIDAY - timedelta(days=3),
            )  # fmt: skip


PAPERS = {
    "bul-01-acta-verbal": "Acta de la denuncia verbal",
    "bul-03-constancia": "Constancia del día y la hora",
}
TEXTS = {
    Acto.TOMAR_CONOCIMIENTO: "Una asistente de la educación oyó el relato en el patio.",
    Acto.CITAR: "Correo a ambas familias, con día y hora por separado.",
    Acto.ENTREVISTAR: "Asistieron la apoderada y el estudiante. Se leyó el acta y firmaron.",
}


def _permission() -> object:
    from django.contrib.auth.models import Permission

    return Permission.objects.filter(content_type__app_label="cases", codename="view_case").first()


def empty_town(school: School) -> Town:
    """Return a school with one member of each role, a reglamento and no case."""
    members = member_of_each_role(school)
    with school_context(school):
        reglamento = adopt_modelo(
            "A", title="Reglamento interno 2026", in_force_from=date(2026, 1, 1), at=day(1, 5)
        )
    return Town(school, members, reglamento, [])


def busy_town(school: School) -> Town:
    """Return a school with six cases, each further than the one before."""
    town = empty_town(school)
    town.add(day(11, 19, 18), 2, 47, constituye_delito=True)
    town.add(day(11, 18), 5, 46)
    town.add(day(11, 16), 6, 45)
    town.add(day(11, 11), 8, 43)
    town.add(day(10, 26), 8, 38)
    town.add(day(10, 13), 9, 33)
    return town


def day(month: int, number: int, hour: int = 9) -> datetime:
    """Return an instant of 2026 at the school."""
    return datetime(2026, month, number, hour, tzinfo=ZONE)
