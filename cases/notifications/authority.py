"""Whether an adult may be told about a student, today: asked when writing, sending and reading."""

from datetime import date

from cases.models import Participant
from cases.models.case import ParticipantRole
from schools.models import Apoderado, Guardianship


def refusal(*, apoderado: Apoderado, participant: Participant, on: date) -> str:
    """Return why `apoderado` may not be told about `participant` on that day; "" if they may.

    Both parents keep their rights unless a court says no; who is accused in the case is not told
    of it as a family. Queries: 2.
    Source: Oficio 27/2016 (Superintendencia); reading A-64.
    """
    if participant.student_id is None:
        return "Sólo se notifica a la familia de un estudiante."
    ties = list(Guardianship.objects.filter(student_id=participant.student_id, apoderado=apoderado))
    if any(tie.is_restricted(on) for tie in ties):
        return "Tiene una restricción judicial vigente respecto de este estudiante."
    if not any(_in_force(tie, on) for tie in ties):
        return "Ya no es apoderado de este estudiante."
    accused = Participant.objects.filter(
        case_id=participant.case_id, role=ParticipantRole.DENUNCIADO, apoderado=apoderado
    )
    return "Es parte denunciada en este caso." if accused.exists() else ""


def _in_force(tie: Guardianship, on: date) -> bool:
    return tie.starts_on <= on and (tie.ends_on is None or on <= tie.ends_on)
