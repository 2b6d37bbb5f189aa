"""The shapes of the filter and of the generic act."""

from django import forms

from cases.models import CaseState
from cases.once import OnceMixin
from cases.overview.wall import protocol_titles
from convivencia.forms import MomentField, PlainForm

MAX_MB = 20
KINDS = ("application/pdf", "image/jpeg", "image/png")


class FilterForm(PlainForm):
    """The filter of the case list; every answer is optional, an unknown one filters nothing."""

    q = forms.CharField(label="Folio, nombre o RUN", required=False, max_length=80)
    estado = forms.ChoiceField(label="Estado", required=False)
    protocolo = forms.ChoiceField(label="Protocolo", required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        states = [("", "Todos"), ("abiertos", "Abiertos"), *CaseState.choices]
        self.fields["estado"].choices = states
        self.fields["protocolo"].choices = [("", "Todos"), *protocol_titles().items()]

    def answers(self) -> dict[str, str]:
        """Return what was answered well."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}


class StepForm(OnceMixin, PlainForm):
    """«Registrar que se hizo»: when, what, and a paper that proves it."""

    at = MomentField(
        label="Cuándo ocurrió",
        past=True,
        help_text="El día y la hora en que se hizo, no en que se anota: de ahí corren los plazos.",
    )
    text = forms.CharField(
        label="Qué se hizo",
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=4000,
        help_text="Quiénes participaron, qué se acordó y dónde. Se imprime tal como lo escribe.",
    )
    attachment = forms.FileField(
        label="Documento o foto que lo prueba",
        required=False,
        help_text=f"PDF, JPG o PNG de hasta {MAX_MB} MB.",
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )

    field_order = ("at", "text", "attachment")


class RectifyForm(OnceMixin, PlainForm):
    """A correction beside the original; the original is not touched."""

    what = forms.ChoiceField(
        label="Qué está mal",
        choices=[
            ("texto", "El detalle: falta algo o está mal escrito"),
            ("fecha", "El día o la hora en que ocurrió"),
            ("anular", "No ocurrió: se registró por error"),
        ],
        widget=forms.RadioSelect,
    )
    corrected_at = MomentField(
        label="Cuándo ocurrió en verdad",
        past=True,
        required=False,
        help_text="Sólo si el error está en el día o la hora. Los plazos se cuentan de nuevo.",
    )
    text = forms.CharField(
        label="La corrección y su motivo",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        help_text="Se imprime junto al original, que no se borra.",
    )

    field_order = ("what", "corrected_at", "text")

    def clean(self) -> dict:
        data = super().clean()
        if (
            data.get("what") == "fecha"
            and not data.get("corrected_at")
            and "corrected_at" not in self.errors
        ):
            self.add_error("corrected_at", "Indique el día y la hora en que ocurrió.")
        return data
