"""Receive antecedentes, follow up, register a transfer."""

from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse

from cases.hearings import services
from cases.hearings.dates import ANTECEDENTES, FOLLOW_UP, TRANSFER, spoken, status_of
from cases.hearings.forms.common import agreement_formset, plain_agreements, present_formset
from cases.hearings.forms.hearing import AntecedenteForm, FollowUpForm, TransferForm
from cases.hearings.pages import ActPage, Card, refusals, rows_of
from cases.hearings.selectors import families
from cases.hearings.services.followup import FollowUpInput, TransferInput
from cases.models import Antecedente, Case
from cases.models.case import ParticipantRole
from cases.overview.frame import open_case
from cases.overview.screens import address
from cases.states import Acto
from convivencia.clock import now
from schools.models import Membership


@login_required
def antecedente(request: HttpRequest, pk: int) -> HttpResponse:
    """Receive what a family brought: a cargo for each file; late ones are marked."""
    frame, at = open_case(request, pk, "case-antecedente"), now()
    case = frame.case
    form = AntecedenteForm(
        request.POST or None, request.FILES or None, people=families(case), initial={"at": at}
    )
    return ActPage(
        request, frame, form, "cases/hearings/antecedente.html",
        run=lambda: _receive(case, request.membership, form.cleaned_data, at),
        now=at,
        done="Antecedentes recibidos. Entregue el cargo a quien los trajo.",
        blocked=refusals(case, request.membership, Acto.RECIBIR_ANTECEDENTE),
        context={
            "received": _received(case),
            "status": status_of(case, ANTECEDENTES, now=at),
        },
        goes_to="case-antecedente",
    ).respond()  # fmt: skip


def _received(case: Case) -> list[Antecedente]:
    """Return what was brought, each with the act that hands its file over. Queries: 2."""
    rows = case.antecedentes.select_related("participant__student", "document", "file__review")
    acts = case.actuaciones.filter(acto=Acto.RECIBIR_ANTECEDENTE)
    number_of = {act.data.get("antecedente"): act.pk for act in acts if "file" in act.data}
    found = list(rows.defer("file__content"))
    for row in found:
        row.act = number_of.get(row.pk)
    return found


def _receive(case: Case, member: Membership, data: dict, at: datetime) -> None:
    names = ("participant", "delivered_by", "description", "at")
    given = {name: data[name] for name in names}
    for file in data["files"] or [None]:
        services.receive_antecedente(case=case, actor=member, now=at, file=file, **given)


@login_required
def follow_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Register the follow-up interview: does it go on?"""
    frame, at = open_case(request, pk, "case-seguimiento"), now()
    case, people = frame.case, families(frame.case)
    first = next((p.pk for p in people if p.role == ParticipantRole.AFECTADO), "")
    initial = {"version": case.version, "participant": first, "place": "Oficina de convivencia"}
    form = FollowUpForm(request.POST or None, people=people, initial=initial)
    present = present_formset(3)(request.POST or None, prefix="presentes")
    agreements = agreement_formset(2)(request.POST or None, prefix="acuerdos")
    return ActPage(
        request, frame, form, "cases/hearings/follow_up.html",
        run=lambda: services.follow_up(
            case=case, actor=request.membership, now=at,
            entry=_follow_up_entry(form.cleaned_data, present.rows(), agreements.rows()),
        ),
        now=at,
        done="Acta de seguimiento emitida.",
        card=lambda: _follow_up_card(case, form.cleaned_data),
        others=(present, agreements),
        blocked=refusals(case, request.membership, Acto.SEGUIR),
        context={
            "present": present, "agreements": agreements,
            "status": status_of(case, FOLLOW_UP, now=at),
            "persisting": any(
                row.data.get("persists") for row in case.actuaciones.filter(acto=Acto.SEGUIR)
            ),
            "intake_url": address("intake-start"),
        },
        goes_to="case-seguimiento",
    ).respond()  # fmt: skip


def _follow_up_entry(data: dict, present: list[dict], agreements: list[dict]) -> FollowUpInput:
    names = ("participant", "starts_at", "place", "student_words", "apoderado_words", "observed")
    return FollowUpInput(
        **{name: data[name] for name in names},
        persists=data["persists"] == "si",
        present=tuple(present),
        agreements=plain_agreements(agreements),
    )


def _follow_up_card(case: Case, data: dict) -> Card:
    persists = data["persists"] == "si"
    return Card(
        title="Emitir el acta de seguimiento",
        button="Emitir el acta",
        rows=rows_of(
            ("Estudiante", data["participant"].name),
            ("Entrevista", f"{spoken(case, data['starts_at'])}, {data['place']}"),
            ("El hostigamiento", "Se mantiene" if persists else "Se revirtió"),
        ),
        consequences=[
            "Se emite el acta de seguimiento (D-27), para firmar en papel.",
            "Como se mantiene, corresponde una denuncia nueva por reincidencia."
            if persists
            else "El caso sigue su curso.",
        ],
        danger=persists,
    )


@login_required
def transfer(request: HttpRequest, pk: int) -> HttpResponse:
    """Register that a pupil was taken to a health centre, and when the family was told."""
    frame, at = open_case(request, pk, "case-traslado"), now()
    case = frame.case
    form = TransferForm(
        request.POST or None, people=families(case), initial={"version": case.version}
    )
    return ActPage(
        request, frame, form, "cases/hearings/transfer.html",
        run=lambda: services.register_transfer(
            case=case, actor=request.membership, now=at, entry=_transfer_entry(form.cleaned_data)
        ),
        now=at,
        done="Traslado registrado.",
        card=lambda: _transfer_card(case, form.cleaned_data),
        blocked=refusals(case, request.membership, Acto.CUMPLIR_PASO),
        context={"status": status_of(case, TRANSFER, now=at)},
    ).respond()  # fmt: skip


def _transfer_entry(data: dict) -> TransferInput:
    return TransferInput(**{k: v for k, v in data.items() if k not in ("envio", "version")})


def _transfer_card(case: Case, data: dict) -> Card:
    return Card(
        title="Registrar el traslado",
        button="Registrar el traslado",
        rows=rows_of(
            ("Estudiante", data["participant"].name),
            ("Señales", data["signs"]),
            ("Se detectan", spoken(case, data["detected_at"])),
            ("Sale", f"{spoken(case, data['left_at'])}, a {data['centre']}"),
            ("Acompaña", data["companion"]),
            ("Aviso a la familia", f"{spoken(case, data['told_at'])}, a {data['told_to']}"),
        ),
        consequences=["Se emite el registro de traslado (D-29)."],
    )
