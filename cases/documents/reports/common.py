"""The parts that every document shares."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date, datetime

from schools.identifiers import format_run

TOGETHER, THREE = 10, 3  # signatures


@dataclass(frozen=True)
class Letterhead:
    """Who issues: the school as its paper shows it."""

    name: str
    rbd: str
    sostenedor: str
    comuna: str
    address: str = ""
    phone: str = ""
    email: str = ""
    time_zone: str = "America/Santiago"
    encargada_title: str = "Encargada de convivencia"
    directora_title: str = "Directora"
    logo: bytes = b""


@dataclass(frozen=True)
class Person:
    """Somebody as this copy may show them: for the other family, `name` is only initials."""

    name: str
    run: str = ""  # as printed
    title: str = ""  # «Apoderado titular», «Denunciado»
    curso: str = ""
    age: int | None = None

    @property
    def line(self) -> str:
        """`Renata Soto, RUN 12.345.678-5, 6° básico A`."""
        return ", ".join(
            part for part in (self.name, f"RUN {self.run}" if self.run else "", self.curso) if part
        )


@dataclass(frozen=True)
class Agreement:
    """Something to be done, by somebody, by a day."""

    what: str
    who: str = ""
    due_on: date | None = None


@dataclass(frozen=True)
class MedidaLine:
    """A measure as it is printed."""

    description: str
    grounds: str = ""
    about: str = ""
    owner: str = ""
    starts_on: date | None = None
    review_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True)
class PlazoLine:
    """A running plazo: what is due, whose it is, until when."""

    title: str
    responsible: str = ""
    due: date | datetime | None = None
    rule: str = ""  # «5 días hábiles desde la entrevista»
    source: str = ""
    projected: bool = False  # what it counts from has not happened yet


@dataclass(frozen=True)
class SignatureLine:
    """How one person signed, or the empty line where they will (no `method`)."""

    name: str
    title: str
    method: str = ""  # cases.models.documents.SignatureMethod
    run: str = ""  # compact, as stored
    statement: str = ""
    witness: str = ""
    signed_at: datetime | None = None
    image: bytes = b""  # PNG, as drawn
    scan: bytes = b""  # the page signed on paper
    scan_mime: str = ""

    @property
    def shown_run(self) -> str:
        return format_run(self.run)


@dataclass(frozen=True)
class Issue:
    """What a document gets on the day it is issued; None of it exists in a draft."""

    folio: str
    code: str
    url: str
    at: datetime
    content_hash: str = ""

    @property
    def grouped_code(self) -> str:
        """`ABCDE-FGHJK-…`, for whoever has to type it."""
        return "-".join(self.code[i : i + 5] for i in range(0, len(self.code), 5))

    @property
    def short_url(self) -> str:
        """The address without the code: the code is printed beneath."""
        return self.url.removesuffix(f"{self.code}/").split("://")[-1]

    @property
    def short_hash(self) -> str:
        """`9f2c41a7 … 7d10`."""
        return f"{self.content_hash[:8]} … {self.content_hash[-8:]}"


@dataclass(frozen=True, kw_only=True)
class Report:
    """The base of every document. `issue` is set once, by `services.issue_document`."""

    letterhead: Letterhead
    case_folio: str
    protocol: str  # «Protocolo de acoso escolar»
    reglamento: str  # «Reglamento interno 2026, versión 3»
    article: str = ""  # «artículo 8.6.3.2 B»
    laws: tuple[str, ...] = ()
    signatures: tuple[SignatureLine, ...] = ()
    copy_for: str = ""  # «Copia para la familia de la persona afectada»
    at: datetime | None = None
    issue: Issue | None = None

    @property
    def written_at(self) -> datetime | None:
        return self.issue.at if self.issue else self.at

    @property
    def signatures_fit(self) -> bool:
        """Return whether they are few enough to stay on one page."""
        return len(self.signatures) <= TOGETHER

    @property
    def signature_rows(self) -> list[tuple[bool, list[tuple[str, SignatureLine]]]]:
        """Signatures two by two, or three in a row; is it low (nothing drawn)? Picture, line."""
        lines = [(f"firma-{i}" if s.image else "", s) for i, s in enumerate(self.signatures)]
        wide = THREE if len(lines) == THREE else 2  # a third one is never alone in a row
        rows = [lines[i : i + wide] for i in range(0, len(lines), wide)]
        return [(all(s.method == "declarada" for _, s in row), row) for row in rows]


def snapshot(report: Report) -> dict:
    """Return `report` as plain JSON; images leave only their SHA-256."""
    return json.loads(json.dumps(asdict(report), default=_plain, ensure_ascii=False))


def content_hash(report: Report) -> str:
    """Return the SHA-256 of the snapshot in canonical form."""
    text = json.dumps(snapshot(report), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: object) -> str:
    if isinstance(value, bytes):
        return f"sha256:{hashlib.sha256(value).hexdigest()}" if value else ""
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is not plain data")
