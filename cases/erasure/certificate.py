"""The certificate of an erasure: issued like any document, sealed with the key of the school."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from cases.documents.builders.common import heading
from cases.documents.codes import new_code
from cases.documents.folios import next_folio
from cases.documents.kinds import KINDS
from cases.documents.render import render
from cases.documents.reports import Issue, Report, SignatureLine
from cases.documents.reports.common import content_hash
from cases.models import Case, Document
from schools.files import store_file
from schools.models import Membership

CODE = "D-132"


@dataclass(frozen=True, kw_only=True)
class ErasureReport(Report):
    """What the certificate says. No name of a child, no word of what happened."""

    reason: str
    closed_on: date
    kept_until: date
    counts: tuple[tuple[str, int], ...]
    hashes: tuple[str, ...]
    sha256: str


def issue_certificate(*, case: Case, actor: Membership, at: datetime, **facts: object) -> Document:
    """Number, render and keep the certificate. Its file is the school's: it outlives the case."""
    line = SignatureLine(
        name=actor.user.get_full_name(), title=actor.title, method="declarada", signed_at=at
    )
    report = ErasureReport(**heading(case, CODE), signatures=(line,), **facts)
    year = timezone.localtime(at, ZoneInfo(report.letterhead.time_zone)).year
    number, kind = next_folio(kind="documento", year=year), KINDS[CODE]
    code = new_code()
    url = f"{settings.SITE_URL.rstrip('/')}/v/{report.letterhead.rbd}/{code}/"
    issue = Issue(
        folio=f"{year}-{number}", code=code, url=url, at=at, content_hash=content_hash(report)
    )
    _, pdf = render(replace(report, issue=issue), kind)
    file = store_file(
        content=pdf, name=f"eliminacion-{year}-{number}.pdf", mime="application/pdf", at=at,
        user_id=actor.user_id,
    )  # fmt: skip
    return Document.objects.create(
        case=case, code=CODE, title=kind.title, year=year, number=number, level=kind.level,
        file=file, sha256=file.sha256, template_version=kind.template_version, snapshot=None,
        verification_code=code, issued_at=at, issued_by=actor.user,
    )  # fmt: skip
