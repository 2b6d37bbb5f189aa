"""Dates and words as an office writes them."""

from datetime import UTC, date, datetime

import pytest

from cases.documents import text


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 13), "viernes trece de noviembre de 2026"),
        (date(2026, 5, 1), "viernes primero de mayo de 2026"),
        (date(2026, 8, 31), "lunes treinta y uno de agosto de 2026"),
        (date(2026, 9, 22), "martes veintidós de septiembre de 2026"),
    ],
)
def test_palabras(day, words):
    assert text.palabras(day) == words


def test_an_instant_is_read_on_the_clock_of_the_school():
    late = datetime(2026, 11, 14, 2, 30, tzinfo=UTC)

    assert text.palabras(late) == "viernes trece de noviembre de 2026"
    assert text.momento(late) == "13 de noviembre de 2026, 23:30"
    assert text.hora(late) == "23:30"


def test_what_is_missing_is_empty():
    assert [f(None) for f in (text.palabras, text.fecha, text.corta, text.hora, text.momento)] == [
        ""
    ] * 5


@pytest.mark.parametrize(
    ("typed", "items"),
    [
        ("1. Uno\n\n2) Dos\n- Tres\n• Cuatro\na) Cinco", ["Uno", "Dos", "Tres", "Cuatro", "Cinco"]),
        ("10°. Diez\nEl 3 de mayo pasó", ["Diez", "El 3 de mayo pasó"]),
        ("", []),
    ],
)
def test_puntos_drop_the_numbers_that_somebody_typed(typed, items):
    assert text.puntos(typed) == items


def test_ordinal_goes_on_in_figures():
    assert [text.ordinal(n) for n in (1, 10, 11)] == ["Primero", "Décimo", "11°"]


def test_minuscula_respects_acronyms():
    assert text.minuscula("Directora") == "directora"
    assert text.minuscula("UTP") == "UTP"
    assert text.minuscula("") == ""


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("«Me dicen un apodo.»", "Me dicen un apodo."),
        ('"Ya no salgo".', "Ya no salgo"),
        ("Me dijo «fea» y me fui", "Me dijo «fea» y me fui"),
        ("«Uno» y «otro»", "«Uno» y «otro»"),
    ],
)
def test_words_are_quoted_once(typed, printed):
    assert text.dicho(typed) == printed


def test_the_modelo_of_a_reglamento_is_not_printed():
    source = "Reglamento interno de convivencia escolar, modelo A, 8.6.3.4"

    assert text.norma(source) == "Reglamento interno, 8.6.3.4"
    assert text.norma("LGE, art. 16 E g)") == "LGE, art. 16 E g)"


def test_a_sentence_has_one_full_stop():
    assert text.sin_punto("Patio de básica. ") == "Patio de básica"
