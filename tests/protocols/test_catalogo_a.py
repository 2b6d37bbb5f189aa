"""Modelo A against the table it was taken from: every step, once, as its source says."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from protocols.catalog import load_catalog, modelos
from protocols.engine import Norma
from protocols.engine.conditions import Condition
from protocols.engine.definitions import Remission, Trigger
from protocols.engine.problems import catalog_problems, problems

DATA = Path(__file__).parents[1] / "data" / "dominio" / "modelo_a_pasos.json"
ROWS = json.loads(DATA.read_text(encoding="utf-8"))
STEPS = {step.id: step for protocol in load_catalog("A") for step in protocol.steps}
EVERY = [protocol for modelo in modelos() for protocol in load_catalog(modelo)]
IDS = [row["id"] for row in ROWS]


def plain(text: str) -> str:
    return re.sub(r"\*\*|\[modelado\]|\[\+\]|[«»]", "", text).strip()


def amount(row) -> int:
    digits = re.search(r"\d+", row["plazo"])
    return int(digits[0]) if digits and row["unidad"] != "sin_plazo" else 0


def test_there_are_256_steps_each_exactly_once():
    ids = Counter(step.id for protocol in load_catalog("A") for step in protocol.steps)

    assert sorted(ids) == sorted(IDS)
    assert set(ids.values()) == {1}
    assert len(IDS) == 256


@pytest.mark.parametrize("row", ROWS, ids=IDS)
def test_amount_and_unit_are_those_of_the_row(row):
    plazo = STEPS[row["id"]].plazo

    assert (plazo.amount, plazo.unit.value) == (amount(row), row["unidad"])


@pytest.mark.parametrize("row", ROWS, ids=IDS)
def test_the_trigger_is_that_of_the_row(row):
    """Either the events that the row names are among ours, or our wording is the row's own."""
    trigger, said = STEPS[row["id"]].counts_from, plain(row["cuenta_desde"])
    named = re.findall(r"ev_\w+", said)

    if named:
        assert set(named) <= set(trigger.events)
    else:
        assert (trigger.text or "—") == said


@pytest.mark.parametrize("row", ROWS, ids=IDS)
def test_source_reserve_and_prorroga_are_those_of_the_row(row):
    step = STEPS[row["id"]]
    extension = re.match(r"(\d+) (dias_\w+)", row["prorroga"])

    assert step.source.locus == plain(row["fuente"])
    assert step.confidentiality == row["confidencialidad"]
    if extension:
        assert step.extension is not None
        assert (step.extension.amount, step.extension.unit.value) == (
            int(extension[1]),
            extension[2],
        )


def test_no_wording_is_copied_from_the_table():
    copied = [
        row["id"] for row in ROWS if len(row["paso"]) > 32 and row["paso"] == STEPS[row["id"]].title
    ]

    assert copied == []


# -- una declaración rota no pasa -------------------------------------------------------------


@pytest.mark.parametrize("protocol", EVERY, ids=[f"{p.modelo}-{p.key}" for p in EVERY])
def test_every_protocol_can_be_followed(protocol):
    assert problems(protocol) == []


def broken(protocol, **change):
    first, *others = protocol.steps
    return replace(protocol, steps=(replace(first, **change), *others))


@pytest.mark.parametrize("protocol", EVERY, ids=[f"{p.modelo}-{p.key}" for p in EVERY])
@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"source": Norma(" ")}, "no cita su fuente"),
        ({"counts_from": Trigger(("ev_que_nadie_conoce",))}, "que nadie produce"),
        ({"emits": ("ev_inventado",)}, "que nadie produce"),
        ({"when": Condition(fact="dato_inventado", equals=True)}, "no declara"),
        ({"responsible": ()}, "no tiene responsable"),
    ],
    ids=["fuente", "evento", "emite", "dato", "responsable"],
)
def test_a_broken_step_is_refused(protocol, change, said):
    assert any(said in text for text in problems(broken(protocol, **change)))


@pytest.mark.parametrize("modelo", modelos())
def test_nothing_is_broken_between_the_protocols_of_a_model(modelo):
    assert catalog_problems(load_catalog(modelo)) == []


def test_what_is_broken_between_protocols_is_refused():
    one, two, *_ = load_catalog("A")
    lost = Remission("no_existe", "Va a otro lugar.", Norma("1"))
    twin = replace(two, steps=(*two.steps, one.steps[0]), remits=(lost,))

    found = catalog_problems([one, twin])

    assert any("está en dos protocolos" in text for text in found)
    assert any("«no_existe», que no existe" in text for text in found)


@pytest.mark.parametrize(
    ("remission", "said"),
    [
        (Remission("oficio", "Sin fuente.", Norma(" ")), "no tiene fuente"),
        (
            Remission("oficio", "Otro.", Norma("1"), Condition(fact="dato_raro", equals=True)),
            "«dato_raro», que el protocolo no declara",
        ),
    ],
)
def test_a_broken_remission_is_refused(remission, said):
    protocol = replace(load_catalog("A")[0], remits=(remission,))

    assert any(said in text for text in problems(protocol))


def test_a_norm_that_no_table_has_is_refused():
    assert any("«X9»" in text for text in problems(broken(load_catalog("A")[0], norms=("X9",))))
