"""A paper that is no longer in force, as it is shown: its pages crossed by what became of it.

The bytes that were issued stay as they are; this is a copy for the eye.
"""

import io

from cases.documents.press import press
from cases.models import Document
from cases.models.documents import DocumentState

WORDS = {DocumentState.ANULADO: "ANULADO", DocumentState.REEMPLAZADO: "REEMPLAZADO"}
PAGE = (
    '<!doctype html><html lang="es-CL"><head><title>{word}</title><style>'
    "@page {{ margin: 0 }} .marca {{ font-size: {size}pt }}</style></head>"
    '<body><div class="marca">{word}</div></body></html>'
)


def stamped(document: Document, content: bytes) -> bytes:
    """Return the PDF with «ANULADO» or «REEMPLAZADO» across each page; in force, as it is."""
    word = WORDS.get(document.state)
    if word is None:
        return content
    import pikepdf  # noqa: PLC0415 -- slow import

    over = press.draw(PAGE.format(word=word, size=84 if len(word) < len("BORRADOR") else 62), {})
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf, pikepdf.open(io.BytesIO(over)) as mark:
        for page in pdf.pages:
            page.add_overlay(mark.pages[0])
        pdf.save(out)
    return out.getvalue()
