"""The file of a case, one aggregate per module."""

from cases.models.access import CaseAccess
from cases.models.calendar import CalendarAct, CalendarChange
from cases.models.case import Case, CaseState, FolioSequence, Participant, Tramite
from cases.models.deadlines import Vencimiento
from cases.models.decisions import Informe, Medida, Reconsideracion, Resolucion
from cases.models.denuncia import Denuncia, IntakeDraft
from cases.models.disposal import Disposal
from cases.models.documents import Document, Signature, SignatureTurn
from cases.models.expulsion import Comisionado, Expulsion, ExpulsionAct, PackExport
from cases.models.faltas import FaltaImputada
from cases.models.fichas import Ficha, FichaPropia, FichaState
from cases.models.hearings import Antecedente, Citacion, Entrevista
from cases.models.history import Actuacion
from cases.models.notifications import LinkAttempt, Notificacion, NotificacionEvento
from cases.models.outbox import OutboxMessage
from cases.models.privacy import Breach, BreachAct, LegalHold, RightsRequest
from cases.models.reserve import IdentityRequest, ReservedIdentity, ReservedNote
from cases.models.submission import Submission
from cases.models.work import WorkDraft

__all__ = [
    "Actuacion",
    "Antecedente",
    "Breach",
    "BreachAct",
    "CalendarAct",
    "CalendarChange",
    "Case",
    "CaseAccess",
    "CaseState",
    "Citacion",
    "Comisionado",
    "Denuncia",
    "Disposal",
    "Document",
    "Entrevista",
    "Expulsion",
    "ExpulsionAct",
    "FaltaImputada",
    "Ficha",
    "FichaPropia",
    "FichaState",
    "FolioSequence",
    "IdentityRequest",
    "Informe",
    "IntakeDraft",
    "LegalHold",
    "LinkAttempt",
    "Medida",
    "Notificacion",
    "NotificacionEvento",
    "OutboxMessage",
    "PackExport",
    "Participant",
    "Reconsideracion",
    "ReservedIdentity",
    "ReservedNote",
    "Resolucion",
    "RightsRequest",
    "Signature",
    "SignatureTurn",
    "Submission",
    "Tramite",
    "Vencimiento",
    "WorkDraft",
]
