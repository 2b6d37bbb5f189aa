"""A gestión colaborativa stops by itself when what may not be agreed comes to light."""

from datetime import datetime

from cases.history.services import record_actuacion
from cases.models import Case
from cases.states import Acto
from cases.tramites.kinds import open_agreements, refusals_of_agreement
from protocols.selectors import titles_of
from schools.models import Membership


def stop_agreements(case: Case, *, actor: Membership, now: datetime) -> None:
    """End the gestiones colaborativas of the case if they may not go on; each tells its norm.

    The protocol that protects is never held back for them. Source: LGE art. 16 E k); A-68.
    The caller holds the lock of the case.
    """
    running = open_agreements(case)
    against = refusals_of_agreement(case) if running else []
    if not against:
        return
    reason = " ".join(["La gestión colaborativa no procede.", *map(str, against)])
    for tramite in running:
        tramite.closed_at, tramite.close_reason = now, reason[:300]
        tramite.save(update_fields=["closed_at", "close_reason"])
        tramite.vencimientos.update(next_reminder_at=None)
        name = titles_of(case.reglamento)[tramite.protocol_key]
        record_actuacion(
            case=case, acto=Acto.CERRAR_TRAMITE, at=now, now=now, actor=actor, tramite=tramite,
            title=f"Trámite terminado: {name}"[:160], text=reason,
        )  # fmt: skip
