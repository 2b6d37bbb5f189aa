"""What is checked before an act of the inquiry is written."""

from datetime import datetime

from cases.hearings.dates import spoken
from cases.models import Case, Participant
from cases.models.case import CaseState
from cases.procedure import has_act
from cases.states import Acto
from convivencia.exceptions import DomainError, StaleFormError


def refuse_stale(case: Case, version: int | None) -> None:
    """Raise StaleFormError if the file moved on after the form was shown. `case` is locked."""
    if version is not None and case.version != version:
        raise StaleFormError(
            "El caso cambió mientras usted escribía: otra persona registró algo. Revise la "
            "historia del caso; lo que usted escribió sigue aquí. Si todavía corresponde, "
            "envíelo de nuevo."
        )


def refuse_unopened(case: Case) -> None:
    """The families are told of the denuncia and of the inquiry: it must exist first."""
    if case.state == CaseState.RECIBIDO and has_act(case, Acto.ABRIR_INVESTIGACION):
        raise DomainError(
            "Primero active el protocolo y abra la investigación.", code="sin_investigacion"
        )


def refuse_future(at: datetime, now: datetime, what: str) -> None:
    """The history tells the past."""
    if at > now:
        raise DomainError(f"{what} está en el futuro: registre lo que ya ocurrió.", code="futuro")


def refuse_before(case: Case, at: datetime, limit: datetime, what: str, limit_name: str) -> None:
    """Refuse an act dated before the one it follows."""
    limit = limit.replace(second=0, microsecond=0)  # people type minutes
    if at < limit:
        raise DomainError(
            f"{what} no puede ser anterior a {limit_name} ({spoken(case, limit)}).", code="orden"
        )


def refuse_foreign(case: Case, participant: Participant) -> None:
    """A person of another case is nobody here."""
    if participant.case_id != case.pk:
        raise DomainError("Esa persona no es parte de este caso.", code="ajeno")
