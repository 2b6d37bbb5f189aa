"""The shapes of starting and ending a trámite."""

from django import forms

from cases.hearings.forms.common import VersionedForm
from convivencia.forms import MomentField


class StartForm(VersionedForm):
    """Which protocol, since when and why."""

    protocol = forms.ChoiceField(label="Protocolo que se inicia", widget=forms.RadioSelect)
    at = MomentField(
        label="Cuándo se decide iniciarlo",
        past=True,
        help_text="Los plazos que corren desde la denuncia o la toma de conocimiento no cambian.",
    )
    reason = forms.CharField(
        label="Por qué se inicia",
        help_text="Qué hecho o norma lo exige. Queda en la historia del caso.",
        min_length=10,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    field_order = ("protocol", "at", "reason")

    def __init__(self, *args, choices: list[tuple[str, str]], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["protocol"].choices = choices


class CloseForm(VersionedForm):
    """Why it ends; and, with a duty of 24 hours left undone, who met it or why it is not due."""

    reason = forms.CharField(
        label="Por qué termina",
        help_text="Queda en la historia del caso. Sus plazos dejan de correr.",
        min_length=10,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    duty_reason = forms.CharField(
        label="Deber de 24 horas sin cumplir: quién lo cumplió o por qué no corresponde",
        help_text="Por ejemplo: la familia denunció en Fiscalía, con el número de su denuncia.",
        min_length=20,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    field_order = ("reason", "duty_reason")

    def __init__(self, *args, duties: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if not duties:
            del self.fields["duty_reason"]
