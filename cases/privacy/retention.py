"""Which cases are due for disposal, and what holds them."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef

from cases.access import cases_visible_to
from cases.erasure.retention import retention_ends
from cases.models import Actuacion, Case, LegalHold
from cases.privacy.rules import rule_of
from cases.reserve.identities import signature_of
from cases.states import Acto
from convivencia.exceptions import AlreadyDoneError, DomainError
from schools.audit.services import record
from schools.models import Membership
from schools.models.audit import AuditAct

MOST = 100  # cases of one page


@dataclass(frozen=True, slots=True)
class DueCase:
    """A case whose term to keep it ended."""

    case: Case
    ended_on: date
    hold: LegalHold | None
    reported: bool  # to an authority: somebody may still ask for it


def due_cases(membership: Membership, *, at: datetime) -> list[DueCase]:
    """Return the cases that the member sees and whose term ended, the oldest first.

    Queries: 3, and one for each case that is nearly due.
    """
    today = membership.school.local_date(at)
    years = rule_of("caso").years
    reported = Actuacion.objects.filter(
        case=OuterRef("pk"), acto__in=[Acto.DENUNCIAR, Acto.ENVIAR_OFICIO]
    )
    rows = cases_visible_to(membership, at=at).filter(
        closed_at__isnull=False, closed_at__year__lte=today.year - years, disposal=None
    )
    rows = rows.annotate(reported=Exists(reported)).order_by("closed_at", "pk")
    holds = {hold.case_id: hold for hold in open_holds()}
    found = []
    for case in rows[:MOST]:
        case.school = membership.school
        ends = retention_ends(case)
        if ends is not None and ends <= today:
            found.append(DueCase(case, ends, holds.get(case.pk), case.reported))
    return found


def open_holds() -> list[LegalHold]:
    """Return the holds in force, with their cases. Queries: 1."""
    return list(LegalHold.objects.filter(lifted_at=None).select_related("case"))


def hold_case(*, case: Case, reason: str, actor: Membership, now: datetime) -> LegalHold:
    """Forbid the disposal of a case until somebody lifts it."""
    try:
        with transaction.atomic():
            row = LegalHold.objects.create(
                case=case, reason=reason, set_at=now, set_by=actor.user,
                set_by_name=signature_of(actor),
            )  # fmt: skip
    except IntegrityError:
        raise AlreadyDoneError("Este caso ya está retenido.") from None
    _note(case, actor, "retuvo el caso")
    return row


@transaction.atomic
def lift_hold(*, case: Case, reason: str, actor: Membership, now: datetime) -> LegalHold:
    """Let the case be disposed of once its term ends."""
    row = LegalHold.objects.select_for_update(of=("self",)).filter(case=case, lifted_at=None)
    row = row.first()
    if row is None:
        raise AlreadyDoneError("Este caso ya no está retenido.")
    row.lifted_at, row.lifted_by, row.lift_reason = now, actor.user, reason
    row.save(update_fields=["lifted_at", "lifted_by", "lift_reason"])
    _note(case, actor, "levantó la retención")
    return row


def refuse_if_held(case: Case) -> None:
    """Raise DomainError while something asks for the case."""
    if LegalHold.objects.filter(case=case, lifted_at=None).exists():
        raise DomainError(
            "Este caso está retenido: no se puede eliminar mientras dure la retención.",
            code="retencion",
        )


def _note(case: Case, actor: Membership, detail: str) -> None:
    record(
        AuditAct.CAMBIAR, object_type="caso", object_id=case.pk, case_id=case.pk,
        user_id=actor.user_id, detail=detail,
    )  # fmt: skip
