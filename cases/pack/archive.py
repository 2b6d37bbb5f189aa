"""The ZIP: two oficios, the expediente, its pieces, the annexes, and what vouches for them."""

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from cases.expulsion.requirements import Standing, requirements_of
from cases.expulsion.state import Procedure
from cases.models import PackExport
from cases.models.expulsion import Hito
from cases.pack.foliation import Expediente, foliate
from cases.pack.paper import acts_page, index_page
from cases.pack.pieces import Piece, hide
from cases.pack.spreadsheet import as_csv
from schools.files import read_file

HEADS = (
    "N°", "Pieza", "Ingreso", "Foja inicial", "Foja final", "SHA-256", "SHA-256 del original",
    "Con reserva de terceros", "Archivo",
)  # fmt: skip
EPOCH = (2026, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Archive:
    """The bytes of the ZIP and how many pages its expediente has."""

    content: bytes
    pages: int


def bind(p: Procedure, pack: PackExport, papers: Mapping[int, Piece]) -> Archive:
    """Return the pack made of these papers, by the id of their document."""
    offices = {p.last(Hito.OFICIOS).data[name]: name for name in ("sie", "seremi")}
    oficios = {name: papers[pk] for pk, name in offices.items()}
    pieces = [piece for pk, piece in papers.items() if pk not in offices]
    pieces.append(Piece("Requisitos y actuaciones del procedimiento", p.now, acts_page(p)))
    book = foliate(pieces, lambda entries, total: index_page(p, entries, total))
    files = _files(book, oficios) | _annexes(pack)
    files["indice.csv"] = as_csv(_index(p, book))
    manifest = json.dumps(_manifest(p, pack, book, files), ensure_ascii=False, indent=2)
    files["manifiesto.json"] = manifest.encode()
    return Archive(_zipped(files), book.pages)


def _files(book: Expediente, oficios: dict[str, Piece]) -> dict[str, bytes]:
    found = {
        "1_oficio_superintendencia.pdf": oficios["sie"].content,
        "2_oficio_seremi.pdf": oficios["seremi"].content,
        "3_expediente_foliado.pdf": book.content,
    }
    return found | {_name(e.number, e.piece): e.piece.content for e in book.entries}


def _name(number: int, piece: Piece) -> str:
    return f"piezas/{number:03d}_{piece.code or 'actuaciones'}_{piece.folio or 'procedimiento'}.pdf"


def _annexes(pack: PackExport) -> dict[str, bytes]:
    """Return the files that the directora chose, one by one, after looking at each."""
    found = {}
    for number, pk in enumerate(pack.annexes, start=1):
        stored, content = read_file(pk)
        end = stored.original_name.rpartition(".")[2].lower()
        suffix = end if re.fullmatch(r"[a-z0-9]{1,5}", end) else "bin"
        found[f"anexos/anexo_{number:03d}.{suffix}"] = content
    return found


def _index(p: Procedure, book: Expediente) -> list[tuple]:
    zone = ZoneInfo(p.case.school.time_zone)
    rows = [HEADS]
    for e in book.entries:
        at = e.piece.at.astimezone(zone)
        rows.append(
            (
                e.number, e.piece.title, f"{at:%d-%m-%Y %H:%M}", e.first, e.last, e.piece.sha256,
                e.piece.original, "sí" if e.piece.redacted else "no", _name(e.number, e.piece),
            )
        )  # fmt: skip
    return rows


def _manifest(p: Procedure, pack: PackExport, book: Expediente, files: dict[str, bytes]) -> dict:
    school = p.case.school
    return {
        "establecimiento": {"nombre": school.name, "rbd": school.rbd, "comuna": school.comuna},
        "caso": p.case.folio,
        "medida": p.medida,
        "para_que": hide(pack.purpose, p),
        "reunido_el": pack.requested_at.isoformat(),
        "reunido_por": pack.requested_by.get_full_name(),
        "fojas": book.pages,
        "requisitos": [_demand(one, p) for one in requirements_of(p)],
        "archivos": [
            {"nombre": name, "sha256": hashlib.sha256(body).hexdigest(), "bytes": len(body)}
            for name, body in sorted(files.items())
        ],
    }  # fmt: skip


def _demand(standing: Standing, p: Procedure) -> dict[str, str]:
    row, paper = standing.requirement, standing.document
    return {
        "id": row.id,
        "requisito": row.title,
        "norma": row.norm,
        "estado": standing.answer.value,
        "razon": hide(standing.reason, p),
        "documento": paper.folio if paper else "",
    }


def _zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, body in sorted(files.items()):
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            bundle.writestr(entry, body)
    return out.getvalue()
