"""Every template with little, with much and with malice: the words are printed, or refused."""

import os
import re
import time
from dataclasses import fields, is_dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from cases.documents import limits
from cases.documents import press as presses
from cases.documents.kinds import KINDS, DocumentKind
from cases.documents.render import render
from cases.documents.reports import Issue, Letterhead
from cases.fichas.loader import by_code
from convivencia.exceptions import DomainError
from tests.cases.documents.pdf import text_of
from tests.cases.documents.samples import SAMPLES as PAPERS
from tests.cases.documents.samples_bound import BOUND
from tests.cases.documents.samples_fichas import paper_of

pytestmark = pytest.mark.paper
HOSTILE = (
    "<b>\"&'</b></td></table><style>@import url(http://127.0.0.1:1/);body{display:none}</style>"
    '<img src="file:///etc/passwd" onerror=x()><link rel=attachment href=http://127.0.0.1:1/>'
    "<svg><image href='data:image/png;base64,AAAA'/></svg>{{ r }}{% now 'Y' %}url(file:///etc/)"
)
# What a template compares with its own words: not typed by anybody.
OURS = {"method", "scan_mime", "time_zone", "content_hash", "url", "run", "kind", "outcome"}
# A form with everything that a form may have: boxes, lists, somebody's words, a sentence.
FORM = "F04"
SAMPLES = {
    **PAPERS,
    FORM: paper_of(by_code(FORM), PAPERS["D-12"]),
    **{code: report for code, (_, report) in BOUND.items()},
}
# Of the long narrative; the word without end has half of them. `make torture-papers`: 2,000,000.
LETTERS = int(os.environ.get("TORTURE_LETTERS", "20000"))
BEYOND = LETTERS > limits.MAX_CHARS
SECONDS = 600 if BEYOND else 60
PATIENT = (
    "import sys; from cases.documents import worker;"
    f" worker.CPU_SECONDS = worker.SECONDS = {SECONDS}; sys.exit(worker.main())"
)


def _typed(value: Any, words: str, name: str = "") -> Any:
    """Return `value` with each text that somebody may type turned into `words`."""
    if isinstance(value, Issue):
        return value
    if isinstance(value, str):
        return words if name not in OURS else value
    if isinstance(value, tuple):
        return tuple(_typed(item, words, name) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            value, **{f.name: _typed(getattr(value, f.name), words, f.name)
                      for f in fields(value) if f.init}
        )  # fmt: skip
    return value


def kind_of(code: str) -> DocumentKind:
    return BOUND[code][0] if code in BOUND else KINDS[code]


@cache
def _printed(code: str) -> str:
    return _bare(text_of(render(SAMPLES[code], kind_of(code))[1]))


def _longest(code: str) -> str:
    """Return the field with the longest text that the document prints."""
    report, printed = SAMPLES[code], _printed(code)
    texts = {f.name: getattr(report, f.name) for f in fields(report) if f.name not in OURS}
    shown = {n: v for n, v in texts.items() if isinstance(v, str) and v and _bare(v) in printed}
    return max(shown, key=lambda name: len(shown[name]))


def _bare(text: str) -> str:
    return re.sub(r"[\s\u200b-]", "", text)


@pytest.fixture(params=SAMPLES)
def code(request):
    return request.param


def test_malice_is_printed_as_it_was_typed(code):
    report = _typed(SAMPLES[code], HOSTILE)

    html, pdf = render(report, kind_of(code))

    assert _bare(HOSTILE) in _bare(text_of(pdf))
    assert not re.search(r"<(?:svg|link|iframe)|<style>@import|file:///etc/passwd\"", html)


def test_almost_nothing_is_a_document_too(code):
    report = _typed(SAMPLES[code], "x")
    empty = {f.name: () for f in fields(report) if isinstance(getattr(report, f.name), tuple)}

    for draft in (False, True):
        _, pdf = render(replace(report, **empty), kind_of(code), draft=draft)
        assert text_of(pdf)


@pytest.mark.parametrize(
    "words", ["palabra " * 262_144, "a" * 1_000_000], ids=["2 MB", "a word of a million letters"]
)
def test_too_much_is_refused_at_once(code, words):
    crowded = replace(SAMPLES[code], **{_longest(code): words})
    started = time.monotonic()

    with pytest.raises(DomainError) as refused:
        render(crowded, kind_of(code))

    assert refused.value.code == "documento_largo"
    assert time.monotonic() - started < 3


@pytest.fixture
def lifted(monkeypatch):
    """With more letters than we let through, the renderer without our limits but the memory."""
    if not BEYOND:
        yield
        return
    monkeypatch.setattr(limits, "MAX_CHARS", 2 * LETTERS)
    monkeypatch.setattr(limits, "MAX_TEXTS", 2 * LETTERS)
    monkeypatch.setattr(presses, "SECONDS", SECONDS)
    monkeypatch.setattr(presses, "COMMAND", [*presses.COMMAND[:3], "-c", PATIENT])
    presses.press.stop()
    yield
    presses.press.stop()


def _long(code: str, words: str) -> bytes | None:
    """Return the document; None where, beyond our limits, it took all the memory it may have."""
    try:
        return render(replace(SAMPLES[code], **{_longest(code): words}), kind_of(code))[1]
    except DomainError as refused:
        if not BEYOND or refused.code != "documento_largo":
            raise
        print(f"{code}: rehusado, no le alcanzó la memoria")
        return None


@pytest.mark.usefixtures("lifted")
def test_a_long_narrative_is_printed_whole(code):
    said = [f"n{number:06}" for number in range(LETTERS // 26)]
    words = " ".join(f"Me dijeron cosas {mark}." for mark in said)
    started = time.monotonic()

    pdf = _long(code, words)

    assert time.monotonic() - started < SECONDS
    assert pdf is None or re.findall(r"n\d{6}", text_of(pdf))[: len(said)] == said


@pytest.mark.usefixtures("lifted")
def test_a_word_without_end_is_printed_whole(code):
    started = time.monotonic()

    pdf = _long(code, "Þ" * (LETTERS // 2))

    assert time.monotonic() - started < SECONDS
    assert pdf is None or text_of(pdf).count("Þ") >= LETTERS // 2


def test_the_letterhead_is_among_what_is_typed():
    assert _typed(Letterhead("a", "b", "c", "d"), "x").name == "x"


def test_no_template_is_left_out():
    """Every page that prints is one of those above; the parts go inside them."""
    folder = Path(__file__).parents[3] / "templates" / "documents"
    pages = {path.stem for path in folder.glob("*.html") if "verificacion" not in path.stem}
    drawn = {kind_of(code).template for code in SAMPLES}

    assert {page for page in pages if not page.startswith("_")} - drawn == {"base"}
