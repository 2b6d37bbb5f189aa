"""What is checked before a decision is written."""

from django.db import models

from cases.decisions.selectors import has_investigated
from cases.models import Case
from convivencia.exceptions import DomainError, StaleFormError
from schools.models import Membership, Role


def refuse_stale(row: models.Model, version: int) -> None:
    """Raise StaleFormError if the record moved on after the form was shown."""
    if row.version != version:
        raise StaleFormError(
            "Otra persona cambió este texto mientras usted escribía. Revise la versión actual; "
            "lo que usted escribió sigue abajo."
        )


def refuse_expulsion(case: Case) -> None:
    """What ends an enrolment is not decided as any other measure is.

    Source: DFL 2/1998 art. 6 d): commission, reasons, term to ask reconsideración.
    """
    if case.protocol_key == "expulsion" and case.expulsiones.exists():
        raise DomainError(
            "Este procedimiento se resuelve en «Expulsión o cancelación», con el informe de la "
            "comisión y los requisitos de la ley (DFL 2/1998, art. 6 letra d).",
            code="expulsion",
        )


def refuse_unless_decides(case: Case, actor: Membership) -> None:
    """Only the directora decides, and not if she investigated or is a party.

    Source: LGE art. 16 E g) (impartiality); modelo A, incompatibilidades.
    """
    if actor.role != Role.DIRECTORA:
        raise DomainError("Sólo la dirección puede resolver.", code="rol")
    if has_investigated(case, actor.user_id):
        raise DomainError(
            "Quien investigó no puede resolver: debe hacerlo quien subrogue a la dirección.",
            code="incompatibilidad",
        )
    if case.participants.filter(membership__user_id=actor.user_id).exists():
        raise DomainError(
            "Quien es parte del caso no puede resolver: debe hacerlo quien subrogue a la "
            "dirección.",
            code="incompatibilidad",
        )
