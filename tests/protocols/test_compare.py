"""What changes between two versions of a protocol, in words."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date

import pytest

from protocols.catalog import load_catalog
from protocols.engine.conditions import Condition
from protocols.engine.definitions import DeclaredEvent, Pick, Protocol, Step, Trigger
from protocols.engine.plazos import Norma, Plazo
from protocols.engine.units import Unit
from protocols.linter import compare, plazo_words
from protocols.linter.compare import PROTOCOL_FIELDS, STEP_FIELDS
from protocols.linter.words import condition_words, in_words, trigger_words
from tests.protocols.scenarios import ACOSO

REPORT = "bul-13-informe-encargado"


def with_step(step_id: str, **changes) -> Protocol:
    steps = (replace(s, **changes) if s.id == step_id else s for s in ACOSO.steps)
    return replace(ACOSO, steps=tuple(steps))


def words(new: Protocol, old: Protocol = ACOSO) -> list[str]:
    return [change.words for change in compare(old, new)]


def test_a_protocol_does_not_differ_from_itself():
    assert compare(ACOSO, ACOSO) == []


def test_a_plazo_that_changes():
    ten = Plazo(Unit.DIAS_HABILES, Norma("1"), 10)

    [change] = compare(ACOSO, with_step(REPORT, plazo=ten))

    assert (change.step, change.field) == (REPORT, "plazo")
    assert (change.before, change.after) == ("15 días hábiles", "10 días hábiles")
    assert change.words == f"{REPORT}: cambia el plazo: de 15 días hábiles a 10 días hábiles."


def test_only_the_source_of_a_plazo_changes():
    moved = Plazo(Unit.DIAS_HABILES, Norma("9.9.9"), 15)

    assert words(with_step(REPORT, plazo=moved)) == [
        f"{REPORT}: cambia el plazo: de 15 días hábiles a 15 días hábiles (con otro detalle)."
    ]


def test_steps_added_removed_and_moved():
    new = replace(ACOSO.steps[0], id="bul-99", title="Avisar")
    gone, kept = ACOSO.steps[0], ACOSO.steps[1:]

    assert words(replace(ACOSO, steps=(*kept, new))) == [
        f"Se quita el paso {gone.id}, «{gone.title}».",
        "Se agrega el paso bul-99, «Avisar»: de inmediato.",
    ]
    assert words(replace(ACOSO, steps=(*kept, gone))) == ["Cambia el orden de los pasos."]


def test_what_changes_of_the_whole():
    new = replace(
        ACOSO,
        version="2027.1",
        in_force_until=date(2027, 3, 31),
        facts={},
        events=(*ACOSO.events[1:], DeclaredEvent("ev_otro", "otro acto")),
    )

    found = words(new)

    assert "Cambia la versión: de 2026.1 a 2027.1." in found
    assert "Cambia hasta cuándo rige: de nada a 31-03-2027." in found
    assert "Se agrega el evento «otro acto»." in found
    assert f"Se quita el evento «{ACOSO.events[0].title}»." in found
    assert any(text.startswith("Cambia lo que se pregunta: de si la denuncia") for text in found)


def test_a_requirement_added_removed_and_rewritten():
    gate = ACOSO.gates[0]
    rewritten = replace(gate.requirements[0], text="Falta oír a todos.")
    changed = replace(gate, requirements=(rewritten, *gate.requirements[1:]))
    without = replace(ACOSO, gates=ACOSO.gates[1:])

    assert "Cambia lo exigido antes de la resolución: Falta oír a todos." in words(
        replace(ACOSO, gates=(changed, *ACOSO.gates[1:]))
    )
    assert any(text.startswith("Ya no se exige antes de la resolución") for text in words(without))
    assert any(text.startswith("Se exige antes de la resolución") for text in words(ACOSO, without))


def test_a_change_inside_conditions_readings_and_lists_is_told():
    when = Condition("resultado", one_of=("fundada",))
    [text] = words(with_step("bul-16-implementacion", when=when))
    assert text.endswith("de resultado es fundada o fundado a resultado es fundada.")

    [text] = words(with_step("bul-03-constancia", documents=()))
    assert text.endswith("cambia los documentos: de D-01 a nada.")

    [text] = words(with_step("bul-14-resolucion", alternatives=()))
    assert text.endswith("de regla general · 3 días hábiles · variante a nada.")

    [text] = words(with_step("bul-16-implementacion", counts_from=Trigger(("ev_resolucion",))))
    assert text.endswith("de la notificación del resultado a la resolución.")

    [text] = words(with_step("bul-13-informe-encargado", pausable=False))
    assert text.endswith("cambia si admite pausa: de sí a no.")


@pytest.mark.parametrize("modelo", ["A", "B", "C"])
def test_every_value_of_the_catalogue_has_words(modelo):
    for protocol in load_catalog(modelo):
        empty = replace(protocol, steps=(), gates=(), events=(), derived=(), note="otra")
        for change in (*compare(protocol, empty), *compare(empty, protocol)):
            assert change.words
            assert "Condition(" not in change.words
            assert "Plazo(" not in change.words


def test_no_field_is_forgotten():
    assert {part.name for part in fields(Step)} - set(STEP_FIELDS) == {"id"}
    assert {part.name for part in fields(Protocol)} - set(PROTOCOL_FIELDS) == {
        "key", "modelo", "steps", "gates", "events",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("plazo", "text"),
    [
        (Plazo(Unit.HORAS_CORRIDAS, Norma("1"), 24), "24 horas"),
        (Plazo(Unit.DIAS_SIN_CALIFICAR, Norma("1"), 1), "1 día (contados hábiles)"),
        (Plazo(Unit.MISMO_DIA, Norma("1")), "el mismo día"),
    ],
)
def test_plazo_words(plazo, text):
    assert plazo_words(plazo) == text


def test_trigger_words():
    both = ("ev_denuncia", "ev_apertura")

    assert trigger_words(Trigger((), text="—")) == "—"
    assert trigger_words(Trigger(())) == "nada"
    assert trigger_words(Trigger(("ev_x",))) == "ev_x"
    first = "la recepción de la denuncia y la apertura de la investigación"
    assert trigger_words(Trigger(both)) == f"lo primero entre {first}"
    assert trigger_words(Trigger(both, Pick.LAST)) == f"lo último entre {first}"


def test_condition_words():
    age = Condition("edad", at_least=14, below=18)
    crime = Condition("delito", equals=True)

    assert in_words(Condition()) == "siempre"
    assert condition_words(age) == "edad es al menos 14 y menor que 18"
    assert condition_words(Condition(all_of=(age, crime))).endswith("18 y delito es sí")
    assert condition_words(Condition(any_of=(crime, crime))) == "delito es sí o delito es sí"
    assert condition_words(Condition(none_of=(crime,))) == "no (delito es sí)"


def test_a_value_without_words_of_its_own_is_written_as_it_is():
    assert in_words(1.5) == "1.5"
