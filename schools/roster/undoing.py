"""Take an import back: exactly what was, or nothing with the reasons why not."""

from django.apps import apps
from django.db import models, transaction

from convivencia.exceptions import DomainError
from schools.models import AuditEntry, Membership, RosterImport
from schools.models.audit import AuditAct
from schools.models.imports import ImportState
from schools.roster.services import locked_import, trail_import

# What an import may create, in the order in which it can be removed.
CREATED = ("guardianship", "enrolment", "student", "apoderado", "curso")
SHOWN_REASONS = 8


@transaction.atomic
def undo_import(*, roster: RosterImport, actor: Membership) -> RosterImport:
    """Remove what the import created and give back every value it changed.

    Raises DomainError, with reasons, if something already refers to what was created or if what
    was changed is no longer as the import left it.
    """
    roster = locked_import(roster, ImportState.APLICADA, "Esta nómina no está aplicada.")
    reasons = _later_imports(roster) or [
        *_in_use(roster.undo),
        *_edited(roster),
        *_moved(roster.undo),
    ]
    if reasons:
        raise DomainError(
            "No se puede deshacer: después de aplicarla se trabajó con esas fichas.",
            reasons=tuple(_shortened(reasons)),
        )
    for name in CREATED:
        _model(name).objects.filter(pk__in=roster.undo.get(name, [])).delete()
    _restore(roster.undo)
    roster.state = ImportState.DESHECHA
    roster.save(update_fields=["state"])
    trail_import(
        actor.user_id, roster, f"deshizo la nómina aplicada el {roster.applied_at:%d-%m-%Y}"
    )
    return roster


def _model(name: str) -> type[models.Model]:
    return apps.get_model("schools", name)


def _later_imports(roster: RosterImport) -> list[str]:
    later = RosterImport.objects.filter(
        state=ImportState.APLICADA, applied_at__gt=roster.applied_at
    )
    return ["Hay una nómina aplicada después: deshágala primero."] if later.exists() else []


def _in_use(undo: dict) -> list[str]:
    """Return who, among the created, is already named by a row that the import did not create."""
    reasons = []
    for name in CREATED:
        ids = undo.get(name, [])
        for relation in _relations_to(_model(name)) if ids else ():
            reasons += _references(relation, ids, undo)
    return reasons


def _relations_to(model: type[models.Model]) -> list[models.ForeignKey]:
    """Return every foreign key of the project to `model`, hidden ones included."""
    fields = model._meta.get_fields(include_hidden=True)
    return [f.field for f in fields if f.auto_created and (f.one_to_many or f.one_to_one)]


def _references(key: models.ForeignKey, ids: list[int], undo: dict) -> list[str]:
    own = undo.get(key.model._meta.model_name, []) if key.model._meta.app_label == "schools" else []
    rows = key.model._base_manager.filter(**{f"{key.name}__in": ids}).exclude(pk__in=own)
    found = rows.select_related(key.name)[: SHOWN_REASONS + 1]
    what = key.model._meta.verbose_name
    return [f"{getattr(row, key.name)}: ya tiene un registro de «{what}»." for row in found]


def _edited(roster: RosterImport) -> list[str]:
    """Return the created files that somebody changed by hand."""
    reasons = []
    for name in ("student", "guardianship"):
        ids = roster.undo.get(name, [])
        changes = AuditEntry.objects.filter(
            act=AuditAct.CAMBIAR,
            at__gte=roster.applied_at,
            object_id__in=ids,
            object_type=f"schools.{name}",
        )
        touched = set(changes.values_list("object_id", flat=True)[:100])
        rows = _model(name).objects.filter(pk__in=touched)[: SHOWN_REASONS + 1]
        reasons += [f"{row}: alguien cambió sus datos." for row in rows]
    return reasons


def _moved(undo: dict) -> list[str]:
    """Return the changed rows that are no longer as the import left them."""
    reasons = []
    for model, rows in _changed_rows(undo):
        for row, both in rows:
            if any(
                model._meta.get_field(f).value_to_string(row) != _text(v[1])
                for f, v in both.items()
            ):
                reasons.append(f"{row}: cambió de nuevo.")
    return reasons


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _changed_rows(undo: dict) -> list[tuple[type[models.Model], list[tuple[models.Model, dict]]]]:
    """Return, by model, each changed row still there with its both values."""
    wanted: dict[str, dict[int, dict]] = {}
    for name, pk, both in undo["changed"]:
        known = wanted.setdefault(name, {}).setdefault(pk, {})
        for field, (before, after) in both.items():
            known[field] = [known[field][0] if field in known else before, after]
    return [
        (
            _model(name),
            [
                (row, changes[row.pk])
                for row in _model(name).objects.select_for_update().filter(pk__in=changes)
            ],
        )
        for name, changes in wanted.items()
    ]


def _restore(undo: dict) -> None:
    for model, rows in _changed_rows(undo):
        names = {name for _, both in rows for name in both}
        for row, both in rows:
            for name, (before, _) in both.items():
                setattr(row, name, model._meta.get_field(name).to_python(before))
        if rows:
            model.objects.bulk_update([row for row, _ in rows], sorted(names), batch_size=1000)


def _shortened(reasons: list[str]) -> list[str]:
    unique = list(dict.fromkeys(reasons))
    rest = len(unique) - SHOWN_REASONS
    return unique[:SHOWN_REASONS] + ([f"y {rest} más."] if rest > 0 else [])
