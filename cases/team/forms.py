"""The shapes of joining, leaving and handing over."""

from django import forms

from cases.models.access import TeamRole
from cases.once import OnceMixin
from cases.team.selectors import what_it_opens
from cases.team.services import GIVEN_BY_HAND
from convivencia.forms import DayField, PlainForm
from schools.models import Membership


def _reason(help_text: str) -> forms.CharField:
    return forms.CharField(
        label="Por qué",
        help_text=help_text,
        min_length=10,
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class WithMember(OnceMixin, PlainForm):
    """A form that asks for one of the members who may join."""

    member = forms.ChoiceField(label="Persona")

    def __init__(self, *args, people: list[Membership], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(m.pk): m for m in people}
        named = [(key, f"{m.user.get_full_name()} · {m.title}") for key, m in self.people.items()]
        self.fields["member"].choices = [("", "Elija a una persona"), *named]

    @property
    def chosen(self) -> Membership:
        return self.people[self.cleaned_data["member"]]


class JoinForm(WithMember):
    """Who joins, to do what, until when and why."""

    team_role = forms.ChoiceField(
        label="Función",
        choices=[(r.value, f"{r.label}: ve {what_it_opens(r)}") for r in GIVEN_BY_HAND],
        widget=forms.RadioSelect,
    )
    until = DayField(
        label="Hasta",
        required=False,
        help_text="Ese día, a medianoche, deja de ver el caso. En blanco, mientras dure.",
    )
    reason = _reason("Queda en la historia del caso, junto a su nombre.")

    @property
    def function(self) -> TeamRole:
        return TeamRole(self.cleaned_data["team_role"])


class LeaveForm(OnceMixin, PlainForm):
    """Why somebody leaves."""

    reason = _reason("Deja de ver el caso en el acto. Queda en la historia.")


class HandOverForm(WithMember):
    """Who takes the inquiry over, and why."""

    reason = _reason("El acta dirá quién entrega, quién recibe y qué queda pendiente.")
