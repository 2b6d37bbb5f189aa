"""The shapes of starting and ending a trámite."""

from django import forms

from cases.hearings.forms.common import VersionedForm
from cases.tramites.facts import NOT_KNOWN, Question
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


class FactsForm(VersionedForm):
    """Every fact that the protocols ask, and why it is now known."""

    reason = forms.CharField(
        label="Cómo se supo",
        help_text="Qué antecedente lo muestra. Queda en la historia del caso.",
        min_length=10,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, questions: list[Question], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for question in questions:
            self.fields[question.fact] = self._field(question)
        self.order_fields([*(question.fact for question in questions), "reason"])

    @staticmethod
    def _field(question: Question) -> forms.Field:
        if question.is_number:
            return forms.IntegerField(
                label=question.text, required=False, min_value=0, max_value=120,
                help_text="Años cumplidos a la fecha del hecho. En blanco, no se sabe.",
            )  # fmt: skip
        return forms.ChoiceField(
            label=question.text,
            choices=[*question.options.items(), ("", NOT_KNOWN)],
            widget=forms.RadioSelect,
            required=False,
        )

    def answers(self) -> dict[str, str]:
        """Return what was answered, as text; "" for what is not known."""
        left_out = {"reason", "version", "envio"}
        given = {k: v for k, v in self.cleaned_data.items() if k not in left_out}
        return {name: "" if value is None else str(value) for name, value in given.items()}


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
