"""The shape of what is typed about apoderados."""

from django import forms
from django.core.exceptions import ValidationError

from convivencia.forms import DayField, PlainForm
from schools.identifiers import clean_run
from schools.models import Guardianship, Relation, Student
from schools.people.uploads import clean_proof

PHONE_DIGITS = 8  # without the country code; mobile phones have nine
CONTACT = ("first_names", "last_names", "email", "phone", "address")


class ContactForm(PlainForm):
    """An apoderado and what ties them to a student."""

    first_names = forms.CharField(label="Nombres", max_length=80)
    last_names = forms.CharField(label="Apellidos", max_length=80)
    relation = forms.ChoiceField(label="Relación con el o la estudiante", choices=Relation.choices)
    is_main = forms.BooleanField(
        label="Es el apoderado o la apoderada titular",
        required=False,
        help_text="Hay una sola persona titular: si lo marca, la anterior deja de serlo.",
    )
    email = forms.EmailField(label="Correo", required=False, max_length=254)
    phone = forms.CharField(label="Teléfono", max_length=20, required=False)
    address = forms.CharField(label="Dirección", max_length=200, required=False)

    def clean_phone(self) -> str:
        phone = self.cleaned_data["phone"].strip()
        if phone and sum(c.isdigit() for c in phone) < PHONE_DIGITS:
            raise ValidationError("El teléfono debe tener al menos 8 números.")
        return phone

    @property
    def person(self) -> dict:
        """What belongs to the person, and not to the tie."""
        return {k: self.cleaned_data[k] for k in ("run", *CONTACT) if k in self.cleaned_data}


class OpenTieChoice(forms.ModelChoiceField):
    """An open tie, by the name of its apoderado."""

    def label_from_instance(self, tie: Guardianship) -> str:
        return f"{tie.apoderado.name} ({tie.get_relation_display().lower()})"


class NewGuardianshipForm(ContactForm):
    """A new apoderado, perhaps in the place of another."""

    run = forms.CharField(
        label="RUN",
        required=False,
        max_length=20,
        help_text="Con el RUN se reconoce a quien ya es apoderado de otra u otro estudiante.",
    )
    starts_on = DayField(label="Desde")
    replaces = OpenTieChoice(
        label="¿Reemplaza a alguien?",
        required=False,
        empty_label="No, se suma",
        queryset=None,
        help_text="El vínculo de quien es reemplazado termina ese mismo día.",
    )

    field_order = ["run", "first_names", "last_names", "relation"]

    def __init__(self, *args: object, student: Student, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        opened = Guardianship.objects.filter(student=student, ends_on=None)
        self.fields["replaces"].queryset = opened.select_related("apoderado")

    def clean_run(self) -> str:
        run = self.cleaned_data["run"]
        return clean_run(run) if run else ""


class EndGuardianshipForm(PlainForm):
    """The end of a tie; the person and the history stay."""

    ends_on = DayField(label="Último día como apoderado o apoderada")
    note = forms.CharField(label="Motivo", max_length=200, required=False)


class RestrictionForm(PlainForm):
    """A limit set by a court."""

    court_order = forms.FileField(
        label="Resolución judicial",
        help_text="PDF, JPG o PNG, hasta 10 MB. Sin la resolución no se restringe a nadie.",
        error_messages={"empty": "El archivo está vacío."},
    )
    since = DayField(label="Rige desde")
    until = DayField(
        label="Rige hasta",
        required=False,
        help_text="Déjelo en blanco si la resolución no fija término.",
    )

    def clean_court_order(self) -> tuple[bytes, str, str]:
        return clean_proof(self.cleaned_data["court_order"])

    def clean(self) -> dict:
        data = super().clean()
        if data.get("since") and data.get("until") and data["until"] < data["since"]:
            self.add_error("until", "No puede terminar antes de comenzar.")
        return data
