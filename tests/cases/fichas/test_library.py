"""The library of forms: whole, well declared, and every form a page and a paper."""

import re
from pathlib import Path

import pytest
import yaml

from cases.fichas.checks import check_library, known_steps
from cases.fichas.definitions import Definicion
from cases.fichas.loader import DefinitionError, definition_from, definition_to_data, library
from cases.fichas.problems import library_problems, loose_ends, losses

MODELO_C = {
    "F01", "F02", "F03", "F04", "F05", "F06a", "F06b", "F07", "F08", "F09", "F10",
}  # fmt: skip
MODELO_A = {
    f"D-{n:02}" for n in (
        3, 6, 7, 8, 13, 14, 24, 25, 28, *range(30, 34), *range(42, 47), 48, *range(50, 56), 59, 60,
        61, *range(80, 87), *range(90, 104), *range(110, 119), 122,
    )
}  # fmt: skip
FOLDER = Path(__file__).parents[3] / "cases" / "fichas" / "library"


def data_of(code: str) -> dict:
    form = next(one for one in library().values() if one.code == code)
    return definition_to_data(form)


def changed(code: str, **changes: object) -> Definicion:
    return definition_from(data_of(code) | changes)


def with_field(code: str, name: str, /, **changes: object) -> Definicion:
    """Return a form with one of its questions changed."""
    data = data_of(code)
    for section in data["sections"]:
        fields = section["fields"]
        section["fields"] = [f | changes if f["key"] == name else f for f in fields]
    return definition_from(data)


def test_the_library_has_no_problem():
    assert check_library() == []


def test_the_forms_of_both_modelos_are_there():
    codes = {one.code for one in library().values()}

    assert codes >= MODELO_C | MODELO_A


def test_every_step_that_a_form_serves_asks_for_it_in_the_catalogue():
    """Of modelo A, the catalogue names the document of each step: they must agree."""
    from protocols.catalog import load_catalog

    named = {s.id: s.documents for p in load_catalog("A") for s in p.steps}
    wrong = {
        (form.code, step)
        for form in library().values()
        for step in form.steps
        if step in named and form.code not in named[step]
    }
    assert wrong == set()


@pytest.mark.parametrize(
    ("form", "problem"),
    [
        (lambda: changed("F08", steps=["SJ-99"], meets=[]), "«F08»: el paso «SJ-99» no existe."),
        (lambda: changed("F08", meets=["SJ-18"]), "«F08»: cumple «SJ-18», al que no sirve."),
        (lambda: changed("F08", about="nadie"), "«F08»: no existe «nadie»."),
        (lambda: changed("F08", happened=["ayer"]), "«F08»: no se sabe cuándo ocurrió (['ayer'])."),
        (lambda: with_field("F08", "curso", key="fecha"), "«F08»: «fecha» está dos veces."),
        (lambda: with_field("F08", "curso", key="envio"), "«F08»: «envio» es un nombre reservado."),
        (
            lambda: with_field("F05", "resultado", options={}),
            "«F05», «resultado»: faltan opciones.",
        ),
        (
            lambda: with_field("F05", "detalle_otro", only_if={"nada": ["x"]}),
            "«F05», «detalle_otro»: depende de «nada», que no existe.",
        ),
        (
            lambda: with_field("F05", "detalle_otro", only_if={"resultado": ["x"]}),
            "«F05», «detalle_otro»: depende de una opción de «resultado» que no existe.",
        ),
    ],
)
def test_a_broken_form_is_a_problem(form, problem):
    assert problem in library_problems([form()], known_steps())


@pytest.mark.parametrize(
    "changes",
    [
        {"source": None},
        {"version": "1"},
        {"colour": "red"},
        {"level": "N9"},
        {"key": "Con Espacio"},
    ],
)
def test_a_form_without_source_or_with_unknown_words_is_not_read(changes):
    with pytest.raises(DefinitionError):
        definition_from(data_of("F08") | changes)


def test_an_unknown_type_is_not_read():
    with pytest.raises(DefinitionError):
        with_field("F08", "curso", type="color")


def test_two_forms_may_not_share_a_code():
    forms = [changed("F08"), changed("F08", key="otra")]

    assert library_problems(forms, known_steps()) == ["Dos fichas con «F08»."]


def minimums() -> list[tuple[str, str]]:
    return [
        (f.code, one.key) for f in library().values() for one in f.fields() if one.legal_minimum
    ]


def test_no_form_can_lose_a_legal_minimum():
    """One by one: dropped, or made optional, each is a loss."""
    for code, key in minimums():
        base = changed(code)
        assert losses(base, with_field(code, key, need="no")), (code, key)
        data = data_of(code)
        for section in data["sections"]:
            section["fields"] = [f for f in section["fields"] if f["key"] != key]
        data["sections"] = [s for s in data["sections"] if s["fields"]]
        assert any("no se puede quitar" in text for text in losses(base, definition_from(data)))


def test_an_option_of_a_legal_minimum_is_not_lost():
    own = with_field("F05", "resultado", options={"contesta": "Contesta", "otra": "Otra"})

    assert losses(changed("F05"), own) == ["«Resultado»: no puede perder opciones."]


def without(code: str, key: str) -> Definicion:
    data = data_of(code)
    for section in data["sections"]:
        section["fields"] = [f for f in section["fields"] if f["key"] != key]
    return definition_from(data)


UNSIGNED = (
    "«Firma del profesional» la firma quien se nombra en «Profesional»: deje esa pregunta, o quite "
    "también «Firma del profesional»."
)


@pytest.mark.parametrize(
    ("code", "key", "said"),
    [
        ("D-103", "responsable", UNSIGNED),
        ("D-103", "fecha", "«Fecha de actualización» dice cuándo ocurrió: no se puede quitar."),
        ("D-103", "estudiante",
         "«Estudiante» dice a quién se refiere la ficha: no se puede quitar."),
        ("D-118", "resultado", "«Resultado» dice si se cumplió el paso: no se puede quitar."),
    ],
)  # fmt: skip
def test_what_needs_a_question_that_was_left_out_is_told_in_words(code, key, said):
    assert said in loose_ends(changed(code), without(code, key))


def test_no_form_of_the_library_has_a_loose_end():
    assert [one.code for one in library().values() if loose_ends(one, one)] == []


def test_words_order_and_what_is_added_are_the_schools():
    own = with_field("F08", "temas", label="De qué se habló", help="Con fechas.")

    assert losses(changed("F08"), own) == []


def test_what_is_written_of_a_form_is_plain_data():
    """No machine path, no name of a person, no RUN: what a school would read."""
    for path in FOLDER.glob("*.yaml"):
        text = path.read_text()
        assert yaml.safe_load(text)["source"].startswith(("modelo A, ", "modelo C"))
        assert not re.search(r"\b\d{1,2}\.\d{3}\.\d{3}-[\dkK]\b|/work|TODO", text)


def test_the_options_of_a_form_keep_their_order_in_the_database():
    """JSON in the database sorts keys; the boxes of a form are in the order of its paper."""
    stored = data_of("F05")["sections"][0]["fields"]

    options = next(one for one in stored if one["key"] == "motivo_no_contesta")["options"]
    assert [key for key, _ in options] == ["sin_tono", "con_tono", "no_existe", "buzon", "otro"]
    read = definition_from(data_of("F05")).field("motivo_no_contesta").options
    assert list(read) == ["sin_tono", "con_tono", "no_existe", "buzon", "otro"]
