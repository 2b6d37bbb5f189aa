"""A form is begun, kept while it is typed, issued once, and at most annulled."""

from datetime import datetime

from django.db import transaction
from django.http import QueryDict

from cases.access import may
from cases.documents.builders.fichas import ficha as ficha_report
from cases.documents.builders.fichas import signers
from cases.documents.reports import SignatureLine
from cases.documents.services import annul_document, issue_document
from cases.fichas.definitions import Definicion
from cases.fichas.fields import names_in
from cases.fichas.forms import FichaForm
from cases.fichas.loader import definition_from, definition_to_data
from cases.fichas.selectors import Current
from cases.history.services import check_acto, lock_case, record_actuacion
from cases.models import Actuacion, Case, Document, Ficha, FichaState, Vencimiento
from cases.overview.services import acto_for, event_for
from cases.overview.tasks import RUNNING
from cases.states import Acto
from convivencia.exceptions import AlreadyDoneError, DomainError, StaleFormError
from schools.models import Membership

LIMIT = 200_000  # characters
CHANGED_ELSEWHERE = (
    "Otra persona cambió esta ficha mientras usted escribía. Abajo está lo que usted escribió: si "
    "lo guarda de nuevo, queda esto."
)
CLOSED = "Esta ficha ya se emitió: no se puede cambiar."


@transaction.atomic
def begin_ficha(
    *,
    case: Case,
    current: Current,
    step: Vencimiento | None,
    answers: dict[str, list[str]],
    actor: Membership,
    now: datetime,
) -> Ficha:
    """Begin a form of the library, in the version the school uses today."""
    check_acto(case, Acto.EMITIR_FICHA, actor=actor)
    form = current.definition
    return Ficha.objects.create(
        case=case, key=form.key, code=form.code, title=form.title, version=form.version,
        own_version=current.own_version, definition=definition_to_data(form),
        compartment=form.compartment, tramite=step.tramite if step else None,
        step_id=step.step_id if step else "", answers=answers, started_at=now,
        started_by=actor.user, updated_at=now, updated_by=actor.user,
    )  # fmt: skip


@transaction.atomic
def keep_ficha(
    *, ficha: Ficha, typed: QueryDict, tab: str, seen: int | None, actor: Membership, now: datetime
) -> Ficha:
    """Keep what was typed, right or wrong. `tab` names the window, `seen` what it was shown.

    Raises StaleFormError if another window changed the form since then.
    """
    check_acto(ficha.case, Acto.EMITIR_FICHA, actor=actor)
    asked = names_in(definition_from(ficha.definition))
    answers = {name: [*map(_plain, given)] for name, given in typed.lists() if name in asked}
    if sum(len(name) + sum(map(len, values)) for name, values in answers.items()) > LIMIT:
        raise DomainError("El texto es demasiado largo para guardarlo.", code="largo")
    row = _locked_draft(ficha)
    moved = seen is None or row.revision > seen
    if moved and row.tab != tab[:20] and row.answers != answers:
        raise StaleFormError(CHANGED_ELSEWHERE)
    row.answers, row.tab, row.revision = answers, tab[:20], row.revision + 1
    row.updated_at, row.updated_by = now, actor.user
    row.save(update_fields=["answers", "tab", "revision", "updated_at", "updated_by"])
    return row


@transaction.atomic
def discard_ficha(*, ficha: Ficha, actor: Membership) -> None:
    """Throw a draft away, with everything typed in it."""
    check_acto(ficha.case, Acto.EMITIR_FICHA, actor=actor)
    _locked_draft(ficha).delete()


@transaction.atomic
def issue_ficha(
    *,
    ficha: Ficha,
    form: FichaForm,
    seen: int,
    signatures: tuple[SignatureLine, ...],
    actor: Membership,
    now: datetime,
) -> Ficha:
    """Print a form: number it, close it, and note it in the history.

    `form` is the valid form of the answers read at revision `seen`. If it serves a step that runs
    and its answers say that the step was done, the step is met on the day it happened.
    """
    case = lock_case(ficha.case)
    row = _locked_draft(ficha)
    if row.revision != seen:
        raise StaleFormError("La ficha cambió después de que usted la revisó: revísela de nuevo.")
    refuse_unsigned(form, signatures)
    report = ficha_report(row, form, at=now, signatures=signatures)
    document = issue_document(
        case=case, code=row.code, report=report, actor=actor.user, at=now
    )  # no addressee: no family's window lists it by itself
    row.actuacion = _note(case, row, form, document, actor=actor, now=now)
    row.document, row.state, row.issued_at = document, FichaState.EMITIDA, now
    row.updated_at, row.updated_by = now, actor.user
    row.save()
    return row


def _note(
    case: Case, row: Ficha, form: FichaForm, document: Document, *, actor: Membership, now: datetime
) -> Actuacion:
    """Write the form in the history; a step that runs is met by it, on the day it happened."""
    step = running_step(row, form)
    about = form.definition.about
    chosen = form.people.get(form.cleaned_data.get(about, "")) if about else None
    meets = step and not may(actor, case.functions, Acto.CUMPLIR_PASO)
    return record_actuacion(
        case=case,
        acto=Acto.CUMPLIR_PASO if meets else Acto.EMITIR_FICHA,
        event=event_for(case, step, acto_for(step)) if step else "",
        tramite=step.tramite if step else row.tramite,
        at=form.happened_at() or now,
        now=now,
        actor=actor,
        party=chosen.participant if chosen else None,
        title=_title(row, form),
        data={"ficha": row.pk, **({"step": step.step_id} if step else {})},
        document=document,
        keep_state=True,
    )


def _title(row: Ficha, form: FichaForm) -> str:
    """Return what the history says: of a form of health, that there is one and no more."""
    title = "Ficha reservada de salud" if form.definition.health else row.title
    return f"{title[:140]} ({row.code})"


def running_step(row: Ficha, form: FichaForm) -> Vencimiento | None:
    """Return the step that issuing the form meets; None if it meets none."""
    definition: Definicion = form.definition
    done = all(form.says(key, values) for key, values in definition.meets_if.items())
    if not definition.meets or not done:
        return None
    steps = Vencimiento.objects.filter(
        case=row.case, tramite__closed_at=None, state__in=RUNNING, step_id__in=definition.meets
    )
    found = list(steps.select_related("tramite").order_by("order"))
    return next((one for one in found if one.step_id == row.step_id), found[0] if found else None)


def refuse_unsigned(form: FichaForm, signatures: tuple[SignatureLine, ...]) -> None:
    """Whoever must sign signs, refuses before a witness, or cannot."""
    signed = {(line.name, line.title) for line in signatures if line.method}
    wanted = [who for one, who in signers(form) if one.required]
    missing = [who for who in wanted if (who.name, who.title) not in signed]
    if missing:
        raise DomainError(
            "Falta registrar cómo firmó cada persona.",
            code="sin_firma",
            reasons=tuple(f"Falta {who.name} ({who.title.lower()})." for who in missing),
        )


@transaction.atomic
def annul_ficha(*, ficha: Ficha, reason: str, actor: Membership, now: datetime) -> Ficha:
    """Annul an issued form: its paper keeps its number; the step it met is due again."""
    case = lock_case(ficha.case)
    row = Ficha.objects.select_for_update(of=("self",)).get(pk=ficha.pk)
    if row.state != FichaState.EMITIDA:
        raise AlreadyDoneError("Esta ficha ya no está emitida.")
    annul_document(document=row.document, actor=actor.user)
    original = row.actuacion
    record_actuacion(
        case=case,
        acto=Acto.RECTIFICAR,
        event=None if original.event else "",
        tramite=original.tramite,
        at=now,
        now=now,
        actor=actor,
        title=f"Se anula: {original.title}"[:160],
        text=reason.strip(),
        data={"what": "anular"},
        rectifies=original,
    )
    row.state, row.updated_at, row.updated_by = FichaState.ANULADA, now, actor.user
    row.save(update_fields=["state", "updated_at", "updated_by"])
    return row


def _locked_draft(ficha: Ficha) -> Ficha:
    row = Ficha.objects.select_for_update(of=("self",)).filter(pk=ficha.pk).first()
    if row is None or row.state != FichaState.BORRADOR:
        raise AlreadyDoneError(CLOSED if row else "Este borrador ya se descartó.")
    row.case = ficha.case
    return row


def _plain(text: str) -> str:
    """Text that the database can keep: no NUL; line ends as one character."""
    return text.replace("\x00", "").replace("\r\n", "\n")
