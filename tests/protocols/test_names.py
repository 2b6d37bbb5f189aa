"""What people call things: protocols, events, ages; and several protocols at once."""

from __future__ import annotations

import pytest

from protocols.engine import EngineError
from protocols.engine.conditions import Condition, holds
from protocols.management.commands.simular import simulate

FOURTEEN = Condition(fact="edad", at_least=14)
UNDER = Condition(fact="edad", below=14)


@pytest.mark.parametrize(
    ("said", "fourteen", "under"),
    [
        (14, True, False),
        ("13", False, True),
        ("<14", False, True),
        ("menor de 14", False, True),
        ("< 15", None, None),
        ("≤13", False, True),
        (">=14", True, False),
        ("≥ 14", True, False),
        ("14 o más", True, False),
        ("mayor de 14", True, False),
        (">13", True, False),
        (">14", True, False),
        (">12", None, None),
        ("quince", None, None),
        (None, None, None),
        (True, None, None),
    ],
)
def test_an_age_may_be_an_interval(said, fourteen, under):
    facts = {"edad": said}

    assert (holds(FOURTEEN, facts), holds(UNDER, facts)) == (fourteen, under)


def simulated(protocolo, *lines, modelo="A", **hechos):
    rows = [dict(zip(("evento", "en"), line.split("@"), strict=True)) for line in lines]
    data, _ = simulate(
        {
            "protocolo": protocolo,
            "modelo": modelo,
            "comuna": "13101",
            "hechos": hechos,
            "eventos": rows,
            "ahora": "2026-12-30",
        }
    )
    return data


@pytest.mark.parametrize(
    ("said", "modelo", "key"),
    [
        ("bul", "A", "acoso_escolar"),
        ("Acoso escolar", "A", "acoso_escolar"),
        ("bullying", "A", "acoso_escolar"),
        ("fgr", "A", "faltas_graves"),
        ("faltas leves", "A", "faltas_leves"),
        ("SJ", "C", "maltrato_acoso_violencia"),
        ("EX", "modelo B", "expulsion"),
    ],
)
def test_a_protocol_is_found_by_what_people_call_it(said, modelo, key):
    assert simulated(said, "ev_denuncia@2026-03-04T10:00", modelo=modelo)["protocolo"] == key


def test_a_protocol_nobody_has_is_refused_with_those_there_are():
    with pytest.raises(EngineError, match=r"Protocolos: .*acoso_escolar"):
        simulated("no hay", "ev_denuncia@2026-03-04T10:00")


@pytest.mark.parametrize(
    ("protocolo", "said", "step", "due"),
    [
        ("fle", "comunicación de la medida", "fle-05-reconsideracion", "2026-08-19"),
        ("fle", "la notificación del resultado", "fle-05-reconsideracion", "2026-08-19"),
        ("fgr", "fecha de la 2ª citación", "fgr-07-antecedentes", "2026-08-21"),
        ("fgr", "ev inicio", "fgr-03-comunicacion-1", None),
    ],
)
def test_an_event_is_found_by_its_words(protocolo, said, step, due):
    data = simulated(protocolo, f"{said}@2026-08-14")
    [found] = [row for row in data["pasos"] if row["id"] == step]

    assert found["vence"] == due
    assert found["inicia"] == "2026-08-14"


def test_several_protocols_hear_the_same_events():
    data = simulated(
        "bul+mal+acc",
        "ev_hecho@2026-06-18T10:00",
        "ev_conocimiento@2026-06-18T10:00",
        "ev_denuncia@2026-06-18T10:00",
        "bul-07@2026-06-18T12:00",
        constituye_delito="sí",
        agresor_edad=11,
        situacion="a",
        lesiones_o_senales="sí",
    )
    steps = {row["id"]: row for row in data["pasos"]}

    assert data["protocolo"] == "acoso_escolar+maltrato+accidentes_escolares"
    assert steps["bul-07-resguardo"]["estado"] == "cumplido"
    assert steps["mal-13-denuncia-familia"]["vence"] == "2026-06-19T10:00"
    assert steps["acc-12-acta-seguro"]["vence"] == "2026-06-19"
    assert steps["acc-12-acta-seguro"]["protocolo"] == "accidentes_escolares"
    called = {row["protocolo"]: row["aplica"] for row in data["remite_a"] if row["aplica"]}
    assert all(row["titulo"] not in ("", row["protocolo"]) for row in data["remite_a"])
    assert called == {"acoso_escolar": True, "accidentes_escolares": True, "oficio": True}


def test_an_event_that_no_protocol_knows_is_refused_in_all():
    with pytest.raises(EngineError, match="«ev_nada» no existe"):
        simulated("bul+acc", "ev_nada@2026-06-18T10:00")


def test_an_event_may_carry_words_after_its_name():
    data = simulated("vul", "ev_notificacion del cierre@2026-06-30")
    [found] = [row for row in data["pasos"] if row["id"] == "vul-29-reconsideracion"]

    assert found["vence"] == "2026-07-07"
