"""Every paper and every form, with more and with less text: what the eye would reject."""

import html
import re
from dataclasses import fields, replace

import pytest

from cases.documents.kinds import KINDS
from cases.documents.render import render
from cases.documents.reports import Report
from cases.documents.reports.common import TOGETHER
from cases.fichas.loader import library
from tests.cases.documents.pdf import pages_of
from tests.cases.documents.samples import SAMPLES
from tests.cases.documents.samples_fichas import TOLD, paper_of

pytestmark = pytest.mark.paper
FOOT = r"\S+ N° 2026-118 · Caso 2026-0043.*?v\d+ Página \d+ de \d+"
SENTENCE = " La conversación fue serena y terminó a la hora prevista, con acuerdo de las partes."
BASE = SAMPLES["D-12"]
FEWEST = 6  # words over the signatures, if the page has nothing else
# The text that grows: the longest of its own that each paper prints.
SHORT = {"place", "mode", "medium", "addressee_place", "copy_for", "subject", "contact"}


def bodies(content: bytes) -> list[str]:
    """Return the text of each page without the strip at its foot."""
    return [re.sub(FOOT, "", page).strip() for page in pages_of(content)]


def grown(code: str, times: int) -> Report:
    """Return the sample of a paper with more told in it."""
    if code not in SAMPLES:
        form = next(one for one in library().values() if one.code == code)
        return paper_of(form, BASE, told=TOLD + SENTENCE * times)
    report = SAMPLES[code]
    if getattr(report, "parts", ()):  # the last part is what comes before the signatures
        *first, last = report.parts
        return replace(report, parts=(*first, replace(last, text=last.text + SENTENCE * times)))
    named = {f.name: getattr(report, f.name) for f in fields(type(report)) if f.name not in BASED}
    texts = {n: v for n, v in named.items() if isinstance(v, str) and n not in SHORT and " " in v}
    if not texts:
        return report
    name = max(texts, key=lambda one: len(texts[one]))
    return replace(report, **{name: texts[name] + SENTENCE * times})


BASED = {f.name for f in fields(Report)}
EVERY = (*SAMPLES, *(one.code for one in library().values()))


@pytest.mark.parametrize("times", [0, 3, 6, 10, 22])
@pytest.mark.parametrize("code", EVERY)
def test_no_page_of_a_paper_would_be_sent_back(code, times):
    report = grown(code, times)
    page, pdf = render(report, KINDS[code])
    pages = bodies(pdf)

    assert _ends_with_a_title(page, pages) == []
    assert _apart(report, pages) == []
    assert _split(page, pages) == []
    assert _parted(page, pages) == []
    assert all(len(one.split()) >= FEWEST for one in pages)


def _ends_with_a_title(page: str, pages: list[str]) -> list[str]:
    titles = {_plain(one) for one in re.findall(r"<h[1-3][^>]*>(.*?)</h[1-3]>", page, re.DOTALL)}
    return [one[-60:] for one in pages if any(title and one.endswith(title) for title in titles)]


def _apart(report: Report, pages: list[str]) -> list[str]:
    """Return what is wrong with the signatures: over several pages, or alone on the last."""
    if not report.signatures or len(report.signatures) > TOGETHER:
        return []
    names = [line.name for line in report.signatures]
    signed = next((p for p in reversed(pages) if names[0] in p), "")
    apart = [name for name in names if name not in signed]
    before = signed.rpartition(names[0])[0] if signed is not pages[0] else "x " * FEWEST
    return apart or ([] if len(before.split()) >= FEWEST else [f"alone: {signed[:80]}"])


def _split(page: str, pages: list[str]) -> list[str]:
    """Return the short tables and lists that go on in the next page."""
    found = re.findall(r'<(table|ol) class="[^"]*junta[^"]*">(.*?)</\1>', page, re.DOTALL)
    cells = [re.findall(r"<(t[dh]|li)[^>]*>(.*?)</\1>", inside, re.DOTALL) for _, inside in found]
    words = [[_plain(text) for _, text in row] for row in cells]
    kept = [[one for one in row if len(one) > 3] for row in words]
    squeezed = [re.sub(r"\s", "", one) for one in pages]
    return [
        row[0]
        for row in kept
        if row and not any(_in_order([re.sub(r"\s", "", c) for c in row], one) for one in squeezed)
    ]


def _parted(page: str, pages: list[str]) -> list[str]:
    """Return the labels of a table that are on one page, and what they label on the next."""
    rows = re.findall(r'<th scope="row">(.*?)</th><td[^>]*>(.*?)</td>', page, re.DOTALL)
    squeezed = [re.sub(r"\s", "", one) for one in pages]
    pairs = [(_bare(label), _bare(text)[:12]) for label, text in rows]
    return [a for a, b in pairs if b and not any(a + b in one for one in squeezed)]


def _bare(markup: str) -> str:
    return re.sub(r"\s", "", _plain(markup))


def _in_order(cells: list[str], page: str) -> bool:
    return all(cell in page for cell in cells)


def _plain(markup: str) -> str:
    text = html.unescape(re.sub(r"<[^>]+>", " ", markup)).replace("\u200b", "")
    return " ".join(text.split())


def test_the_check_sees_a_title_at_the_foot_and_a_name_apart():
    assert _ends_with_a_title("<h2 class='n'>Acuerdos</h2>", ["Se conversó. 4. Acuerdos"])
    assert not _ends_with_a_title("<h2>Acuerdos</h2>", ["4. Acuerdos Ninguno."])
    assert _apart(SAMPLES["D-12"], ["Texto. Carolina Fuentes Riquelme", "Marcela Peñailillo"])
    row = '<th scope="row">Involucradas</th><td>Antonia <b>Quiroga</b></td>'
    assert _parted(row, ["Involucradas", "Antonia Quiroga"]) == ["Involucradas"]
    assert not _parted(row, ["Involucradas Antonia Quiroga"])
