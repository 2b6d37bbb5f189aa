"""The decision: drafted by the team, approved, edited or returned by the directora. One writer."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from cases.decisions.guards import refuse_expulsion, refuse_stale, refuse_unless_decides
from cases.decisions.selectors import informe_of
from cases.decisions.way_out import refuse_ending
from cases.documents.builders import resolucion as build_resolucion
from cases.documents.services import issue_document
from cases.history.services import check_acto, lock_case, pass_gate, record_actuacion
from cases.models import Case, Medida, Resolucion
from cases.models.decisions import ResolucionState as R
from cases.models.decisions import Resultado
from cases.states import Acto
from cases.team.grants import give_task
from convivencia.dates import long_date
from convivencia.exceptions import AlreadyDoneError, DomainError
from protocols.selectors import protocol_of
from schools.models import Membership, Role

# Source: modelo A, 8.6.3.3.1 and 8.6.3.4.
RECONSIDERACION = (
    "cinco días hábiles desde la notificación, por escrito o de palabra, "
    "ante quien está a cargo de la convivencia"
)
TEXTS = ("vistos", "considerando", "resuelvo", "support")


@transaction.atomic
def save_resolucion(
    *,
    case: Case,
    actor: Membership,
    version: int,
    texts: Mapping[str, str],
    medidas: Iterable[Mapping[str, object]] | None = None,
    kind: str = "resultado",
) -> Resolucion:
    """Keep the project as typed: the team until it is sent, the directora until she decides."""
    case = lock_case(case)
    check_acto(case, Acto.ENVIAR_RESOLUCION, actor=actor)  # who may not send it may not write it
    resolucion = _project(case, kind, actor)
    _refuse_if_not_writer(resolucion, actor)
    refuse_stale(resolucion, version)
    medidas = None if medidas is None else list(medidas)
    refuse_ending(case, texts.get("resuelvo", ""), *_for_pupils(medidas or ()))
    for field in TEXTS:
        setattr(resolucion, field, texts.get(field, getattr(resolucion, field)))
    resolucion.calificacion = texts.get("calificacion", resolucion.calificacion)
    if actor.role == Role.DIRECTORA and texts.get("resultado"):
        resolucion.resultado = texts["resultado"]  # she may depart from the report
    resolucion.version += 1
    resolucion.save()
    if medidas is not None:
        _replace_medidas(resolucion, medidas)
    return resolucion


@transaction.atomic
def send_resolucion(*, case: Case, actor: Membership, version: int, now: datetime) -> Resolucion:
    """Hand the project to the directora."""
    case = lock_case(case)
    resolucion = _current(case)
    if resolucion.state == R.APROBADA:
        raise AlreadyDoneError(_already(resolucion))
    if resolucion.state == R.ENVIADA:
        raise AlreadyDoneError("El proyecto ya está en manos de la dirección.")
    refuse_stale(resolucion, version)
    _refuse_incomplete(resolucion)
    resolucion.state, resolucion.sent_at = R.ENVIADA, now
    resolucion.version += 1
    resolucion.save(update_fields=["state", "sent_at", "version"])
    record_actuacion(case=case, acto=Acto.ENVIAR_RESOLUCION, at=now, now=now, actor=actor)
    return resolucion


@transaction.atomic
def return_resolucion(
    *, case: Case, actor: Membership, version: int, comments: str, now: datetime
) -> Resolucion:
    """Give the project back to the team with the directora's observations."""
    case = lock_case(case)
    resolucion = _current(case)
    refuse_stale(resolucion, version)
    if resolucion.state != R.ENVIADA:
        raise DomainError("El proyecto no está esperando su decisión.", code="estado")
    resolucion.state, resolucion.comments = R.DEVUELTA, comments
    resolucion.version += 1
    resolucion.save(update_fields=["state", "comments", "version"])
    record_actuacion(
        case=case, acto=Acto.DEVOLVER_RESOLUCION, at=now, now=now, actor=actor, text=comments
    )
    return resolucion


@transaction.atomic
def approve_resolucion(
    *,
    case: Case,
    actor: Membership,
    version: int,
    now: datetime,
    at: datetime | None = None,
    override_reason: str = "",
) -> Resolucion:
    """Decide: issue the paper and move the case, once, whoever clicks twice or at the same time.

    The row lock makes the second approval see the first; the unique index is the second lock.
    Raises GateClosedError with what is missing unless the directora writes why she goes on.
    Source: modelo A, 8.6.3.2 C.a.2–3; LGE art. 16 E g), i).
    """
    case = lock_case(case)
    at = at or now
    refuse_unless_decides(case, actor)
    refuse_expulsion(case)
    resolucion = _current(case)
    if resolucion.state == R.APROBADA:
        raise AlreadyDoneError(_already(resolucion))
    refuse_stale(resolucion, version)
    _refuse_incomplete(resolucion)
    check_acto(case, Acto.RESOLVER, actor=actor)
    pass_gate(case, "ev_resolucion", now=now, reason=override_reason, actor=actor, write=False)
    resolucion.state = R.APROBADA
    resolucion.decided_by, resolucion.decided_at = actor.user, at
    resolucion.override_reason = override_reason.strip()
    resolucion.version += 1
    resolucion.save()
    resolucion.document = issue_document(
        case=case,
        code=code_of(resolucion),
        report=build_resolucion(
            resolucion, code=code_of(resolucion), reconsideracion=RECONSIDERACION
        ),
        actor=actor.user,
        at=now,
    )
    resolucion.save(update_fields=["document"])
    _give_tasks(resolucion, actor=actor, now=now)
    record_actuacion(
        case=case,
        acto=Acto.RESOLVER,
        at=at,
        now=now,
        actor=actor,
        title=f"Resolución: {resolucion.get_resultado_display().lower()}",
        document=resolucion.document,
        facts={"resultado": resolucion.resultado},
        override_reason=override_reason,
    )
    return resolucion


def code_of(resolucion: Resolucion) -> str:
    """Return which paper the decision is: D-20 where the protocol asks for one of measures.

    Source: modelo A, 8.6.3.2 C.a (D-19, acoso); 5.2.3.2 C.a, 5.3.3.2 B c and 5.4.2.7 (D-20).
    """
    founded = resolucion.resultado == Resultado.FUNDADA
    return "D-20" if founded and not names_bullying(resolucion.case) else "D-19"


def names_bullying(case: Case) -> bool:
    """Return whether the decision says if the facts are acoso; false where it is of measures."""
    steps = protocol_of(case.reglamento, case.protocol_key).steps
    return not any("D-20" in step.documents for step in steps)


def _give_tasks(resolucion: Resolucion, *, actor: Membership, now: datetime) -> None:
    """Let in who carries out each measure. If the role has nobody, the encargada answers for it."""
    for medida in resolucion.medidas.select_related("participant__student"):
        give_task(
            case=resolucion.case,
            role=medida.owner_role,
            participant=medida.participant,
            reason="A cargo de una medida de la resolución",
            actor=actor,
            at=now,
        )


def _project(case: Case, kind: str, actor: Membership) -> Resolucion:
    rows = Resolucion.objects.select_for_update(of=("self",)).filter(case=case, kind=kind)
    found = rows.order_by("-pk").first()
    if found:
        return found
    informe = informe_of(case)
    issued = informe is not None and informe.issued_at is not None
    if not issued and actor.role != Role.DIRECTORA:
        raise DomainError("Primero se emite el informe de la investigación.", code="sin_informe")
    resultado = informe.resultado if issued else ""
    return Resolucion(case=case, kind=kind, drafted_by=actor.user, resultado=resultado)


def _current(case: Case, kind: str = "resultado") -> Resolucion:
    rows = Resolucion.objects.select_for_update(of=("self",)).filter(case=case, kind=kind)
    found = rows.order_by("-pk").first()
    if found is None:
        raise DomainError("Todavía no hay un proyecto de resolución.", code="sin_proyecto")
    return found


def _refuse_if_not_writer(resolucion: Resolucion, actor: Membership) -> None:
    if resolucion.state == R.APROBADA:
        raise AlreadyDoneError(_already(resolucion))
    if resolucion.state == R.ENVIADA and actor.role != Role.DIRECTORA:
        raise DomainError(
            "El proyecto está en manos de la dirección: puede cambiarse si lo devuelve.",
            code="estado",
        )


def _already(resolucion: Resolucion) -> str:
    when = resolucion.decided_at.astimezone(ZoneInfo(resolucion.case.school.time_zone))
    who, day = resolucion.decided_by.get_full_name(), long_date(when.date())
    return f"La resolución ya fue aprobada por {who} el {day}, a las {when:%H:%M}."


def _refuse_incomplete(resolucion: Resolucion) -> None:
    missing = [] if resolucion.resultado else ["Indique si la denuncia es fundada o no fundada."]
    if not resolucion.considerando.strip():
        missing.append("Escriba los fundamentos (considerando).")
    if not resolucion.resuelvo.strip():
        missing.append("Escriba lo que se resuelve.")
    if resolucion.resultado == Resultado.FUNDADA:
        if not resolucion.calificacion and names_bullying(resolucion.case):
            missing.append("Indique si los hechos son acoso escolar o un hecho aislado.")
        if not resolucion.medidas.exists():
            missing.append("Agregue al menos una medida.")
        if not resolucion.support.strip():
            missing.append("Escriba el apoyo y la reparación para el estudiante afectado.")
    refuse_ending(
        resolucion.case, resolucion.resuelvo, *(m.description for m in resolucion.medidas.all())
    )
    if missing:
        raise DomainError(
            "Falta completar la resolución.", code="incompleta", reasons=tuple(missing)
        )


def _for_pupils(medidas: Iterable[Mapping[str, object]]) -> list[str]:
    """Return what the measures about pupils say: an adult has no enrolment."""
    return [str(row["description"]) for row in medidas if row["participant"].student_id]


def _replace_medidas(resolucion: Resolucion, medidas: Iterable[Mapping[str, object]]) -> None:
    resolucion.medidas.filter(falta=None).delete()  # those of a falta have their own page
    for row in medidas:
        Medida.objects.create(case_id=resolucion.case_id, resolucion=resolucion, **row)
