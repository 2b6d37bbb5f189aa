"""What is missing before each act, and what lets it through."""

from __future__ import annotations

import pytest

from protocols.engine import check_gate
from tests.protocols.scenarios import ACOSO, E01, E09, OFICIO, at, event, events, run

FUNDADA, NO_FUNDADA = {"resultado": "fundada"}, {"resultado": "no_fundada"}


def missing(act, history, now, facts=None, protocol=ACOSO, step="") -> list[str]:
    """Return the ids of what `act` lacks."""
    facts = facts or {}
    timeline = run(history, now, protocol=protocol, **facts)
    return [m.id for m in check_gate(protocol, act, timeline, facts, history, at(now), step=step)]


HEARD, REPORTED = E01[:3], E01[:4]
VICTIMA = event("ev_entrevista", "2026-04-30", party="victima")
AGRESOR = event("ev_entrevista", "2026-04-30", party="agresor")
TESTIGO = event("ev_entrevista", "2026-05-04", party="testigo")
NO_SHOW = event("ev_inasistencia", "2026-04-30", party="agresor")
WAIVER = event("ev_renuncia_antecedentes", "2026-05-04")


@pytest.mark.parametrize(
    ("history", "now", "lacks"),
    [
        (E01[:1], "2026-04-29T12:00", ["audiencia", "antecedentes", "informe"]),
        (HEARD, "2026-05-04", ["antecedentes", "informe"]),
        (HEARD, "2026-05-08T23:59:59", ["antecedentes", "informe"]),  # el último día todavía corre
        (HEARD, "2026-05-09", ["informe"]),
        ([*HEARD, WAIVER], "2026-05-05", ["informe"]),  # las partes renuncian al resto
        (REPORTED, "2026-06-02", []),
        ([*E01[:2], VICTIMA, *E01[3:4]], "2026-06-02", ["audiencia"]),  # falta el otro
        ([*E01[:2], VICTIMA, AGRESOR, *E01[3:4]], "2026-06-02", []),
        ([*E01[:2], VICTIMA, NO_SHOW, *E01[3:4]], "2026-06-02", []),  # citado y no asistió
        ([*E01[:2], VICTIMA, AGRESOR, TESTIGO, *E01[3:4]], "2026-06-02", []),  # y alguien más
        (
            [*E01[:2], event("bul-11-entrevista-2", "2026-05-07"), *E01[3:4]],
            "2026-06-02",
            [],
        ),
    ],
)
def test_resolution(history, now, lacks):
    assert missing("ev_resolucion", history, now, FUNDADA) == lacks
    assert missing("bul-14-resolucion", history, now, FUNDADA) == lacks


def test_each_missing_thing_says_what_where_and_why():
    timeline = run(E01[:1], "2026-04-29T12:00", **FUNDADA)

    found = check_gate(ACOSO, "ev_resolucion", timeline, FUNDADA, E01[:1], at("2026-04-29T12:00"))

    assert [(m.step, m.source.locus) for m in found] == [
        ("bul-10-entrevista-1", "8.6.3.2 B.3–4"),
        ("bul-12-antecedentes", "8.6.3.2 B.5"),
        ("bul-13-informe-encargado", "8.6.3.2 B.8"),
    ]
    assert found[2].text == "Falta el informe del encargado."


@pytest.mark.parametrize(
    ("history", "facts", "lacks"),
    [
        (REPORTED, FUNDADA, ["resolucion"]),
        (REPORTED, NO_FUNDADA, []),  # sin medidas no hay resolución de medidas
        (REPORTED, {}, ["resolucion"]),  # si no se sabe, se pide
        (E01[:5], FUNDADA, []),
        (HEARD, FUNDADA, ["informe", "resolucion"]),
    ],
)
def test_notification(history, facts, lacks):
    assert missing("ev_notificacion", history, "2026-06-03T12:00", facts) == lacks


@pytest.mark.parametrize(
    ("history", "now", "facts", "lacks"),
    [
        (E01[:5], "2026-06-03T12:00", FUNDADA, ["notificacion"]),
        (E01[:6], "2026-06-20", FUNDADA, []),
        (E01[:6], "2026-06-10T23:59", FUNDADA, ["plazo_para_recurrir"]),
        (E01[:6], "2026-06-11", FUNDADA, []),  # el último día fue el miércoles 10
        (E01[:7], "2026-06-12", FUNDADA, ["reconsideracion_pendiente"]),
        (E01[:8], "2026-06-17T12:00", FUNDADA, []),
        (E09[:5], "2026-08-07T12:00", NO_FUNDADA, ["termino_adicional"]),
        (E09[:5], "2026-08-08", NO_FUNDADA, []),
        (E09[:5], "2026-08-08", {}, []),  # no se sabe el resultado, y los demás pasos están
    ],
)
def test_closing(history, now, facts, lacks):
    assert missing("ev_cierre", history, now, facts) == lacks


@pytest.mark.parametrize(
    ("history", "lacks"),
    [
        (E01[:6], ["recurso", "consulta_sostenedor"]),
        (E01[:7], ["consulta_sostenedor"]),
        ([*E01[:7], event("ev_consulta_sostenedor", "2026-06-11")], []),
        (
            [
                *E01[:6],
                *events("bul-25-reconsideracion 2026-06-10", "ev_consulta_sostenedor 2026-06-11"),
            ],
            [],
        ),
    ],
)
def test_reconsideracion_is_resolved_after_asking_the_sostenedor(history, lacks):
    assert missing("ev_res_reconsideracion", history, "2026-06-15", FUNDADA) == lacks


@pytest.mark.parametrize(
    ("history", "now", "lacks"),
    [
        (HEARD, "2026-05-28", []),
        (HEARD, "2026-06-01T23:59", []),
        (HEARD, "2026-06-02", ["prorroga_a_tiempo"]),
        ([*HEARD, event("ev_prorroga", "2026-05-20")], "2026-05-28", ["prorroga_a_tiempo"]),
        (REPORTED, "2026-06-01T12:00", ["prorroga_a_tiempo"]),  # ya se informó
    ],
)
def test_prorroga(history, now, lacks):
    assert missing("ev_prorroga", history, now) == lacks


def test_prorroga_of_another_step_is_not_this_gate():
    assert missing("ev_prorroga", HEARD, "2026-06-02", step="bul-12-antecedentes") == []


def test_an_act_without_gate_lacks_nothing():
    assert missing("ev_denuncia", [], "2026-04-29") == []


def test_oficio_is_recorded_as_sent_after_it_is_sent():
    knows = events("ev_conocimiento 2026-11-20T18:10")
    sent = [*knows, event("ofi-02-enviar", "2026-11-20T20:00")]

    assert missing("ofi-03-constancia", knows, "2026-11-20T21:00", protocol=OFICIO) == ["envio"]
    assert missing("ofi-03-constancia", sent, "2026-11-20T21:00", protocol=OFICIO) == []


def test_what_happens_after_now_does_not_open_the_gate():
    assert missing("ev_resolucion", E01, "2026-05-04", FUNDADA) == ["antecedentes", "informe"]
