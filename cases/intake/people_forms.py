"""Adding a person, sending the denuncia, and the quick word of who just learnt something."""

from django import forms

from cases.intake.fields import PastMomentField
from cases.intake.people import MODELS
from cases.intake.uploads import clean_writing
from cases.models.case import ParticipantRole
from cases.once import OnceMixin
from convivencia.forms import PlainForm, PlainMixin

ROLES = [
    (ParticipantRole.AFECTADO, "Afectado o afectada"),
    (ParticipantRole.DENUNCIADO, "Denunciado o denunciada"),
    (ParticipantRole.TESTIGO, "Testigo"),
    (ParticipantRole.DENUNCIANTE, "Denunciante"),
]
OTHERS = [
    ("otro_colegio", "Estudiante de otro establecimiento"),
    ("tercero", "Otra persona"),
]


class ReserveMixin(forms.Form):
    """The box of who does not want to be known."""

    reserved = forms.BooleanField(
        label="Pidió que no se conozca su identidad",
        help_text="Sólo para quien denuncia. Su nombre no aparecerá en el caso ni en sus papeles.",
        required=False,
    )

    def clean(self) -> dict:
        data = super().clean()
        if data.get("reserved") and data.get("role") not in {None, ParticipantRole.DENUNCIANTE}:
            self.add_error("reserved", "Sólo se reserva la identidad de quien denuncia.")
        return data


class PersonForm(ReserveMixin, PlainForm):
    """Somebody of the school, chosen from what the search found."""

    ref = forms.RegexField(
        regex=rf"^({'|'.join(MODELS)}):\d{{1,18}}$",
        label="¿Quién?",
        widget=forms.HiddenInput,
        error_messages={
            "required": "Busque a la persona y elíjala de la lista.",
            "invalid": "Elija a una persona de la lista.",
        },
    )
    role = forms.ChoiceField(label="¿Con qué rol?", choices=ROLES, widget=forms.RadioSelect)

    @property
    def person(self) -> dict:
        kind, pk = self.cleaned_data["ref"].split(":")
        data = self.cleaned_data
        return {"kind": kind, "pk": int(pk), "role": data["role"], "reserved": data["reserved"]}


class OtherPersonForm(ReserveMixin, PlainForm):
    """Somebody who is not on the school's lists."""

    name = forms.CharField(
        label="Nombre completo, o cómo se le conoce", max_length=160, min_length=2
    )
    kind = forms.ChoiceField(label="¿Quién es?", choices=OTHERS, widget=forms.RadioSelect)
    role = forms.ChoiceField(label="¿Con qué rol?", choices=ROLES, widget=forms.RadioSelect)

    @property
    def person(self) -> dict:
        data = self.cleaned_data
        given = ("kind", "name", "role", "reserved")
        return {name: data[name] for name in given}


class SendForm(PlainMixin, OnceMixin):
    """The last page: send, once, what was reviewed."""

    writing = forms.FileField(
        label="Foto o copia de la denuncia escrita",
        help_text="PDF, JPG o PNG, hasta 20 MB. Sólo la verá quien tenga acceso al caso.",
        required=False,
        error_messages={"empty": "El archivo está vacío: elija otro."},
        widget=forms.FileInput(attrs={"accept": "application/pdf,image/jpeg,image/png"}),
    )
    seen = forms.CharField(max_length=40, widget=forms.HiddenInput)

    def clean_writing(self) -> tuple[bytes, str, str] | None:
        upload = self.cleaned_data["writing"]
        return clean_writing(upload) if upload else None


class WordForm(PlainMixin, OnceMixin):
    """What an adult just learnt, in under a minute."""

    known_at = PastMomentField(
        label="¿Cuándo lo supo?", help_text="El día y la hora en que se enteró."
    )
    relato = forms.CharField(
        label="En una línea, ¿qué supo?",
        help_text="Con las palabras que escuchó. Podrá completarlo después.",
        max_length=300,
    )
