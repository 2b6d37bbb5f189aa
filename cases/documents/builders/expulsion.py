"""The papers of an expulsión or cancelación: written here, from what the procedure holds."""

from collections.abc import Iterable
from datetime import datetime

from cases.documents.builders.common import (
    blank_line,
    declared,
    for_family,
    heading,
    official,
    person,
)
from cases.documents.reports import Person, SignatureLine
from cases.documents.reports.expulsion import ExpulsionReport, Part
from cases.models import Case, Comisionado, Expulsion
from schools.models import Membership

Rows = Iterable[tuple[str, str]]
# The charge, whoever holds it: it reads right of a woman and of a man.
CHARGES = {
    "profesor_jefe": "Jefatura del curso",
    "coordinador": "Coordinación de convivencia educativa",
    "tecnico": "Equipo técnico-pedagógico",
}
# Source: normas vigentes en noviembre de 2026.
LAWS = (
    "artículo 6, letra d), del DFL N° 2, de 1998, del Ministerio de Educación",
    "artículo 16 E, letra i), de la Ley General de Educación",
    "artículo 64 de la Ley N° 21.430, sobre reserva de los registros",
)
# Given to the pupil and the family, or to an authority.
LEAVES = frozenset({"D-47", "D-47s", "D-56", "D-57", "D-58", "D-75", "D-76", "D-78"})
CITES = (
    "Se cita al estudiante y a su madre, padre o apoderado a conocer el expediente y a ser oídos. "
    "El día y la hora se les comunican por la libreta de comunicaciones y por otro medio que deje "
    "registro."
)
KEEPS = "El estudiante se presume inocente mientras no se resuelva."
READ = (
    "El estudiante y su familia pueden conocer el expediente, presentar descargos y pruebas, y "
    "pedir reconsideración de lo que se resuelva."
)


def act_paper(
    row: Expulsion,
    code: str,
    *,
    case: Case,
    at: datetime,
    rows: Rows = (),
    parts: Iterable[Part] = (),
    formula: str = "Notifíquese y agréguese al expediente reservado.",
    signatures: tuple[SignatureLine, ...] = (),
    **more: object,
) -> ExpulsionReport:
    """Return the paper `code` about the pupil of the procedure.

    What leaves the school names no other pupil, whatever was typed.
    """
    report = ExpulsionReport(
        **{**heading(case, code, at=at), "laws": LAWS},
        student=person(row.participant),
        written_on=at,
        rows=tuple(rows),
        parts=tuple(part for part in parts if part.text or part.rows),
        formula=formula,
        signatures=signatures,
        **more,
    )
    return for_family(report, case, row.participant, None) if code in LEAVES else report


def signs(actor: Membership, at: datetime) -> SignatureLine:
    """Return the signature of who acts with their own account."""
    return declared(official(actor.user, actor.title), at)


def receives(*people: tuple[str, str]) -> tuple[SignatureLine, ...]:
    """Return the empty lines of who receives a copy; they sign, or refuse, on paper."""
    return tuple(blank_line(Person(name, title=title)) for name, title in people if name)


def commission_lines(members: Iterable[Comisionado]) -> tuple[SignatureLine, ...]:
    """Return the signatures of the commission, each with its day and hour."""
    return tuple(
        SignatureLine(
            member.membership.user.get_full_name(),
            CHARGES[member.cargo],
            "declarada" if member.signed_at else "",
            signed_at=member.signed_at,
        )
        for member in members
    )
