"""The school's own version of a form: drafted, checked against the model, published once."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from cases.fichas.checks import known_steps
from cases.fichas.definitions import Definicion
from cases.fichas.loader import DefinitionError, definition_from, definition_to_data, library
from cases.fichas.problems import library_problems, loose_ends, losses
from cases.models import FichaPropia
from convivencia.exceptions import AlreadyDoneError, DomainError, StaleFormError
from schools.abilities import Ability, can
from schools.audit.services import record
from schools.models import Membership
from schools.models.audit import AuditAct

OWN = "propia"
DROP = "quitar"


def own_draft(key: str) -> FichaPropia | None:
    """Return the version being prepared. Queries: 1."""
    return FichaPropia.objects.filter(key=key, published_at=None).first()


def own_versions(key: str) -> list[FichaPropia]:
    """Return what the school published of a form, newest first. Queries: 1."""
    rows = FichaPropia.objects.filter(key=key, published_at__isnull=False)
    return list(rows.select_related("published_by").order_by("-number"))


def stamp(definition: Definicion) -> str:
    """Return a mark of a version, to know that it is still the one that was shown."""
    text = json.dumps(definition_to_data(definition), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def adapted(shown: Definicion, changes: Mapping[str, Mapping], added: Mapping | None) -> Definicion:
    """Return `shown` with its questions reworded, moved or left out, and one more.

    `changes`: by question, `label`, `help`, `order` and `need` («quitar» leaves it out). Raises
    DomainError for what cannot be a form.
    """
    data = definition_to_data(shown)
    for number, section in enumerate(data["sections"]):
        fields = [_changed(one, changes.get(one["key"], {})) for one in section["fields"]]
        fields = [one for one in fields if one["need"] != DROP]
        if added and added["section"] == number:
            fields.append(_new(shown, added))
        fields.sort(key=lambda one: one.pop("order"))
        section["fields"] = fields
    data["sections"] = [section for section in data["sections"] if section["fields"]]
    try:
        return definition_from(data)
    except DefinitionError as error:
        raise DomainError(
            "La ficha quedó mal armada.", code="ficha", reasons=(str(error),)
        ) from error


def _changed(one: dict, change: Mapping) -> dict:
    wanted = {name: change[name] for name in ("label", "help", "order") if name in change}
    need = one.get("need", "no")
    if need != "legal" and change.get("need"):
        need = change["need"]
    return {"order": 0, **one, **wanted, "need": need}


def _new(shown: Definicion, added: Mapping) -> dict:
    taken = {one.key for one in shown.fields()}
    number = next(n for n in range(1, 1000) if f"{OWN}_{n}" not in taken)
    options = [[f"o{n}", text] for n, text in enumerate(added.get("options", ()), 1)]
    return {
        "key": f"{OWN}_{number}", "label": added["label"], "type": added["type"],
        "need": added["need"], "order": added.get("order", 1000),
        **({"options": options} if options else {}),
    }  # fmt: skip


@transaction.atomic
def save_own(
    *, key: str, definition: Definicion, seen: str, note: str, actor: Membership, now: datetime
) -> FichaPropia:
    """Keep the school's version as a draft; DomainError with each thing the norm asks and it lost.

    `seen` is the mark of the version that the person was shown.
    """
    _check(actor, Ability.DRAFT_REGLAMENTO)
    base = library()[key]
    row = FichaPropia.objects.select_for_update(of=("self",)).filter(
        key=key, published_at=None
    ).first()  # fmt: skip
    last = FichaPropia.objects.filter(key=key).order_by("-number").first()
    shown = definition_from(last.definition) if last else base
    if stamp(shown) != seen:
        raise StaleFormError(
            "Otra persona cambió esta ficha mientras usted la adaptaba: revise lo que hay ahora."
        )
    refuse_losses(base, definition)
    row = row or FichaPropia(
        key=key, number=(last.number if last else 0) + 1, created_at=now, created_by=actor.user
    )
    row.base_version, row.note = base.version, note[:300]
    row.definition = definition_to_data(definition)
    row.save()
    _trail(row, actor, "preparada")
    return row


def refuse_losses(base: Definicion, own: Definicion) -> None:
    """Raise DomainError if a legal minimum of the model is missing, optional or changed."""
    found = [*losses(base, own), *loose_ends(base, own)]
    found = found or library_problems([own], known_steps())
    if found:
        raise DomainError(
            "Esta ficha no puede quedar así.", code="minimo_legal", reasons=tuple(found)
        )


@transaction.atomic
def publish_own(*, key: str, seen: str, actor: Membership, now: datetime) -> FichaPropia:
    """Publish the draft: from now on new forms use it; those begun keep theirs."""
    _check(actor, Ability.PUBLISH_REGLAMENTO)
    row = FichaPropia.objects.select_for_update(of=("self",)).filter(
        key=key, published_at=None
    ).first()  # fmt: skip
    if row is None:
        raise AlreadyDoneError("No hay una versión por publicar: ya se publicó o se descartó.")
    definition = definition_from(row.definition)
    if stamp(definition) != seen:
        raise StaleFormError("La versión cambió después de que usted la vio: revísela de nuevo.")
    refuse_losses(library()[key], definition)
    row.published_at, row.published_by = now, actor.user
    row.save(update_fields=["published_at", "published_by"])
    _trail(row, actor, "publicada")
    return row


@transaction.atomic
def discard_own(*, key: str, actor: Membership) -> None:
    """Throw the version being prepared away."""
    _check(actor, Ability.DRAFT_REGLAMENTO)
    row = own_draft(key)
    if row is None:
        raise AlreadyDoneError("No hay una versión en preparación.")
    _trail(row, actor, "descartada")
    row.delete()


def _trail(row: FichaPropia, actor: Membership, word: str) -> None:
    record(
        AuditAct.CAMBIAR, object_type="ficha propia", object_id=row.pk, user_id=actor.user_id,
        detail=f"{row.key}, versión {row.number}: {word}",
    )  # fmt: skip


def _check(actor: Membership, ability: Ability) -> None:
    if not can(actor, ability):
        raise DomainError("Su rol no permite cambiar las fichas.", code="rol")
