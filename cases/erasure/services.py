"""Erase a case: destroy its keys, empty what they did not seal, and certify it."""

import hashlib
import json
from datetime import date, datetime

from django.apps import apps
from django.db import transaction

from cases.erasure.certificate import issue_certificate
from cases.erasure.retention import retention_ends
from cases.history.services import lock_case
from cases.models import (
    Case,
    CaseAccess,
    Citacion,
    Disposal,
    IntakeDraft,
    LinkAttempt,
    Notificacion,
    OutboxMessage,
    Participant,
    Reconsideracion,
    Vencimiento,
    WorkDraft,
)
from cases.privacy.retention import refuse_if_held
from convivencia.exceptions import AlreadyDoneError, DomainError
from schools.audit.services import record
from schools.models import Membership, Role, StoredFile
from schools.models.audit import AuditAct
from schools.vault import subjects
from schools.vault.services import destroy_keys

ERASED_PERSON = "Persona suprimida"
OWN_CASE = ("case", "notificacion__case", "document__case")


@transaction.atomic
def erase_case(*, case: Case, actor: Membership, reason: str, now: datetime) -> Disposal:
    """Dispose of a case for ever. What it told cannot be read again, not even from a backup
    whose keys were destroyed as well.

    Stay: the folio, its states and dates, how many records it had, the hashes of its files and
    the certificate (D-132). Only the directora, and only once the term to keep it has ended.
    """
    case = lock_case(case)
    ends = _check(case, actor, reason, now)
    counts, hashes = _counts(case), _hashes(case)
    facts = {
        "reason": reason.strip(), "closed_on": case.school.local_date(case.closed_at),
        "kept_until": ends,
    }  # fmt: skip
    digest = hashlib.sha256(json.dumps([counts, hashes], sort_keys=True).encode()).hexdigest()
    destroy_keys(_subjects(case), now=now)
    _empty(case)
    certificate = issue_certificate(
        case=case, actor=actor, at=now, counts=tuple(counts.items()), hashes=tuple(hashes),
        sha256=digest, **facts,
    )  # fmt: skip
    record(
        AuditAct.CAMBIAR, object_type="caso", object_id=case.pk, case_id=case.pk,
        user_id=actor.user_id, detail=f"Eliminado: certificado N° {certificate.folio}",
    )  # fmt: skip
    return Disposal.objects.create(
        case=case, at=now, actor=actor.user, counts=counts, hashes=hashes, sha256=digest,
        actor_name=f"{actor.user.get_full_name()}, {actor.title}", certificate=certificate, **facts,
    )  # fmt: skip


def _check(case: Case, actor: Membership, reason: str, now: datetime) -> date:
    """Return the day the term ended; DomainError with what stands in the way."""
    if actor.role != Role.DIRECTORA:
        raise DomainError("Sólo la dirección puede eliminar un caso.", code="rol")
    if not reason.strip():
        raise DomainError("Escriba el motivo de la eliminación.", code="reason")
    if Disposal.objects.filter(case=case).exists():
        raise AlreadyDoneError("Este caso ya fue eliminado.")
    refuse_if_held(case)
    ends = retention_ends(case)
    if ends is None:
        raise DomainError(
            "Este caso no puede eliminarse: está abierto, o su conservación no tiene término.",
            code="conservacion",
        )
    if case.school.local_date(now) < ends:
        raise DomainError(
            f"Este caso debe conservarse hasta el {ends:%d-%m-%Y}.", code="conservacion"
        )
    return ends


def _subjects(case: Case) -> list[subjects.Subject]:
    drafts = IntakeDraft.objects.filter(case=case).values_list("pk", flat=True)
    return [subjects.case(case.pk), subjects.identity(case.pk), *map(subjects.draft, drafts)]


def _counts(case: Case) -> dict[str, int]:
    """Return how many records of each kind the case has, by the name that people give them."""
    found = {}
    for model in apps.get_app_config("cases").get_models():
        path = next((path for path in OWN_CASE if _reaches(model, path)), None)
        if (
            path
            and model is not Disposal
            and (many := model.objects.filter(**{path: case}).count())
        ):
            found[str(model._meta.verbose_name_plural)] = many
    found["archivos"] = StoredFile.objects.filter(case_id=case.pk).count()
    return found


def _reaches(model: type, path: str) -> bool:
    names = {field.name for field in model._meta.fields}
    return path.partition("__")[0] in names


def _hashes(case: Case) -> list[str]:
    rows = StoredFile.objects.filter(case_id=case.pk).order_by("pk")
    return list(rows.values_list("sha256", flat=True))


def _empty(case: Case) -> None:
    """Take away what was not sealed and says who the people were, or how to reach them."""
    Participant.objects.filter(case=case).update(
        student=None, membership=None, apoderado=None, third_party=ERASED_PERSON,
        curso_name="", age=None, notes=None,
    )  # fmt: skip
    notices = Notificacion.objects.filter(case=case)
    LinkAttempt.objects.filter(notificacion__in=notices).delete()
    ids = list(notices.values_list("pk", flat=True))
    OutboxMessage.objects.filter(notificacion_id__in=ids).delete()
    notices.update(apoderado=None, token_hash="", code_hash="", expires_at=None)
    for model in (Citacion, Reconsideracion):
        model.objects.filter(case=case).update(apoderado=None)
    WorkDraft.objects.filter(case=case).delete()
    IntakeDraft.objects.filter(case=case).delete()
    CaseAccess.objects.filter(content_object=case).delete()
    Vencimiento.objects.filter(case=case).update(next_reminder_at=None, reason="")
    Case.objects.filter(pk=case.pk).update(facts={}, occurred_at=None)
