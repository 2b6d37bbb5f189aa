"""Activate, protect, extend."""

from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse

from cases.hearings import services
from cases.hearings.dates import (
    INFORME,
    RESGUARDO,
    CreatedDate,
    day_of,
    event_if,
    running_dates,
    spoken,
    status_in,
    status_of,
    what_if,
)
from cases.hearings.forms.opening import ActivateForm, MeasureFormSet, ProrrogaForm, ResguardoForm
from cases.hearings.pages import ActPage, Card, refusals, rows_of
from cases.hearings.selectors import families, members_who_may_investigate
from cases.hearings.services.activation import refuse_partial
from cases.hearings.services.checks import refuse_before
from cases.hearings.services.prorroga import (
    days_text,
    extended,
    legal_limit,
    longest,
    refuse_closed,
)
from cases.hearings.services.resguardo import (
    ResguardoInput,
    refuse_unfit,
    suspension_limit,
)
from cases.models import Case
from cases.models.case import CaseState
from cases.overview.frame import open_case
from cases.states import Acto
from convivencia.clock import now
from convivencia.dates import full_date
from convivencia.exceptions import DomainError


@login_required
def activate(request: HttpRequest, pk: int) -> HttpResponse:
    """Activate the protocol and open the inquiry."""
    frame, at = open_case(request, pk, "case-activate"), now()
    case = frame.case
    members = members_who_may_investigate(case, day_of(case, at))
    initial = {"at": at, "version": case.version}
    form = ActivateForm(request.POST or None, members=members, initial=initial)
    return ActPage(
        request, frame, form, "cases/hearings/activate.html",
        run=lambda: services.activate_protocol(
            case=case, actor=request.membership, now=at, **_plain(form.cleaned_data)
        ),
        now=at,
        done="Protocolo activado. Ahora resguarde, informe y cite a ambas familias.",
        card=lambda: _activation_card(case, form.cleaned_data, at),
        blocked=_activation_refusals(request, case),
        context={"limit": status_of(case, Acto.ACTIVAR, now=at).due, "now": at},
    ).respond()  # fmt: skip


def _activation_refusals(request: HttpRequest, case: Case) -> list[str]:
    if case.state != CaseState.RECIBIDO:
        return ["El protocolo ya se activó y la investigación está abierta."]
    return refusals(case, request.membership, Acto.ACTIVAR)


def _activation_card(case: Case, data: dict, at: datetime) -> Card:
    refuse_before(case, data["at"], case.denuncia.received_at, "La activación", "la denuncia")
    refuse_partial(case, data["investigator"], data["at"])
    acts = (Acto.ACTIVAR, Acto.ABRIR_INVESTIGACION)
    after = what_if(case, *(event_if(case, acto, data["at"]) for acto in acts), now=at)
    late = status_in(after, Acto.ACTIVAR).state == "cumplido_tarde"
    who = data["investigator"]
    return Card(
        title="Activar el protocolo y abrir la investigación",
        button="Activar y abrir la investigación",
        rows=rows_of(
            ("Se activa", spoken(case, data["at"])),
            ("Investiga", f"{who.user.get_full_name()}, {who.title}"),
            ("Fundamento", data["grounds"]),
        ),
        consequences=[
            "Se emiten el registro de activación (D-04) y la resolución de apertura (D-05).",
            f"{who.user.get_full_name()} podrá ver todo el caso para investigarlo.",
            "Corresponde citar a ambas familias: la entrevista es al día hábil siguiente.",
        ],
        warnings=["Pasaron más de 24 horas desde la denuncia: quedará como cumplido tarde."]
        if late
        else [],
        dates=running_dates(after),
    )


@login_required
def resguardo(request: HttpRequest, pk: int) -> HttpResponse:
    """Adopt one or more measures that protect."""
    frame, at = open_case(request, pk, "case-resguardo"), now()
    case, today = frame.case, day_of(frame.case, at)
    form = ResguardoForm(request.POST or None, initial={"at": at, "version": case.version})
    measures = MeasureFormSet(
        request.POST or None, form_kwargs={"people": families(case)}, prefix="medida",
        initial=[{"starts_on": today}],
    )  # fmt: skip
    return ActPage(
        request, frame, form, "cases/hearings/resguardo.html",
        run=lambda: services.adopt_resguardo(
            case=case, actor=request.membership, measures=_measures(measures),
            at=form.cleaned_data["at"], now=at, version=form.cleaned_data["version"],
        ),
        now=at,
        done="Medidas de resguardo registradas.",
        card=lambda: _resguardo_card(case, form.cleaned_data["at"], _measures(measures), at),
        others=(measures,),
        blocked=refusals(case, request.membership, Acto.RESGUARDAR),
        context={
            "measures": measures,
            "due": status_of(case, RESGUARDO, now=at),
            "suspension_until": suspension_limit(case, today),
        },
    ).respond()  # fmt: skip


def _measures(formset: MeasureFormSet) -> list[ResguardoInput]:
    return [ResguardoInput(**row) for row in formset.rows()]


def _resguardo_card(
    case: Case, adopted: datetime, measures: list[ResguardoInput], at: datetime
) -> Card:
    if not measures:
        raise DomainError("Registre al menos una medida de resguardo.")
    refuse_unfit(case, measures)
    dates = [CreatedDate(m.review_on, f"Revisar: {m.description}") for m in measures]
    dates += [CreatedDate(m.ends_on, f"Termina: {m.description}") for m in measures if m.ends_on]
    after = what_if(case, event_if(case, RESGUARDO, adopted), now=at)
    late = status_in(after, RESGUARDO).state == "cumplido_tarde"
    return Card(
        title="Adoptar las medidas de resguardo",
        button="Adoptar las medidas",
        rows=rows_of(*((m.participant.name, m.description) for m in measures)),
        consequences=[
            "Se emite el registro de medidas de resguardo (D-10). No es una sanción.",
            "Quien las aplica verá su tarea, sin el relato de los hechos.",
        ],
        warnings=["El plazo para resguardar ya venció: quedará como cumplido tarde."]
        if late
        else [],
        dates=sorted(dates, key=lambda row: row.on),
    )


@login_required
def prorroga(request: HttpRequest, pk: int) -> HttpResponse:
    """Extend the inquiry, once and in time."""
    frame, at = open_case(request, pk, "case-prorroga"), now()
    case = frame.case
    form = ProrrogaForm(
        request.POST or None, longest=longest(case), initial={"version": case.version}
    )
    return ActPage(
        request, frame, form, "cases/hearings/prorroga.html",
        run=lambda: services.extend_investigation(
            case=case, actor=request.membership, at=at, now=at, **_plain(form.cleaned_data)
        ),
        now=at,
        done="Prórroga dictada. Infórmela a ambas familias.",
        card=lambda: _prorroga_card(case, form.cleaned_data, at),
        blocked=refusals(case, request.membership, Acto.PRORROGAR) or _closed(case, at),
        context={"status": status_of(case, INFORME, now=at)},
    ).respond()  # fmt: skip


def _plain(data: dict) -> dict:
    return {name: value for name, value in data.items() if name != "envio"}


def _closed(case: Case, at: datetime) -> list[str]:
    try:
        refuse_closed(case, now=at)
    except DomainError as error:
        return list(error.reasons)
    return []


def _prorroga_card(case: Case, data: dict, at: datetime) -> Card:
    before, after = status_of(case, INFORME, now=at), extended(case, data["days"], at=at, now=at)
    others = [(f"Otra lectura: {o.label}", full_date(o.due.on)) for o in after.alternatives]
    limit = legal_limit(case)
    warnings: list[str] = []
    if limit and after.due.on > limit:
        text = (
            "La investigación no puede durar más de dos meses (LGE, art. 16 E, letra g): terminan "
            f"el {full_date(limit)}, antes del nuevo vencimiento."
        )
        warnings.append(text)
    return Card(
        title="Dictar la prórroga de la investigación",
        button="Dictar la prórroga",
        rows=rows_of(
            ("Vence actualmente", full_date(before.due.on)),
            ("Se agregan", days_text(data["days"])),
            ("Nuevo vencimiento", full_date(after.due.on)),
            *others,
            ("Fundamento", data["grounds"]),
        ),
        consequences=[
            "Se emite la resolución de prórroga (D-17) con su firma.",
            "No hay otra: la prórroga se decide una sola vez.",
        ],
        warnings=warnings,
        dates=[CreatedDate(after.due.on, after.step.title)],
        danger=True,
    )
