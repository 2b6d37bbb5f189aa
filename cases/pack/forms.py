"""The form of the pack: what for, and which annexes the directora looked at."""

from django import forms

from cases.hearings.forms.common import long_text
from cases.once import OnceMixin
from convivencia.forms import PlainForm


class PackForm(OnceMixin, PlainForm):
    """No annex goes by itself: nothing in a photo or a recording can be turned into initials."""

    purpose = long_text("Para qué se reúne", "Queda en el registro.", rows=2)
    annexes = forms.TypedMultipleChoiceField(
        label="Anexos que se agregan",
        help_text="Marque sólo los que revisó y no identifican a otros niños o niñas.",
        coerce=int, required=False, widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, *args, annexes: dict[int, str], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["annexes"].choices = list(annexes.items())
        if not annexes:
            del self.fields["annexes"]


class YearForm(PlainForm):
    """Which year of the school."""

    year = forms.IntegerField(label="Año", min_value=2020, max_value=2100)
