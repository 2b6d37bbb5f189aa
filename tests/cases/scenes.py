"""A whole case on the dates of scenario E01, walked as far as a test needs.

scene = Scene.open(school)           # denuncia received, people in place
scene.heard().reported().resolved()  # … and so on, by the real services
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from cases.decisions import aftermath, resoluciones
from cases.decisions.informes import issue_informe, save_informe
from cases.history.services import record_actuacion
from cases.models import Case, Participant, Tramite
from cases.models.case import ParticipantRole
from cases.states import Acto
from protocols.services import adopt_modelo
from schools.models import Apoderado, Membership, Role, School, Student
from schools.tenancy.context import school_context
from tests.factories import (
    CursoFactory,
    GuardianshipFactory,
    MembershipFactory,
    enrolled_student,
)

ZONE = ZoneInfo("America/Santiago")
NOW = datetime(2026, 6, 20, 9, 0, tzinfo=ZONE)
FACTS = {
    "denuncia_forma": "verbal",
    "constituye_delito": False,
    "vulneracion": False,
    "agresor_edad": 12,
    "lesiones_o_senales": False,
    "agresor_tipo": "estudiante",
}


def at(text: str) -> datetime:
    """Return an instant of the school's clock: `at("2026-04-29 10:20")`."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@dataclass
class Scene:
    """The people of E01 and their case."""

    school: School
    encargada: Membership
    directora: Membership
    profesor: Membership
    afectado: Participant
    denunciado: Participant
    mother: Apoderado
    father: Apoderado
    case: Case
    now: datetime = field(default=NOW)

    @classmethod
    def open(cls, school: School, **facts: object) -> "Scene":
        """Return a case whose denuncia was received, activated and opened on 29 April."""
        curso = CursoFactory(school=school, grade=6)
        encargada = MembershipFactory(school=school, role=Role.ENCARGADA)
        directora = MembershipFactory(school=school, role=Role.DIRECTORA)
        profesor = MembershipFactory(school=school, role=Role.PROFESOR_JEFE, curso=curso)
        one = enrolled_student(school, curso, first_names="Trinidad", paternal="Rebolledo")
        two = enrolled_student(school, curso, first_names="Baltasar", paternal="Sanhueza")
        mother = GuardianshipFactory(school=school, student=one).apoderado
        father = GuardianshipFactory(school=school, student=two).apoderado
        with school_context(school):
            case = _case(encargada, one, two, {**FACTS, **facts})
            people = {p.role: p for p in case.participants.all()}
            scene = cls(
                school,
                encargada,
                directora,
                profesor,
                people[ParticipantRole.AFECTADO],
                people[ParticipantRole.DENUNCIADO],
                mother,
                father,
                case,
            )
            scene.act(Acto.TOMAR_CONOCIMIENTO, "2026-04-29 10:20")
            scene.act(Acto.RECIBIR_DENUNCIA, "2026-04-29 10:20")
            scene.act(Acto.ACTIVAR, "2026-04-29 12:00")
            scene.act(Acto.ABRIR_INVESTIGACION, "2026-04-29 12:05")
            scene.act(Acto.CITAR, "2026-04-29 15:00")
        return scene

    def act(self, acto: Acto, when: str, actor: Membership | None = None, **more: object) -> None:
        """Record one act as the encargada, unless somebody else is named."""
        with school_context(self.school):
            record_actuacion(
                case=self.case,
                acto=acto,
                at=at(when),
                now=self.now,
                actor=actor or self.encargada,
                **more,
            )
        self.refresh()

    def heard(self) -> "Scene":
        """Both families interviewed on 30 April, apart."""
        self.act(Acto.ENTREVISTAR, "2026-04-30 09:00", party=self.afectado.pk)
        self.act(Acto.ENTREVISTAR, "2026-04-30 11:00", party=self.denunciado.pk)
        return self

    def reported(self, resultado: str = "fundada", when: str = "2026-06-01 12:00") -> "Scene":
        """The report, issued on the last day."""
        with school_context(self.school):
            save_informe(
                case=self.case,
                actor=self.encargada,
                version=0,
                now=self.now,
                resultado=resultado,
                proceedings="Se oyó a ambas familias.",
                findings="Se acreditaron burlas reiteradas en los recreos.",
                recommendations="Trabajo formativo con el curso.",
            )
            issue_informe(case=self.case, actor=self.encargada, at=at(when), now=self.now)
        self.refresh()
        return self

    def drafted(self) -> "Scene":
        """The project of resolución, in the directora's hands."""
        with school_context(self.school):
            row = resoluciones.save_resolucion(
                case=self.case,
                actor=self.encargada,
                version=0,
                texts={
                    "calificacion": "acoso",
                    "vistos": "1. La denuncia.",
                    "considerando": "1. Que los hechos se acreditaron.",
                    "resuelvo": "1. Se declara fundada la denuncia.",
                    "support": "Acompañamiento semanal.",
                },
                medidas=[self.medida()],
            )
            resoluciones.send_resolucion(
                case=self.case, actor=self.encargada, version=row.version, now=self.now
            )
        self.refresh()
        return self

    def medida(self) -> dict:
        return {
            "participant": self.denunciado,
            "tipo": "formativa",
            "description": "Taller de convivencia, cuatro sesiones",
            "grounds": "Proporcionada a su edad",
            "owner_role": Role.PROFESOR_JEFE,
            "starts_on": date(2026, 6, 4),
            "ends_on": None,
        }

    def resolved(self, when: str = "2026-06-02 10:00") -> "Scene":
        """The directora approves."""
        with school_context(self.school):
            row = self.case.resoluciones.get(kind="resultado")
            resoluciones.approve_resolucion(
                case=self.case,
                actor=self.directora,
                version=row.version,
                at=at(when),
                now=self.now,
            )
        self.refresh()
        return self

    def addressees(self, medium: str = "correo") -> list[aftermath.Addressee]:
        return [
            aftermath.Addressee(self.afectado, self.mother, medium),
            aftermath.Addressee(self.denunciado, self.father, medium),
        ]

    def refresh(self) -> None:
        with school_context(self.school):
            self.case = Case.objects.select_related("reglamento", "school").get(pk=self.case.pk)
            self.case.functions = frozenset()


def _case(encargada: Membership, one: Student, two: Student, facts: dict) -> Case:
    reglamento = adopt_modelo(
        "A",
        title="Reglamento interno 2026",
        in_force_from=date(2026, 1, 1),
        at=at("2026-01-02 09:00"),
    )
    opened = at("2026-04-29 11:00")
    case = Case.objects.create(
        year=2026,
        number=reglamento.pk,
        protocol_key="acoso_escolar",
        reglamento=reglamento,
        known_at=at("2026-04-29 10:20"),
        opened_by=encargada.user,
        created_at=opened,
        facts=facts,
    )
    Participant.objects.create(case=case, role=ParticipantRole.AFECTADO, student=one)
    Participant.objects.create(case=case, role=ParticipantRole.DENUNCIADO, student=two)
    Tramite.objects.create(case=case, protocol_key="acoso_escolar", started_at=opened)
    case.functions = frozenset()
    return case
