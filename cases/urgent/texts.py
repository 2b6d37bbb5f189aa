"""What the dirección and the sostenedor read: that it happened, and where to see it. No names."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from cases.models import Case
from cases.reminders.messages import site_url
from convivencia.dates import full_date
from schools.models import School

SUBJECT = "Se abrió un caso con acceso de urgencia"
WEEK_SUBJECT = "Accesos de urgencia de la semana"


def notice(case: Case, now: datetime) -> str:
    """Return the e-mail of one access: the folio says where to look, and nothing else."""
    school = case.school
    local = now.astimezone(ZoneInfo(school.time_zone))
    return (
        f"El {full_date(local.date())}, a las {local:%H:%M}, una persona del equipo de "
        f"{school.name} abrió un caso que no tenía a su cargo, por una urgencia. El acceso dura 60 "
        "minutos y todo lo que mire queda registrado.\n\n"
        f"Quién fue y por qué motivo están en el caso {case.folio}, en «Quién vio este caso»:\n\n"
        f"{site_url('case-looks', case.pk)}\n\n"
        "Este correo es automático: no lo responda.\n"
    )


def week_report(school: School, count: int, folios: list[str]) -> str:
    """Return the weekly report: how many, and what to look at."""
    return (
        f"Accesos de urgencia en {school.name} en los últimos 7 días: {count}.\n"
        f"Casos: {', '.join(folios)}.\n\n"
        "Revise en cada uno, en «Quién vio este caso», que el motivo se sostenga:\n\n"
        f"{settings.SITE_URL}\n\n"
        "Este correo es automático: no lo responda.\n"
    )
