"""One renderer: a report and its kind in, HTML and a tagged PDF out.

The page is drawn in a process apart (`press`), with limits of memory and time of its own.
"""

import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.template.backends.django import DjangoTemplates
from django.utils import timezone

from cases.documents.codes import qr_png
from cases.documents.kinds import DocumentKind
from cases.documents.limits import prepare
from cases.documents.press import press
from cases.documents.reports import Report

TEMPLATES = Path(settings.BASE_DIR) / "templates"
# A number does not part from its sign, an hour from its word, a level from its name.
TOGETHER = re.compile(
    r"(?<=N°) |(?<=\bRUN) (?=\d)|(?<=\d:\d\d) (?=horas)|(?<=\bletra) (?=\w\))|"
    r"(?<=\d°) (?=básico|medio)"
)
RASTER = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg"}


def render(report: Report, kind: DocumentKind, *, draft: bool = False) -> tuple[str, bytes]:
    """Return the HTML and the PDF (PDF/UA-1) of `report`.

    Raises DomainError if the report is too long, or takes too much, to print.
    """
    html = render_html(report, kind, draft=draft)
    return html, _pdf(html, _images(report))


def render_html(report: Report, kind: DocumentKind, *, draft: bool = False) -> str:
    """Return the HTML of `report`, in the school's time zone."""
    template = _engine().get_template(f"documents/{kind.template}.html")
    with timezone.override(ZoneInfo(report.letterhead.time_zone)):
        page = template.render({"r": prepare(_pictured(report)), "k": kind, "draft": draft})
    return TOGETHER.sub("\u00a0", page)


def _pictured(report: Report) -> Report:
    """Leave out what claims to be a picture and is none: it is not drawn, and not fetched."""
    head, lines = report.letterhead, report.signatures
    return replace(
        report,
        letterhead=head if _raster(head.logo) else replace(head, logo=b""),
        signatures=tuple(s if _raster(s.image) else replace(s, image=b"") for s in lines),
    )


def _pdf(html: str, images: dict[str, tuple[bytes, str]]) -> bytes:
    return press.draw(html, images)


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


def warm_up() -> None:
    """Load what the first document would wait for; a web process calls it when it starts."""
    press.start()
    _engine()
