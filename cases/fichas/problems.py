"""What is wrong with a form, in sentences: for the system check, and for who adapts one."""

from collections import Counter
from collections.abc import Collection, Iterable

from cases.fichas.definitions import Definicion, Pregunta

TAKEN = {"envio", "version", "rev", "tab", "accion"}  # what the page itself sends
WITH_OPTIONS = {"opcion", "opciones"}
TAKES = {"edad", "curso", "apoderado", "telefono", "direccion", "profesor_jefe", "run"}
FEWEST_OPTIONS = 2
NAMING = {"rut", "curso", "telefono", "correo"}


def problems_of(form: Definicion, steps: Collection[str]) -> list[str]:
    """Return what a form says that cannot be. `steps` are those of the catalogue."""
    found = [f"«{form.code}»: el paso «{s}» no existe." for s in form.steps if s not in steps]
    found += [
        f"«{form.code}»: cumple «{s}», al que no sirve." for s in set(form.meets) - {*form.steps}
    ]
    keys = [one.key for one in form.fields()]
    found += [f"«{form.code}»: «{k}» está dos veces." for k, n in Counter(keys).items() if n > 1]
    found += [f"«{form.code}»: «{k}» es un nombre reservado." for k in keys if k in TAKEN]
    if len(form.happened) not in {0, 1, 2} or set(form.happened) - set(keys):
        found.append(f"«{form.code}»: no se sabe cuándo ocurrió ({form.happened}).")
    if form.about and form.about not in keys:
        found.append(f"«{form.code}»: no existe «{form.about}».")
    if form.level == "N0" and not form.anonymous:
        found.append(f"«{form.code}»: es pública y no dice que no identifica a nadie.")
    for one in form.fields():
        found += [f"«{form.code}», «{one.key}»: {text}" for text in _of_field(form, one)]
    return found + [f"«{form.code}»: meets_if: {t}" for t in _condition(form, form.meets_if)]


def _of_field(form: Definicion, one: Pregunta) -> Iterable[str]:
    if one.type in WITH_OPTIONS and len(one.options) < FEWEST_OPTIONS:
        yield "faltan opciones."
    if one.options and one.type not in WITH_OPTIONS:
        yield "tiene opciones y no se elige."
    yield from _condition(form, one.only_if)
    for other in (one.after, one.signer, one.takes.partition(".")[0]):
        if other and form.field(other) is None:
            yield f"no existe «{other}»."
    if one.takes and one.takes.partition(".")[2] not in TAKES:
        yield f"no se puede tomar «{one.takes}»."
    if form.anonymous and (one.type in NAMING or (one.type == "persona" and one.of != "equipo")):
        yield "pregunta por una persona, y la ficha no identifica a nadie."
    if one.type == "firma" and not one.charge:
        yield "no dice en calidad de qué se firma."


def _condition(form: Definicion, condition: dict[str, list[str]]) -> Iterable[str]:
    for key, values in condition.items():
        other = form.field(key)
        if other is None:
            yield f"depende de «{key}», que no existe."
        elif other.options and set(values) - set(other.options):
            yield f"depende de una opción de «{key}» que no existe."


def library_problems(forms: Iterable[Definicion], steps: Collection[str]) -> list[str]:
    """Return the problems of each form, and keys or codes that two forms share."""
    forms = list(forms)
    found = [text for form in forms for text in problems_of(form, steps)]
    for name in ("key", "code"):
        counted = Counter(getattr(form, name) for form in forms)
        found += [f"Dos fichas con «{value}»." for value, n in counted.items() if n > 1]
    return found


def losses(base: Definicion, own: Definicion) -> list[str]:
    """Return each legal minimum of `base` that `own` drops, weakens or changes in kind."""
    found = []
    for one in base.fields():
        if one.legal_minimum:
            found += [f"«{one.label}»: {why}" for why in _lost(one, own.field(one.key))]
    same = ("key", "code", "title", "noun", "source", "level", "health", "anonymous", "discreet",
            "steps", "meets", "meets_if", "statement", "notice", "advice", "libro")  # fmt: skip
    found += [f"No se puede cambiar «{n}»." for n in same if getattr(base, n) != getattr(own, n)]
    return found


def _lost(one: Pregunta, mine: Pregunta | None) -> Iterable[str]:
    if mine is None:
        yield "lo exige la norma: no se puede quitar."
        return
    if not mine.legal_minimum:
        yield "lo exige la norma: no puede ser opcional."
    if mine.type != one.type:
        yield "no puede cambiar de tipo."
    if set(one.options) - set(mine.options):
        yield "no puede perder opciones."
    if mine.only_if != one.only_if or mine.signer != one.signer or mine.past != one.past:
        yield "no puede pedirse en menos casos."


def loose_ends(base: Definicion, own: Definicion) -> list[str]:
    """Return what `own` still asks that needs a question that it left out, as a school reads it."""
    left = {one.key: one.label for one in base.fields() if own.field(one.key) is None}
    found = [
        f"«{one.label}» {why} «{left[key]}»: deje esa pregunta, o quite también «{one.label}»."
        for one in own.fields()
        for key, why in _needs(one)
        if key in left
    ]
    whole = ((own.happened, "cuándo ocurrió"), ([own.about], "a quién se refiere la ficha"),
             (own.meets_if, "si se cumplió el paso"))  # fmt: skip
    found += [
        f"«{left[key]}» dice {what}: no se puede quitar."
        for keys, what in whole
        for key in keys
        if key in left
    ]
    return found


def _needs(one: Pregunta) -> Iterable[tuple[str, str]]:
    yield one.signer, "la firma quien se nombra en"
    yield one.after, "va después de"
    yield one.takes.partition(".")[0], "se completa con lo que se sabe de"
    for key in one.only_if:
        yield key, "se pregunta según lo que se conteste en"
