"""What a family types: a RUN, a code, a text, files."""

import re

from django import forms
from django.core.exceptions import ValidationError

from cases.families.asking import Decision
from cases.hearings.uploads import KINDS_TEXT
from cases.once import OnceMixin
from convivencia.forms import PlainForm
from schools.identifiers import clean_run

MAX_FILES = 10
NUMERIC = {"inputmode": "numeric", "autocomplete": "one-time-code", "maxlength": 12}


class RunForm(PlainForm):
    """The RUN of whoever holds the link; any way of writing it is accepted."""

    run = forms.CharField(
        label="Su RUN",
        max_length=40,
        help_text="El suyo, no el del estudiante. Por ejemplo: 12.345.678-5",
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "text"}),
    )

    def clean_run(self) -> str:
        return clean_run(self.cleaned_data["run"])


class CodeForm(PlainForm):
    """The six digits that came by e-mail."""

    code = forms.CharField(
        label="Código de 6 números", max_length=40, widget=forms.TextInput(attrs=NUMERIC)
    )

    def clean_code(self) -> str:
        code = re.sub(r"\D", "", self.cleaned_data["code"])
        if len(code) != 6:  # noqa: PLR2004 -- six digits
            raise ValidationError("El código tiene 6 números. Revise el correo que le enviamos.")
        return code


class ManyFilesInput(forms.ClearableFileInput):
    """The plain file input, several at once."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """A list of uploads; what each one is, the service looks at."""

    widget = ManyFilesInput

    def clean(self, data: object, initial: object = None) -> list:
        given = data if isinstance(data, list | tuple) else [data]
        files = [super(ManyFilesField, self).clean(one, initial) for one in given if one]
        if len(files) > MAX_FILES:
            raise ValidationError(f"Envíe hasta {MAX_FILES} archivos cada vez.")
        if self.required and not files:
            raise ValidationError(self.error_messages["required"])
        return files


FILES_HINT = f"Hasta {MAX_FILES} archivos de 20 MB cada uno. Sirven: {KINDS_TEXT}."


class AntecedentesForm(OnceMixin, PlainForm):
    """What the family says or shows."""

    description = forms.CharField(
        label="¿Qué nos envía?",
        max_length=300,
        help_text="Por ejemplo: «Capturas de conversaciones del 3 de noviembre».",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    files = ManyFilesField(label="Archivos", required=False, help_text=FILES_HINT)


class ReconsideracionForm(OnceMixin, PlainForm):
    """What the family asks to be looked at again, and why; which decision, if there are two."""

    against = forms.ChoiceField(
        label="¿Qué pide que se revise?", choices=(), widget=forms.RadioSelect, required=False
    )

    text = forms.CharField(
        label="¿Qué pide y por qué?",
        max_length=8000,
        help_text="Con sus palabras. No necesita abogado ni citar leyes.",
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    files = ManyFilesField(label="Archivos", required=False, help_text=FILES_HINT)

    def __init__(self, *args: object, decisions: list[Decision], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if len(decisions) < 2:  # noqa: PLR2004 -- nothing to choose
            del self.fields["against"]
            return
        field = self.fields["against"]
        field.choices = [(one.key, one.title) for one in decisions]
        field.required = True
        field.error_messages["required"] = "Elija cuál de las dos decisiones."


class AcknowledgeForm(OnceMixin, PlainForm):
    """Only the button: the statement is on the page."""
