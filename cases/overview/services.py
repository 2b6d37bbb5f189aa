"""The generic act: a step done, or a line of the history corrected."""

from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from cases.deadlines.selectors import is_main, row_acto
from cases.decisions.way_out import OnlyByProcedureError
from cases.expulsion.doors import is_of_procedure, refuse_date
from cases.hearings.uploads import read_upload
from cases.history.services import record_actuacion
from cases.models import Actuacion, Case, Vencimiento
from cases.once import claim
from cases.states import ACTOS, Acto
from protocols.selectors import protocol_of
from schools.files import file_data
from schools.models import Membership
from schools.uploads.services import keep_upload

WHAT = {
    "texto": "Corrección del detalle",
    "fecha": "Corrección del día y la hora",
    "anular": "Se anula: no ocurrió",
}


def acto_for(row: Vencimiento) -> Acto:
    """Return the act that the history notes when a step is recorded here.

    In the case's own protocol it is the step's, which may move the file; beside it, one more step.
    """
    acto = row_acto(row)
    own = is_main(row.case, row.tramite) and acto in Acto.values
    return Acto(acto) if own else Acto.CUMPLIR_PASO


@transaction.atomic
def complete_step(
    *,
    case: Case,
    step: Vencimiento,
    at: datetime,
    text: str,
    attachment: UploadedFile | None,
    envio: str,
    actor: Membership,
    now: datetime,
) -> Actuacion:
    """Record that a step without a screen of its own was done at `at`, with its proof if any.

    Raises DomainError (role, state, instant, file) or AlreadyDoneError for a second click.
    """
    claim(envio, now=now)
    if is_of_procedure(step):
        raise OnlyByProcedureError(case)
    acto = acto_for(step)
    return record_actuacion(
        case=case,
        acto=acto,
        event=event_for(case, step, acto),
        tramite=step.tramite,
        at=at,
        now=now,
        actor=actor,
        title=step.title[:160],
        text=text,
        data={"step": step.step_id, **_stored(case, attachment, actor, now)},
    )


def event_for(case: Case, row: Vencimiento, acto: Acto) -> str:
    """Return the act's own event where it completes this very step; otherwise the step's id."""
    step = protocol_of(case.reglamento, row.tramite.protocol_key).step(row.step_id)
    event = ACTOS[acto].event
    return event if event in step.completing_events else step.id


@transaction.atomic
def rectify(
    *,
    case: Case,
    original: Actuacion,
    what: str,
    corrected_at: datetime | None,
    text: str,
    envio: str,
    actor: Membership,
    now: datetime,
) -> Actuacion:
    """Write a correction beside `original`, which stays as it was; the plazos follow.

    A wrong word changes no plazo; a wrong hour moves them; what did not happen starts none.
    """
    claim(envio, now=now)
    if what != "texto":
        refuse_date(original)
    counts = what in ("fecha", "anular") and bool(original.event)
    moved = {"corrected_at": corrected_at.isoformat()} if what == "fecha" and corrected_at else {}
    return record_actuacion(
        case=case,
        acto=Acto.RECTIFICAR,
        event=None if counts else "",
        tramite=original.tramite,
        at=now,
        now=now,
        actor=actor,
        title=f"{WHAT[what]}: {original.title}"[:160],
        text=text,
        data={"what": what, **moved},
        rectifies=original,
    )


def _stored(case: Case, attachment: UploadedFile | None, actor: Membership, now: datetime) -> dict:
    if attachment is None:
        return {}
    content, name, mime = read_upload(attachment)
    given = {"at": now, "user_id": actor.user_id, "case_id": case.pk}
    stored = keep_upload(content=content, name=name, mime=mime, **given)
    return file_data(stored)
