"""A name is found however it is typed, with or without accents; and only where it is one."""

import unicodedata

import pytest

from cases.documents.redaction import named_in, names_any, redacted_whole, squeezed
from cases.models import Participant
from schools.models import Student

OTHER = Student(
    pk=1, first_names="María José Ignacia", paternal="Peña", maternal="Núñez", run="21345678K"
)
ANA = Student(pk=2, first_names="Ana", paternal="Soto", maternal="", nombre_social="Noé", run="x")
READER = "Evaristo Quintul Bahamonde"


def hidden(text: str, *students: Student, keep: tuple[str, ...] = ()) -> str:
    others = [Participant(student=one) for one in students or (OTHER,)]
    return redacted_whole(text, others, reader=READER, keep=keep)


@pytest.mark.parametrize(
    "text",
    [
        "Golpeó a María Peña.",
        "golpeó a MARIA PENA en el patio",
        "golpeó a maria jose ignacia pena nunez",
        "Peña Núñez, María José",
        "la niña Nunez",
        "la Pena, de su curso",
        "Se lo dijo a Ignacia.",
        unicodedata.normalize("NFD", "Golpeó a Peña Núñez"),
        "Mar\u00adía Pe\u200bña",
        "María Pe-\nña",
        "María\nJosé\n   Peña",
        "foto_maria_pena.jpg",
        "maria.pena@correo.cl",
        "MariaPeña",
        "RUN 21.345.678-k",
        "21345678 K",
    ],
)
def test_every_way_to_type_a_name_is_found(text):
    found = squeezed(hidden(text)).split()
    assert not {"pena", "nunez", "ignacia", "21345678k", "21"} & set(found)
    assert names_any(text, [Participant(student=OTHER)], reader=READER)


@pytest.mark.parametrize("text", ["No vale la pena.", "No vino Anabel.", "una semana sana"])
def test_a_common_word_is_no_name(text):
    assert hidden(text, OTHER, ANA) == text


def test_a_short_name_counts_with_its_capital():
    assert hidden("Le pegó a Ana y a NOÉ.", ANA) == "Le pegó a A. S. y a A. S.."


def test_who_stays_is_not_turned_into_somebody_else():
    text = "La directora Rosa Peña Díaz oyó a Evaristo Quintul y a María Peña."
    assert hidden(text, keep=("Rosa Peña Díaz",)) == (
        "La directora Rosa Peña Díaz oyó a Evaristo Quintul y a M. P. N.."
    )


def test_a_namesake_of_the_reader_does_not_hide_the_reader():
    same = Student(pk=3, first_names="Evaristo", paternal="Quintul", maternal="Soto", run="x")
    assert hidden("Evaristo Quintul lo reconoció.", same) == "Evaristo Quintul lo reconoció."
    assert "Soto" not in hidden("No fue Evaristo Quintul Soto.", same)


def test_a_pupil_out_of_the_case_is_noticed():
    words = squeezed("Estaba también PENA NUÑEZ, Maria José Ignacia")
    assert named_in(words, OTHER, reader=READER)
    assert named_in(squeezed("con RUN 21.345.678-K"), OTHER)
    assert not named_in(squeezed("María vino y dijo que era una pena."), OTHER, reader=READER)
