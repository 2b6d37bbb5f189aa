"""From a draft to a case: once, whole or not at all."""

from datetime import datetime

from django.contrib.auth.models import Permission
from django.db import transaction

from cases.documents.builders.intake import acta_denuncia_verbal, constancia_denuncia
from cases.documents.services import issue_document
from cases.history.services import record_actuacion
from cases.intake.answers import NO_REGLAMENTO, Answers
from cases.intake.drafts import lock_draft
from cases.intake.opening import (
    create_case,
    create_denuncia,
    create_people,
    start_tramites,
)
from cases.intake.pages import CANAL, CONOCIMIENTO, PAGES
from cases.intake.unknown import OWN_NAME, gives_itself_away
from cases.models import Case, CaseAccess, Denuncia, IntakeDraft, Participant
from cases.models.access import TeamRole
from cases.models.case import ParticipantRole
from cases.states import Acto
from cases.team.conflict import cover_directora
from convivencia.exceptions import DomainError, StaleFormError
from protocols.engine.definitions import Stage
from protocols.engine.units import Unit
from protocols.selectors import protocol_of
from schools.files import file_data
from schools.models import Membership, Role, StoredFile
from schools.uploads.services import keep_upload

AT_ONCE = (Unit.INMEDIATO, Unit.MISMO_DIA)
PARTIES = (ParticipantRole.AFECTADO, ParticipantRole.DENUNCIADO)
INSTEAD = {
    Role.ENCARGADA: "Pida a la dirección que la registre",
    Role.DIRECTORA: "Pida al sostenedor que designe a quien la registre",
}


@transaction.atomic
def register_denuncia(
    *,
    draft: IntakeDraft,
    actor: Membership,
    now: datetime,
    seen: str = "",
    writing: tuple[bytes, str, str] | None = None,
) -> Case:
    """Make the case of a draft: folio, people, denuncia, trámites, history, accesses and papers.

    `seen` is the revision of the draft that was reviewed; `writing` the scan of the written
    denuncia: content, name and type, already checked. The folio's year is that of the toma de
    conocimiento where the school is: what was known on 31 December belongs to that year even if
    it is typed in January. From here on the 24 hours are swept like any other plazo.

    Raises AlreadyDoneError if it was sent before; StaleFormError if it changed after the review;
    DomainError if something is missing, if who types is a party, or without a reglamento.
    """
    draft = lock_draft(draft)
    if seen and seen != draft.updated_at.isoformat():
        raise StaleFormError("Sus respuestas cambiaron en otra ventana: revíselas antes de enviar.")
    answers = Answers(draft, actor, now)
    check_ready(answers, actor)
    case = create_case(answers, actor, now)
    people = create_people(case, answers, actor, now)
    start_tramites(case, answers)
    denuncia = create_denuncia(case, answers, now)
    _give_access(case, answers, actor, now)
    cover_directora(case=case, actor=actor, now=now)
    file = _store(case, writing, actor, now)
    _record(case, denuncia, answers, actor, now, file)
    _issue(case, denuncia, people, answers, actor, now)
    draft.case, draft.data, draft.updated_at = case, {}, now  # the words live in the case only
    draft.save(update_fields=["case", "data", "updated_at"])
    return Case.objects.get(pk=case.pk)


def check_ready(answers: Answers, actor: Membership) -> None:
    """Raise DomainError with what still stops the denuncia from being registered."""
    page = answers.first_incomplete()
    if page:
        raise DomainError(f"Falta completar «{PAGES[page].title}».", code="incompleta")
    if any(p.is_user(actor.user) for p in answers.people if p.role in PARTIES):
        instead = INSTEAD.get(
            Role(actor.role), "Pida a la encargada de convivencia que la registre"
        )
        raise DomainError(
            f"Usted figura como parte en esta denuncia: no puede registrarla. {instead}.",
            code="parte",
            reasons=(
                "Su borrador queda guardado; las 24 horas corren desde la toma de conocimiento.",
            ),
        )
    if gives_itself_away(answers, actor):
        raise DomainError(OWN_NAME, code="reserva")
    if answers.reglamento is None:
        raise DomainError(NO_REGLAMENTO, code="sin_reglamento")


def _give_access(case: Case, answers: Answers, actor: Membership, now: datetime) -> None:
    """Let who received or typed it see its receipt; a member of the equipo supports the case.

    The encargada and the directora see by their role. A party is given nothing.
    """
    parties = [p for p in answers.people if p.role in PARTIES]
    receiver = answers.clean(CANAL)["received_by"]
    staff = {m.user_id: m.user for m in (receiver, actor)}
    grants = dict.fromkeys(((pk, TeamRole.DENUNCIO) for pk in staff), "Recibió la denuncia")
    if actor.role == Role.EQUIPO:
        grants[actor.user_id, TeamRole.APOYA] = "Registró la denuncia como equipo de convivencia"
    permission = Permission.objects.get(codename="view_case", content_type__app_label="cases")
    for (user_id, function), reason in grants.items():
        if not any(person.is_user(staff[user_id]) for person in parties):
            CaseAccess.objects.create(
                content_object=case,
                permission=permission,
                user_id=user_id,
                team_role=function,
                granted_by=actor.user,
                reason=reason,
                granted_at=now,
            )


def _store(
    case: Case, writing: tuple[bytes, str, str] | None, actor: Membership, now: datetime
) -> StoredFile | None:
    if writing is None:
        return None
    content, name, mime = writing
    given = {"at": now, "user_id": actor.user_id, "case_id": case.pk}
    return keep_upload(content=content, name=name, mime=mime, **given)


def _record(
    case: Case,
    denuncia: Denuncia,
    answers: Answers,
    actor: Membership,
    now: datetime,
    file: StoredFile | None,
) -> None:
    """Write the history that the plazos count from."""
    receiver = denuncia.received_by
    common = {"case": case, "actor": actor, "now": now}
    record_actuacion(**common, acto=Acto.TOMAR_CONOCIMIENTO, at=denuncia.known_at)
    record_actuacion(
        **common,
        acto=Acto.RECIBIR_DENUNCIA,
        at=denuncia.received_at,
        text=f"{denuncia.get_canal_display()}. La recibió {receiver.user.get_full_name()}, "
        f"{receiver.title}.",
        data=file_data(file),
    )
    if case.occurred_at is not None:
        hour_known = answers.facts_page.get("occurred_hour") is not None
        record_actuacion(
            **common,
            acto=Acto.SITUAR_HECHO,
            at=case.occurred_at,
            data={"hour_known": hour_known},
        )
    delivered = answers.clean(CONOCIMIENTO).get("delivered_at")
    if not denuncia.is_verbal and receiver.role == Role.DIRECTORA:
        delivered = delivered or denuncia.received_at
    if delivered:
        record_actuacion(
            **common,
            acto=Acto.RECIBIR_DENUNCIA,
            event=_step(case, "D-03"),
            at=delivered,
            title="Denuncia escrita entregada a la dirección",
        )


def _issue(
    case: Case,
    denuncia: Denuncia,
    people: list[Participant],
    answers: Answers,
    actor: Membership,
    now: datetime,
) -> None:
    """Issue the constancia (D-01) and, if it was spoken, the acta (D-02)."""
    who = next((p for p in people if p.role == ParticipantRole.DENUNCIANTE), None)
    papers = [("D-01", constancia_denuncia(denuncia), who)]
    if answers.is_verbal:
        unknown = any(p.reserved for p in answers.people)
        papers.append(("D-02", acta_denuncia_verbal(denuncia, reserved=unknown), None))
    for code, report, addressee in papers:
        document = issue_document(
            case=case, code=code, report=report, actor=actor.user, at=now, addressee=addressee
        )
        record_actuacion(
            case=case,
            actor=actor,
            now=now,
            acto=Acto.RECIBIR_DENUNCIA,
            event=_step(case, code),
            at=now,
            title=document.title,
            document=document,
        )


def _step(case: Case, code: str) -> str:
    """Return the step of the reception that the paper completes; "" if none asks for it."""
    steps = protocol_of(case.reglamento, case.protocol_key).steps
    at_once = [s for s in steps if s.stage is Stage.RECEPCION and s.plazo.unit in AT_ONCE]
    return next((step.id for step in at_once if code in step.documents), "")
