"""Reads of the procedure."""

from datetime import datetime

from django.http import Http404

from cases.expulsion.state import Procedure, as_corrected
from cases.models import Case, Expulsion, Participant, Reconsideracion
from cases.models.case import ParticipantRole
from cases.models.expulsion import Hito


def expulsiones_of(case: Case) -> list[Expulsion]:
    """Return the procedures of the case. Queries: 1."""
    rows = Expulsion.objects.filter(case=case).select_related("participant__student")
    return list(rows.order_by("pk"))


def expulsion_or_404(case: Case, pk: int) -> Expulsion:
    """Return a procedure of this very case; a foreign id and an absent one answer alike."""
    rows = Expulsion.objects.filter(case=case, pk=pk).select_related("participant__student")
    found = rows.first()
    if found is None:
        raise Http404
    found.case = case
    return found


def procedure_of(row: Expulsion, *, now: datetime) -> Procedure:
    """Return the procedure with all that was done in it. Queries: 3, or 4 once it was decided."""
    acts = row.acts.select_related("document", "actuacion", "recorded_by").order_by("pk")
    members = row.comision.select_related("membership__user").order_by("pk")
    acts = as_corrected(acts)
    asked = next((act for act in acts if act.kind == Hito.RECONSIDERA), None)
    rows = Reconsideracion.objects.select_related("participant__student", "apoderado")
    request = None
    if asked:
        request = rows.get(pk=asked.data["reconsideracion"])
    elif row.decided:
        request = rows.filter(expulsion=row, resolved_at=None).order_by("pk").first()
    if request:
        request.case = row.case
    return Procedure(row, row.case, now, acts, list(members), request)


def candidates(case: Case) -> list[Participant]:
    """Return the accused pupils without a procedure of their own. Queries: 1."""
    taken = set(Expulsion.objects.filter(case=case).values_list("participant_id", flat=True))
    return [
        p
        for p in case.participants.all()
        if p.student_id and p.role == ParticipantRole.DENUNCIADO and p.pk not in taken
    ]
