"""From a question to the fields of a web form. A person and a RUN take two each."""

import re
from collections.abc import Callable

from django import forms
from django.core.exceptions import ValidationError

from cases.fichas.definitions import Definicion, Pregunta
from cases.fichas.people import OTHER, Somebody
from cases.hearings.forms.common import LONG
from cases.hearings.forms.hearing import HourField
from convivencia.forms import DayField, MomentField
from schools.identifiers import clean_run, format_run

SHORT, MOST_LINES = 300, 60
PHONE = re.compile(r"\+?[0-9][0-9 ()-]{6,19}")
GROUPS = {"estudiantes": "Estudiantes", "adultos": "Familias y otras personas", "equipo": "Equipo"}
NO_RUN = "sin_run"


class RunField(forms.CharField):
    """A RUN typed in any way; kept as it is printed."""

    def clean(self, value: str) -> str:
        typed = super().clean(value)
        return format_run(clean_run(typed)) if typed else ""


class PhoneField(forms.CharField):
    def clean(self, value: str) -> str:
        typed = super().clean(value)
        if typed and not PHONE.fullmatch(typed):
            raise ValidationError("Escriba el teléfono con números, por ejemplo 9 0000 0000.")
        return typed


class LinesField(forms.CharField):
    """Several short answers, one in each line."""

    def clean(self, value: str) -> list[str]:
        typed = super().clean(value)
        found = [line.strip() for line in typed.splitlines() if line.strip()]
        if len(found) > MOST_LINES:
            raise ValidationError(f"Anote hasta {MOST_LINES} líneas.")
        return found


def fields_for(one: Pregunta, people: list[Somebody], cursos: list[str]) -> dict[str, forms.Field]:
    """Return the fields of a question, by name; none for a signature, which is asked at the end.

    None is required here: `forms.FichaForm` knows which answers call for which.
    """
    if one.type == "firma":
        return {}
    base = {"label": one.label, "help_text": _help(one), "required": False}
    if one.type == "persona":
        return _person(one, base, people)
    if one.type == "rut":
        reason = forms.CharField(
            label=f"{one.label}: si no tiene, por qué", required=False, max_length=SHORT
        )
        return {one.key: RunField(max_length=20, **base), f"{one.key}_{NO_RUN}": reason}
    if one.type == "curso":
        names = [("", "Elija…"), *((name, name) for name in cursos)]
        return {one.key: forms.ChoiceField(choices=names, **base)}
    return {one.key: PLAIN[one.type](one, base)}


def _help(one: Pregunta) -> str:
    taken = "Si lo deja en blanco, se toma de los datos de la persona." if one.takes else ""
    return " ".join(part for part in (one.help, taken) if part)


def _person(one: Pregunta, base: dict, people: list[Somebody]) -> dict[str, forms.Field]:
    groups = [
        (GROUPS[kind], [(p.ref, p.label) for p in people if p.kind == kind])
        for kind in ([one.of] if one.of else GROUPS)
    ]
    choices = [("", "Elija…"), *((n, g) for n, g in groups if g), (OTHER, "Otra persona")]
    other = forms.CharField(
        label=f"{one.label}: si es otra persona, quién", required=False, max_length=SHORT
    )
    return {one.key: forms.ChoiceField(choices=choices, **base), f"{one.key}_{OTHER}": other}


def _text(_one: Pregunta, base: dict) -> forms.Field:
    return forms.CharField(max_length=SHORT, **base)


def _long(_one: Pregunta, base: dict) -> forms.Field:
    return forms.CharField(max_length=LONG, widget=forms.Textarea(attrs={"rows": 5}), **base)


def _lines(_one: Pregunta, base: dict) -> forms.Field:
    hint = " ".join(part for part in (base["help_text"], "Una por línea.") if part)
    area = forms.Textarea(attrs={"rows": 3})
    return LinesField(max_length=LONG, widget=area, **{**base, "help_text": hint})


def _number(one: Pregunta, base: dict) -> forms.Field:
    return forms.IntegerField(min_value=0, max_value=one.many or 1000, **base)


def _one_of(one: Pregunta, base: dict) -> forms.Field:
    return forms.ChoiceField(choices=list(one.options.items()), widget=forms.RadioSelect, **base)


def _some_of(one: Pregunta, base: dict) -> forms.Field:
    boxes = forms.CheckboxSelectMultiple
    return forms.MultipleChoiceField(choices=list(one.options.items()), widget=boxes, **base)


PLAIN: dict[str, Callable[[Pregunta, dict], forms.Field]] = {
    "texto": _text,
    "texto_largo": _long,
    "fecha": lambda _one, base: DayField(**base),
    "hora": lambda _one, base: HourField(**base),
    "fecha_hora": lambda one, base: MomentField(past=one.past, **base),
    "telefono": lambda _one, base: PhoneField(max_length=30, **base),
    "correo": lambda _one, base: forms.EmailField(max_length=SHORT, **base),
    "entero": _number,
    "opcion": _one_of,
    "opciones": _some_of,
    "lista": _lines,
    "bool": lambda _one, base: forms.BooleanField(**base),
}


def names_in(definition: Definicion) -> frozenset[str]:
    """Return every name that the page of a form sends: what it does not ask is not kept."""
    fields = {
        name: field
        for one in definition.fields()
        for name, field in fields_for(one, [], []).items()
    }
    parts = {
        f"{name}_{number}"
        for name, field in fields.items()
        if isinstance(field.widget, forms.MultiWidget)
        for number, _ in enumerate(field.widget.widgets)
    }
    return frozenset(fields) | parts
