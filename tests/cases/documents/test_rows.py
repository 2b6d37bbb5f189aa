"""Every row of the register of documents: each item that it mandates, found in its paper."""

import re

import pytest

from cases.documents.kinds import KINDS
from cases.fichas.loader import by_code
from tests.cases.documents.pdf import text_of
from tests.cases.documents.rows import DECIDED_BY, OF_NO_CASE, REGISTER, ROWS, SAID
from tests.cases.documents.rows_forms import ASKED
from tests.cases.documents.samples import SAMPLES, issued

NUMBERS = (
    *range(1, 34), *range(40, 49), *range(50, 64), *range(70, 77), *range(80, 87),
    *range(90, 104), *range(110, 127),
)  # fmt: skip
# What is not there on the first day, or may not be there at all.
OPTIONAL = {
    "D-06": {"testigos"},
    "D-110": {"devuelto_en", "retira"},
    "D-117": {"regreso", "contados"},
}


def test_the_register_has_each_row():
    assert list(REGISTER) == [f"D-{number:02}" for number in NUMBERS]


def test_only_what_is_of_no_case_is_not_issued():
    assert set(REGISTER) - set(SAID) - set(ASKED) - set(DECIDED_BY) == OF_NO_CASE


@pytest.mark.parametrize("code", ROWS)
def test_each_part_of_a_row_has_its_answer(code):
    """Nothing of the row is left when what is answered is taken out of it."""
    if code in DECIDED_BY:
        assert DECIDED_BY[code] in SAID
        return
    left = ROWS[code]["contenido"]
    for part in sorted(SAID.get(code) or ASKED[code], key=len, reverse=True):
        assert part in left, part
        left = left.replace(part, "", 1)

    assert re.sub(r"\[\+\]|[\s.,;:()—]", "", left) == ""


@pytest.mark.parametrize("code", SAID)
def test_a_paper_says_each_part_of_its_row(code):
    text = text_of(issued(code))

    missing = {part: [w for w in words if w not in text] for part, words in SAID[code].items()}
    assert {part: words for part, words in missing.items() if words} == {}


@pytest.mark.parametrize("code", ASKED)
def test_a_form_asks_for_each_part_of_its_row(code):
    """What a form asks is printed: `test_every_form` reads each answer in its PDF."""
    form = by_code(code)
    for part, keys in ASKED[code].items():
        for key in keys:
            assert form.field(key) is not None, (part, key)
            assert form.field(key).required or key in OPTIONAL.get(code, ()), (part, key)


@pytest.mark.parametrize("code", [code for code in ROWS if ROWS[code]["firma"] != "—"])
def test_who_must_sign_has_where(code):
    code = DECIDED_BY.get(code, code)

    assert SAMPLES[code].signatures if code in SAMPLES else by_code(code).signatures


def test_the_minute_of_the_teachers_asks_for_no_pupil():
    assert [one.key for one in by_code("D-24").fields() if one.of in {"", "estudiantes"}
            and one.type in {"persona", "curso", "rut"}] == []  # fmt: skip


@pytest.mark.parametrize("code", ROWS)
def test_a_row_is_a_paper_or_a_form_and_not_both(code):
    code = DECIDED_BY.get(code, code)

    assert (dict.__contains__(KINDS, code)) != (by_code(code) is not None)
