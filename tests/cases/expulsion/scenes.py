"""Scenarios E5 and E7 of the model B, walked by the real services on their own dates.

case = Walk.e05(school)      # as far as the facts
case.to("resuelve")          # every act up to that one, each at its hour
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from cases.expulsion.selectors import procedure_of
from cases.expulsion.services import open_procedure, register
from cases.expulsion.state import Procedure
from cases.models import Case, Expulsion, ExpulsionAct, Participant, Tramite
from cases.models.case import ParticipantRole
from cases.models.expulsion import Hito
from protocols.services import adopt_modelo
from schools.models import Membership, Role, School
from schools.tenancy.context import school_context
from tests.cases.scenes import at
from tests.factories import (
    CursoFactory,
    GuardianshipFactory,
    MembershipFactory,
    enrolled_student,
)

H = Hito
VICTIM = {"first_names": "Casandra", "paternal": "Huenchumil", "maternal": "Paillacar"}
ACCUSED = {"first_names": "Evaristo", "paternal": "Quintul", "maternal": "Bahamonde"}


@dataclass
class Walk:
    """A procedure, its people, and the acts that a scenario does in order."""

    school: School
    directora: Membership
    encargada: Membership
    jefe: Membership
    tecnico: Membership
    accused: Participant
    victim: Participant
    case: Case
    mother: object = None
    row: Expulsion | None = None
    now: datetime = field(default_factory=lambda: at("2026-11-20 09:00"))

    @classmethod
    def e05(cls, school: School, **how: object) -> "Walk":
        """Expulsion with cautelar: a knife and a threat, 6 July."""
        return _walk(cls, school, at("2026-07-06 10:30"), 2, "media", 16, **how)

    @classmethod
    def e07(cls, school: School, **how: object) -> "Walk":
        """Cancelación without cautelar: 7° básico, December."""
        walk = _walk(
            cls, school, at("2026-08-20 09:00"), 7, "basica", 13, sought="cancelacion", **how
        )
        walk.now = at("2027-01-20 09:00")
        return walk

    def prepare(self, sought: str) -> "Walk":
        with school_context(self.school):
            self.row = open_procedure(
                case=self.case, participant=self.accused, sought=sought, actor=self.directora,
                now=self.case.known_at,
            )  # fmt: skip
        return self

    def act(
        self, kind: str, when: str = "", data: dict | None = None, actor: Membership | None = None,
        now: datetime | None = None,
    ) -> ExpulsionAct:  # fmt: skip
        """Do one act, as the directora unless somebody else is named; `now` is when it is typed."""
        with school_context(self.school):
            row = Expulsion.objects.select_related("case__school", "case__reglamento").get(
                pk=self.row.pk
            )
            row.case.functions = frozenset({"apoya"} if actor in (self.jefe, self.tecnico) else ())
            made = register(
                expulsion=row, kind=kind, data=dict(data or {}), at=at(when) if when else None,
                actor=actor or self.directora, version=row.version, now=now or self.now,
            )  # fmt: skip
        self.refresh()
        return made

    def told(self, kind: str, pupil: str, adult: str = "") -> ExpulsionAct:
        data = {
            "student_at": at(pupil).isoformat(), "adult_at": at(adult or pupil).isoformat(),
            "adult": "Rosalba Bahamonde", "medium": "personal", "evidence": "Copia firmada",
        }  # fmt: skip
        return self.act(kind, data=data)

    def refresh(self) -> None:
        with school_context(self.school):
            self.row = Expulsion.objects.select_related("participant__student").get(pk=self.row.pk)
            self.case = Case.objects.select_related("reglamento", "school").get(pk=self.case.pk)
            self.case.functions = frozenset()
            self.row.case = self.case

    def procedure(self, now: str = "") -> Procedure:
        """Return it as of `now`. Inside the school."""
        return procedure_of(self.row, now=at(now) if now else self.now)

    def to(self, last: str) -> "Walk":
        """Do every act of the scenario up to `last`, that one included."""
        order = E07 if self.row.sought == "cancelacion" else E05
        names = [name for name, _ in order]
        done = {act.kind for act in self.acts()}
        for name, run in order[: names.index(last) + 1]:
            if name not in done:
                run(self)
        return self

    def acts(self) -> list[ExpulsionAct]:
        with school_context(self.school):
            return list(self.row.acts.select_related("document").order_by("pk"))


def _walk(
    cls: type[Walk], school: School, known: datetime, grade: int, nivel: str, age: int, *,
    sought: str = "expulsion", **how: object,
) -> Walk:  # fmt: skip
    curso = CursoFactory(school=school, grade=grade, nivel=nivel)
    directora = MembershipFactory(school=school, role=Role.DIRECTORA)
    encargada = MembershipFactory(school=school, role=Role.ENCARGADA)
    jefe = MembershipFactory(school=school, role=Role.PROFESOR_JEFE, curso=curso)
    tecnico = MembershipFactory(school=school, role=Role.DIRECTIVO, job_title="Jefa de UTP")
    one = enrolled_student(school, curso, **VICTIM)
    two = enrolled_student(school, curso, **ACCUSED)
    mother = GuardianshipFactory(school=school, student=two).apoderado
    with school_context(school):
        reglamento = adopt_modelo(
            how.get("modelo", "B"), title="Reglamento interno 2026",
            in_force_from=date(2026, 1, 1), at=at("2026-01-02 09:00"),
        )  # fmt: skip
        key = how.get("protocol", "expulsion")
        case = Case.objects.create(
            year=2026, number=reglamento.pk, protocol_key=key, reglamento=reglamento,
            known_at=known, opened_by=encargada.user, created_at=known, facts={},
        )  # fmt: skip
        victim = Participant.objects.create(
            case=case, role=ParticipantRole.AFECTADO, student=one, age=age
        )
        accused = Participant.objects.create(
            case=case, role=ParticipantRole.DENUNCIADO, student=two, age=age
        )
        Tramite.objects.create(case=case, protocol_key=key, started_at=known)
        case.functions = frozenset()
        walk = cls(school, directora, encargada, jefe, tecnico, accused, victim, case, mother)
        return walk.prepare(sought)


CHARGES = {"charges": "Ingresó un arma blanca al establecimiento.\nAmenazó con ella a otro."}
CAUSAL = {
    "ground": "reglamento", "text": "KM-TM-X-ii: portar armas.", "forbidden": [],
    "not_forbidden": "Se revisó: no tiene que ver con sus notas ni con una necesidad educativa.",
}  # fmt: skip
REPORT = {
    "background": "Sin anotaciones anteriores; promedio 5,8.", "psychosocial": "",
    "proportionality": "No hay una medida menor que proteja a los demás.",
    "gravity": "Gravísima: puso en riesgo la vida de Casandra Huenchumil.",
    "measures": "Por el ataque directo no se aplicaron medidas previas.",
    "alternatives": "Se consideraron la condicionalidad y la suspensión; no bastan.",
    "recommends": "si", "recommendation": "Se recomienda la medida.",
}  # fmt: skip
DECISION = {
    "decision": "expulsion",
    "facts": "El 6 de julio mostró un cuchillo a Casandra Huenchumil y la amenazó.",
    "proof": "Dos testigos y el arma retenida.", "grounds": "Que el interés superior de los demás "
    "exige la medida.", "departs": "", "extension": "no", "extension_reason": "", "adult": "",
}  # fmt: skip
COUNCIL = {
    "attendees": "Veinte docentes", "saw": "No hay informes psicosociales.",
    "text": "El Consejo es de parecer que se mantenga la medida.", "minutes": "Una docente",
}  # fmt: skip


def commission(walk: Walk) -> dict:
    return {
        "profesor_jefe": walk.jefe.pk, "coordinador": walk.encargada.pk,
        "tecnico": walk.tecnico.pk,
    }  # fmt: skip


def signatures(walk: Walk, day: str) -> None:
    for hour, member in enumerate((walk.jefe, walk.encargada, walk.tecnico), start=10):
        walk.act(H.FIRMA, f"{day} {hour}:00", actor=member)


def _asks(when: str):
    data = {"requested_by": "Rosalba Bahamonde", "text": "Pido que se reconsidere.", "how": "x"}
    return lambda w: w.act(H.RECONSIDERA, when, data)


def _resolves_again(when: str):
    data = {"outcome": "mantiene", "grounds": "Que no hay antecedentes nuevos.", "becomes": ""}
    return lambda w: w.act(H.RESUELVE_RECONSIDERACION, when, data)


DELIVERY = {"delivered_on": "2026-03-03", "text": "Firmó la recepción al matricular."}
TALK = {
    "text": "Interrumpe clases a diario.", "warning": "Puede cancelarse la matrícula.",
    "adult": "Rosalba Bahamonde",
}  # fmt: skip
SUPPORT = {
    "what": "Plan de apoyo con dupla psicosocial", "from_on": "2026-08-24", "to_on": "2026-11-27",
    "result": "Asistió a todas las sesiones; la conducta siguió.", "insufficient": "Siguió igual.",
    "fitting": "Se eligió por su edad y por la conducta.",
}  # fmt: skip
CALM = {"text": "No asiste; recibe material y pautas.", "choice": "no_asiste"}

E05 = [
    (H.REGLAMENTO, lambda w: w.act(H.REGLAMENTO, "2026-07-06 12:20", DELIVERY)),
    (H.EXCEPCION, lambda w: w.act(H.EXCEPCION, "2026-07-06 12:30", {"text": "Amenazó con arma."})),
    (H.CAUSAL, lambda w: w.act(H.CAUSAL, "2026-07-06 12:40", CAUSAL)),
    (H.INICIO, lambda w: w.act(H.INICIO, "2026-07-06 13:00", CHARGES)),
    (H.NOTIFICA_INICIO, lambda w: w.told(H.NOTIFICA_INICIO, "2026-07-07 09:00")),
    (H.CAUTELAR, lambda w: w.act(H.CAUTELAR, "2026-07-06 13:10", {"text": "Hay riesgo actual."})),
    (H.NOTIFICA_CAUTELAR, lambda w: w.told(H.NOTIFICA_CAUTELAR, "2026-07-07 09:00")),
    (H.CONTINUIDAD, lambda w: w.act(H.CONTINUIDAD, "2026-07-08 09:00", {"text": "Guías."})),
    (
        H.DESCARGOS,
        lambda w: w.act(H.DESCARGOS, "2026-07-13 09:00", {"how": "x", "text": "Lo reconoce."}),
    ),
    (H.COMISION, lambda w: w.act(H.COMISION, "2026-07-13 10:00", commission(w))),
    (H.INFORME, lambda w: w.act(H.INFORME, "2026-07-17 09:00", REPORT, actor=w.encargada)),
    (H.FIRMA, lambda w: signatures(w, "2026-07-20")),
    (H.RESUELVE, lambda w: w.act(H.RESUELVE, "2026-07-21 12:00", DECISION)),
    (H.NOTIFICA_RESOLUCION, lambda w: w.told(H.NOTIFICA_RESOLUCION, "2026-07-21 12:00")),
    (H.TRAMO, lambda w: w.act(H.TRAMO, "2026-07-22 12:00", CALM)),
    (H.RECONSIDERA, _asks("2026-07-28 17:50")),
    (H.CONSEJO, lambda w: w.act(H.CONSEJO, "2026-08-03 18:00", COUNCIL)),
    (H.RESUELVE_RECONSIDERACION, _resolves_again("2026-08-04 15:00")),
    (H.NOTIFICA_RECONSIDERACION, lambda w: w.told(H.NOTIFICA_RECONSIDERACION, "2026-08-04 16:00")),
    (H.FIRMEZA, lambda w: w.act(H.FIRMEZA)),
    (H.OFICIOS, lambda w: w.act(H.OFICIOS, "2026-08-07 09:00")),
]
E07 = [
    (H.REGLAMENTO, lambda w: w.act(H.REGLAMENTO, "2026-08-20 09:00", DELIVERY)),
    (H.REPRESENTACION, lambda w: w.act(H.REPRESENTACION, "2026-08-20 10:00", TALK)),
    (H.APOYO, lambda w: w.act(H.APOYO, "2026-11-27 10:00", SUPPORT)),
    (H.CAUSAL, lambda w: w.act(H.CAUSAL, "2026-11-27 12:00", CAUSAL)),
    (
        H.EPOCA,
        lambda w: w.act(H.EPOCA, "2026-11-27 12:30", {"possible": "si", "text": "Hay cupos."}),
    ),
    (H.INICIO, lambda w: w.act(H.INICIO, "2026-11-27 13:00", CHARGES)),
    (H.NOTIFICA_INICIO, lambda w: w.told(H.NOTIFICA_INICIO, "2026-11-27 15:00")),
    (
        H.DESCARGOS,
        lambda w: w.act(H.DESCARGOS, "2026-11-30 09:00", {"how": "x", "text": "Promete cambiar."}),
    ),
    (H.COMISION, lambda w: w.act(H.COMISION, "2026-11-30 10:00", commission(w))),
    (H.INFORME, lambda w: w.act(H.INFORME, "2026-12-01 09:00", REPORT, actor=w.encargada)),
    (H.FIRMA, lambda w: signatures(w, "2026-12-01")),
    (
        H.RESUELVE,
        lambda w: w.act(H.RESUELVE, "2026-12-02 09:00", DECISION | {"decision": "cancelacion"}),
    ),
    (H.NOTIFICA_RESOLUCION, lambda w: w.told(H.NOTIFICA_RESOLUCION, "2026-12-02 10:00")),
    (H.RECONSIDERA, _asks("2026-12-10 09:30")),
    (H.CONSEJO, lambda w: w.act(H.CONSEJO, "2026-12-15 18:00", COUNCIL)),
    (H.RESUELVE_RECONSIDERACION, _resolves_again("2026-12-18 11:00")),
    (H.NOTIFICA_RECONSIDERACION, lambda w: w.told(H.NOTIFICA_RECONSIDERACION, "2026-12-18 12:00")),
    (H.FIRMEZA, lambda w: w.act(H.FIRMEZA)),
    (H.OFICIOS, lambda w: w.act(H.OFICIOS, "2026-12-23 09:00")),
]
