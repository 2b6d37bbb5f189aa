"""Each requirement that is missing blocks the pack, with its own reason and its norm."""

import pytest

from cases.expulsion import requirements as rules
from cases.expulsion.checks import APPLIES, CHECKS, Finding
from cases.expulsion.requirements import Answer, requirements, requirements_of
from cases.models import PackExport
from cases.models.expulsion import Hito
from cases.pack import services
from cases.pack.services import request_pack
from convivencia.exceptions import DomainError, GateClosedError
from schools.tenancy.context import school_context
from tests.cases.expulsion.scenes import Walk
from tests.cases.scenes import at

pytestmark = pytest.mark.django_db
NOW = at("2026-08-07 10:00")


@pytest.fixture(autouse=True)
def no_worker(monkeypatch):
    monkeypatch.setattr(services, "_start", lambda _: None)


def ask(walk: Walk, actor=None) -> PackExport:
    with school_context(walk.school):
        return request_pack(
            expulsion=walk.row, purpose="Informar.", annexes=[], actor=actor or walk.directora,
            now=NOW,
        )  # fmt: skip


def test_each_missing_requirement_blocks_the_pack_with_its_reason(school, monkeypatch):
    walk = Walk.e05(school).to(Hito.OFICIOS)
    assert ask(walk).pk  # whole, it is made

    for row in requirements():
        with monkeypatch.context() as broken:
            broken.setitem(CHECKS, row.id, lambda _: Finding(False, None, "No consta."))
            if row.applies:
                broken.setitem(APPLIES, row.applies, lambda _: True)
            with pytest.raises(GateClosedError) as refused:
                ask(walk)
        sentence = f"{row.title}: falta. No consta. ({row.norm})"
        assert sentence in refused.value.reasons, row.id


# What is left undone → the requirement that says so. Every act of the procedure is here.
LEFT_OUT = {
    Hito.REGLAMENTO: "reglamento",
    Hito.CAUSAL: "causal",
    Hito.EXCEPCION: "representacion",
    Hito.INICIO: "inicio",
    Hito.NOTIFICA_INICIO: "inicio_notificado",
    Hito.CAUTELAR: "resolucion",
    Hito.NOTIFICA_CAUTELAR: "cautelar_notificada",
    Hito.CONTINUIDAD: "continuidad",
    Hito.DESCARGOS: "descargos",
    Hito.INFORME: "informe",
    Hito.FIRMA: "informe_firmado",
    Hito.RESUELVE: "resolucion",
    Hito.NOTIFICA_RESOLUCION: "notificacion",
    Hito.TRAMO: "tramo",
    Hito.PROLONGA: "cautelar_ampliada",
    Hito.CONSEJO: "consejo",
    Hito.RESUELVE_RECONSIDERACION: "reconsideracion",
    Hito.NOTIFICA_RECONSIDERACION: "reconsideracion_notificada",
    Hito.FIRMEZA: "firmeza",
    Hito.OFICIOS: "oficio_superintendencia",
}
del LEFT_OUT[Hito.CAUTELAR]  # without it the law gives fifteen days, and asks nothing of it


def test_each_act_left_undone_is_a_requirement_that_is_missing(school):
    walk = Walk.e05(school).to(Hito.OFICIOS)
    with school_context(school):
        p = walk.procedure()
        whole = list(p.acts)
        for kind, requirement in LEFT_OUT.items():
            p.acts = [act for act in whole if act.kind != kind]
            if kind == Hito.FIRMA:
                p.members[0].signed_at = None
            found = {s.requirement.id: s.answer for s in requirements_of(p)}
            assert found[requirement] is Answer.FALTA, kind


def test_only_the_directora_makes_it(school):
    walk = Walk.e05(school).to(Hito.OFICIOS)
    with pytest.raises(DomainError, match="sólo la dirección"):
        ask(walk, walk.encargada)


def test_what_cannot_be_mended_is_explained_and_stays_in_sight(school):
    walk = Walk.e05(school)
    with school_context(school):
        before = {s.requirement.id: s.answer for s in requirements_of(walk.procedure())}
    assert before["reglamento"] is Answer.FALTA
    walk.act(
        Hito.EXPLICACION, data={"requirement": "reglamento", "text": "Se extravió la constancia."}
    )
    with school_context(school):
        after = {s.requirement.id: s for s in requirements_of(walk.procedure())}
    assert after["reglamento"].answer is Answer.EXPLICADO
    assert after["reglamento"].reason == "Se extravió la constancia."
    walk.act(Hito.EXPLICACION, data={"requirement": "informe", "text": "No quise."})
    with school_context(school):
        found = {s.requirement.id: s.answer for s in rules.requirements_of(walk.procedure())}
    assert found["informe"] is Answer.FALTA  # what can be mended is not explained away
