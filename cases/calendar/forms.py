"""What is typed about a day that a law or the school changes."""

from datetime import date

from django import forms

from cases.once import OnceMixin
from convivencia.forms import DayField, PlainForm
from protocols.catalog.calendar import load_table
from protocols.days import OwnFeriado, Recess

LONGEST_RECESS = 120  # days: the summer is shorter

KINDS = [
    ("feriado", "Es feriado: no cuenta como día hábil"),
    ("habil", "Deja de ser feriado: cuenta como día hábil"),
]


class _PreviewForm(OnceMixin, PlainForm):
    """A form that is read twice: to show what it moves, and to do it. `seen` is what was shown."""

    seen = forms.CharField(max_length=24, required=False, widget=forms.HiddenInput)

    def clean_day(self, day: date | None, name: str) -> None:
        table = load_table()
        if day and not table.desde <= day <= table.hasta:
            limits = f"{table.desde:%d-%m-%Y} y {table.hasta:%d-%m-%Y}"
            self.add_error(name, f"El calendario revisado va entre {limits}.")


class FeriadoForm(_PreviewForm):
    """A feriado that a law adds or takes away after the table was reviewed."""

    kind = forms.ChoiceField(
        label="Qué cambia", choices=KINDS, widget=forms.RadioSelect, initial="feriado"
    )
    on = DayField(label="Día")
    name = forms.CharField(
        label="Nombre del feriado", max_length=120, help_text="Como lo llama la norma."
    )
    law = forms.CharField(
        label="Norma que lo dispone",
        max_length=120,
        help_text="Por ejemplo: «Ley 21.000, Diario Oficial del 2 de marzo». Se imprime en el "
        "cálculo de cada plazo.",
    )

    def clean(self) -> dict:
        data = super().clean()
        self.clean_day(data.get("on"), "on")
        return data

    def feriado(self) -> OwnFeriado:
        data = self.cleaned_data
        return OwnFeriado(data["on"], data["name"], data["law"], habil=data["kind"] == "habil")


class RecessForm(_PreviewForm):
    """Days without classes: only plazos counted in school days look at them."""

    first = DayField(label="Primer día sin clases")
    last = DayField(label="Último día sin clases")
    reason = forms.CharField(
        label="Motivo", max_length=120, help_text="Por ejemplo: vacaciones de invierno."
    )

    def clean(self) -> dict:
        data = super().clean()
        first, last = data.get("first"), data.get("last")
        for name in ("first", "last"):
            self.clean_day(data.get(name), name)
        if first and last and last < first:
            self.add_error("last", "El último día es anterior al primero.")
        elif first and last and (last - first).days >= LONGEST_RECESS:
            self.add_error("last", f"Son más de {LONGEST_RECESS} días: revise las fechas.")
        return data

    def recess(self) -> Recess:
        data = self.cleaned_data
        return Recess(data["first"], data["last"], data["reason"])


class RemoveForm(_PreviewForm):
    """Take back a change of the school's own."""
