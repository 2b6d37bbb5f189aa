"""What is typed about the reglamento."""

import uuid

from django import forms

from convivencia.forms import DayField, PlainForm
from protocols.catalog import modelos
from protocols.engine.definitions import Step
from protocols.engine.units import Unit
from protocols.linter.words import BARE, NAMES

UNITS = [
    *((unit.value, many.capitalize()) for unit, (_, many) in NAMES.items()),
    *((unit.value, text.capitalize()) for unit, text in BARE.items()),
]
MAX_BYTES = 1_000_000
LONGEST = 400
MODELOS = {
    "A": "Modelo A: dieciocho protocolos, desde vulneración de derechos hasta mediación",
    "B": "Modelo B: procedimiento de expulsión o cancelación de matrícula",
    "C": "Modelo C: maltrato, acoso o violencia, por etapas",
}


class SentForm(PlainForm):
    """A form that acts once: `envio` is fresh for each page shown."""

    envio = forms.CharField(
        max_length=40,
        required=False,
        widget=forms.HiddenInput,
        initial=lambda: uuid.uuid4().hex,
    )

    @property
    def sent_with(self) -> str:
        return self.cleaned_data["envio"]


class AdoptForm(SentForm):
    """Start a draft from a library model."""

    modelo = forms.ChoiceField(label="Modelo", widget=forms.RadioSelect)
    title = forms.CharField(
        label="Título", max_length=120, initial="Reglamento interno", help_text="Como lo conocen."
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["modelo"].choices = [(m, MODELOS.get(m, f"Modelo {m}")) for m in modelos()]


class DraftForm(SentForm):
    """Start a draft from a version of the school."""

    title = forms.CharField(label="Título", max_length=120)


class StepForm(SentForm):
    """One step of a draft. `revision` is the draft as it was shown."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    amount = forms.IntegerField(label="Cantidad", min_value=0, max_value=LONGEST, required=False)
    unit = forms.ChoiceField(label="Unidad", choices=UNITS)
    warn_days = forms.IntegerField(
        label="Avisar con",
        min_value=0,
        max_value=30,
        required=False,
        help_text="Días hábiles antes de que venza.",
    )
    responsible = forms.CharField(
        label="Responsables", max_length=300, help_text="Separados por comas."
    )
    source = forms.CharField(
        label="Artículo del reglamento", max_length=120, help_text="De dónde sale este paso."
    )
    title = forms.CharField(label="Qué hay que hacer", max_length=160)
    note = forms.CharField(
        label="Nota para quien lo hace", max_length=300, required=False, widget=forms.Textarea
    )

    @classmethod
    def of(cls, step: Step, revision: int) -> dict[str, object]:
        """Return what the form shows of a step."""
        return {
            "revision": revision,
            "amount": step.plazo.amount or None,
            "unit": step.plazo.unit.value,
            "warn_days": step.warn_days,
            "responsible": ", ".join(step.responsible),
            "source": step.source.locus,
            "title": step.title,
            "note": step.note,
        }

    def clean(self) -> dict:
        data = super().clean()
        if "unit" not in data:
            return data
        unit = Unit(data["unit"])
        if unit.needs_amount and not data.get("amount"):
            self.add_error("amount", "Escriba cuántos: un número entero, desde 1.")
        if not unit.needs_amount:
            data["amount"] = 0
        return data

    def change(self, step: Step) -> dict[str, object]:
        """Return the fields of the declaration that this form writes."""
        data = self.cleaned_data
        source = {"locus": data["source"], "instrument": step.source.instrument}
        plazo = {"amount": data["amount"] or 0, "unit": data["unit"], "source": source}
        if data["unit"] == Unit.DIAS_SIN_CALIFICAR and step.plazo.reading:
            plazo["reading"] = step.plazo.reading.value
        warn = data.get("warn_days")
        names = [name.strip() for name in data["responsible"].split(",")]
        return {
            "plazo": plazo,
            "source": source,
            "warn_days": step.warn_days if warn is None else warn,
            "responsible": [name for name in names if name],
            "title": data["title"],
            "note": data["note"],
        }


class PublishForm(SentForm):
    """From which day a draft rules."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    in_force_from = DayField(label="Rige desde")
    acknowledged = forms.BooleanField(
        label="Revisé los puntos que el modelo trae contra la norma", required=False
    )


class DiscardForm(PlainForm):
    revision = forms.IntegerField(widget=forms.HiddenInput)


class ImportForm(SentForm):
    """A file that this page exported, or one like it."""

    title = forms.CharField(label="Título", max_length=120, initial="Reglamento importado")
    file = forms.FileField(label="Archivo YAML", help_text="El que entrega «Exportar», hasta 1 MB.")

    def clean_file(self) -> bytes:
        sent = self.cleaned_data["file"]
        if sent.size > MAX_BYTES:
            raise forms.ValidationError("El archivo pesa más de 1 MB.")
        return sent.read()
