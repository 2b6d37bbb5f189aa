"""Activate, protect, extend."""

from django import forms

from cases.hearings.forms.common import (
    PersonField,
    PlainFormSet,
    VersionedForm,
    long_text,
    short_text,
)
from cases.hearings.services.resguardo import ResguardoKind
from cases.models import Participant
from convivencia.forms import DayField, MomentField, PlainForm
from schools.models import Membership, Role

GROUNDS = (
    "Los hechos denunciados, de ser efectivos, constituyen acoso escolar entre estudiantes del "
    "establecimiento, por lo que corresponde investigarlos."
)
IN_CHARGE = (
    (Role.ENCARGADA, "Encargada de convivencia"),
    (Role.DIRECTORA, "Dirección"),
    (Role.PROFESOR_JEFE, "Profesor jefe del curso"),
    (Role.INSPECTORIA, "Inspectoría general"),
    (Role.EQUIPO, "Equipo de convivencia"),
)


class ActivateForm(VersionedForm):
    """When it was activated and who investigates."""

    at = MomentField(label="Cuándo se activó y se abrió la investigación", past=True)
    investigator = forms.TypedChoiceField(
        label="Quién investiga",
        help_text="Nadie que sea parte del caso, ni quien deba resolverlo.",
    )
    grounds = long_text("Fundamento", "Por qué corresponde investigar.", rows=4)

    def __init__(self, *args, members: list[Membership], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        known = {str(m.pk): m for m in members}
        field = self.fields["investigator"]
        field.choices = [("", "Elija…"), *((pk, _label(m)) for pk, m in known.items())]
        field.coerce = known.get
        self.fields["grounds"].initial = GROUNDS


def _label(member: Membership) -> str:
    return f"{member.user.get_full_name()}, {member.title}"


class ResguardoForm(VersionedForm):
    """When the measures were adopted."""

    at = MomentField(label="Cuándo se adoptan", past=True)


class MeasureForm(PlainForm):
    """One measure of resguardo."""

    participant = PersonField(label="Para quién")
    kind = forms.ChoiceField(label="Medida", choices=[("", "Elija…"), *ResguardoKind.choices])
    detail = short_text(
        "En qué consiste", "Por ejemplo: recreos en patios distintos.", size=220, required=False
    )
    grounds = forms.CharField(
        label="Fundamento",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="A quién protege y de qué.",
    )
    owner_role = forms.ChoiceField(label="A cargo de", choices=[("", "Elija…"), *IN_CHARGE])
    starts_on = DayField(label="Desde")
    review_on = DayField(label="Se revisa el")
    ends_on = DayField(label="Hasta", required=False, help_text="Obligatorio en una suspensión.")

    def __init__(self, *args, people: list[Participant], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["participant"].offer(people)

    def clean(self) -> dict:
        data = super().clean()
        if data.get("kind") == ResguardoKind.OTRA and not data.get("detail"):
            self.add_error("detail", "Describa la medida.")
        return data


MeasureFormSet = forms.formset_factory(MeasureForm, formset=PlainFormSet, extra=3, max_num=10)


class ProrrogaForm(VersionedForm):
    """How many days more, and why."""

    days = forms.IntegerField(label="Días hábiles que se agregan", min_value=1)
    grounds = long_text("Fundamento", "Qué falta por hacer y por qué no alcanza el plazo.", rows=5)

    def __init__(self, *args, longest: int, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["days"]
        field.max_value, field.initial = longest, longest
        field.validators.append(_at_most(longest))
        field.widget.attrs.update({"min": 1, "max": longest})
        field.help_text = f"De 1 a {longest}. Sólo una vez y antes de que venza el plazo."


def _at_most(longest: int):  # noqa: ANN202 -- a validator
    def check(value: int) -> None:
        if value > longest:
            raise forms.ValidationError(f"La prórroga es de 1 a {longest} días hábiles.")

    return check
