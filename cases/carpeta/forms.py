"""Why a folder is asked for, and of which cases."""

from datetime import date

from django import forms

from cases.once import OnceMixin
from convivencia.forms import DayField, PlainForm

PURPOSES = (
    ("superintendencia", "Fiscalización o requerimiento de la Superintendencia de Educación"),
    ("tribunal", "Requerimiento de un tribunal o del Ministerio Público"),
    ("denuncia", "Respuesta a una denuncia o mediación ante la Superintendencia"),
    ("sostenedor", "Cuenta al sostenedor, sin datos de estudiantes"),
    ("interna", "Revisión interna del procedimiento"),
)
LONGEST = 366  # days of a period


class PurposeForm(OnceMixin, PlainForm):
    """What the folder is for: it is printed on it, and kept with the look."""

    purpose = forms.ChoiceField(
        label="¿Para qué la necesita?", choices=PURPOSES, widget=forms.RadioSelect
    )
    reference = forms.CharField(
        label="Número de acta, oficio o causa",
        max_length=80,
        required=False,
        help_text="Si lo hay. No escriba nombres de personas.",
    )

    def text(self) -> str:
        """Return what the paper says: `Requerimiento de un tribunal…, oficio 123`."""
        purpose = dict(PURPOSES)[self.cleaned_data["purpose"]]
        reference = self.cleaned_data["reference"].strip()
        return f"{purpose} ({reference})" if reference else purpose


class PeriodForm(PurposeForm):
    """Between which days the school knew."""

    first = DayField(label="Casos conocidos desde")
    last = DayField(label="Hasta")
    field_order = ("first", "last", "purpose", "reference")

    def clean(self) -> dict:
        data = super().clean()
        first, last = data.get("first"), data.get("last")
        if isinstance(first, date) and isinstance(last, date):
            if last < first:
                self.add_error("last", "El último día es anterior al primero.")
            elif (last - first).days > LONGEST:
                self.add_error("last", "Pida como máximo un año.")
        return data
