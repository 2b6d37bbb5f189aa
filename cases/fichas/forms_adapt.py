"""The page where a school words a form as its own."""

from collections.abc import Iterator

from django import forms

from cases.fichas.adaptation import DROP, adapted
from cases.fichas.definitions import Definicion, Pregunta
from cases.once import OnceMixin
from convivencia.forms import PlainForm

NEEDS = [("si", "Obligatoria"), ("no", "Opcional"), (DROP, "Quitar de la ficha")]
TYPES = [
    ("texto", "Una línea de texto"),
    ("texto_largo", "Varios párrafos"),
    ("fecha", "Una fecha"),
    ("hora", "Una hora"),
    ("entero", "Un número"),
    ("opcion", "Elegir una opción"),
    ("opciones", "Elegir varias opciones"),
    ("lista", "Una lista, una por línea"),
    ("bool", "Una casilla que se marca"),
]
WITH_OPTIONS = ("opcion", "opciones")
FEWEST = 2


class AdaptForm(OnceMixin, PlainForm):
    """Each question with its words, its help, its place; and room for one more."""

    seen = forms.CharField(max_length=16, widget=forms.HiddenInput)
    note = forms.CharField(
        label="Qué cambia y por qué",
        max_length=300,
        min_length=5,
        help_text="Lo lee la dirección antes de publicar.",
    )
    new_label = forms.CharField(label="Pregunta nueva", max_length=200, required=False)
    new_type = forms.ChoiceField(label="Cómo se contesta", choices=TYPES, required=False)
    new_options = forms.CharField(
        label="Opciones",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Sólo si se elige entre opciones. Una por línea.",
    )
    new_section = forms.TypedChoiceField(label="En qué parte va", coerce=int, required=False)
    new_need = forms.ChoiceField(
        label="¿Hay que contestarla?", choices=NEEDS[:2], required=False, initial="no"
    )

    def __init__(self, *args: object, definition: Definicion, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.definition = definition
        titles = [section.title for section in definition.sections]
        self.fields["new_section"].choices = list(enumerate(titles))
        for order, one in enumerate(definition.fields(), 1):
            self._add(one, order * 10)

    def _add(self, one: Pregunta, order: int) -> None:
        self.fields[f"l-{one.key}"] = forms.CharField(
            label="Pregunta", max_length=200, initial=one.label
        )
        self.fields[f"h-{one.key}"] = forms.CharField(
            label="Ayuda", max_length=400, required=False, initial=one.help
        )
        self.fields[f"o-{one.key}"] = forms.IntegerField(
            label="Orden", min_value=0, max_value=10_000, initial=order
        )
        if not one.legal_minimum:
            self.fields[f"n-{one.key}"] = forms.ChoiceField(
                label="¿Hay que contestarla?", choices=NEEDS, initial=one.need
            )

    def rows(self) -> Iterator[tuple[str, list[tuple[Pregunta, list[forms.BoundField]]]]]:
        """Return the questions of each section with their fields."""
        for section in self.definition.sections:
            yield section.title, [(one, self._bound(one)) for one in section.fields]

    def _bound(self, one: Pregunta) -> list[forms.BoundField]:
        names = [f"{part}-{one.key}" for part in "lhon"]
        return [self[name] for name in names if name in self.fields]

    def clean(self) -> dict:
        data = super().clean()
        options = self._options()
        if data.get("new_label") and data.get("new_type") in WITH_OPTIONS and len(options) < FEWEST:
            self.add_error("new_options", "Escriba al menos dos opciones, una por línea.")
        return data

    def _options(self) -> list[str]:
        lines = self.cleaned_data.get("new_options", "").splitlines()
        return [line.strip()[:200] for line in lines if line.strip()]

    def result(self) -> Definicion:
        """Return the form as it was worded; DomainError if it cannot be one."""
        data = self.cleaned_data
        changes = {
            one.key: {
                "label": data[f"l-{one.key}"], "help": data[f"h-{one.key}"],
                "order": data[f"o-{one.key}"], "need": data.get(f"n-{one.key}", ""),
            }
            for one in self.definition.fields()
        }  # fmt: skip
        return adapted(self.definition, changes, self._added())

    def _added(self) -> dict | None:
        data = self.cleaned_data
        if not data.get("new_label"):
            return None
        chooses = data["new_type"] in WITH_OPTIONS
        return {
            "label": data["new_label"], "type": data["new_type"] or "texto",
            "section": data["new_section"] or 0, "need": data["new_need"] or "no",
            "order": 10_001, "options": self._options() if chooses else [],
        }  # fmt: skip


class SeenForm(OnceMixin, PlainForm):
    """Which version is published."""

    seen = forms.CharField(max_length=16, widget=forms.HiddenInput)
