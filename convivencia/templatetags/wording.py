"""Filters that say dates, RUN and names as people do here."""

from datetime import date, datetime

from django import template
from django.utils import timezone
from stdnum.cl import rut

from convivencia import dates
from convivencia.clock import now

register = template.Library()


def _local(value: date | datetime) -> date | datetime:
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


def _day(value: date | datetime) -> date:
    value = _local(value)
    return value.date() if isinstance(value, datetime) else value


@register.filter
def long_date(value: date | datetime | None) -> str:
    """`27 de abril de 2026`."""
    return dates.long_date(_day(value)) if value else ""


@register.filter
def full_date(value: date | datetime | None) -> str:
    """`lunes 27 de abril de 2026`."""
    return dates.full_date(_day(value)) if value else ""


@register.filter
def weekday_date(value: date | datetime | None) -> str:
    """`lunes 27 de abril`."""
    return dates.weekday_date(_day(value)) if value else ""


@register.filter
def short_date(value: date | datetime | None) -> str:
    """`27 abr`, with the year if it is not this one."""
    return dates.short_date(_day(value), timezone.localtime(now()).date()) if value else ""


@register.filter
def hour(value: datetime | None) -> str:
    """`14:05`; nothing for a day without hour."""
    return f"{_local(value):%H:%M}" if isinstance(value, datetime) else ""


@register.filter
def moment(value: datetime | None) -> str:
    """`27 de abril de 2026, 14:05`."""
    return f"{long_date(value)}, {hour(value)}" if value else ""


@register.filter
def day_hour(value: datetime | None) -> str:
    """`27 abr, 14:05`, for narrow places."""
    return f"{short_date(value)}, {hour(value)}" if value else ""


@register.filter
def run(value: str | None) -> str:
    """`12.345.678-5`."""
    return rut.format(value) if value else ""


@register.filter
def initials(name: str | None) -> str:
    """`T. R. M.` for a full name."""
    return " ".join(f"{part[0]}." for part in (name or "").split() if part[0].isupper())


@register.filter
def plural(count: int, forms: str) -> str:
    """`{{ 3|plural:"día,días" }}` gives `3 días`."""
    one, many = forms.split(",")
    return f"{count} {one if count == 1 else many}"


@register.simple_tag
def due(at: datetime, by_hours: bool = False, habiles: int | None = None) -> dates.Due:
    """Return the words for a vencimiento, counted from this instant; see `components/due.html`."""
    moment_now = timezone.localtime(now())
    return dates.due_text(timezone.localtime(at), moment_now, by_hours=by_hours, habiles=habiles)
