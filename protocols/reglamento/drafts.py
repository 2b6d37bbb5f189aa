"""A school's draft: a copy of a model or of a version, changed step by step. One writer."""

from collections.abc import Mapping
from copy import deepcopy
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Max

from convivencia.exceptions import DomainError, StaleFormError
from protocols.catalog import protocol_from_data, protocol_to_data
from protocols.catalog.faltas import load_regimen, regimen_to_data
from protocols.engine.errors import EngineError
from protocols.engine.problems import problems
from protocols.models import ReglamentoVersion
from protocols.reglamento.review import review
from protocols.services import library_of
from schools.abilities import Ability, can
from schools.audit.services import record
from schools.models import Membership
from schools.models.audit import AuditAct

NO_DATE = date(2000, 1, 1)  # a draft has none yet


def draft_from_modelo(modelo: str, *, title: str, actor: Membership) -> ReglamentoVersion:
    """Return a new draft that copies a library model, whole.

    Raises DomainError if the school already has a draft, or the role may not.
    """
    regimen = load_regimen(modelo)
    faltas, medidas = regimen_to_data(regimen) if regimen else ({}, {})
    protocols = {key: protocol_to_data(p) for key, p in library_of(modelo).items()}
    return _new_draft(actor, modelo, title, protocols, faltas, medidas)


def draft_from_version(
    source: ReglamentoVersion, *, title: str, actor: Membership
) -> ReglamentoVersion:
    """Return a new draft that copies a version of the school."""
    return _new_draft(
        actor, source.modelo, title, deepcopy(source.protocols), source.faltas, source.medidas
    )


def draft_from_file(
    protocols: Mapping[str, dict], *, modelo: str, title: str, actor: Membership
) -> ReglamentoVersion:
    """Return a new draft with the protocols that were read from a file."""
    regimen = load_regimen(modelo)
    faltas, medidas = regimen_to_data(regimen) if regimen else ({}, {})
    return _new_draft(actor, modelo, title, dict(protocols), faltas, medidas)


def _new_draft(
    actor: Membership, modelo: str, title: str, protocols: dict, faltas: dict, medidas: dict
) -> ReglamentoVersion:
    _check(actor, Ability.DRAFT_REGLAMENTO)
    last = ReglamentoVersion.objects.aggregate(last=Max("version"))["last"] or 0
    try:
        with transaction.atomic():
            draft = ReglamentoVersion.objects.create(
                modelo=modelo,
                version=last + 1,
                title=title,
                in_force_from=NO_DATE,
                protocols=protocols,
                faltas=faltas,
                medidas=medidas,
                drafted_by_name=_name(actor),
            )
    except IntegrityError:
        raise DomainError(
            "Ya hay un borrador: termínelo o descártelo antes de comenzar otro.", code="borrador"
        ) from None
    _audit(draft, actor, f"Borrador del modelo {modelo}")
    return draft


@transaction.atomic
def edit_step(
    draft: ReglamentoVersion,
    key: str,
    step_id: str,
    *,
    change: Mapping[str, object],
    revision: int,
    actor: Membership,
) -> ReglamentoVersion:
    """Write `change` over one step of a draft, if the protocol can still be followed.

    Raises StaleFormError if somebody edited the draft meanwhile; DomainError with what is wrong.
    """
    _check(actor, Ability.DRAFT_REGLAMENTO)
    draft = _locked(draft, revision)
    data = deepcopy(draft.protocols[key])
    step = next(row for row in data["steps"] if row["id"] == step_id)
    step.update(change)
    try:
        protocol = protocol_from_data(data)
    except EngineError as error:
        raise DomainError(str(error), code="plazo") from None
    wrong = problems(protocol)
    if wrong:
        raise DomainError(wrong[0], code="plazo", reasons=tuple(wrong[1:]))
    draft.protocols = {**draft.protocols, key: protocol_to_data(protocol)}
    draft.revision += 1
    draft.save(update_fields=["protocols", "revision"])
    _audit(draft, actor, f"Editó {step_id}")
    return draft


@transaction.atomic
def publish(
    draft: ReglamentoVersion,
    *,
    in_force_from: date,
    today: date,
    revision: int,
    actor: Membership,
    now: datetime,
    acknowledged: bool = False,
) -> ReglamentoVersion:
    """Freeze the draft and let it rule from a day on; the version before it ends the day before.

    Cases already open keep the version they were born under.
    `acknowledged`: whoever publishes saw the faults that the model itself brings.
    Raises DomainError for a past day, an overlap, or a broken norm; StaleFormError.
    """
    _check(actor, Ability.PUBLISH_REGLAMENTO)
    draft = _locked(draft, revision)
    if in_force_from < today:
        raise DomainError("Debe regir desde hoy o desde un día que viene.", code="in_force_from")
    published = ReglamentoVersion.objects.filter(published_at__isnull=False)
    later = published.filter(in_force_from__gte=in_force_from).order_by("in_force_from").first()
    if later is not None:
        day = f"{later.in_force_from:%d-%m-%Y}"
        raise DomainError(f"Ya hay una versión que rige desde el {day}.", code="in_force_from")
    found = review(draft, on=in_force_from)
    if found.errors:
        raise DomainError(
            "No se puede publicar: hay pasos que la norma no permite.",
            code="norma",
            reasons=tuple(finding.message for finding in found.errors),
        )
    if found.inherited and not acknowledged:
        raise DomainError(
            "El modelo trae puntos contra la norma: corríjalos o confirme que los revisó.",
            code="acknowledged",
            reasons=tuple(finding.message for finding in found.inherited),
        )
    before = published.filter(in_force_until=None).order_by("-in_force_from").first()
    if before is not None:
        before.in_force_until = date.fromordinal(in_force_from.toordinal() - 1)
        before.save(update_fields=["in_force_until"])
    draft.in_force_from, draft.published_at = in_force_from, now
    draft.published_by_name = _name(actor)
    draft.save(update_fields=["in_force_from", "published_at", "published_by_name"])
    known = f"; {len(found.inherited)} puntos del modelo revisados" if found.inherited else ""
    _audit(draft, actor, f"Publicó la versión {draft.version}, rige desde {in_force_from}{known}")
    return draft


@transaction.atomic
def discard(draft: ReglamentoVersion, *, revision: int, actor: Membership) -> None:
    """Delete a draft: nothing was born under it."""
    _check(actor, Ability.DRAFT_REGLAMENTO)
    draft = _locked(draft, revision)
    _audit(draft, actor, f"Descartó el borrador {draft.version}")
    draft.delete()


def _locked(draft: ReglamentoVersion, revision: int) -> ReglamentoVersion:
    draft = ReglamentoVersion.objects.select_for_update().get(pk=draft.pk)
    if not draft.is_draft:
        raise DomainError("Esa versión ya está publicada: no se cambia.", code="publicada")
    if draft.revision != revision:
        raise StaleFormError(
            "Otra persona cambió el borrador mientras usted escribía. Revise y guarde de nuevo."
        )
    return draft


def _check(actor: Membership, ability: Ability) -> None:
    if not can(actor, ability):
        raise DomainError(f"Su rol no permite {ability.value}.", code="rol")


def _name(actor: Membership) -> str:
    return f"{actor.user.get_full_name()}, {actor.title}"


def _audit(draft: ReglamentoVersion, actor: Membership, detail: str) -> None:
    record(
        AuditAct.CAMBIAR,
        object_type="reglamento",
        object_id=draft.pk,
        user_id=actor.user_id,
        detail=detail[:200],
    )
