"""A case of any protocol of any modelo, and answers for any form."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4

from django.test import Client
from django.urls import reverse

from cases.fichas.definitions import Definicion, Pregunta
from cases.fichas.loader import definition_from, library
from cases.history.services import record_actuacion
from cases.models import Case, Ficha, Participant, Tramite
from cases.models.case import ParticipantRole
from cases.states import Acto
from protocols.services import adopt_modelo
from schools.models import Apoderado, Membership, Role, School
from schools.tenancy.context import school_context
from tests.cases.scenes import FACTS, NOW, at
from tests.factories import (
    CursoFactory,
    GuardianshipFactory,
    MembershipFactory,
    enrolled_student,
)

KNOWN = "2026-06-19 09:00"
LONG_WORDS = {"compromisos_acciones": "La familia revisará el celular cada noche."}


@dataclass
class FichaScene:
    school: School
    encargada: Membership
    directora: Membership
    case: Case
    mother: Apoderado
    curso: str
    now: datetime = NOW

    @classmethod
    def open(
        cls, school: School, modelo: str = "C", key: str = "maltrato_acoso_violencia"
    ) -> "FichaScene":
        """Return a case received the day before, whose first clocks run."""
        encargada = MembershipFactory(school=school, role=Role.ENCARGADA)
        directora = MembershipFactory(school=school, role=Role.DIRECTORA)
        curso = CursoFactory(school=school, grade=6)
        one = enrolled_student(school, curso, first_names="Trinidad", paternal="Rebolledo")
        two = enrolled_student(school, curso, first_names="Baltasar", paternal="Sanhueza")
        mother = GuardianshipFactory(school=school, student=one).apoderado
        mother.phone = "+56 9 0000 0000"
        with school_context(school):
            mother.save()
            case = _case(modelo, key, encargada)
            for role, student in (("afectado", one), ("denunciado", two)):
                Participant.objects.create(
                    case=case, role=ParticipantRole(role), student=student, curso_name=str(curso)
                )
            scene = cls(school, encargada, directora, case, mother, str(curso))
            for acto in (Acto.TOMAR_CONOCIMIENTO, Acto.RECIBIR_DENUNCIA):
                record_actuacion(case=case, acto=acto, at=at(KNOWN), now=NOW, actor=encargada)
            scene.case = Case.objects.select_related("reglamento").get(pk=case.pk)
            scene.case.functions = frozenset()
        return scene

    at = staticmethod(at)

    def enter(self, client: Client, member: Membership | None = None) -> None:
        client.force_login((member or self.encargada).user)

    def begin(self, client: Client, key: str) -> Ficha:
        """Press «Llenar» and return the draft."""
        url = reverse("case-ficha-start", args=[self.case.pk])
        answer = client.post(url, {"ficha": key, "envio": uuid4().hex})
        assert answer.status_code == 302, answer.content
        with school_context(self.school):
            return Ficha.objects.get(pk=int(answer.url.rstrip("/").rsplit("/", 1)[1]))

    def typed(self, row: Ficha, **more: object) -> dict:
        """Return good answers for every question of a draft, on top of what it proposes."""
        page = {name: values[0] for name, values in row.answers.items() if values[0]}
        filled = good_answers(definition_from(row.definition), self)
        return filled | page | {"rev": str(row.revision), "tab": "una"} | more

    def signed(self, client: Client, url: str) -> dict:
        """Return what signs every line of a review page, each with a declaration."""
        page = client.get(url).content.decode()
        names = set(re.findall(r'name="(firma-\d+)-method"', page))
        given = {f"{n}-method": "declarada" for n in names} | {f"{n}-declared": "on" for n in names}
        hidden = re.findall(r'name="(rev|envio)" value="([^"]+)"', page)
        return given | dict(hidden)

    def issue(self, client: Client, key: str, **more: object) -> Ficha:
        """Fill, review, sign and issue a form by its screens."""
        row = self.begin(client, key)
        url = reverse("case-ficha", args=[self.case.pk, row.pk])
        answer = client.post(url, self.typed(row, accion="revisar", **more))
        assert answer.status_code == 302, answer.context["problems"]
        done = client.post(answer.url, self.signed(client, answer.url))
        assert done.status_code == 302, done.context["problems"]
        with school_context(self.school):
            return Ficha.objects.select_related("document", "actuacion").get(pk=row.pk)


def _case(modelo: str, key: str, encargada: Membership) -> Case:
    reglamento = adopt_modelo(
        modelo, title="Reglamento interno", in_force_from=date(2026, 1, 1),
        at=at("2026-01-02 09:00"),
    )  # fmt: skip
    case = Case.objects.create(
        year=2026, number=reglamento.pk, protocol_key=key, reglamento=reglamento,
        known_at=at(KNOWN), opened_by=encargada.user, created_at=at(KNOWN), facts=dict(FACTS),
    )  # fmt: skip
    Tramite.objects.create(case=case, protocol_key=key, started_at=at(KNOWN))
    case.functions = frozenset()
    return case


def good_answers(definition: Definicion, scene: FichaScene) -> dict[str, object]:
    """Return an answer for each question, as a browser would send it."""
    found: dict[str, object] = {}
    for one in definition.fields():
        found |= _answer(one, scene)
    return found


def _answer(one: Pregunta, scene: FichaScene) -> dict[str, object]:
    key, kind = one.key, one.type
    if kind == "persona":
        return {key: "otra", f"{key}_otra": f"Persona de {key}"} if one.of != "adultos" else {
            key: f"a:{scene.mother.pk}"
        }  # fmt: skip
    if kind == "fecha_hora":
        return {f"{key}_0": "2026-06-20", f"{key}_1": "08:10"}
    if one.options:
        return {key: [next(iter(one.options))] if kind == "opciones" else next(iter(one.options))}
    plain = {
        "texto": f"Texto de {key}",
        "texto_largo": LONG_WORDS.get(key, f"Relato de {key}."),
        "fecha": "2026-06-20",
        "hora": "08:40" if one.after else "08:10",
        "rut": "11.111.111-1",
        "telefono": "+56 9 0000 0000",
        "correo": "contacto@aromos.example",
        "curso": scene.curso,
        "entero": "1",
        "lista": f"Línea uno de {key}\nLínea dos de {key}",
        "bool": "on",
        "firma": None,
    }
    return {} if kind == "firma" else {key: plain[kind]}


def every_form() -> list[str]:
    return list(library())
