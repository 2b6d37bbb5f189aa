"""The questions of a protocol, as a form that is read from the address."""

from django import forms

from cases.planner.questions import fact_questions, start_events
from convivencia.forms import MomentField, PlainForm
from protocols.engine import Event, Protocol

EVENT, FACT = "cuando_", "dato_"
FIRST = ("ev_hecho", "ev_conocimiento", "ev_denuncia")
OLDEST_AGE = 120


class PlanForm(PlainForm):
    """One moment per event that starts a plazo, one answer per fact. Nothing is stored."""

    chain = forms.BooleanField(
        label="Suponer que cada trámite se hace el último día", required=False, initial=True
    )

    def __init__(self, data: dict | None, protocol: Protocol, **kwargs) -> None:
        super().__init__(data, **kwargs)
        for name, title in start_events(protocol):
            self.fields[EVENT + name] = MomentField(label=title, required=False)
        for question in fact_questions(protocol):
            self.fields[FACT + question.name] = self._answer(question.text, question.choices)
        self.order_fields([*(f for f in self.fields if f != "chain"), "chain"])

    @staticmethod
    def _answer(text: str, choices: tuple) -> forms.Field:
        if choices:
            return forms.ChoiceField(label=text, choices=choices, required=False)
        return forms.IntegerField(label=text, min_value=0, max_value=OLDEST_AGE, required=False)

    def clean(self) -> dict:
        data = super().clean()
        if not self.errors and not self.events():
            self.add_error(None, "Escriba al menos una fecha: de ella salen las demás.")
        return data

    def events(self) -> list[Event]:
        """Return what was typed, as the engine hears it."""
        return [
            Event(name.removeprefix(EVENT), at)
            for name, at in self.cleaned_data.items()
            if name.startswith(EVENT) and at
        ]

    def facts(self) -> dict[str, object]:
        return {
            name.removeprefix(FACT): value
            for name, value in self.cleaned_data.items()
            if name.startswith(FACT) and value not in ("", None)
        }

    def groups(self) -> list[tuple[str, list, bool]]:
        """Return the fields as the page shows them: title, fields, open."""
        dates = [self[name] for name in self.fields if name.startswith(EVENT)]
        first = [field for field in dates if field.name.removeprefix(EVENT) in FIRST] or dates[:1]
        others = [field for field in dates if field not in first]
        facts = [self[name] for name in self.fields if name.startswith(FACT)]
        typed = any(any(field.value() or ()) for field in others)
        return [
            ("De qué fecha parte", first, True),
            ("Otras fechas, si ya ocurrieron o las supone", others, typed),
            ("Lo que se sabe del caso", facts, True),
        ]


class WhatIfForm(PlainForm):
    """One act at one moment, in one trámite of a case."""

    hago = forms.ChoiceField(label="Si hago esto")
    el = MomentField(label="Este día, a esta hora")

    def __init__(self, data: dict | None, acts: list[tuple[str, str]], **kwargs) -> None:
        super().__init__(data, **kwargs)
        self.fields["hago"].choices = [("", "Elija un acto"), *acts]
