"""Cite the families, write down who did not come, and the waiver of the rest of the plazo."""

from datetime import date, datetime

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from cases.hearings import services
from cases.hearings.dates import (
    ANTECEDENTES,
    FIRST_INTERVIEW,
    SECOND_CALLED,
    SECOND_INTERVIEW,
    CreatedDate,
    antecedentes_until,
    created_dates,
    day_of,
    last_safe_day,
    spoken,
    status_in,
    status_of,
    what_if,
)
from cases.hearings.forms.calling import FamilyCallForm, OutcomeForm, WaiverForm, WaiverHeadForm
from cases.hearings.forms.common import VersionedForm
from cases.hearings.pages import ActPage, Card, refusals, rows_of
from cases.hearings.selectors import (
    FamilyStand,
    citacion_or_404,
    families,
    family_stands,
    guardianships_to_notify,
)
from cases.hearings.services.antecedentes import Waiver
from cases.hearings.services.checks import refuse_unopened
from cases.hearings.services.citaciones import CitacionInput, refuse_meeting
from cases.models import Case, Citacion
from cases.models.case import CaseState
from cases.models.hearings import CitacionOutcome
from cases.models.notifications import Medium
from cases.overview.frame import CaseFrame, open_case
from cases.states import Acto
from convivencia.clock import now
from convivencia.dates import full_date, weekday_date
from protocols.engine import Event, StepStatus


@login_required
def cite(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell and call both families; or again, the one that did not come."""
    frame, at = open_case(request, pk, "case-citar"), now()
    case, stands = frame.case, family_stands(frame.case)
    first = [s for s in stands if not s.is_cited]
    wanted = first or [s for s in stands if s.needs_second]
    form = VersionedForm(request.POST or None, initial={"version": case.version})
    calls, mute = _call_forms(request, case, wanted, at)
    safe = _safe_day(case, first=bool(first), at=at)
    return ActPage(
        request, frame, form, "cases/hearings/citar.html",
        run=lambda: _send(request, case, form, calls, first=bool(first), at=at),
        now=at,
        done="Citación enviada. La constancia de cada envío queda en el caso.",
        card=lambda: _cite_card(case, [c.entry() for c in calls], safe, first=bool(first), at=at),
        others=calls,
        blocked=_cite_refusals(request, case),
        context={
            "calls": calls, "mute": mute, "stands": stands, "safe": safe, "first": bool(first)
        },
    ).respond()  # fmt: skip


def _cite_refusals(request: HttpRequest, case: Case) -> list[str]:
    if case.state == CaseState.RECIBIDO:
        return ["Primero active el protocolo y abra la investigación."]
    return refusals(case, request.membership, Acto.CITAR)


def _call_forms(
    request: HttpRequest, case: Case, wanted: list[FamilyStand], at: datetime
) -> tuple[list[FamilyCallForm], list[FamilyStand]]:
    """Return a form per family that can be told, and the families that nobody can be told for."""
    calls, mute, on = [], [], day_of(case, at)
    for stand in wanted:
        ties = guardianships_to_notify(stand.participant, on)
        if not ties:
            mute.append(stand)
            continue
        calls.append(
            FamilyCallForm(
                request.POST or None, prefix=f"familia-{stand.participant.pk}",
                participant=stand.participant, ties=ties,
                initial={"place": "Oficina de convivencia", "mode": "presencial"},
            )
        )  # fmt: skip
    return calls, mute


def _safe_day(case: Case, *, first: bool, at: datetime) -> date | None:
    if case.state == CaseState.RECIBIDO:
        return None
    if first:
        return last_safe_day(case, FIRST_INTERVIEW, sent_at=at)
    due = status_of(case, SECOND_INTERVIEW, now=at).due
    return due.on if due else None


def _send(
    request: HttpRequest,
    case: Case,
    form: VersionedForm,
    calls: list[FamilyCallForm],
    *,
    first: bool,
    at: datetime,
) -> None:
    rows, version = [call.entry() for call in calls], form.cleaned_data["version"]
    common = {"case": case, "actor": request.membership, "now": at}
    if first:
        services.cite_families(rows=rows, version=version, **common)
        return
    for n, row in enumerate(rows):
        services.cite_again(row=row, version=None if n else version, **common)


def _cite_card(
    case: Case, rows: list[CitacionInput], safe: date | None, *, first: bool, at: datetime
) -> Card:
    refuse_unopened(case)
    refuse_meeting(case, rows)
    dates = created_dates(case, Event("ev_comunicacion_1", at), now=at) if first else []
    for row in rows:
        day = day_of(case, row.meets_at)
        until = antecedentes_until(case, heard_at=row.meets_at)
        text = f"Entrevista con la familia de {row.participant.initials}"
        if until:
            text += f" Si se hace ese día, se reciben antecedentes hasta el {weekday_date(until)}."
        dates.append(CreatedDate(day, text))
    return Card(
        title="Informar y citar a las familias" if first else "Citar por segunda vez",
        button="Enviar la citación",
        rows=rows_of(*(pair for row in rows for pair in _call_rows(case, row))),
        consequences=[
            "Se emite una citación (D-11) por familia; ninguna nombra a la otra.",
            "Quien recibe correo puede leerla y acusar recibo con su RUN y un código.",
        ],
        warnings=[_late_text(row, safe, case) for row in rows if _is_late(case, row, safe)],
        dates=sorted(dates, key=lambda line: line.on),
    )


def _call_rows(case: Case, row: CitacionInput) -> list[tuple[str, str]]:
    told = ", ".join(f"{t.apoderado.name} ({Medium(t.medium).label.lower()})" for t in row.told)
    when = f"{spoken(case, row.meets_at)}, {row.place}"
    return [(f"Familia de {row.participant.name}", f"{when}\n{told}")]


def _is_late(case: Case, row: CitacionInput, safe: date | None) -> bool:
    return safe is not None and day_of(case, row.meets_at) > safe


def _late_text(row: CitacionInput, safe: date, case: Case) -> str:
    return (
        f"La entrevista con la familia de {row.participant.initials} queda el "
        f"{weekday_date(day_of(case, row.meets_at))}, después del último día a tiempo: "
        f"{full_date(safe)}."
    )


@login_required
def outcome_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Go to the citation whose outcome is missing, or to all of them."""
    frame = open_case(request, pk, "case-citacion-outcome")
    waiting = [s.pending for s in family_stands(frame.case) if s.pending]
    if len(waiting) == 1:
        return redirect("case-citacion-outcome", pk=pk, citacion=waiting[0].pk)
    return redirect("case-citar", pk=pk)


@login_required
def outcome(request: HttpRequest, pk: int, citacion: int) -> HttpResponse:
    """Write down that a family did not come or did not answer."""
    frame, at = open_case(request, pk, "case-citacion-outcome"), now()
    case, row = frame.case, citacion_or_404(frame.case, citacion)
    form = OutcomeForm(request.POST or None, initial={"version": case.version})
    return ActPage(
        request, frame, form, "cases/hearings/outcome.html",
        run=lambda: services.record_no_show(
            case=case, actor=request.membership, citacion=row, now=at,
            **{k: v for k, v in form.cleaned_data.items() if k != "envio"},
        ),
        now=at,
        done="Acta de inasistencia emitida." if row.attempt > 1 else "Cite por segunda vez.",
        card=lambda: _outcome_card(case, row, form.cleaned_data, at),
        blocked=_outcome_refusals(request, frame, row),
        context={"citacion": row},
        goes_to="case-detail" if row.attempt > 1 else "case-citar",
    ).respond()  # fmt: skip


def _outcome_refusals(request: HttpRequest, frame: CaseFrame, row: Citacion) -> list[str]:
    if row.outcome != CitacionOutcome.PENDIENTE and request.method == "GET":
        return [f"El resultado ya está registrado: {row.get_outcome_display().lower()}."]
    return refusals(frame.case, request.membership, Acto.REGISTRAR_INASISTENCIA)


def _second_call(case: Case, at: datetime) -> StepStatus:
    after = what_if(case, now=at, facts={"asistio_apoderado": SECOND_CALLED})
    return status_in(after, SECOND_INTERVIEW)


def _outcome_card(case: Case, row: Citacion, data: dict, at: datetime) -> Card:
    label = CitacionOutcome(data["outcome"]).label
    rows = rows_of(
        ("Familia de", row.participant.name),
        ("Citación", f"{row.attempt}ª, {spoken(case, row.meets_at)}"),
        ("Qué ocurrió", label),
        ("Intentos", data["attempts"]),
    )
    if row.attempt == 1:
        second = _second_call(case, at)
        return Card(
            title="Registrar que la familia no asistió",
            button="Registrar",
            rows=rows,
            consequences=["Debe citarse por segunda vez a esta familia."],
            dates=[CreatedDate(second.due.on, second.step.title)] if second.due else [],
        )
    event = Event("ev_entrevista", min(row.meets_at, at))
    return Card(
        title="Emitir el acta de inasistencia",
        button="Emitir el acta de inasistencia",
        rows=rows,
        consequences=[
            "Se emite el acta de inasistencia (D-15). La investigación sigue.",
            f"El plazo de antecedentes corre desde la fecha fijada: {spoken(case, row.meets_at)}.",
        ],
        dates=created_dates(case, event, now=at),
        danger=True,
    )


@login_required
def waiver(request: HttpRequest, pk: int) -> HttpResponse:
    """Register that every family gave up the rest of the plazo in writing."""
    frame, at = open_case(request, pk, "case-renuncia"), now()
    case = frame.case
    form = WaiverHeadForm(request.POST or None, initial={"version": case.version})
    people = [
        WaiverForm(
            request.POST or None, request.FILES or None, prefix=f"familia-{p.pk}", participant=p
        )
        for p in families(case)
    ]
    return ActPage(
        request, frame, form, "cases/hearings/renuncia.html",
        run=lambda: services.waive_antecedentes(
            case=case, actor=request.membership, now=at, waivers=[_waiver(f) for f in people]
        ),
        now=at,
        done="Renuncia registrada: ya no hay que esperar el resto del plazo.",
        others=people,
        blocked=refusals(case, request.membership, Acto.RENUNCIAR_PLAZO),
        context={"people": people, "status": status_of(case, ANTECEDENTES, now=at)},
    ).respond()  # fmt: skip


def _waiver(form: WaiverForm) -> Waiver:
    data = form.cleaned_data
    return Waiver(form.participant, data["signed_by"], data["signed_at"], data["file"])
