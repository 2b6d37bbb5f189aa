"""The shapes of what is kept apart."""

from django import forms

from cases.models.reserve import NoteKind
from cases.once import OnceMixin
from convivencia.forms import PlainForm


class AskForm(OnceMixin, PlainForm):
    """Why somebody must know."""

    reason = forms.CharField(
        label="¿Para qué necesita saberlo?",
        help_text="La dirección lo leerá para decidir. Queda registrado con su nombre.",
        min_length=20,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class DecideForm(OnceMixin, PlainForm):
    """Yes for a day, or no; why, in both cases."""

    grant = forms.ChoiceField(
        label="¿Se le da a conocer?",
        choices=[("si", "Sí, por 24 horas"), ("no", "No")],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label="Fundamento",
        help_text="Quien la pidió verá este texto.",
        min_length=20,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class NoteForm(OnceMixin, PlainForm):
    """A note on one pupil."""

    participant = forms.ChoiceField(label="¿Sobre quién?", widget=forms.RadioSelect)
    kind = forms.ChoiceField(label="¿De qué?", choices=NoteKind.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label="Nota",
        help_text="Lo observado y lo indicado, sin juicios. No se imprime en ningún documento.",
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(self, *args, people: list[tuple[str, str]], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["participant"].choices = people
