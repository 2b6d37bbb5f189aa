"""Five hundred people, measures or points in each paper and form: all printed, none refused."""

import re
import subprocess
import time
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest

from cases.documents.render import render
from cases.documents.reports import Report
from cases.documents.reports.expulsion import Part
from cases.fichas.loader import library
from tests.cases.documents.samples import SAMPLES
from tests.cases.documents.samples_bound import BOUND
from tests.cases.documents.samples_fichas import paper_of
from tests.cases.documents.test_every_template import kind_of

pytestmark = pytest.mark.paper
MANY, SECONDS = 500, 60
PAPERS: dict[str, Report] = SAMPLES | {code: report for code, (_, report) in BOUND.items()}
# Which list grows, where a paper has several: the people first, then what is done with them.
FIRST = ("people", "present", "entries", "items", "antecedentes", "medidas", "sections", "parts")
OURS = {"laws", "signatures"}  # not typed by anybody; who signs is tried in the forms
LISTS = {
    one.code: one for one in library().values() if any(f.type == "lista" for f in one.fields())
}
# Papers without any list: one pupil, one adult, one fact.
ALONE = {"D-01", "D-05", "D-11", "D-11s", "D-17", "D-23", "D-29", "D-41", "D-70", "D-71", "D-74",
         "D-131"}  # fmt: skip


def _marked(item: Any, number: int) -> Any:
    """Return `item` with its number in the first text that it holds."""
    mark = f" «{number}»"
    if isinstance(item, str):
        return item + mark
    if is_dataclass(item) and not isinstance(item, type):
        name = next(f.name for f in fields(item) if isinstance(getattr(item, f.name), str))
        return replace(item, **{name: getattr(item, name) + mark})
    place = next(i for i, one in enumerate(item) if isinstance(one, str))
    return (*item[:place], item[place] + mark, *item[place + 1 :])


def _many(items: tuple) -> tuple:
    return tuple(_marked(items[n % len(items)], n) for n in range(MANY))


def _lists(report: Any) -> dict[str, tuple]:
    values = {f.name: getattr(report, f.name) for f in fields(report) if f.name not in OURS}
    return {name: value for name, value in values.items() if value and isinstance(value, tuple)}


def _grown(part: Any) -> Any:
    """Return a section or a part with five hundred rows, or five hundred points."""
    if isinstance(part, Part) and not part.rows:
        return replace(part, text="\n".join(f"{part.text} «{n}»" for n in range(MANY)))
    name = "rows" if isinstance(part, Part) else "lines"
    return replace(part, **{name: _many(getattr(part, name))})


def _crowded(report: Report) -> Report | None:
    """Return the paper with five hundred in one of its lists; None if it has no list."""
    found = _lists(report)
    name = next((one for one in (*FIRST, *found) if one in found), "")
    if name in {"sections", "parts"}:
        part = next((one for one in found[name] if getattr(one, "rows", ())), found[name][-1])
        grown = tuple(_grown(one) if one is part else one for one in found[name])
        return replace(report, **{name: grown})
    return replace(report, **{name: _many(found[name])}) if name else None


def _left_out(report: Report, code: str) -> set[int]:
    """Print it in time, and return the numbers that are not on its pages."""
    started = time.monotonic()
    _, pdf = render(report, kind_of(code))
    assert time.monotonic() - started < SECONDS
    read = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return set(range(MANY)) - {int(n) for n in re.findall(r"«(\d+)»", read.stdout.decode())}


@pytest.mark.parametrize("code", [code for code in PAPERS if code not in ALONE])
def test_five_hundred_are_printed_in_every_paper(code):
    assert _left_out(_crowded(PAPERS[code]), code) == set()


@pytest.mark.parametrize("code", LISTS)
def test_five_hundred_names_are_printed_in_every_form_that_lists(code):
    """Where each of them signs, their five hundred signatures too."""
    report = paper_of(LISTS[code], SAMPLES["D-12"], many=MANY)

    assert _left_out(report, code) == set()


def test_only_papers_without_lists_are_left_alone():
    assert {code for code, report in PAPERS.items() if _crowded(report) is None} == ALONE
    assert {"D-13", "D-24", "F01"} <= set(LISTS)
