"""What the linter says of measures, of the day, of several protocols and of the three modelos."""

from __future__ import annotations

from datetime import date

import pytest

from protocols.catalog import load_catalog
from protocols.catalog.faltas import load_regimen
from protocols.catalog.norms import Norms
from protocols.discipline.definitions import Effect, Gravity, Level, Measure, Nature, Regimen
from protocols.linter import RULES, lint
from protocols.linter.findings import Level as Weight
from protocols.linter.findings import Subject
from tests.protocols.reglamentos import (
    APPEAL,
    CAUTELAR,
    EXAMPLES,
    INQUIRY,
    NAMED,
    TODAY,
    WITH_FACT,
    expulsion,
    marks,
    reglamento,
    step,
)


def regimen(*measures, level_sanctions=False, readings=None):
    """Return faltas y medidas with one level of párvulos and one of básica."""
    levels = (
        Level("PV", "Párvulos", {"parvularia": (1, 2)}, sanctions=level_sanctions),
        Level("EB", "Básica", {"basica": (1, 2, 3)}),
    )
    return Regimen("Z", levels, (), measures, readings=readings)


def measure(**changes):
    return Measure(
        **{"code": "M", "title": "Medida", "nature": Nature.DISCIPLINARIA, "source": "1"} | changes
    )


PARVULO = {"levels": ("PV",)}


MEASURES = {
    "sanción de seis días": (
        measure(effect=Effect.SUSPENSION, days_max=6),
        measure(effect=Effect.SUSPENSION, days_max=5),
        "suspension_con_prorroga@M",
    ),
    "sanción de once días": (
        measure(effect=Effect.SUSPENSION, days_by_gravity={Gravity.GRAVE: (1, 11)}),
        measure(effect=Effect.SUSPENSION, days_by_gravity={Gravity.GRAVE: (1, 3)}),
        "suspension_sobre_tope@M",
    ),
    "protección de dieciséis": (
        measure(effect=Effect.SUSPENSION_RESGUARDO, days_max=16, nature=Nature.RESGUARDO),
        measure(effect=Effect.SUSPENSION_RESGUARDO, days_max=15, nature=Nature.RESGUARDO),
        "suspension_sobre_tope@M",
    ),
    "cautelar de once": (
        measure(effect=Effect.SUSPENSION_CAUTELAR, days_max=11, nature=Nature.CAUTELAR),
        measure(effect=Effect.SUSPENSION_CAUTELAR, days_max=10, nature=Nature.CAUTELAR),
        "suspension_sobre_tope@M",
    ),
    "no renovación": (
        measure(effect=Effect.NO_RENOVACION),
        measure(effect=Effect.CARTA_COMPROMISO),
        "no_renovacion_aparte@M",
    ),
    "condicionalidad sin revisión": (
        measure(title="Matrícula condicional", effect=Effect.CONDICIONALIDAD),
        measure(effect=Effect.CONDICIONALIDAD, note="Se revisa al cierre de cada semestre"),
        "condicionalidad_sin_revision@M",
    ),
    "sanción a un párvulo": (
        measure(**PARVULO),
        measure(nature=Nature.APOYO, **PARVULO),
        "parvulos_con_sancion@M",
    ),
    "institución muerta": (
        measure(title="Derivación al Sename"),
        measure(title="Derivación a la red"),
        "norma_o_institucion_muerta@",
    ),
}


@pytest.mark.parametrize("name", MEASURES)
def test_a_measure_against_the_law_is_marked(name):
    wrong, right, mark = MEASURES[name]

    assert marks([], regimen=regimen(wrong)) == [mark]
    assert marks([], regimen=regimen(right)) == []


def test_a_level_of_parvulos_with_sanctions_is_marked():
    assert marks([], regimen=regimen(level_sanctions=True)) == ["parvulos_con_sancion@PV"]


def test_expulsion_denied_among_the_readings_and_described_among_the_measures():
    denied = {"R": "La expulsión no se contempla para ninguna falta."}
    out = measure(effect=Effect.EXPULSION)

    assert marks([], regimen=regimen(out, readings=denied)) == ["expulsion_negada_y_descrita@"]
    assert marks([], regimen=regimen(readings=denied)) == []


def test_the_commission_may_be_in_the_disciplinary_procedure():
    told = step(informs="Seremi")
    discipline = reglamento(step(title="Informe de la comisión"), key="faltas", kind="disciplina")

    assert marks([expulsion(told), discipline]) == []


def test_before_the_law_nothing_is_asked_in_its_name():
    inquiry = reglamento(step(plazo="60 dias_habiles", **INQUIRY))
    everything = [
        expulsion(step(note="Usar desde la ley 20.536 al encargado, sin la circular 781.")),
        inquiry,
        reglamento(step(acto="recibir_denuncia", when=NAMED), key="anonima", **WITH_FACT),
        reglamento(key="acuerdo", kind="gestion_colaborativa"),
    ]

    assert marks(everything, on=date(2026, 4, 26)) == []


@pytest.mark.parametrize("rule", RULES[1:], ids=lambda rule: rule.__name__)
def test_without_a_law_no_rule_says_anything(rule):
    wrong = [protocol for protocol, _, _ in EXAMPLES.values()]
    measures = regimen(*(bad for bad, _, _ in MEASURES.values()), level_sanctions=True)

    assert not list(rule(Subject(tuple(wrong), TODAY, Norms(()), measures)))


def test_who_still_has_time_to_adapt_is_told():
    [found] = lint(EXAMPLES["investigación de más de dos meses"][0], TODAY)
    assert "subvencionados: 01-04-2027" in found.message

    [later] = lint(EXAMPLES["investigación de más de dos meses"][0], date(2027, 4, 2))
    assert "subvencionados" not in later.message
    assert later.level is Weight.ERROR


def test_a_finding_says_what_by_which_norm_and_what_to_do():
    [found] = lint(EXAMPLES["un día hábil no son 24 horas"][0], TODAY)

    assert found.level is Weight.ERROR
    assert found.message.startswith(
        "«Actuar» da 1 día hábil; la ley da 24 horas y el reglamento no puede dar más: denunciar"
    )
    assert "Por ejemplo, desde el 01-01-2024." in found.message
    assert found.norm.startswith("Código Procesal Penal")
    assert found.suggestion == "Escriba 24 horas o menos."
    assert found.protocol == "convivencia"


def test_a_term_only_related_to_a_precepto_is_not_compared():
    extends = step(counts_from="ev_reconsideracion", plazo="30 dias_habiles", norms=["P7"])
    silent = step(id="S-2", counts_from="ev_reconsideracion", plazo="9 dias_habiles", norms=["P11"])
    unknown = step(id="S-3", plazo="9 dias_habiles", norms=["P99"])

    assert marks(reglamento(extends, silent, unknown)) == []


def test_a_step_without_term_is_not_marked_where_the_law_only_caps():
    assert marks(reglamento(step(counts_from="ev_cautelar", norms=["P7"]))) == []


def test_a_step_of_another_branch_is_not_compared():
    branch = step(**APPEAL, when={"fact": "cautelar_suspension", "equals": True})

    assert marks(reglamento(branch, **CAUTELAR)) == []


def test_a_protocol_about_staff_has_no_cap_of_two_months():
    inquiry = reglamento(step(plazo="60 dias_habiles", **INQUIRY), kind="ley_karin")

    assert marks(inquiry) == []


def test_with_broken_references_only_the_sound_protocols_are_read_further():
    broken = reglamento(step(counts_from="ev_nada", note="Avisar a la OPD."))
    sound = reglamento(step(note="Avisar a la OPD."), key="otro")

    assert marks([broken, sound]) == ["referencia_rota@", "norma_o_institucion_muerta@S-1"]


def test_the_gravest_comes_first():
    weights = [found.level for found in lint(load_catalog("A"), TODAY, regimen=load_regimen("A"))]

    assert weights == sorted(weights, key=list(Weight).index)


def test_every_rule_says_where_it_comes_from():
    unsourced = [rule.__name__ for rule in RULES if "Source:" not in (rule.__doc__ or "")]

    assert unsourced == ["broken_references"]  # it is about the declaration, not about the law


# Everything the law has against the three modelos as they are. Each line is true of its source.
OF_THE_MODELOS = {
    "A": """
        error sin_informe_de_comision expulsion_cancelacion
        error sin_aviso_a_seremi expulsion_cancelacion
        error expulsion_negada_y_descrita expulsion_cancelacion
        error plazo_contra_la_ley faltas_graves fgr-11-reconsideracion
        error reconsideracion_del_inicio faltas_graves fgr-11-reconsideracion
        error expulsion_negada_y_descrita faltas_y_medidas
        warning condicionalidad_sin_revision faltas_y_medidas MD-06
        warning no_renovacion_aparte faltas_y_medidas MD-07
        info vocabulario
        info vocabulario
        info cerca_de_dos_meses acoso_escolar bul-15-notificacion
        info cerca_de_dos_meses agresiones_sexuales sex-22-informe-notificacion
        info cerca_de_dos_meses alcohol_drogas dro-17-informe-notificacion
    """,
    "B": """
        error sin_informe_de_comision expulsion
        error sin_aviso_a_seremi expulsion
        error plazo_contra_la_ley expulsion EX-12
        warning sin_plazo_legal expulsion EX-11
        warning sin_plazo_legal expulsion EX-21
        warning no_renovacion_aparte faltas_y_medidas KM-1C-X-MD-e
        warning no_renovacion_aparte faltas_y_medidas KM-T3-X-MD-g
        warning no_renovacion_aparte faltas_y_medidas KM-TM-X-MD-g
    """,
    "C": """
        warning condicionalidad_sin_revision faltas_y_medidas CM-13
        warning rechaza_denuncia_anonima maltrato_acoso_violencia SJ-01
        info vocabulario
    """,
}


@pytest.mark.parametrize("modelo", OF_THE_MODELOS)
def test_what_the_law_has_against_each_modelo(modelo):
    found = lint(load_catalog(modelo), TODAY, regimen=load_regimen(modelo))
    rows = [" ".join(filter(None, [f.level, f.code, f.protocol, f.step])) for f in found]

    assert rows == [line.strip() for line in OF_THE_MODELOS[modelo].strip().splitlines()]
