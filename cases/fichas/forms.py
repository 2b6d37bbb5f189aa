"""A form of the library as a web form: what it asks, what it demands, what it fills by itself."""

import json
from collections.abc import Iterator
from datetime import datetime

from django import forms
from django.http import QueryDict
from django.utils import timezone

from cases.documents.redaction import says_name
from cases.fichas.definitions import Definicion, Pregunta, Seccion
from cases.fichas.fields import NO_RUN, fields_for
from cases.fichas.people import OTHER, Somebody, first_with
from convivencia.forms import PlainForm, missing_text

TOLD = {"texto", "texto_largo", "lista"}
NAMED = (
    "Aquí se nombra a una persona del caso. Este documento no identifica a nadie: quite su nombre."
)
PAST_DAY = "Esa fecha aún no llega: anote cuándo ocurrió."


class FichaForm(PlainForm):
    """The questions of `definition`. `asks` says which ones the answers given call for."""

    def __init__(
        self,
        data: QueryDict | None,
        *,
        definition: Definicion,
        people: list[Somebody],
        cursos: list[str],
        now: datetime,
        **kwargs: object,
    ) -> None:
        super().__init__(data, **kwargs)
        self.definition, self.now = definition, now
        self.people = {one.ref: one for one in people}
        for one in definition.fields():
            for name, field in fields_for(one, people, cursos).items():
                field.error_messages.setdefault("required", missing_text(field))
                field.when = _when(one, name)
                self.fields[name] = field
            self._mark(one)

    def _mark(self, one: Pregunta) -> None:
        """Say «opcional» beside what may be left blank; and when the rest is asked."""
        field = self.fields.get(one.key)
        if field is None:
            return
        field.required = one.required and not one.takes
        if one.only_if:
            field.help_text = f"{field.help_text} {self.only_when(one)}".strip()

    def full_clean(self) -> None:
        """Judge first what was typed; what is missing, once it is known what was asked."""
        shown = {name: field.required for name, field in self.fields.items()}
        for field in self.fields.values():
            field.required = False
        try:
            super().full_clean()
        finally:
            for name, required in shown.items():
                self.fields[name].required = required

    def only_when(self, one: Pregunta) -> str:
        """Return in which case a question is asked, as a sentence."""
        parts = []
        for key, values in one.only_if.items():
            other = self.definition.field(key)
            rest = [name for value, name in other.options.items() if value not in values]
            no, names = "", [other.options.get(value, value) for value in values]
            if len(rest) == 1 < len(names):  # shorter said by what it is not
                no, names = "no ", rest
            parts.append(f"«{other.label}» {no}es «{'» o «'.join(names)}»")
        return f"Sólo si {' y '.join(parts)}."

    def sections(self) -> Iterator[tuple[Seccion, list[forms.BoundField]]]:
        """Return each section with its fields; none for a section of signatures alone."""
        for section in self.definition.sections:
            names = [n for one in section.fields for n in self._names(one)]
            if names:
                yield section, [self[name] for name in names]

    def _names(self, one: Pregunta) -> list[str]:
        wanted = (one.key, f"{one.key}_{OTHER}", f"{one.key}_{NO_RUN}")
        return [name for name in wanted if name in self.fields]

    def hide_missing(self) -> None:
        """Show a draft as it was left: what is missing is not an error yet."""
        general = self.errors.get(forms.forms.NON_FIELD_ERRORS)
        self._errors = forms.utils.ErrorDict()
        if general:
            self._errors[forms.forms.NON_FIELD_ERRORS] = general

    def asks(self, one: Pregunta) -> bool:
        """Return whether the answers call for this question."""
        return all(self.says(key, values) for key, values in one.only_if.items())

    def may_ask(self, one: Pregunta) -> bool:
        """Return whether the answers, or those still missing, may call for this question."""
        return all(
            self.says(key, values)
            or (self._unsaid(key) and self.may_ask(self.definition.field(key)))
            for key, values in one.only_if.items()
        )

    def _unsaid(self, key: str) -> bool:
        return self.cleaned_data.get(key) in (None, "", [])

    def says(self, key: str, values: list[str]) -> bool:
        """Return whether a question that was asked has one of these answers."""
        given = self.cleaned_data.get(key)
        chosen = set(given if isinstance(given, list) else [given])
        return bool(chosen & set(values)) and self.asks(self.definition.field(key))

    def clean(self) -> dict:
        super().clean()
        for one in self.definition.fields():
            if one.type != "firma" and one.key not in self.errors:
                self._take(one)
                self._check(one)
                self._refuse_names(one)
        return self.cleaned_data

    def _refuse_names(self, one: Pregunta) -> None:
        """In what must identify nobody, no name nor RUN of the case; who signs is of the team."""
        if not self.definition.anonymous or one.type not in TOLD:
            return
        given = self.cleaned_data.get(one.key) or ""
        text = "\n".join(given) if isinstance(given, list) else given
        if any(who.party and says_name(text, who.party) for who in self.people.values()):
            self.add_error(one.key, NAMED)

    def _take(self, one: Pregunta) -> None:
        """Fill a blank with what is known of the person chosen."""
        key, _, fact = one.takes.partition(".")
        if not fact or self.cleaned_data.get(one.key) not in (None, ""):
            return
        chosen = self.people.get(self.cleaned_data.get(key, ""))
        known = chosen.facts.get(fact, "") if chosen else ""
        if not known:
            return
        if one.type == "persona" and known not in self.people:
            return
        self.cleaned_data[one.key] = int(known) if one.type == "entero" else known

    def _check(self, one: Pregunta) -> None:
        if not self.asks(one):
            return
        value = self.cleaned_data.get(one.key)
        if one.type == "persona":
            self._check_person(one, value)
        elif one.type == "rut" and not value and self.cleaned_data.get(f"{one.key}_{NO_RUN}"):
            return
        elif one.required and value in (None, "", [], False):
            self.add_error(one.key, missing_text(self.fields[one.key]))
        if one.past and one.type == "fecha" and value and value > timezone.localdate(self.now):
            self.add_error(one.key, PAST_DAY)
        start = self.cleaned_data.get(one.after) if one.after else None
        if start and value and value <= start:
            label = self.definition.field(one.after).label.lower()
            self.add_error(one.key, f"Debe ser posterior a «{label}».")

    def _check_person(self, one: Pregunta, value: str) -> None:
        other = self.cleaned_data.get(f"{one.key}_{OTHER}", "")
        if value == OTHER and not other:
            self.add_error(f"{one.key}_{OTHER}", "Escriba el nombre de la otra persona.")
        elif one.required and not value:
            self.add_error(one.key, missing_text(self.fields[one.key]))

    def happened_at(self) -> datetime | None:
        """Return when what the form tells happened; a day without hour counts as its end.

        Never earlier than it was: a plazo of hours must not look met by a guess.
        """
        given = [self.cleaned_data.get(key) for key in self.definition.happened]
        if not given or given[0] in (None, ""):
            return None
        if isinstance(given[0], datetime):
            return given[0]
        hour = given[1] if len(given) > 1 else None
        end = datetime.max.time().replace(microsecond=0)
        at = timezone.make_aware(datetime.combine(given[0], hour or end))
        return at if hour else min(at, self.now)


def _when(one: Pregunta, name: str) -> str:
    """Return what the page reads to show a field: the answers that call for it, as JSON."""
    wanted = dict(one.only_if)
    if name == f"{one.key}_{OTHER}":
        wanted[one.key] = [OTHER]
    return json.dumps(wanted, ensure_ascii=False) if wanted else ""


def proposed(
    definition: Definicion, people: list[Somebody], now: datetime, *, attempt: int = 1
) -> dict[str, list[str]]:
    """Return what a form begins with, as it would be typed: today, who fills it, who suffered."""
    found: dict[str, list[str]] = {}
    for one in definition.fields():
        if one.default == "hoy":
            local = timezone.localtime(now)
            if one.type == "fecha":
                found[one.key] = [local.date().isoformat()]
            elif one.type == "hora":
                found[one.key] = [f"{local:%H:%M}"]
            else:
                found[f"{one.key}_0"] = [local.date().isoformat()]
                found[f"{one.key}_1"] = [f"{local:%H:%M}"]
        elif one.default == "intento":
            found[one.key] = [str(attempt)]
        elif one.default:
            found[one.key] = [first_with(people, one.default, one.of)]
    return found


def as_typed(answers: dict[str, list[str]]) -> QueryDict:
    """Return kept answers as a form takes them."""
    typed = QueryDict(mutable=True)
    for name, values in answers.items():
        typed.setlist(name, values)
    return typed
