"""The shape that every form shares: our templates, Spanish messages, a moment as day and hour."""

from datetime import date, datetime

from django import forms
from django.forms.renderers import DjangoTemplates
from django.template import loader

from convivencia.clock import now


class ComponentRenderer(DjangoTemplates):
    """Render forms with `templates/components/`; widgets with Django's own templates."""

    form_template_name = "components/form.html"
    field_template_name = "components/field_group.html"

    def get_template(self, template_name: str):  # noqa: ANN201 -- as the base class
        if template_name.startswith("components/"):
            return loader.get_template(template_name)
        return super().get_template(template_name)


TOO_SHORT = "Escriba al menos %(limit_value)d letras; lleva %(show_value)d."


class PlainMixin:
    """Our templates, and messages that say which answer is missing."""

    default_renderer = ComponentRenderer()  # one for all: each has an engine of its own
    use_required_attribute = False  # the browser's own bubbles hide our messages

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if (
                field.error_messages.get("required")
                == forms.Field.default_error_messages["required"]
            ):
                field.error_messages["required"] = missing_text(field)
            field.error_messages.setdefault("min_length", TOO_SHORT)


class PlainForm(PlainMixin, forms.Form):
    """Base of our forms: `{{ form }}` gives summary of errors, label, hint, error and input."""


class PlainModelForm(PlainMixin, forms.ModelForm):
    """The same for a model."""


def missing_text(field: forms.Field) -> str:
    """Return what to say when the answer of `field` is missing."""
    label = field.label or "este dato"
    if isinstance(field, forms.BooleanField):
        return f"Marque la casilla «{label}» para continuar."
    if isinstance(field, forms.FileField):
        return f"Adjunte el archivo: {label}."
    verb = "Elija una opción" if isinstance(field, forms.ChoiceField) else "Falta completar"
    return f"{verb}: {label}."


OLDEST_YEAR, NEWEST_YEAR = 1900, 2100


def refuse_absurd_year(day: date) -> None:
    """Refuse a year that nobody means: a slip of the finger would be believed otherwise."""
    if not OLDEST_YEAR <= day.year <= NEWEST_YEAR:
        text = f"Revise el año: escriba uno entre {OLDEST_YEAR} y {NEWEST_YEAR}."
        raise forms.ValidationError(text, code="year")


class DayInput(forms.DateInput):
    """The browser's date picker; without one, `AAAA-MM-DD`."""

    input_type = "date"

    def __init__(self, attrs: dict | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class HourInput(forms.TimeInput):
    """The browser's clock, 24 hours."""

    input_type = "time"

    def __init__(self, attrs: dict | None = None) -> None:
        super().__init__(attrs, format="%H:%M")


class MomentWidget(forms.SplitDateTimeWidget):
    """A day and an hour, each with its own label."""

    template_name = "django/forms/widgets/splitdatetime.html"
    use_fieldset = True
    part_labels = ("Día", "Hora")

    def __init__(self, attrs: dict | None = None) -> None:
        forms.MultiWidget.__init__(self, (DayInput(), HourInput()), attrs)

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_0" if id_ else ""


class DayField(forms.DateField):
    """A day. `past` refuses one that has not come."""

    widget = DayInput
    default_error_messages = {
        "required": "Indique el día.",
        "invalid": "Escriba una fecha que exista, por ejemplo 27-04-2026.",
    }

    def __init__(self, *, past: bool = False, **kwargs) -> None:
        self.past = past
        kwargs.setdefault("input_formats", ["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"])
        super().__init__(**kwargs)

    def to_python(self, value: object) -> date | None:
        day = super().to_python(value)
        if day:
            refuse_absurd_year(day)
        return day


class MomentField(forms.SplitDateTimeField):
    """A day and an hour in the school's zone. `past` refuses what has not happened yet."""

    widget = MomentWidget
    default_error_messages = {
        "required": "Indique el día y la hora.",
        "invalid_date": "Escriba un día que exista, por ejemplo 27-04-2026.",
        "invalid_time": "Escriba una hora de 00:00 a 23:59.",
    }

    def __init__(self, *, past: bool = False, **kwargs) -> None:
        self.past = past
        kwargs.setdefault("input_date_formats", ["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"])
        super().__init__(**kwargs)

    def clean(self, value: list) -> datetime | None:
        moment = super().clean(value)
        if moment:
            refuse_absurd_year(moment)
        if self.past and moment and moment > now():
            raise forms.ValidationError(
                "Ese día y hora aún no llegan: anote cuándo ocurrió.", code="future"
            )
        return moment
