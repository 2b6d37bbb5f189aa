"""Fields of the denuncia: moments that keep a doubtful hour, texts with a limit that is said."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone

from convivencia.clock import now
from convivencia.forms import DayField, MomentField

FIRST_YEAR = 2019  # the reviewed table of feriados begins in 2018
WRONG_YEAR = "Revise el año: no se puede registrar una fecha anterior a 2019."
FUTURE = "Ese día y hora aún no llegan: anote cuándo ocurrió."


class PastMomentField(MomentField):
    """A day and an hour that have come, in the school's zone.

    On the night when clocks go back an hour exists twice: the earlier one is taken, so that no
    plazo is given an hour too many.
    """

    at: datetime | None = None  # «now»; the clock's when nobody gave it

    def compress(self, data_list: list) -> datetime | None:
        if not data_list or None in data_list or "" in data_list:
            return super().compress(data_list)
        day, hour = data_list
        if day.year < FIRST_YEAR:
            raise forms.ValidationError(WRONG_YEAR, code="year")
        zone = ZoneInfo(timezone.get_current_timezone_name())
        return datetime.combine(day, hour, tzinfo=zone)

    def clean(self, value: list) -> datetime | None:
        moment = super().clean(value)
        if moment and moment > (self.at or now()):
            raise forms.ValidationError(FUTURE, code="future")
        return moment


class PastDayField(DayField):
    """A day that has come."""

    at: datetime | None = None

    def clean(self, value: str) -> object:
        day = super().clean(value)
        if day and day.year < FIRST_YEAR:
            raise forms.ValidationError(WRONG_YEAR, code="year")
        if day and day > timezone.localtime(self.at or now()).date():
            raise forms.ValidationError(
                "Ese día aún no llega: anote cuándo ocurrió.", code="future"
            )
        return day


class LongTextField(forms.CharField):
    """A long text; over its limit it says by how much, and nothing is cut."""

    widget = forms.Textarea

    def __init__(self, *, limit: int, rows: int, **kwargs) -> None:
        super().__init__(**kwargs)
        self.limit = limit
        self.widget.attrs |= {"rows": rows}

    def clean(self, value: str) -> str:
        text = super().clean(value)
        over = len(text) - self.limit
        if over > 0:
            dots = f"{self.limit:,}".replace(",", ".")
            raise forms.ValidationError(
                f"El texto pasa de {dots} caracteres: sobran {f'{over:,}'.replace(',', '.')}. "
                "Nada se ha borrado: acórtelo o adjunte el escrito como archivo.",
                code="too_long",
            )
        return text
