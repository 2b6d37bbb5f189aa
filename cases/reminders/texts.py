"""How a reminder reads: the folio, the day and the distance. The task itself stays in the case."""

from datetime import datetime
from zoneinfo import ZoneInfo

from cases.models import Case, Vencimiento
from cases.reminders.messages import Message, compose, site_url
from convivencia.dates import full_date, span_text
from protocols.engine import Calendar

TEMPLATES = {"aviso": "aviso", "escalamiento": "escalamiento", "sostenedor": "sostenedor"}


def reminder(
    vencimiento: Vencimiento, case: Case, *, kind: str, calendar: Calendar, now: datetime
) -> Message:
    """Return the e-mail of one reminder. `kind` is the recipient's."""
    distance = _distance(vencimiento, calendar, now)
    late = now > vencimiento.due_at
    subject = f"Caso {case.folio}: {distance}"
    if kind == "escalamiento":
        subject = f"Caso {case.folio}: plazo atrasado, requiere su atención"
    if kind == "sostenedor":
        subject = f"Plazo legal pendiente en {case.school.name}"
    return compose(
        TEMPLATES[kind],
        subject,
        school=case.school,
        folio=case.folio,
        said=f"está {distance}" if distance.startswith("atrasado") else distance,
        late=late,
        by_hours=vencimiento.due_on is None,
        when=_when(vencimiento, case),
        url=site_url("vencimiento-acknowledge", case.pk, vencimiento.pk),
    )


def _when(vencimiento: Vencimiento, case: Case) -> str:
    if vencimiento.due_on is not None:
        return full_date(vencimiento.due_on)
    local = vencimiento.due_at.astimezone(ZoneInfo(case.school.time_zone))
    return f"{full_date(local.date())}, a las {local:%H:%M}"


def _distance(v: Vencimiento, calendar: Calendar, now: datetime) -> str:
    """Return «vence hoy», «vence en 3 días hábiles» or «atrasado 1 día hábil»."""
    if v.due_on is None:
        span = span_text(v.due_at - now)
        return f"venció hace {span}" if now > v.due_at else f"vence en {span}"
    today = now.astimezone(calendar.tz).date()
    if today == v.due_on:
        return "vence hoy"
    if today < v.due_on:
        days = calendar.count(today, v.due_on)
        return f"vence en {_days(days)}" if days else "vence en los próximos días"
    return f"atrasado {_days(max(calendar.count(v.due_on, today), 1))}"


def _days(days: int) -> str:
    return "1 día hábil" if days == 1 else f"{days} días hábiles"
