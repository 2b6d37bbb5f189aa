"""A case of acoso on the dates of scenario E01, just received: nothing done yet."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from cases.documents.reports import SignatureLine
from cases.hearings import services
from cases.hearings.services.citaciones import CitacionInput, Told
from cases.hearings.services.entrevistas import InterviewInput
from cases.history.services import record_actuacion
from cases.models import Case, Denuncia, Participant, Tramite, Vencimiento
from cases.models.case import ParticipantRole
from cases.states import Acto
from protocols.services import adopt_modelo
from schools.models import Membership, Relation, Role, School
from schools.tenancy.context import school_context
from tests.factories import (
    CursoFactory,
    GuardianshipFactory,
    MembershipFactory,
    enrolled_student,
)

ZONE = ZoneInfo("America/Santiago")
RELATO = "Me esperan en el baño del segundo piso y me dicen cosas todos los días."


def at(text: str) -> datetime:
    """Return an instant of the school's clock: `at("2026-04-29 10:20")`."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@dataclass
class Inquiry:
    """The people of E01, and their case."""

    school: School
    encargada: Membership
    directora: Membership
    inspectora: Membership
    profesor: Membership
    case: Case
    afectado: Participant
    denunciado: Participant
    adults: dict = field(default_factory=dict)

    def reload(self) -> Case:
        """Return the case as it is now, its people at hand."""
        self.case = Case.objects.select_related("reglamento", "school").get(pk=self.case.pk)
        self.case.functions = frozenset()
        return self.case

    def due(self, step: str) -> date | None:
        return Vencimiento.objects.get(
            case=self.case, step_id__startswith=step, tramite__protocol_key="acoso_escolar"
        ).due_on

    def state(self, step: str) -> str:
        return Vencimiento.objects.get(case=self.case, step_id__startswith=step).state

    def activate(self, when: str = "2026-04-29 12:00") -> "Inquiry":
        services.activate_protocol(
            case=self.reload(),
            actor=self.directora,
            investigator=self.encargada,
            grounds="Los hechos pueden constituir acoso escolar.",
            at=at(when),
            now=at(when),
        )
        self.reload()
        return self

    def call(
        self, participant: Participant, meets: str, *, who: tuple = (), **more
    ) -> CitacionInput:
        names = who or self.adults[participant.pk]
        medium = more.pop("medium", "correo")
        return CitacionInput(
            participant,
            tuple(Told(adult, medium) for adult in names),
            at(meets),
            "Oficina de convivencia",
            **more,
        )

    def cite(self, when: str = "2026-04-29 15:00", day: str = "2026-04-30") -> "Inquiry":
        services.cite_families(
            case=self.reload(),
            actor=self.encargada,
            rows=[
                self.call(self.afectado, f"{day} 09:00"),
                self.call(self.denunciado, f"{day} 11:00"),
            ],
            now=at(when),
        )
        self.reload()
        return self

    def interview(self, day: str = "2026-04-30", start: str = "09:00", end: str = "09:40", **more):
        defaults = {
            "mode": "presencial",
            "place": "Oficina de convivencia",
            "present": (
                {"name": "Trinidad Rebolledo", "run": "", "title": "Estudiante"},
                {"name": "Marta Rebolledo", "run": "", "title": "Apoderada"},
            ),
            "student_words": "Me esperan en el baño.",
            "apoderado_words": "Pide que la acompañen en los recreos.",
            "informed": True,
        }
        return InterviewInput(at(f"{day} {start}"), at(f"{day} {end}"), **(defaults | more))

    def hear(self, participant: Participant, *, now: str = "", **more):
        interview = self.interview(**more)
        return services.hold_interview(
            case=self.reload(),
            actor=self.encargada,
            participant=participant,
            interview=interview,
            signatures=signed(interview, self.encargada),
            now=at(now) if now else interview.ends_at,
        )

    def hear_both(self, day: str = "2026-04-30") -> "Inquiry":
        self.hear(self.afectado, day=day)
        self.hear(self.denunciado, day=day, start="11:00", end="11:40")
        self.reload()
        return self


def signed(interview: InterviewInput, conductor: Membership) -> tuple[SignatureLine, ...]:
    """Return everybody's signature by declaration."""
    people = [(p["name"], p["title"]) for p in interview.present]
    people.append((conductor.user.get_full_name(), conductor.title))
    return tuple(
        SignatureLine(name, title, "declarada", signed_at=interview.ends_at)
        for name, title in people
    )


def open_inquiry(school: School, **facts: object) -> Inquiry:
    """Set the scene in `school`: the denuncia was received on 29 April at 10:20."""
    curso = CursoFactory(school=school, grade=6)
    staff = {
        role: MembershipFactory(
            school=school, role=role, curso=curso if role == Role.PROFESOR_JEFE else None
        )
        for role in (Role.ENCARGADA, Role.DIRECTORA, Role.INSPECTORIA, Role.PROFESOR_JEFE)
    }
    one = enrolled_student(school, curso, first_names="Trinidad", paternal="Rebolledo")
    two = enrolled_student(school, curso, first_names="Baltasar", paternal="Sanhueza")
    mother = GuardianshipFactory(school=school, student=one).apoderado
    father = GuardianshipFactory(
        school=school, student=one, relation=Relation.PADRE, is_main=False
    ).apoderado
    other = GuardianshipFactory(school=school, student=two).apoderado
    with school_context(school):
        case = _case(staff[Role.ENCARGADA], facts)
        afectado = Participant.objects.create(
            case=case, role=ParticipantRole.AFECTADO, student=one, curso_name="6° básico A", age=11
        )
        denunciado = Participant.objects.create(
            case=case,
            role=ParticipantRole.DENUNCIADO,
            student=two,
            curso_name="6° básico A",
            age=12,
        )
        for acto in (Acto.TOMAR_CONOCIMIENTO, Acto.RECIBIR_DENUNCIA):
            record_actuacion(
                case=case,
                acto=acto,
                at=at("2026-04-29 10:20"),
                now=at("2026-04-29 10:40"),
                actor=staff[Role.ENCARGADA],
            )
        inquiry = Inquiry(
            school,
            staff[Role.ENCARGADA],
            staff[Role.DIRECTORA],
            staff[Role.INSPECTORIA],
            staff[Role.PROFESOR_JEFE],
            case,
            afectado,
            denunciado,
            {afectado.pk: (mother, father), denunciado.pk: (other,)},
        )
        inquiry.reload()
    return inquiry


def _case(encargada: Membership, facts: dict) -> Case:
    reglamento = adopt_modelo(
        "A",
        title="Reglamento interno 2026",
        in_force_from=date(2026, 1, 1),
        at=at("2026-01-02 09:00"),
    )
    case = Case.objects.create(
        year=2026,
        number=reglamento.pk,
        protocol_key="acoso_escolar",
        reglamento=reglamento,
        known_at=at("2026-04-29 10:20"),
        opened_by=encargada.user,
        created_at=at("2026-04-29 10:40"),
        facts={
            "denuncia_forma": "verbal",
            "constituye_delito": False,
            "vulneracion": False,
            "agresor_edad": 12,
            "lesiones_o_senales": False,
            **facts,
        },
    )
    Denuncia.objects.create(
        case=case,
        canal="presencial",
        known_at=case.known_at,
        received_at=case.known_at,
        registered_at=case.created_at,
        received_by=encargada,
        relato=RELATO,
        place="Baño del segundo piso",
        suggested_key="acoso_escolar",
        router={"reasons": [["Hostigamiento reiterado entre estudiantes", "8.6.1"]]},
    )
    Tramite.objects.create(case=case, protocol_key="acoso_escolar", started_at=case.known_at)
    case.functions = frozenset()
    return case


@pytest.fixture
def inquiry(school):
    """The case, inside its school."""
    scene = open_inquiry(school)
    with school_context(school):
        yield scene


@pytest.fixture(autouse=True)
def quick_pdf(request, monkeypatch):
    """Print nothing but the HTML, unless the test reads the paper (`@pytest.mark.paper`)."""
    if request.node.get_closest_marker("paper"):
        return
    from cases.documents import render

    monkeypatch.setattr(render, "_pdf", lambda *_: b"%PDF-1.7 de prueba\n%%EOF")


@pytest.fixture
def clock(settings, tmp_path):
    """`clock("2026-04-29 12:00")` moves every reader of the clock there."""
    path = tmp_path / "clock"
    settings.CLOCK_FILE = str(path)

    def move(text: str) -> datetime:
        path.write_text(str((at(text) - datetime.now(UTC)).total_seconds()))
        return at(text)

    return move


@pytest.fixture
def scene(school):
    return open_inquiry(school)


@pytest.fixture
def walk(scene):
    """`walk("activate", "cite")` takes the case there by the real services."""

    def go(*steps):
        with school_context(scene.school):
            for step in steps:
                getattr(scene, step)()
        return scene

    return go


@pytest.fixture
def enter(client):
    def login(member):
        client.force_login(
            member.user, backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        return client

    return login
