"""A school's draft: a copy of a model or of a version, changed step by step. One writer."""

from collections.abc import Mapping
from copy import deepcopy
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Max

from convivencia.exceptions import AlreadyDoneError, DomainError, StaleFormError
from protocols.catalog import protocol_from_data, protocol_to_data
from protocols.catalog.faltas import load_regimen, regimen_to_data
from protocols.engine.errors import EngineError
from protocols.engine.problems import problems
from protocols.models import ReglamentoVersion
from protocols.reglamento.files import FileContent
from protocols.reglamento.review import review
from protocols.services import library_of
from schools.abilities import Ability, can
from schools.audit.services import record
from schools.models import AuditEntry, Membership
from schools.models.audit import AuditAct

NO_DATE = date(2000, 1, 1)  # a draft has none yet
FARTHEST = 366  # days: a slip in the year would leave the school without a next version
ALREADY = "Esto ya se había registrado: no se repitió."
DISCARDED = "Descartó el borrador"


def draft_from_modelo(
    modelo: str, *, title: str, actor: Membership, sent_with: str = ""
) -> ReglamentoVersion:
    """Return a new draft that copies a library model, whole.

    Raises DomainError if the school already has a draft, or the role may not.
    """
    regimen = load_regimen(modelo)
    faltas, medidas = regimen_to_data(regimen) if regimen else ({}, {})
    protocols = {key: protocol_to_data(p) for key, p in library_of(modelo).items()}
    return _new_draft(actor, modelo, title, (protocols, faltas, medidas), sent_with)


def draft_from_version(
    source: ReglamentoVersion, *, title: str, actor: Membership, sent_with: str = ""
) -> ReglamentoVersion:
    """Return a new draft that copies a version of the school."""
    content = deepcopy(source.protocols), source.faltas, source.medidas
    return _new_draft(actor, source.modelo, title, content, sent_with)


def draft_from_file(
    read: FileContent, *, title: str, actor: Membership, sent_with: str = ""
) -> ReglamentoVersion:
    """Return a new draft with what a file says; its model says the faltas if the file does not."""
    faltas, medidas = read.faltas, read.medidas
    if not faltas and not medidas:
        regimen = load_regimen(read.modelo)
        faltas, medidas = regimen_to_data(regimen) if regimen else ({}, {})
    return _new_draft(actor, read.modelo, title, (read.protocols, faltas, medidas), sent_with)


def _new_draft(
    actor: Membership, modelo: str, title: str, content: tuple[dict, dict, dict], sent_with: str
) -> ReglamentoVersion:
    _check(actor, Ability.DRAFT_REGLAMENTO)
    protocols, faltas, medidas = content
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
                sent_with=sent_with,
            )
    except IntegrityError:
        if sent_with and ReglamentoVersion.objects.filter(sent_with=sent_with).exists():
            raise AlreadyDoneError(ALREADY) from None
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
    sent_with: str = "",
) -> ReglamentoVersion:
    """Write `change` over one step of a draft, if the protocol can still be followed.

    Raises StaleFormError if somebody edited the draft meanwhile; DomainError with what is wrong.
    """
    _check(actor, Ability.DRAFT_REGLAMENTO)
    draft = _locked(draft, revision, sent_with)
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
    draft.revision, draft.sent_with = draft.revision + 1, sent_with
    draft.save(update_fields=["protocols", "revision", "sent_with"])
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
    sent_with: str = "",
) -> ReglamentoVersion:
    """Freeze the draft and let it rule from a day on; the version before it ends the day before.

    Cases already open keep the version they were born under.
    `acknowledged`: whoever publishes saw the faults that the model itself brings.
    Raises DomainError for a past day, an overlap, or a broken norm; StaleFormError.
    """
    _check(actor, Ability.PUBLISH_REGLAMENTO)
    draft = _locked(draft, revision, sent_with)
    if in_force_from < today:
        raise DomainError("Debe regir desde hoy o desde un día que viene.", code="in_force_from")
    if (in_force_from - today).days > FARTHEST:
        raise DomainError(
            "Es más de un año después de hoy: revise la fecha. Una versión publicada no se retira.",
            code="in_force_from",
        )
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
    draft.published_by_name, draft.sent_with = _name(actor), sent_with
    draft.save(update_fields=["in_force_from", "published_at", "published_by_name", "sent_with"])
    known = f"; {len(found.inherited)} puntos del modelo revisados" if found.inherited else ""
    _audit(draft, actor, f"Publicó la versión {draft.version}, rige desde {in_force_from}{known}")
    return draft


@transaction.atomic
def discard(draft: ReglamentoVersion, *, revision: int, actor: Membership) -> None:
    """Delete a draft: nothing was born under it."""
    _check(actor, Ability.DRAFT_REGLAMENTO)
    draft = _locked(draft, revision)
    _audit(draft, actor, f"{DISCARDED} {draft.version}")
    draft.delete()


def was_discarded(pk: int) -> bool:
    """Return whether the school had a draft of that id, and discarded it. Queries: 1."""
    gone = AuditEntry.objects.filter(object_type="reglamento", object_id=pk)
    return gone.filter(detail__startswith=DISCARDED).exists()


def _locked(draft: ReglamentoVersion, revision: int, sent_with: str = "") -> ReglamentoVersion:
    found = ReglamentoVersion.objects.select_for_update().filter(pk=draft.pk).first()
    if found is None:
        raise AlreadyDoneError("Ese borrador ya se había descartado.")
    draft = found
    if sent_with and draft.sent_with == sent_with:
        raise AlreadyDoneError(ALREADY)
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
