"""Sentences that a document makes out of parts: they must read as a person writes them."""

from dataclasses import replace

import pytest

from cases.documents.builders.intake import rule_text
from cases.documents.builders.offices import CHILD, CRIME
from cases.documents.kinds import KINDS
from cases.documents.render import render_html
from tests.cases.documents.samples import SAMPLES


@pytest.mark.parametrize(
    ("amount", "unit", "text"),
    [
        (1, "dias_habiles", "1 día hábil"),
        (5, "dias_habiles", "5 días hábiles"),
        (15, "dias_sin_calificar", "15 días"),
        (1, "dias_corridos", "1 día corrido"),
        (24, "horas_corridas", "24 horas corridas"),
        (6, "meses", "6 meses"),
        (1, "meses", "1 mes"),
    ],
)
def test_a_plazo_in_words_agrees_in_number(amount, unit, text):
    rule = {"amount": amount, "unit": unit, "from_text": "la denuncia"}

    assert rule_text(rule) == f"{text} desde la denuncia"


@pytest.mark.parametrize(
    ("basis", "says"),
    [
        (CRIME, "En cumplimiento de los artículos 175, letra e), y 176"),
        (CHILD, "En cumplimiento del deber de comunicar"),
    ],
)
def test_an_oficio_says_in_compliance_of_what(basis, says):
    html = render_html(replace(SAMPLES["D-40"], basis=basis), KINDS["D-40"])

    assert says in " ".join(html.split())
