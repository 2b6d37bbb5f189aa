"""What the eye would reject: a signature alone, a title alone, a word cut by the margin."""

import re
from dataclasses import replace

import pytest

from cases.documents.kinds import KINDS
from cases.documents.render import render
from cases.documents.reports import Agreement, SignatureLine
from tests.cases.documents.pdf import pages_of
from tests.cases.documents.samples import SAMPLES, entrevista, informe
from tests.cases.documents.samples_people import LONG, drawn, refusal

FOOT = r"(Acta|Informe|Oficio) N° 2026-118 · Caso.*?D-\d+ v\d+ Página \d+ de \d+"
SENTENCE = "La conversación fue serena y terminó a la hora prevista, con acuerdo de ambas partes. "


def bodies(content: bytes) -> list[str]:
    """Return the text of each page without the strip at its foot."""
    return [re.sub(FOOT, "", page) for page in pages_of(content)]


@pytest.mark.parametrize("times", range(1, 26, 2))
def test_signatures_take_text_with_them(times):
    report = replace(entrevista(), apoderado_words=SENTENCE * times)

    pages = bodies(render(report, KINDS["D-12"])[1])

    signed = next(page for page in pages if "Firmó en pantalla" in page)
    before = signed.split("Leída la presente acta")[0]
    assert "Leída la presente acta" in signed
    assert len(before.split()) >= 8


@pytest.mark.parametrize("times", range(1, 26, 6))
def test_signatures_of_a_long_report_take_text_with_them(times):
    report = replace(informe(), recommendations=f"{LONG}\n" + SENTENCE * times)

    pages = bodies(render(report, KINDS["D-18"])[1])

    signed = next(page for page in pages if "Firmó con declaración" in page)
    assert len(signed.split("Es cuanto se informa")[0].split()) >= 8


@pytest.mark.parametrize("times", range(1, 30, 5))
def test_no_title_ends_a_page(times):
    report = replace(entrevista(), student_words=SENTENCE * times)

    for page in bodies(render(report, KINDS["D-12"])[1]):
        title = r"\d\. (Versión (del|de la) \w+( \(textual\))?|Acuerdos|Se informa)"
        assert not re.search(rf"{title}\s*$", page)


def test_many_signatures_go_two_by_two_over_the_pages():
    lines = tuple(SignatureLine(f"Persona Número {i}", "Apoderada") for i in range(40))

    pages = bodies(render(replace(entrevista(), signatures=lines), KINDS["D-12"])[1])

    found = re.findall(r"Persona Número (\d+)", " ".join(pages))
    assert [int(n) for n in found] == list(range(40))


def test_long_names_and_long_words_stay_inside():
    name = "María de los Ángeles Fernanda Josefa del Carmen Hueichaqueo-Antilef Ñancupil " * 2
    report = replace(
        entrevista(),
        agreements=(Agreement("https://ejemplo.example/" + "a" * 300, name.strip()),),
        signatures=(replace(drawn(), name=name.strip()), refusal()),
    )

    text = "".join(bodies(render(report, KINDS["D-12"])[1])).replace(" ", "")

    assert "a" * 300 in text
    assert name.replace(" ", "") in text


def test_tables_repeat_their_head_on_each_page():
    many = tuple(Agreement(f"Acuerdo número {i}", "Encargada") for i in range(120))

    pages = bodies(render(replace(SAMPLES["D-12"], agreements=many), KINDS["D-12"])[1])

    with_rows = [page for page in pages if "Acuerdo número" in page]
    assert len(with_rows) > 2
    assert all("Acuerdo Responsable Fecha" in page for page in with_rows)
