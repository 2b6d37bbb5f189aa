"""From a filled form to its paper: every question with its answer, boxes as on paper."""

import re
from dataclasses import replace
from datetime import date, datetime, time

from django.utils import timezone

from cases.documents.builders.common import FAMILY, KIN, heading, numbered_as_ours
from cases.documents.kinds import FAMILIES, cite
from cases.documents.reports import Person, SignatureLine
from cases.documents.reports.fichas import FichaPart, FichaReport, FichaRow
from cases.fichas.definitions import Definicion, Pregunta
from cases.fichas.fields import NO_RUN
from cases.fichas.forms import FichaForm
from cases.fichas.people import OTHER
from cases.models import Ficha
from convivencia.dates import full_date
from protocols.selectors import protocol_of, titles_of

BLANK = "—"
LINE = "______________"  # the same, to be written with a pen
# Sections of the reglamento that belong to one protocol: no other case cites them.
OWN = {"acoso": "8.6.3", "vulneracion": "5.2", "sexual": "5.3", "drogas": "5.4"}
SECTION = re.compile(r"(?:Anexo [IV]+ )?[0-9][0-9.]*[0-9]")
BY_ALL = "Para constancia, firman quienes intervinieron."
READ = (
    "Leído el registro por quienes intervinieron, o habiéndoseles leído, firman para constancia. "
    "La negativa o la imposibilidad de firmar se deja por escrito, con un testigo."
)


def ficha(
    row: Ficha,
    form: FichaForm,
    *,
    at: datetime,
    signatures: tuple[SignatureLine, ...] = (),
    by_hand: bool = False,
) -> FichaReport:
    """Return the paper of a form. `form` was validated; what it does not ask is left out.

    `by_hand`: a draft that may be filled with a pen. It has what no answer has ruled out yet, and
    room for what is missing.
    """
    definition = form.definition
    own = f", versión {row.own_version} del establecimiento" if row.own_version else ""
    return FichaReport(
        **heading(row.case, row.code, at=at) | _norm(row, definition),
        parts=tuple(_parts(form, by_hand=by_hand)),
        by_hand=by_hand,
        statement=statement(form).replace(BLANK, LINE if by_hand else BLANK),
        notice=definition.notice,
        formula=formula(definition),
        receives=definition.receives,
        form_version=f"{row.code}, versión {row.version}{own}",
        signatures=signatures or tuple(blank_lines(form, by_hand=by_hand)),
    )


def _norm(row: Ficha, definition: Definicion) -> dict[str, str]:
    """Return what the heading says of the norm: nothing, on a paper that tells no motive."""
    if definition.discreet:
        return {"protocol": "", "article": "", "reglamento": ""}
    return {"article": _article(row, definition)}


def _article(row: Ficha, definition: Definicion) -> str:
    """Return the section that asks for the form in this case: of the step it serves, or its own."""
    if not numbered_as_ours(row.case):
        return ""
    key = row.tramite.protocol_key if row.tramite else row.case.protocol_key
    known = key in titles_of(row.case.reglamento)
    steps = protocol_of(row.case.reglamento, key).steps if known else ()
    norms = (step.source for step in steps if step.id in definition.steps)
    found = next((m[0] for norm in norms if (m := SECTION.match(norm.locus))), "")
    family, own = FAMILIES.get(key, key), definition.article
    of_another = any(own.startswith(number) for name, number in OWN.items() if name != family)
    return cite(found or ("" if of_another else own))


def _parts(form: FichaForm, *, by_hand: bool = False) -> list[FichaPart]:
    parts = []
    shown = form.may_ask if by_hand else form.asks
    for section in form.definition.sections:
        asked = [one for one in section.fields if one.type != "firma" and shown(one)]
        rows = tuple(_row_by_hand(form, one) if by_hand else _row(form, one) for one in asked)
        if rows:
            parts.append(FichaPart(title=section.title, rows=rows))
    return parts


def _row_by_hand(form: FichaForm, one: Pregunta) -> FichaRow:
    """Return a question with its answer, or with room for one and when it is to be answered."""
    row = _row(form, one)
    if one.type == "bool" and not form.cleaned_data.get(one.key):
        row = FichaRow(label=one.label, kind="boxes", boxes=((False, "Sí"), (False, "No")))
    hint = "" if form.asks(one) else form.only_when(one)
    return replace(row, hint=hint, text="" if row.text == BLANK else row.text)


def _row(form: FichaForm, one: Pregunta) -> FichaRow:
    value = form.cleaned_data.get(one.key)
    if one.options:
        chosen = set(value if isinstance(value, list) else [value])
        boxes = tuple((key in chosen, text) for key, text in one.options.items())
        return FichaRow(label=one.label, kind="boxes", boxes=boxes)
    if one.type == "lista":
        return FichaRow(label=one.label, kind="list", lines=tuple(value or ()))
    if one.type == "texto_largo":
        return FichaRow(label=one.label, kind="quoted" if one.quoted else "long", text=value or "")
    return FichaRow(label=one.label, text=answer_text(form, one))


def answer_text(form: FichaForm, one: Pregunta) -> str:
    """Return an answer in words, on one line; «—» if there is none."""
    value = form.cleaned_data.get(one.key)
    if one.type == "persona":
        who = person_of(form, one)
        return who.line if who and form.definition.discreet else _person_text(who)
    if one.type == "rut" and not value:
        reason = form.cleaned_data.get(f"{one.key}_{NO_RUN}", "")
        return f"Sin RUN: {reason}" if reason else BLANK
    if one.options:
        chosen = value if isinstance(value, list) else [value]
        return ", ".join(one.options[key] for key in chosen if key in one.options) or BLANK
    if isinstance(value, bool):
        return "Sí" if value else "No"
    if isinstance(value, list):
        return "; ".join(value) or BLANK
    return BLANK if value in (None, "") else _plain(value)


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        local = timezone.localtime(value)
        return f"{full_date(local.date())}, {local:%H:%M} horas"
    if isinstance(value, date):
        return full_date(value)
    return f"{value:%H:%M} horas" if isinstance(value, time) else str(value)


def person_of(form: FichaForm, one: Pregunta) -> Person | None:
    """Return whom a question names; None for nobody."""
    ref = form.cleaned_data.get(one.key)
    if ref == OTHER:
        return Person(form.cleaned_data.get(f"{one.key}_{OTHER}", ""))
    found = form.people.get(ref or "")
    if found is None:
        return None
    return Person(found.name, found.run, found.title, found.facts.get("curso", ""))


def _person_text(who: Person | None) -> str:
    if who is None:
        return BLANK
    return f"{who.line} ({who.title.lower()})" if who.title else who.line


def statement(form: FichaForm) -> str:
    """Return the sentence of who signs, with the answers in their places."""
    text = form.definition.statement
    for one in form.definition.fields():
        if f"{{{one.key}}}" in text:
            text = text.replace(f"{{{one.key}}}", _in_sentence(form, one))
    return text


def _in_sentence(form: FichaForm, one: Pregunta) -> str:
    if one.type == "persona":
        who = person_of(form, one)
        return who.name if who else BLANK
    return answer_text(form, one).removesuffix(" horas")


def formula(definition: Definicion) -> str:
    """Return the sentence above the signatures: read aloud only to who is not of the school."""
    sources = [definition.field(one.signer) for one in definition.signatures]
    if all(source is not None and source.of == "equipo" for source in sources):
        return "Para constancia, firma quien lo emite." if len(sources) == 1 else BY_ALL
    return READ


def signers(form: FichaForm, *, by_hand: bool = False) -> list[tuple[Pregunta, Person]]:
    """Return who signs, one line each; a list of names gives one signature to each.

    `by_hand`: also whoever is not known yet, without name.
    """
    found: list[tuple[Pregunta, Person]] = []
    for one in form.definition.signatures:
        if (form.may_ask if by_hand else form.asks)(one):
            known = _signers_of(form, form.definition, one)
            found += [(one, who) for who in known or (_unknown(form, one) if by_hand else [])]
    return found


def _signers_of(form: FichaForm, definition: Definicion, one: Pregunta) -> list[Person]:
    source = definition.field(one.signer) if one.signer else None
    if source is None:
        return [Person(one.charge, title=one.charge)]
    if source.type == "lista":
        return [Person(n, title=one.charge) for n in form.cleaned_data.get(one.signer) or ()]
    if source.type == "persona":
        who = person_of(form, source)
        return [Person(who.name, who.run, _charge(one, who))] if who else []
    name = form.cleaned_data.get(one.signer) or one.charge
    return [Person(str(name), title=one.charge)]


def _unknown(form: FichaForm, one: Pregunta) -> list[Person]:
    """Return lines without name: one, or several where a list of people signs."""
    source = form.definition.field(one.signer)
    return [Person("", title=one.charge)] * (4 if source and source.type == "lista" else 1)


def _charge(one: Pregunta, who: Person) -> str:
    """Return in which capacity somebody signs: the family, by what they are to the pupil."""
    return who.title if one.charge == FAMILY and who.title in KIN.values() else one.charge


def blank_lines(form: FichaForm, *, by_hand: bool = False) -> list[SignatureLine]:
    """Return the lines where each will sign by hand."""
    found = signers(form, by_hand=by_hand)
    return [SignatureLine(name=who.name, title=who.title) for _, who in found]
