"""The catalogue of modelo A against the steps of the regulation, one by one."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from protocols.catalog import (
    load_catalog,
    protocol_from_data,
    protocol_in_force,
    protocol_to_data,
)
from protocols.checks import check_catalog, errors_of
from protocols.engine import Condition, Norma, Trigger, Unit, problems
from protocols.engine.definitions import DerivedEvent, Stage
from protocols.engine.errors import ProtocolError
from tests.protocols.scenarios import ACOSO, DATA, OFICIO

PASOS = json.loads((DATA / "pasos_modelo_a.json").read_text(encoding="utf-8"))
STEPS = {step.id: step for protocol in (ACOSO, OFICIO) for step in protocol.steps}
PROTOCOLS = pytest.mark.parametrize("protocol", [ACOSO, OFICIO], ids=lambda p: p.key)


def test_the_ids_are_those_of_the_regulation_in_its_order():
    assert list(STEPS) == [row["id"] for row in PASOS]
    assert (len(ACOSO.steps), len(OFICIO.steps)) == (26, 3)


@pytest.mark.parametrize("row", PASOS, ids=[row["id"] for row in PASOS])
def test_amount_and_unit_are_those_of_the_regulation(row):
    step = STEPS[row["id"]]
    amount = row["plazo"].removesuffix(" (aprox.)").replace("—", "0")

    assert (step.plazo.amount, step.plazo.unit.value) == (int(amount), row["unidad"])
    assert step.plazo.approximate == ("aprox." in row["plazo"])


@pytest.mark.parametrize("row", PASOS, ids=[row["id"] for row in PASOS])
def test_source_and_confidentiality_are_those_of_the_regulation(row):
    step = STEPS[row["id"]]

    assert (step.source.locus, step.confidentiality) == (row["fuente"], row["confidencialidad"])


@pytest.mark.parametrize("row", PASOS, ids=[row["id"] for row in PASOS])
def test_trigger_is_that_of_the_regulation(row):
    trigger, written = STEPS[row["id"]].counts_from, row["cuenta_desde"]

    if written.startswith("ev_"):
        assert written.split()[0] in trigger.events
    else:
        assert trigger.text == written


@pytest.mark.parametrize("row", PASOS, ids=[row["id"] for row in PASOS])
def test_extension_is_that_of_the_regulation(row):
    extension = STEPS[row["id"]].extension
    written = f"{extension.amount} {extension.unit.value}" if extension else "—"

    assert written == row["prorroga"]


def test_the_extension_is_read_as_habiles_once_and_by_direccion():
    extension = STEPS["bul-13-informe-encargado"].extension

    assert (extension.reading, extension.times) == (Unit.DIAS_HABILES, 1)
    assert extension.decided_by == "Dirección"


@PROTOCOLS
def test_titles_start_with_a_verb(protocol):
    for step in protocol.steps:
        assert step.title.split()[0].endswith(("ar", "er", "ir")), step.title


@PROTOCOLS
def test_every_step_has_a_responsible_and_a_stage(protocol):
    for step in protocol.steps:
        assert step.responsible
        assert step.stage in Stage


@PROTOCOLS
def test_the_catalogue_has_no_problems(protocol):
    assert problems(protocol) == []


@PROTOCOLS
def test_a_protocol_survives_being_stored_as_json(protocol):
    stored = json.loads(json.dumps(protocol_to_data(protocol)))

    assert protocol_from_data(stored) == protocol


def test_a_step_is_found_by_its_id():
    assert ACOSO.step("bul-13-informe-encargado").plazo.amount == 15


def test_in_force_is_chosen_by_date():
    old = replace(ACOSO, version="2026.1", in_force_until=date(2026, 6, 30))
    new = replace(ACOSO, version="2026.2", in_force_from=date(2026, 7, 1))

    assert protocol_in_force([old, new], "acoso_escolar", date(2026, 6, 30)) == old
    assert protocol_in_force([old, new], "acoso_escolar", date(2026, 7, 1)) == new


@pytest.mark.parametrize(("key", "on"), [("acoso_escolar", "2025-12-31"), ("otro", "2026-05-05")])
def test_no_version_in_force_is_an_error(key, on):
    with pytest.raises(ProtocolError, match=f"«{key}» vigente"):
        protocol_in_force(load_catalog("A"), key, date.fromisoformat(on))


def test_modelo_that_does_not_exist_is_an_error():
    with pytest.raises(ProtocolError, match="No existe el modelo «Z»"):
        load_catalog("Z")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"paso_extra": 1}, "paso_extra"),
        ({"plazo": "cinco dias_habiles"}, "mal declarado"),
        ({"plazo": {"amount": "5", "unit": "dias_habiles"}}, "plazo.amount"),
        ({"plazo": {"amount": 5, "unit": "semanas"}}, "plazo.unit"),
        ({"stage": "Otra"}, "stage"),
        ({"source": {"instrument": "x"}}, "source.locus"),
        ({"when": {"fact": "x", "igual": 1}}, "igual"),
    ],
)
def test_a_file_written_wrong_says_where(change, said):
    data = protocol_to_data(OFICIO)
    data["steps"][0] |= change

    with pytest.raises(ProtocolError, match=said):
        protocol_from_data(data)


# -- see it fail: a broken declaration is found, and stops the server ------------------------


def broken(step_id: str = "bul-12-antecedentes", **changes):
    """Return the protocol with one step changed."""
    steps = tuple(replace(step, **changes) if step.id == step_id else step for step in ACOSO.steps)
    return replace(ACOSO, steps=steps)


BROKEN = [
    (broken(counts_from=Trigger(("ev_nada",))), "nombra el evento «ev_nada»"),
    (broken(done_by=("ev_nada",)), "nombra el evento «ev_nada»"),
    (broken(emits=("ev_nada",)), "nombra el evento «ev_nada»"),
    (broken(also_from=(Trigger(("ev_nada",)),)), "nombra el evento «ev_nada»"),
    (broken(source=Norma(" ")), "no cita su fuente"),
    (broken(plazo=replace(STEPS["bul-12-antecedentes"].plazo, source=Norma(""))), "no cita"),
    (broken(title=" "), "no tiene título"),
    (broken(responsible=()), "no tiene responsable"),
    (broken(counts_from=Trigger(())), "no cuenta desde ningún evento"),
    (broken(when=Condition(fact="llueve")), "depende del dato «llueve»"),
    (broken(counts_from=Trigger(("ev_venc_antecedentes",))), "se esperan en círculo"),
    (broken(counts_from=Trigger(("bul-15-notificacion",))), "se esperan en círculo"),
    (broken(id="bul-11-entrevista-2"), "está repetido"),
    (broken(extension=STEPS["bul-13-informe-encargado"].extension,
            plazo=STEPS["bul-05-apertura"].plazo), "no se cuenta en días"),
    (broken("bul-15-notificacion", plazo=STEPS["bul-05-apertura"].plazo), "y a la vez"),
    (replace(ACOSO, steps=()), "no tiene pasos"),
    (replace(ACOSO, source=Norma("")), "no cita su fuente"),
    (replace(ACOSO, in_force_until=date(2020, 1, 1)), "antes de empezar"),
    (replace(ACOSO, stages=(Stage.RECEPCION,)), "que el protocolo no tiene"),
    (replace(ACOSO, derived=(DerivedEvent("ev_x", "bul-99"),)), "paso «bul-99», que no existe"),
]  # fmt: skip


@pytest.mark.parametrize(("protocol", "said"), BROKEN, ids=[said for _, said in BROKEN])
def test_a_broken_declaration_is_a_problem(protocol, said):
    assert any(said in text for text in problems(protocol)), problems(protocol)


def broken_gate(**changes):
    """Return the protocol with its first requirement changed."""
    gate = ACOSO.gates[0]
    rules = (replace(gate.requirements[0], **changes), *gate.requirements[1:])
    return replace(ACOSO, gates=(replace(gate, requirements=rules), *ACOSO.gates[1:]))


@pytest.mark.parametrize(
    ("protocol", "said"),
    [
        (broken_gate(step="bul-99"), "paso «bul-99»"),
        (broken_gate(events=("ev_nada",)), "evento «ev_nada»"),
        (broken_gate(waived_by=("ev_nada",)), "evento «ev_nada»"),
        (broken_gate(events=()), "un solo criterio"),
        (broken_gate(elapsed="bul-12-antecedentes"), "un solo criterio"),
        (broken_gate(source=Norma("")), "no tiene fuente o texto"),
        (broken_gate(when=Condition(fact="llueve")), "dato «llueve»"),
        (replace(ACOSO, gates=(replace(ACOSO.gates[0], acts=("ev_nada",)),)), "acto «ev_nada»"),
        (replace(ACOSO, gates=(replace(ACOSO.gates[0], target="bul-99"),)), "paso «bul-99»"),
    ],
)
def test_a_broken_gate_is_a_problem(protocol, said):
    assert any(said in text for text in problems(protocol)), problems(protocol)


def test_the_system_check_passes_with_the_catalogue_and_fails_with_a_broken_one():
    [error] = errors_of(broken(responsible=()))

    assert check_catalog() == []
    assert error.id == "protocols.E001"
    assert error.is_serious()
    assert "«bul-12-antecedentes» no tiene responsable" in error.msg
