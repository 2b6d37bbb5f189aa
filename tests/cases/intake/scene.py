"""A school ready to receive, and the answers that a person would type."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from cases.intake.drafts import add_person, start_draft
from cases.models import IntakeDraft
from protocols.services import adopt_modelo
from schools.models import Apoderado, Curso, Membership, Role, School, Student
from schools.tenancy.context import school_context
from tests.factories import (
    CursoFactory,
    GuardianshipFactory,
    MembershipFactory,
    UserFactory,
    enrolled_student,
)

ZONE = ZoneInfo("America/Santiago")
NOW = datetime(2026, 4, 29, 11, 0, tzinfo=ZONE)
NO = dict.fromkeys(
    ["senales", "riesgo_suicida", "delito", "connotacion_sexual", "vulneracion", "adulto"], "no"
)
ACOSO = {**NO, "entre_pares": "si", "reiterado": "si"}


def at(text: str) -> datetime:
    """Return an instant of the school's clock."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@dataclass
class Scene:
    """Two students of 6° A, those who work with them, a mother."""

    school: School
    curso: Curso
    encargada: Membership
    directora: Membership
    docente: Membership
    sofia: Student
    bruno: Student
    mother: Apoderado

    @classmethod
    def make(cls, school: School, since: date = date(2026, 1, 1)) -> "Scene":
        curso = CursoFactory(school=school, grade=6, letter="A")
        sofia = enrolled_student(
            school, curso, first_names="Sofía", paternal="Ñancupil", maternal="Órdenes",
            birth_date=date(2014, 8, 3),
        )  # fmt: skip
        bruno = enrolled_student(
            school, curso, first_names="Bruno", paternal="Zúñiga", maternal="",
            birth_date=date(2013, 9, 9),
        )  # fmt: skip
        with school_context(school):
            adopt_modelo("modelo_a", title="Reglamento 2026", in_force_from=since, at=NOW)
        member = {
            role: MembershipFactory(
                school=school,
                role=role,
                user=UserFactory(first_names=name, last_names="Manquel Peña"),
            )
            for role, name in (
                (Role.ENCARGADA, "Elena"),
                (Role.DIRECTORA, "Dora"),
                (Role.DOCENTE, "Tomás"),
            )
        }
        return cls(
            school=school,
            curso=curso,
            encargada=member[Role.ENCARGADA],
            directora=member[Role.DIRECTORA],
            docente=member[Role.DOCENTE],
            sofia=sofia,
            bruno=bruno,
            mother=GuardianshipFactory(student=sofia, school=school).apoderado,
        )

    def typed(self, **changes: dict) -> dict[str, dict[str, str]]:
        """Return what fills every page, but for the people; `changes` by page."""
        pages = {
            "canal": {"canal": "presencial", "received_by": str(self.docente.pk)},
            "conocimiento": {"known_at_0": "2026-04-29", "known_at_1": "10:20"},
            "relato": {"relato": "«Me esconden la mochila todos los días».", "interpretation": ""},
            "hechos": {
                "occurred_on": "2026-04-28",
                "occurred_hour": "12:30",
                "occurred_text": "desde marzo",
                "place": "Patio",
                "in_school": "si",
            },
            "orientacion": ACOSO,
            "protocolo": {"protocol": "acoso_escolar", "choice_reason": ""},
        }
        return {page: {**values, **changes.get(page, {})} for page, values in pages.items()}

    def draft(self, actor: Membership, people: list[dict] | None = None, **changes) -> IntakeDraft:
        """Return a draft of `actor` with every page answered."""
        with school_context(self.school):
            draft = start_draft(actor=actor, values={}, now=NOW)
            for page, values in self.typed(**changes).items():
                draft.data[page] = {"values": values, "rev": 1, "tab": ""}
            draft.page = "revision"
            draft.save()
            for person in people or self.people():
                draft = add_person(draft=draft, now=NOW, **person)
        return draft

    def people(self) -> list[dict]:
        return [
            {"role": "afectado", "kind": "estudiante", "pk": self.sofia.pk},
            {"role": "denunciado", "kind": "estudiante", "pk": self.bruno.pk},
        ]
