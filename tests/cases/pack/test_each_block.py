"""From a whole file, each requirement taken away blocks the pack, with its reason, on its page.

The list is the YAML's own: what a row needs to be broken is in `BREAKS`; a row that is not there
yet is broken through its check, and so none can be added that does not block.
"""

import uuid
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.urls import reverse

from cases.expulsion import selectors
from cases.expulsion.checks import APPLIES, CHECKS, Finding
from cases.expulsion.requirements import Requirement, requirements
from cases.expulsion.state import Procedure
from cases.models import PackExport
from cases.models.expulsion import Hito
from cases.pack import services, views
from schools.models import Curso, Enrolment
from schools.tenancy.context import school_context
from tests.cases.expulsion.scenes import Walk
from tests.cases.scenes import at

pytestmark = pytest.mark.django_db
H = Hito
Break = Callable[[Procedure], None]


def drop(kind: str) -> Break:
    def change(p: Procedure) -> None:
        p.acts = [act for act in p.acts if act.kind != kind]

    return change


def without(kind: str, **data: str) -> Break:
    """Return the file with other words in the act: by default, with none."""

    def change(p: Procedure) -> None:
        act = p.last(kind)
        act.data = {**act.data, **data}

    return change


def told_on(kind: str, when: str) -> Break:
    moment = at(when).isoformat()
    return without(kind, student_at=moment, adult_at=moment)


def one_did_not_sign(p: Procedure) -> None:
    p.members[0].signed_at = None


def only_two(p: Procedure) -> None:
    p.members = p.members[:2]


def unissued(p: Procedure) -> None:
    p.last(H.RESUELVE).document = None


def begun_in_march(p: Procedure) -> None:
    p.last(H.INICIO).at = at("2026-03-06 13:00")


def still_in_time_to_ask(p: Procedure) -> None:
    told_on(H.NOTIFICA_RESOLUCION, "2026-08-06 12:00")(p)
    drop(H.RECONSIDERA)(p)
    p.request = None


def not_enrolled(p: Procedure) -> None:
    Enrolment.objects.filter(student=p.row.participant.student).update(ends_on="2026-06-30")


def kindergarten(p: Procedure) -> None:
    given = {"year": 2026, "nivel": "parvularia", "grade": 1, "letter": "Q"}
    curso, _ = Curso.objects.get_or_create(**given)
    Enrolment.objects.filter(student=p.row.participant.student).update(curso=curso)


# Requirement → what breaks it, and what the page says of it beside its title and its norm.
BREAKS: dict[str, tuple[Break, str]] = {
    "matriculado": (not_enrolled, "Ese día no tenía matrícula en el establecimiento."),
    "no_parvulo": (kindergarten, "Es de educación parvularia."),
    "reglamento": (drop(H.REGLAMENTO), "Explicar por qué no se cumplió"),
    "causal": (without(H.CAUSAL, text=""), ""),
    "no_prohibida": (without(H.CAUSAL, not_forbidden=""), ""),
    "representacion": (drop(H.REPRESENTACION), ""),
    "advertencia": (without(H.REPRESENTACION, warning=""), ""),
    "apoyos": (without(H.APOYO, result=""), "Una medida no tiene su resultado."),
    "apoyos_pertinentes": (without(H.APOYO, fitting=""), ""),
    "excepcion": (without(H.EXCEPCION, text=""), ""),
    "epoca": (without(H.EPOCA, possible="no"), "La constancia dice que ya no sería posible."),
    "inicio": (without(H.INICIO, charges=""), ""),
    "inicio_notificado": (
        without(H.NOTIFICA_INICIO, adult_at=""),
        "No consta que lo sepa su madre, padre o apoderado.",
    ),
    "cautelar_fundada": (without(H.CAUTELAR, text=""), ""),
    "cautelar_notificada": (
        without(H.NOTIFICA_CAUTELAR, student_at=""),
        "No consta que lo sepa el estudiante.",
    ),
    "continuidad": (drop(H.CONTINUIDAD), "Explicar por qué no se cumplió"),
    "descargos": (drop(H.DESCARGOS), ""),
    "comision": (only_two, ""),
    "informe": (
        without(H.INFORME, proportionality=""),
        "No expone la proporcionalidad de la medida.",
    ),
    "informe_firmado": (one_did_not_sign, "No ha firmado profesor jefe del curso."),
    "resolucion": (unissued, ""),
    "razones": (without(H.INFORME, recommends="no"), ""),
    "extension": (without(H.RESUELVE, extension="si"), ""),
    "notificacion": (
        without(H.NOTIFICA_RESOLUCION, student_at="", adult_at=""),
        "No consta que lo sepa el estudiante ni su madre, padre o apoderado.",
    ),
    "diez_dias": (
        told_on(H.NOTIFICA_RESOLUCION, "2026-07-23 12:00"),
        "El plazo venció el 22 de julio de 2026.",
    ),
    "dos_meses": (begun_in_march, "El plazo venció el 6 de mayo de 2026."),
    "tramo": (drop(H.TRAMO), "Explicar por qué no se cumplió"),
    "recurso": (still_in_time_to_ask, "El plazo corre hasta el 13 de agosto de 2026."),
    "cautelar_ampliada": (drop(H.PROLONGA), ""),
    "consejo": (drop(H.CONSEJO), ""),
    "reconsideracion": (without(H.RESUELVE_RECONSIDERACION, grounds=""), ""),
    "reconsideracion_notificada": (
        without(H.NOTIFICA_RECONSIDERACION, adult_at=""),
        "No consta que lo sepa su madre, padre o apoderado.",
    ),
    "firmeza": (drop(H.FIRMEZA), ""),
    "oficio_superintendencia": (without(H.OFICIOS, sie=""), ""),
    "oficio_seremi": (without(H.OFICIOS, seremi=""), ""),
}
# What only a procedure with warnings, supports and no exception must prove: the cancelación, E7.
BEFOREHAND = {"representacion", "advertencia", "apoyos", "apoyos_pertinentes", "epoca"}


class Door:
    """The page of the pack of a whole file, from which one thing at a time is taken."""

    def __init__(self, walk: Walk, client, monkeypatch, settings, clock, now: str) -> None:
        self.walk, self.client, self.monkeypatch = walk, client, monkeypatch
        clock.write_text(str((at(now) - datetime.now(UTC)).total_seconds()))
        settings.CLOCK_FILE = str(clock)
        monkeypatch.setattr(services, "_start", lambda _: None)
        client.force_login(walk.directora.user)
        self.url = reverse("case-pack", args=[walk.case.pk, walk.row.pk])

    def get(self) -> str:
        return self._text(self.client.get(self.url))

    def post(self) -> str:
        given = {"envio": uuid.uuid4().hex, "purpose": "Informar la medida."}
        return self._text(self.client.post(self.url, given, follow=True))

    def _text(self, answer) -> str:
        return " ".join(answer.content.decode().split())

    def made(self) -> int:
        with school_context(self.walk.school):
            return PackExport.objects.count()

    def problem_with(self, row: Requirement) -> str:
        """Return what is wrong with how the page refuses the file without this; "" if nothing."""
        change, reason = BREAKS.get(row.id, (None, "No consta."))
        before = self.made()
        with self.monkeypatch.context() as broken:
            self._break(broken, row, change)
            seen, sent = self.get(), self.post()
        wanted = (f"<b>{row.title}</b>.", f"({row.norm})", reason)
        faults = [f"no dice «{one}»" for one in wanted if one not in seen]
        faults += ["ofrece reunirlo"] if 'name="purpose"' in seen else []
        refused = f"<b>{row.title}</b>." in sent and "Todavía no se puede reunir" in sent
        faults += [] if refused else ["al enviarlo igual no dice por qué"]
        faults += ["lo reunió"] if self.made() != before else []
        return "; ".join(faults)

    def _break(self, broken, row: Requirement, change: Break | None) -> None:
        if change is None:
            broken.setitem(CHECKS, row.id, lambda _: Finding(False, None, "No consta."))
            if row.applies:
                broken.setitem(APPLIES, row.applies, lambda _: True)
            return

        def opened(*args, **kwargs) -> Procedure:
            found = selectors.procedure_of(*args, **kwargs)
            change(found)
            return found

        broken.setattr(views, "procedure_of", opened)
        broken.setattr(services, "procedure_of", opened)


def problems(door: Door, rows: list[Requirement]) -> dict[str, str]:
    found = {}
    for row in rows:
        with school_context(door.walk.school):
            kept = list(Enrolment.objects.values_list("pk", "curso_id", "ends_on"))
        if fault := door.problem_with(row):
            found[row.id] = fault
        with school_context(door.walk.school):
            for pk, curso, ends in kept:
                Enrolment.objects.filter(pk=pk).update(curso_id=curso, ends_on=ends)
    return found


def test_nothing_is_broken_that_is_not_asked():
    assert set(BREAKS) <= {row.id for row in requirements()}


def test_what_is_taken_from_an_expulsion_blocks_its_pack(
    school, client, monkeypatch, settings, tmp_path
):
    walk = Walk.e05(school).to(H.OFICIOS)
    door = Door(walk, client, monkeypatch, settings, tmp_path / "clock", "2026-08-07 10:00")
    whole = door.get()
    assert 'name="purpose"' in whole
    assert "Todavía no se puede" not in whole

    rows = [row for row in requirements() if row.id not in BEFOREHAND]
    assert problems(door, rows) == {}
    door.post()
    assert door.made() == 1  # and whole, it is made


def test_what_is_taken_from_a_cancelacion_blocks_its_pack(
    school, client, monkeypatch, settings, tmp_path
):
    walk = Walk.e07(school).to(H.OFICIOS)
    door = Door(walk, client, monkeypatch, settings, tmp_path / "clock", "2026-12-23 11:00")
    assert 'name="purpose"' in door.get()

    rows = [row for row in requirements() if row.id in BEFOREHAND]
    assert len(rows) == len(BEFOREHAND)
    assert problems(door, rows) == {}
    door.post()
    assert door.made() == 1
