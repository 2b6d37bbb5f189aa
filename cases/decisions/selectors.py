"""Reads for those who report and those who decide."""

from datetime import datetime

from cases.decisions.charge import in_charge
from cases.models import (
    Case,
    CaseAccess,
    Entrevista,
    Informe,
    Medida,
    Notificacion,
    Participant,
    Reconsideracion,
    Resolucion,
)
from cases.models.access import TeamRole
from cases.models.case import ParticipantRole
from cases.models.decisions import ResolucionState, TipoMedida
from cases.notifications.terms import reconsideracion_window
from cases.states import LEADERS, TEAM
from schools.models import Membership

PARTIES = (ParticipantRole.AFECTADO, ParticipantRole.DENUNCIADO)


def has_investigated(case: Case, user_id: int) -> bool:
    """Return whether the person took part in the inquiry: then they do not decide."""
    return (
        Informe.objects.filter(case=case, author_id=user_id).exists()
        or Entrevista.objects.filter(case=case, conducted_by_id=user_id).exists()
        or CaseAccess.objects.filter(
            content_object=case, user_id=user_id, team_role=TeamRole.INVESTIGA
        ).exists()
    )


def informe_of(case: Case) -> Informe | None:
    return Informe.objects.select_related("author", "document").filter(case=case).first()


def resolucion_of(case: Case, kind: str = "resultado") -> Resolucion | None:
    """Return the latest project or decision of that kind."""
    rows = Resolucion.objects.select_related(
        "drafted_by", "decided_by", "document", "firm_document"
    )
    return rows.filter(case=case, kind=kind).order_by("-pk").first()


def party_participants(case: Case) -> list[Participant]:
    """Return the students who are a party: each of their families is heard and notified."""
    return [p for p in case.participants.all() if p.role in PARTIES and p.student_id]


def medidas_to_implement(case: Case, member: Membership | None = None) -> list[Medida]:
    """Return what was decided and is not yet in practice.

    With `member`, only what they answer for: all of it for who leads or works the case, what their
    role carries out for the others. `case.functions` says what they do in the team.
    """
    rows = Medida.objects.filter(
        case=case, implemented_at=None, resolucion__state=ResolucionState.APROBADA
    )
    rows = rows.exclude(tipo=TipoMedida.RESGUARDO)
    if member and member.role not in LEADERS and not case.functions & TEAM:
        rows = rows.filter(in_charge(member))
    return list(rows.select_related("participant__student").order_by("pk"))


def pending_reconsideracion(case: Case) -> Reconsideracion | None:
    """Return the first that waits, of those against the decision on the denuncia. Queries: 1."""
    return (
        Reconsideracion.objects.select_related("participant__student", "apoderado", "document")
        .filter(case=case, expulsion=None, resolved_at=None)
        .order_by("pk")
        .first()
    )


def families_not_notified(case: Case, purpose: str) -> list[Participant]:
    """Return the parties of whom no adult has been effectively told yet."""
    told = set(
        Notificacion.objects.filter(
            case=case, purpose=purpose, effective_at__isnull=False
        ).values_list("participant_id", flat=True)
    )
    return [p for p in party_participants(case) if p.pk not in told]


def families_in_time(case: Case, *, now: datetime) -> list[str]:
    """Return a sentence for each family whose own plazo to ask reconsideración still runs."""
    asked = set(
        case.reconsideraciones.filter(expulsion=None).values_list("participant_id", flat=True)
    )
    notices: dict[tuple[int, int], list[Notificacion]] = {}
    for row in case.notificaciones.filter(effective_at__isnull=False):
        notices.setdefault((row.participant_id, row.apoderado_id), []).append(row)
    found = []
    for participant in party_participants(case):
        own = [rows for (pk, _), rows in notices.items() if pk == participant.pk]
        windows = [reconsideracion_window(case, rows, now=now) for rows in own]
        due = max((w.due.on for w in windows if w and now <= w.due.at), default=None)
        if due and participant.pk not in asked:
            found.append(
                f"La familia de {participant.initials} puede pedir reconsideración "
                f"hasta el {due:%d-%m-%Y}."
            )
    return found
