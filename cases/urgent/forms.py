"""Which case, and why it cannot wait."""

from django import forms

from cases.once import OnceMixin
from cases.urgent.services import SHORTEST_REASON
from convivencia.forms import PlainForm


class UrgentForm(PlainForm, OnceMixin):
    """What is answered before a case is opened in an urgency."""

    folio = forms.CharField(label="Folio del caso", max_length=20)
    reason = forms.CharField(
        label="Por qué debe verlo ahora",
        min_length=SHORTEST_REASON,
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="La dirección y el sostenedor recibirán un aviso, y leerán este motivo.",
    )

    def clean_folio(self) -> str:
        return self.cleaned_data["folio"].strip().upper()
