"""HTML in, tagged PDF out: all that WeasyPrint does, and nothing of Django or of the school."""

import atexit
import logging
from functools import cache
from pathlib import Path

import pydyf
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from cases.documents.fetcher import MemoryFetcher

ROOT = Path(__file__).resolve().parents[2]
FONTS = ROOT / "static" / "fonts"
STYLE = ROOT / "templates" / "documents" / "documento.css"
VARIANT = "pdf/ua-1"
Images = dict[str, tuple[bytes, str]]


class HoleError(Exception):
    """WeasyPrint complained while it drew: what would come out is not the document."""


def draw(html: str, images: Images) -> bytes:
    """Return the PDF/UA-1 of a page; HoleError if anything of it could not be drawn."""
    fonts, css = style()
    page = HTML(string=html, url_fetcher=MemoryFetcher(images), base_url="memoria:")
    _complaints.clear()
    options = {"font_config": fonts, "stylesheets": [css], "pdf_variant": VARIANT}
    pdf = page.write_pdf(finisher=_scope_headers, **options)
    if _complaints:
        raise HoleError(_complaints[0])
    return pdf


def _scope_headers(_document: object, pdf: pydyf.PDF) -> None:
    """Say of each header whether it heads a column or a row: readers ask for it by name."""
    tagged = {o.reference: o for o in pdf.objects if isinstance(o, pydyf.Dictionary) and "S" in o}
    for cell in tagged.values():
        if cell["S"] == "/TH":
            row = tagged[cell["P"]]
            group = tagged[row["P"]]
            cell["A"]["Scope"] = "/Column" if group["S"] == "/THead" else "/Row"


@cache
def style() -> tuple[FontConfiguration, CSS]:
    """Return the fonts and the style sheet, read once per process."""
    logging.getLogger("fontTools").setLevel(logging.WARNING)
    log = logging.getLogger("weasyprint")
    log.addHandler(_Listener(logging.WARNING))
    log.propagate = False
    fonts = FontConfiguration()
    files = {path.name: (path.read_bytes(), "font/woff2") for path in FONTS.glob("*.woff2")}
    text = STYLE.read_text(encoding="utf-8")
    css = CSS(string=text, font_config=fonts, url_fetcher=MemoryFetcher(files), base_url="memoria:")
    atexit.register(style.cache_clear)  # its destructor needs a living interpreter
    return fonts, css


_complaints: list[str] = []


class _Listener(logging.Handler):
    """Keep what WeasyPrint says: a style it ignores or a picture it leaves out is a defect.

    A letter that no font has is none: it was typed by somebody, and is printed as an empty box.
    """

    def emit(self, record: logging.LogRecord) -> None:
        if not record.getMessage().startswith(".notdef"):
            _complaints.append(record.getMessage()[:300])
