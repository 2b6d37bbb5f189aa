"""Every kind of document is one that a screen reader reads: PDF/UA-1."""

import io
from dataclasses import replace

import pikepdf
import pytest

from cases.documents.kinds import KINDS
from cases.documents.render import render
from cases.documents.services import preview
from cases.fichas.loader import library
from tests.cases.documents.pdf import open_pdf
from tests.cases.documents.samples import SAMPLES, issued
from tests.cases.documents.samples_bound import BOUND
from tests.cases.documents.samples_fichas import paper_of
from tests.cases.documents.ua import problems


@pytest.mark.parametrize("code", SAMPLES)
def test_every_kind_can_be_listened_to(code):
    assert problems(issued(code)) == []


@pytest.mark.parametrize("form", library().values(), ids=lambda one: one.code)
def test_so_can_every_form(form):
    pdf = render(paper_of(form, SAMPLES["D-12"]), KINDS[form.code])[1]

    assert problems(pdf) == []


@pytest.mark.parametrize(("kind", "report"), BOUND.values(), ids=BOUND)
def test_so_can_what_the_expediente_adds(kind, report):
    assert problems(render(report, kind)[1]) == []


def test_so_can_a_draft():
    assert problems(preview("D-19", SAMPLES["D-19"])) == []


def test_so_can_a_table_of_several_pages():
    many = SAMPLES["D-12"].agreements * 60

    assert problems(render(replace(SAMPLES["D-12"], agreements=many), KINDS["D-12"])[1]) == []


def _spoiled(spoil) -> bytes:
    out = io.BytesIO()
    with open_pdf(issued("D-12")) as pdf:
        spoil(pdf)
        pdf.save(out)
    return out.getvalue()


def _first(pdf, tag):
    return _all(pdf, tag)[0]


def _all(pdf, tag):
    return [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/S") == tag]


def _mute(pdf):
    for figure in _all(pdf, "/Figure"):
        del figure.Alt


def _unmark(pdf):
    page = pdf.pages[0]
    page.Contents = pdf.make_stream(page.Contents.read_bytes() + b"\n0 0 10 10 re f\n")


@pytest.mark.parametrize(
    ("spoil", "found"),
    [
        (lambda pdf: pdf.Root.__delitem__("/Lang"), "language"),
        (lambda pdf: pdf.Root.__delitem__("/MarkInfo"), "not marked"),
        (lambda pdf: pdf.Root.__delitem__("/ViewerPreferences"), "the window shows"),
        (_mute, "a figure without words"),
        (lambda pdf: _first(pdf, "/TH").A.__delitem__("/Scope"), "a header without scope"),
        (lambda pdf: _first(pdf, "/H1").__setitem__("/S", pikepdf.Name.H3), "H3 after H0"),
        (lambda pdf: _first(pdf, "/TR").__setitem__("/S", pikepdf.Name.P), "inside P"),
        (lambda pdf: _first(pdf, "/P").__setitem__("/S", pikepdf.Name.Parrafo), "unknown tag"),
        (_unmark, "outside any mark"),
    ],
)
def test_the_check_sees_what_is_missing(spoil, found):
    assert any(found in problem for problem in problems(_spoiled(spoil)))
