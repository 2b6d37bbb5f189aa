"""Shapes of the screens of faltas; whether something may be done is the services' business."""

from django import forms

from cases.models import Participant
from cases.models.faltas import FaltaGravity
from cases.once import OnceMixin
from convivencia.forms import DayField, PlainForm
from protocols.discipline.definitions import Effect, Gravity, Measure
from protocols.discipline.refusals import is_suspension
from schools.models import Role

ELIJA = ("", "Elija…")
APPLIERS = (Role.ENCARGADA, Role.PROFESOR_JEFE, Role.INSPECTORIA, Role.DIRECTORA)
# What the person states so that a measure that needs it may go on.
STATEMENTS = {
    "riesgo_real_actual": "Hay un riesgo real y actual para alguien de la comunidad",
    "condicionalidad_vigente": "Ya tiene condicionalidad de matrícula vigente",
    "agravantes_o_reiteracion": "Hay agravantes o la conducta es reiterada",
    "afectacion_grave": "Se afectó gravemente la convivencia",
    "reiteracion": "La conducta se repitió",
    "habitual": "La conducta es habitual: más de tres veces en el mes",
    "hubo_dano": "Hubo un daño que reparar",
    "conducta_descontrolada": "La conducta fue agresiva o descontrolada",
}


class VersionedForm(OnceMixin, PlainForm):
    version = forms.IntegerField(widget=forms.HiddenInput, initial=0)


def paragraph(label: str, hint: str = "", *, most: int = 2000) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, max_length=most, widget=forms.Textarea(attrs={"rows": 4})
    )


class SearchForm(PlainForm):
    """Whose falta, of which day, in plain words."""

    persona = forms.TypedChoiceField(label="Estudiante", coerce=int)
    dia = DayField(
        label="Día de los hechos",
        past=True,
        help_text="El curso que tenía ese día dice qué reglas se aplican.",
    )
    q = forms.CharField(
        label="Palabras de la conducta",
        max_length=80,
        required=False,
        help_text="Por ejemplo: celular, agresión, sin uniforme.",
    )
    gravedad = forms.ChoiceField(
        label="Gravedad", choices=[("", "Todas"), *FaltaGravity.choices], required=False
    )

    def __init__(self, *args, people: list[Participant], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["persona"].choices = [(p.pk, p.name) for p in people]


class ImputeForm(VersionedForm):
    """Why these facts are this conduct."""

    dia = forms.DateField(widget=forms.HiddenInput)
    grounds = paragraph(
        "Por qué estos hechos son esta conducta",
        "Qué se acreditó y con qué. Sin juicios sobre la persona.",
    )


class ReasonForm(VersionedForm):
    reason = paragraph("Fundamento", most=300)


class MeasureForm(VersionedForm):
    """A measure with what its own rules ask: days, review, facts."""

    owner_role = forms.ChoiceField(label="Quién la aplica")
    starts_on = DayField(label="Desde")
    days = forms.IntegerField(label="Cuántos días", min_value=1, max_value=99)
    review_on = DayField(label="Se revisa el", required=False)
    facts = forms.MultipleChoiceField(
        label="Marque sólo lo que consta en el caso",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    why = paragraph(
        "Fundamento", "Edad, madurez, desarrollo y proporcionalidad con los hechos.", most=500
    )

    def __init__(self, *args, measure: Measure, gravity: Gravity, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        roles = measure.roles_for(gravity) or APPLIERS
        labels = dict(Role.choices)
        choices = [(role, labels.get(role, role)) for role in roles]
        self.fields["owner_role"].choices = choices if len(choices) == 1 else [ELIJA, *choices]
        self.fields["facts"].choices = [(key, STATEMENTS[key]) for key in needed(measure)]
        for name, wanted in (
            ("days", is_suspension(measure)),
            ("review_on", measure.is_sanction),
            ("facts", bool(needed(measure))),
        ):
            if not wanted:
                del self.fields[name]


def needed(measure: Measure) -> list[str]:
    """Return the facts that the form asks about, for this measure."""
    found = list(measure.needs)
    found += ["riesgo_real_actual"] if measure.effect is Effect.SUSPENSION else []
    return [key for key in dict.fromkeys(found) if key in STATEMENTS]
