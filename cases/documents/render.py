"""One renderer: a report and its kind in, HTML and a tagged PDF out."""

import atexit
import logging
import threading
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings
from django.template.backends.django import DjangoTemplates
from django.utils import timezone

from cases.documents.codes import qr_png
from cases.documents.kinds import DocumentKind
from cases.documents.limits import prepare
from cases.documents.reports import Report

if TYPE_CHECKING:
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

FONTS = Path(settings.BASE_DIR) / "static" / "fonts"
TEMPLATES = Path(settings.BASE_DIR) / "templates"
RASTER = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg"}

# Pango's font map is shared by the process and is not made for two threads at once.
_lock = threading.Lock()


def render(report: Report, kind: DocumentKind, *, draft: bool = False) -> tuple[str, bytes]:
    """Return the HTML and the PDF (PDF/UA-1) of `report`.

    Raises DomainError if the report is too long to print.
    """
    html = render_html(report, kind, draft=draft)
    return html, _pdf(html, _images(report))


def render_html(report: Report, kind: DocumentKind, *, draft: bool = False) -> str:
    """Return the HTML of `report`, in the school's time zone."""
    template = _engine().get_template(f"documents/{kind.template}.html")
    with timezone.override(ZoneInfo(report.letterhead.time_zone)):
        return template.render({"r": prepare(_pictured(report)), "k": kind, "draft": draft})


def _pictured(report: Report) -> Report:
    """Leave out what claims to be a picture and is none: it is not drawn, and not fetched."""
    head, lines = report.letterhead, report.signatures
    return replace(
        report,
        letterhead=head if _raster(head.logo) else replace(head, logo=b""),
        signatures=tuple(s if _raster(s.image) else replace(s, image=b"") for s in lines),
    )


def _pdf(html: str, images: dict[str, tuple[bytes, str]]) -> bytes:
    from weasyprint import HTML  # noqa: PLC0415 -- slow import

    from cases.documents.fetcher import MemoryFetcher  # noqa: PLC0415 -- imports weasyprint

    with _lock:
        fonts, css = _style()
        page = HTML(string=html, url_fetcher=MemoryFetcher(images), base_url="memoria:")
        return page.write_pdf(font_config=fonts, stylesheets=[css], pdf_variant="pdf/ua-1")


def _images(report: Report) -> dict[str, tuple[bytes, str]]:
    found = {"logo": report.letterhead.logo}
    found |= {f"firma-{i}": line.image for i, line in enumerate(report.signatures)}
    if report.issue:
        found["qr"] = qr_png(report.issue.url)
    return {name: (body, mime) for name, body in found.items() if (mime := _raster(body))}


def _raster(body: bytes) -> str:
    return next((mime for magic, mime in RASTER.items() if body.startswith(magic)), "")


@cache
def _engine() -> DjangoTemplates:
    """Return an engine of our own: escaping always on, no context processors, our filters."""
    return DjangoTemplates(
        {
            "NAME": "documents",
            "DIRS": [TEMPLATES],
            "APP_DIRS": False,
            "OPTIONS": {
                "autoescape": True,
                "loaders": [
                    (
                        "django.template.loaders.cached.Loader",
                        [("django.template.loaders.filesystem.Loader", [TEMPLATES])],
                    )
                ],
                "builtins": ["cases.documents.text"],
            },
        }
    )


@cache
def _style() -> tuple["FontConfiguration", "CSS"]:
    """Return the fonts and the style sheet, read once per process."""
    from weasyprint import CSS  # noqa: PLC0415 -- slow import
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415

    from cases.documents.fetcher import MemoryFetcher  # noqa: PLC0415

    logging.getLogger("fontTools").setLevel(logging.WARNING)
    fonts = FontConfiguration()
    files = {path.name: (path.read_bytes(), "font/woff2") for path in FONTS.glob("*.woff2")}
    text = (TEMPLATES / "documents" / "documento.css").read_text(encoding="utf-8")
    css = CSS(string=text, font_config=fonts, url_fetcher=MemoryFetcher(files), base_url="memoria:")
    atexit.register(_style.cache_clear)  # its destructor needs a living interpreter
    return fonts, css


def warm_up() -> None:
    """Load what the first document would wait for; a worker calls it when it starts."""
    import weasyprint  # noqa: F401, PLC0415 -- slow import

    _style()
    _engine()
