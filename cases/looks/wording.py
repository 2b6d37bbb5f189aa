"""What a line of the trail says, in plain words: what was done, and on what; never what it said."""

from django.urls import Resolver404, resolve

from schools.models import AuditEntry
from schools.models.audit import AuditAct

# The page of each address; what is not here is «el caso».
PAGES = {
    "adjunto": "un archivo adjunto",
    "case-deadlines": "los plazos",
    "case-detail": "las tareas y la historia",
    "case-documents": "la lista de documentos",
    "case-entrevista": "las entrevistas",
    "case-faltas": "las faltas",
    "case-identity": "la reserva de identidad",
    "case-identity-reveal": "la reserva de identidad",
    "case-informe": "el informe de investigación",
    "case-looks": "quién vio el caso",
    "case-measures": "las medidas",
    "case-notes": "las notas reservadas",
    "case-notifications": "las notificaciones",
    "case-people": "las personas",
    "case-reconsideraciones": "las solicitudes de reconsideración",
    "case-resolucion": "la resolución",
    "case-team": "el equipo del caso",
    "case-tramites": "los trámites",
    "family-antecedentes": "el envío de antecedentes",
    "family-document": "un documento",
    "family-receipts": "los comprobantes de lo que envió",
    "family-reconsideracion": "la solicitud de reconsideración",
    "family-window": "la página para la familia",
}
OBJECTS = {"nota reservada": "una nota reservada", "constancia de notificación": "una constancia"}
ACCESS, IDENTITY = "cases.caseaccess", "identidad reservada"
URGENT, ENDED = "Acceso de urgencia, ", "Termina: "


def told(entry: AuditEntry, whose: str = "") -> tuple[str, str]:
    """Return what was done and on what; `whose` is who an access was given to, or taken from."""
    if entry.object_type == ACCESS and entry.act == AuditAct.OTORGAR:
        return _access(entry.detail, whose)
    if entry.object_type == IDENTITY and entry.act not in {AuditAct.DENEGADO, AuditAct.FALLIDO}:
        return entry.detail[:1].upper() + entry.detail[1:], ""
    return AuditAct(entry.act).label, _object(entry)


def _page_of(detail: str) -> str:
    """Return the name of the page that was refused: of «404 en case-team», or of its path."""
    if not detail.startswith("/"):
        return detail.rpartition(" ")[2]
    try:
        return resolve(detail).url_name or ""
    except Resolver404:
        return ""


def _access(detail: str, whose: str) -> tuple[str, str]:
    """The reason is told: whoever answers for the case must be able to weigh it."""
    if detail.startswith(URGENT):
        term, _, reason = detail.removeprefix(URGENT).partition(": ")
        return f"Abrió el caso con acceso de urgencia, {term}", reason
    if detail.startswith(ENDED):
        return f"Terminó el acceso de {whose or 'una persona'}", detail.removeprefix(ENDED)
    function, _, reason = detail.partition(": ")
    return f"Dio acceso a {whose or 'una persona'} ({function.lower()})", reason


def _object(entry: AuditEntry) -> str:
    if entry.act in {AuditAct.DENEGADO, AuditAct.FALLIDO}:
        return PAGES.get(_page_of(entry.detail), "")
    if entry.object_type == "documento" and entry.detail:
        return f"documento {entry.detail}"
    if entry.object_type in OBJECTS:
        return OBJECTS[entry.object_type]
    if entry.detail in PAGES:
        return PAGES[entry.detail]
    if entry.object_type in {"caso", "notificación"}:
        is_plain = entry.detail and "-" not in entry.detail and "/" not in entry.detail
        return entry.detail if is_plain and not entry.detail[0].isdigit() else "el caso"
    return "el caso"
