"""T31: a PDF made to break whoever reads it is refused, or comes out plain, in bounded time."""

import io
import random
import re
import time
import warnings

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from convivencia.exceptions import DomainError
from schools.uploads.cleaning.pdfs import PAGES, clean_pdf
from schools.uploads.cleaning.refusal import RefusedError
from schools.uploads.sandbox import SECONDS, clean_copy
from tests.papers import PDF, pdf
from tests.security.test_t30_polyglots import ACTS, acting_pdf

# A form loses its index on the way: that is what we want.
pytestmark = [
    pytest.mark.filterwarnings("ignore:Copying pages"),
    pytest.mark.filterwarnings("ignore:This document has"),
]
MUTANTS = 500


def saved(document: pikepdf.Pdf, **options: object) -> bytes:
    out = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a form without its index: that is the point
        document.save(out, **options)
    return out.getvalue()


def mutant(rng: random.Random, content: bytes) -> bytes:
    """Flip some bytes; at times cut it, or repeat a piece of it."""
    data = bytearray(content)
    for _ in range(rng.randint(1, 24)):
        data[rng.randrange(len(data))] = rng.randrange(256)
    if rng.random() < 0.2:
        del data[rng.randrange(len(data)) :]
    if rng.random() < 0.2:
        at = rng.randrange(len(data) or 1)
        data[at:at] = data[at : at + rng.randint(1, 400)]
    return bytes(data)


def locked(**passwords: str) -> bytes:
    with pikepdf.open(io.BytesIO(PDF)) as document:
        return saved(document, encryption=pikepdf.Encryption(**passwords))


def acts_in(content: bytes) -> list[str]:
    """Return what acts in a PDF, once nothing of it is packed."""
    with pikepdf.open(io.BytesIO(content)) as document:
        plain = saved(
            document, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable
        )
    return [word for word in ACTS if re.search(re.escape(word).encode() + rb"(?![#\w])", plain)]


def crowded(pages: int) -> bytes:
    """A tree of pages that names the same page so many times."""
    kids = b"3 0 R " * pages
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Count " + str(pages).encode() + b"/Kids[" + kids + b"]>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n"
        b"trailer<</Root 1 0 R>>\n%%EOF\n"
    )


def circular() -> bytes:
    """A tree of pages that is its own branch."""
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Count 1/Kids[2 0 R]/Parent 2 0 R>>endobj\n"
        b"trailer<</Root 1 0 R>>\n%%EOF\n"
    )


def nested(levels: int) -> bytes:
    deep = b"[" * levels + b"]" * levels
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R/X " + deep + b">>endobj\n"
        b"2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Y " + deep + b">>endobj\n"
        b"trailer<</Root 1 0 R>>\n%%EOF\n"
    )


def chained_actions() -> bytes:
    """A link whose action is followed by another, hidden in a form that runs."""
    with pikepdf.open(io.BytesIO(acting_pdf())) as document:
        page = document.pages[0].obj
        after = Dictionary(S=Name.JavaScript, JS="alert(2)")
        first = Dictionary(S=Name.GoTo, Next=Array([after]))
        widget = Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, Rect=[0, 0, 9, 9], A=first,
            AA=Dictionary(K=after),
        )  # fmt: skip
        page.Annots = Array([widget])  # written in place: no object of its own
        document.Root.AcroForm = Dictionary(Fields=Array([widget]), XFA="alert(3)")
        return saved(document)


def test_t31_five_hundred_broken_ones_crash_nothing():
    rng, opened = random.Random(31), 0
    sources = [PDF, acting_pdf(), chained_actions()]
    for number in range(MUTANTS):
        content = mutant(rng, sources[number % len(sources)])
        try:
            copy = clean_pdf(content)
        except RefusedError:
            continue
        assert acts_in(copy) == []
        opened += 1

    assert 0 < opened < MUTANTS


REFUSED = {
    "password": lambda: locked(user="clave", owner="clave"),
    "permissions": lambda: locked(user="", owner="clave"),
    "pages": lambda: pdf(PAGES + 1),
    "a-hundred-thousand-pages": lambda: crowded(100_000),
    "circular": circular,
    "no-pages": lambda: crowded(0),
    "only-a-header": lambda: b"%PDF-1.7\n",
}


@pytest.mark.parametrize("name", REFUSED)
def test_t31_it_is_refused_with_a_reason_and_in_time(name):
    started = time.monotonic()

    with pytest.raises(DomainError) as refused:
        clean_copy(REFUSED[name](), "application/pdf", "acta.pdf")

    assert refused.value.message.startswith("«acta.pdf» ")
    assert time.monotonic() - started < SECONDS + 5


@pytest.mark.parametrize("levels", [50, 5_000, 200_000])
def test_t31_however_deep_it_is_the_process_apart_answers(levels):
    try:
        copy = clean_copy(nested(levels), "application/pdf", "acta.pdf")
    except DomainError:
        return
    with pikepdf.open(io.BytesIO(copy)) as document:
        assert len(document.pages) == 1


def test_t31_actions_in_a_chain_and_in_a_form_are_gone():
    assert len(acts_in(chained_actions())) > 3
    assert acts_in(clean_pdf(chained_actions())) == []
