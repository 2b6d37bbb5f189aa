"""Papers that can really be opened, for tests that hand something in."""

import io
from functools import cache

import pikepdf
from PIL import Image


@cache
def pdf(pages: int = 1) -> bytes:
    """Return a PDF of blank pages."""
    with pikepdf.new() as document:
        for _ in range(pages):
            document.add_blank_page()
        out = io.BytesIO()
        document.save(out, deterministic_id=True)
    return out.getvalue()


@cache
def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 30), mode: str = "RGB") -> bytes:
    """Return a picture of one colour."""
    out = io.BytesIO()
    Image.new(mode, size).save(out, kind)
    return out.getvalue()


PDF, JPEG, PNG = pdf(), picture("JPEG"), picture("PNG")
