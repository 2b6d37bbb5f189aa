"""Whether an adult may be told about a student, today: asked when writing, sending and reading."""

from datetime import date

from django.db.models import Q

from cases.models import Participant
from schools.models import Apoderado, Guardianship


def refusal(*, apoderado: Apoderado, participant: Participant, on: date) -> str:
    """Return why `apoderado` may not be told about `participant` on that day; "" if they may.

    Both parents keep their rights unless a court says no. Queries: 1.
    Source: Oficio 27/2016 (Superintendencia).
    """
    if participant.student_id is None:
        return "Sólo se notifica a la familia de un estudiante."
    ties = Guardianship.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=on),
        student_id=participant.student_id,
        apoderado=apoderado,
        starts_on__lte=on,
    )
    found = list(ties)
    if not found:
        return "Ya no es apoderado de este estudiante."
    if any(tie.is_restricted(on) for tie in found):
        return "Tiene una restricción judicial vigente respecto de este estudiante."
    return ""


def authorised_apoderados(participant: Participant, *, on: date) -> list[Apoderado]:
    """Return every adult who may be told about the student on that day, the titular first."""
    ties = (
        Guardianship.objects.filter(
            Q(ends_on=None) | Q(ends_on__gte=on),
            student_id=participant.student_id,
            starts_on__lte=on,
        )
        .select_related("apoderado")
        .order_by("-is_main", "pk")
    )
    return [tie.apoderado for tie in ties if not tie.is_restricted(on)]
