"""The first words of an oficio, made from what the file already holds. People edit them."""

from cases.hearings.dates import spoken
from cases.hearings.directory import Clase
from cases.models import Case
from cases.models.case import ParticipantRole
from cases.models.decisions import TipoMedida
from convivencia.dates import long_date

SUBJECTS = {
    Clase.PENAL: "Denuncia hechos que podrían ser constitutivos de delito",
    Clase.FAMILIA: "Comunica hechos que podrían vulnerar derechos de niños, niñas o adolescentes",
}
SUPPORTING = ("D-02", "D-03", "D-10", "D-29")  # never the actas of interviews


def first_subject(clase: str) -> str:
    """Return the usual subject."""
    return SUBJECTS[Clase(clase)]


def first_account(case: Case) -> str:
    """Return the textual account with who, when and where, without a word of ours about it."""
    denuncia = case.denuncia
    where = f" Lugar de los hechos: {denuncia.place}." if denuncia.place else ""
    when = f" Época de los hechos: {denuncia.occurred_text}." if denuncia.occurred_text else ""
    people = "; ".join(
        f"{p.name} ({p.role_word}"
        + (f", {p.curso_name}" if p.curso_name else "")
        + (f", {p.age} años" if p.age is not None else "")
        + ")"
        for p in case.participants.all()
        if p.role in (ParticipantRole.AFECTADO, ParticipantRole.DENUNCIADO)
    )
    return (
        f"El {spoken(case, denuncia.known_at)} horas el establecimiento tomó conocimiento de lo "
        f"siguiente, que se transcribe textual:\n\n«{denuncia.relato}»\n\n"
        f"Intervinientes: {people}.{where}{when}"
    )


def first_measures(case: Case) -> list[str]:
    """Return the measures of resguardo already adopted."""
    rows = case.medidas.filter(tipo=TipoMedida.RESGUARDO)
    return [f"{row.description}, desde el {long_date(row.starts_on)}" for row in rows]


def first_enclosures(case: Case) -> list[str]:
    """Return the documents that usually go with it."""
    rows = case.documents.filter(code__in=SUPPORTING, state="emitido").defer("snapshot")
    return [f"{row.title} N° {row.folio}" for row in rows]
