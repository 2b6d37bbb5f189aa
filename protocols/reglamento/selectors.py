"""What the pages of the reglamento show."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby

from django.http import Http404

from protocols.engine import Protocol
from protocols.engine.definitions import Step
from protocols.linter.words import plazo_words
from protocols.models import ReglamentoVersion
from protocols.reglamento.changes import (
    StepChange,
    changes_between,
    modelo_by_key,
    protocols_by_key,
)
from protocols.reglamento.review import review
from protocols.selectors import regimen_of

Context = dict[str, object]


def versions(today: date) -> list[ReglamentoVersion]:
    """Return the versions of the school, newest first, each with its `word`. Queries: 1."""
    rows = list(ReglamentoVersion.objects.defer("faltas", "medidas").order_by("-version"))
    for row in rows:
        row.word, row.tone = _word(row, today)
    return rows


def _word(row: ReglamentoVersion, today: date) -> tuple[str, str]:
    if row.is_draft:
        return "Borrador", "amber"
    if row.in_force_from > today:
        return "Por regir", "blue"
    if row.in_force_until and row.in_force_until < today:
        return "Anterior", ""
    return "Vigente", "green"


def version_or_404(pk: int) -> ReglamentoVersion:
    """Return a version of the school in context."""
    row = ReglamentoVersion.objects.filter(pk=pk).first() if pk < 2**63 else None
    if row is None:
        raise Http404
    return row


def protocol_or_404(version: ReglamentoVersion, key: str) -> Protocol:
    if key not in version.protocols:
        raise Http404
    return protocols_by_key(version)[key]


def version_page(version: ReglamentoVersion, today: date) -> Context:
    """Return the protocols of a version, its changes against the model, what the law says."""
    own = protocols_by_key(version)
    changes = changes_between(modelo_by_key(version.modelo), own)
    changed = {change.key for change in changes}
    on = today if version.is_draft else version.in_force_from
    found = review(version, on=on)
    return {
        "version": version,
        "protocols": [(p, p.key in changed) for p in sorted(own.values(), key=lambda p: p.title)],
        "changes": changes,
        "errors": found.errors,
        "inherited": found.inherited,
        "warnings": found.warnings,
    }


def protocol_page(version: ReglamentoVersion, protocol: Protocol) -> Context:
    """Return the steps of a protocol by stage, each with its plazo beside the model's."""
    modelo = modelo_by_key(version.modelo).get(protocol.key)
    return {"version": version, "protocol": protocol, "stages": _stages(protocol, modelo)}


def _stages(protocol: Protocol, modelo: Protocol | None) -> list[tuple[str, list[Context]]]:
    theirs = {step.id: step for step in modelo.steps} if modelo else {}
    order = list(protocol.stages)
    steps = sorted(protocol.steps, key=lambda step: order.index(step.stage))
    return [
        (stage.value, _rows(group, theirs))
        for stage, group in groupby(steps, key=lambda step: step.stage)
    ]


def _rows(steps: Iterable[Step], theirs: dict[str, Step]) -> list[Context]:
    return [
        {
            "step": step,
            "plazo": plazo_words(step.plazo),
            "was": _was(step, theirs.get(step.id)),
            "others": [f"{o.label}: {plazo_words(o.plazo)}" for o in step.alternatives],
        }
        for step in steps
    ]


def _was(step: Step, theirs: Step | None) -> str:
    if theirs is None:
        return "no está en el modelo"
    before = plazo_words(theirs.plazo)
    return before if before != plazo_words(step.plazo) else ""


def step_or_404(protocol: Protocol, step_id: str) -> Step:
    found = next((step for step in protocol.steps if step.id == step_id), None)
    if found is None:
        raise Http404
    return found


def step_page(version: ReglamentoVersion, protocol: Protocol, step: Step) -> Context:
    """Return a step beside the same one in the library model."""
    modelo = modelo_by_key(version.modelo).get(protocol.key)
    original = next((s for s in modelo.steps if s.id == step.id), None) if modelo else None
    return {
        "version": version,
        "protocol": protocol,
        "step": step,
        "original": original,
        "original_plazo": plazo_words(original.plazo) if original else "",
    }


def sheet_page(version: ReglamentoVersion) -> Context:
    """Return every protocol with its steps, to print."""
    own = sorted(protocols_by_key(version).values(), key=lambda protocol: protocol.title)
    modelo = modelo_by_key(version.modelo)
    return {
        "version": version,
        "sheets": [(p, _stages(p, modelo.get(p.key))) for p in own],
        "regimen": regimen_of(version),
    }


def comparison(version: ReglamentoVersion, other: str) -> tuple[str, list[StepChange]]:
    """Return what `version` is compared with, and its differences; the model if not another."""
    if other.isdecimal() and other.isascii():
        base = version_or_404(int(other))
        return str(base), changes_between(protocols_by_key(base), protocols_by_key(version))
    name = f"Modelo {version.modelo}"
    return name, changes_between(modelo_by_key(version.modelo), protocols_by_key(version))
