"""What the forms of the inquiry share."""

from django import forms
from django.core.exceptions import ValidationError

from cases.models import Case, Participant
from cases.once import OnceMixin
from convivencia.forms import DayField, PlainForm
from schools.identifiers import clean_run

LONG = 20_000


class VersionedForm(OnceMixin, PlainForm):
    """A form that knows which revision of the case it was shown."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class PlainFormSet(forms.BaseFormSet):
    """Rows that are never required by the browser; an untouched one is no row."""

    @property
    def typed(self) -> list[forms.Form]:
        """The rows to show: the first, and those with something in them."""
        return [form for form in self._numbered() if not self._is_spare(form)]

    @property
    def spare(self) -> list[forms.Form]:
        """The empty rows that wait to be asked for."""
        return [form for form in self._numbered() if self._is_spare(form)]

    def _numbered(self) -> list[forms.Form]:
        for number, form in enumerate(self.forms, start=1):
            form.number = number
        return self.forms

    @staticmethod
    def _is_spare(form: forms.Form) -> bool:
        return form.number > 1 and not (form.initial or form.errors or form.has_changed())

    def rows(self) -> list[dict]:
        """Return the typed rows, in order."""
        kept = [form.cleaned_data for form in self.forms if form.has_changed()]
        return [row for row in kept if row and not row.get("DELETE")]


def long_text(
    label: str, hint: str = "", *, rows: int = 5, required: bool = True
) -> forms.CharField:
    """Return a field for several paragraphs."""
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def short_text(
    label: str, hint: str = "", *, size: int = 160, required: bool = True
) -> forms.CharField:
    """Return a field of one line."""
    return forms.CharField(label=label, help_text=hint, max_length=size, required=required)


class PersonField(forms.TypedChoiceField):
    """One of the people given, by its id; a foreign id is simply not in the list."""

    def offer(self, people: list[Participant]) -> None:
        """Offer these people and nobody else."""
        known = {str(p.pk): p for p in people}
        self.choices = [("", "Elija…"), *((pk, person_label(p)) for pk, p in known.items())]
        self.coerce = known.get


def person_label(person: Participant) -> str:
    """Return «Trinidad Rebolledo (afectado)»."""
    return f"{person.name} ({person.role_word})"


class RunField(forms.CharField):
    """A RUN typed in any way, kept compact; empty is an answer."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(max_length=20, required=False, **kwargs)

    def clean(self, value: str) -> str:
        typed = super().clean(value)
        return clean_run(typed) if typed else ""


class PresentForm(PlainForm):
    """One person who was there."""

    name = short_text("Nombre")
    run = RunField(label="RUN")
    title = short_text("En calidad de", size=80)


class AgreementForm(PlainForm):
    """One agreement: what, who, until when."""

    what = short_text("Acuerdo", size=300)
    who = short_text("Responsable")
    due_on = DayField(label="Fecha", required=False)


def present_formset(extra: int = 2) -> type[PlainFormSet]:
    """Return the rows of who was present."""
    return forms.formset_factory(PresentForm, formset=PlainFormSet, extra=extra, max_num=20)


def agreement_formset(extra: int = 3) -> type[PlainFormSet]:
    """Return the rows of agreements."""
    return forms.formset_factory(AgreementForm, formset=PlainFormSet, extra=extra, max_num=20)


def plain_agreements(rows: list[dict]) -> tuple[dict, ...]:
    """Return agreements as the models keep them."""
    return tuple(
        {
            "what": row["what"],
            "who": row["who"],
            "due_on": row["due_on"].isoformat() if row["due_on"] else None,
        }
        for row in rows
    )


def refuse_far(day: object, case: Case) -> None:
    """Refuse a day that nobody can mean: more than two years from the case."""
    if day is not None and abs(day.year - case.known_at.year) > 2:  # noqa: PLR2004 -- two years
        raise ValidationError("Revise el año.")
