"""The register of breaches."""

from datetime import datetime

from django.db import transaction

from cases.documents.folios import next_folio
from cases.models import Breach, BreachAct
from cases.models.privacy import BreachActKind
from cases.reserve.identities import signature_of
from convivencia.exceptions import AlreadyDoneError, DomainError
from schools.audit.services import record
from schools.models import Membership
from schools.models.audit import AuditAct


@transaction.atomic
def register_breach(*, data: dict, actor: Membership, now: datetime) -> Breach:
    """Write a breach in the register. Source: Ley 19.628, art. 14 sexies (Ley 21.719)."""
    year = actor.school.local_date(now).year
    marks = data.pop("marks", ())
    row = Breach.objects.create(
        **data, sensitive="sensitive" in marks, under_14="under_14" in marks,
        year=year, number=next_folio(kind="vulneracion", year=year),
        registered_at=now, registered_by=actor.user, registered_by_name=signature_of(actor),
    )  # fmt: skip
    _note(row, actor, "registró la vulneración")
    return row


@transaction.atomic
def add_act(
    *, breach: Breach, kind: str, at: datetime, text: str, actor: Membership, now: datetime
) -> BreachAct:
    """Write what was done. One that is closed takes no more; none closes before the Agencia knows.

    Where the data are sensitive or of children under 14, the holders must know as well.
    """
    breach = Breach.objects.select_for_update(of=("self",)).get(pk=breach.pk)
    done = set(breach.acts.values_list("kind", flat=True))
    if BreachActKind.CIERRE in done:
        raise AlreadyDoneError("Esta vulneración ya está cerrada.")
    if at < breach.known_at:
        raise DomainError("No puede ser anterior a cuando se supo.", code="at")
    if kind == BreachActKind.CIERRE:
        _check_close(breach, done)
    act = BreachAct.objects.create(
        breach=breach, kind=BreachActKind(kind), at=at, text=text, registered_at=now,
        made_by=actor.user, made_by_name=signature_of(actor),
    )  # fmt: skip
    _note(breach, actor, act.get_kind_display().lower())
    return act


def _check_close(breach: Breach, done: set[str]) -> None:
    missing = []
    if BreachActKind.AGENCIA not in done:
        missing.append("Falta el aviso a la Agencia de Protección de Datos Personales.")
    if breach.tells_holders and BreachActKind.TITULARES not in done:
        missing.append("Falta el aviso a las personas, porque hay datos sensibles o de menores.")
    if missing:
        raise DomainError("Todavía no se puede cerrar.", code="cierre", reasons=tuple(missing))


def _note(row: Breach, actor: Membership, detail: str) -> None:
    record(
        AuditAct.CAMBIAR, object_type="vulneración de seguridad", object_id=row.pk,
        user_id=actor.user_id, detail=f"{row.folio}: {detail}",
    )  # fmt: skip
