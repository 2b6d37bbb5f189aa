"""Take the second factor from an account whose owner lost it: one asks, another one confirms.

Two people, so that nobody alone can open another's account; and who opens it still needs the
password, and sets up a new factor at once. The owner is told of both moments.
"""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string

from convivencia.exceptions import AlreadyDoneError, DomainError
from schools.accounts.factor import has_factor
from schools.audit.services import record
from schools.models import FactorReset, Membership
from schools.models.audit import AuditAct
from schools.session.services import end_all

SHORTEST_REASON = 20


@transaction.atomic
def ask_reset(
    *, membership: Membership, reason: str, actor: Membership, now: datetime
) -> FactorReset:
    """Ask that the second factor of a member be taken away; somebody else has to confirm."""
    if membership.user_id == actor.user_id:
        raise DomainError("Nadie pide esto para sí: solicítelo a otra persona.")
    if not has_factor(membership.user):
        raise AlreadyDoneError("Esa persona no tiene activada la verificación en dos pasos.")
    try:
        with transaction.atomic():
            reset = FactorReset.objects.create(
                membership=membership, reason=reason, asked_by=actor, asked_at=now
            )
    except IntegrityError:
        raise AlreadyDoneError("Ya hay una solicitud por confirmar para esa persona.") from None
    _trail(actor, reset, "pidió restablecer la verificación en dos pasos")
    _tell(membership, "pedido")
    return reset


@transaction.atomic
def decide_reset(
    *, reset: FactorReset, is_granted: bool, actor: Membership, now: datetime
) -> FactorReset:
    """Confirm or refuse; if confirmed, the factor, the codes and every session are gone."""
    reset = FactorReset.objects.select_for_update().get(pk=reset.pk)
    if reset.decided_at is not None:
        raise AlreadyDoneError("Esa solicitud ya se resolvió.")
    if actor.user_id in {reset.asked_by.user_id, reset.membership.user_id}:
        raise DomainError("Debe confirmarlo otra persona: ni quien lo pidió ni quien lo necesita.")
    reset.decided_by, reset.decided_at, reset.is_granted = actor, now, is_granted
    reset.save(update_fields=["decided_by", "decided_at", "is_granted"])
    verb = "confirmó" if is_granted else "rechazó"
    _trail(actor, reset, f"{verb} restablecer la verificación en dos pasos")
    if is_granted:
        user = reset.membership.user
        Authenticator.objects.filter(user=user).delete()
        end_all(user)
        _tell(reset.membership, "restablecido")
    return reset


def _tell(membership: Membership, what: str) -> None:
    """Write to the owner after the commit; the message names nobody."""
    body = render_to_string(f"schools/factor/{what}.txt", {"url": settings.SITE_URL})
    user = membership.user

    def send() -> None:
        send_mail("Su verificación en dos pasos", body, settings.DEFAULT_FROM_EMAIL, [user.email])

    transaction.on_commit(send, robust=True)


def _trail(actor: Membership, reset: FactorReset, detail: str) -> None:
    record(
        AuditAct.CAMBIAR,
        object_type="schools.membership",
        object_id=reset.membership_id,
        user_id=actor.user_id,
        detail=detail,
    )
