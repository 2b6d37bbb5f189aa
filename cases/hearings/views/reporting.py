"""Report: write the oficio, register that it left, or say why not."""

from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from cases.hearings import services
from cases.hearings.dates import REPORT_CRIME, day_of, spoken, status_of
from cases.hearings.directory import Clase, addressees_for, suggest, victim_is_staff
from cases.hearings.forms.reporting import NoReportForm, OficioForm, SendingForm, lines
from cases.hearings.oficio_text import (
    first_account,
    first_enclosures,
    first_measures,
    first_subject,
)
from cases.hearings.pages import ActPage, Card, refusals, rows_of
from cases.hearings.selectors import oficio_senders, oficios_of
from cases.hearings.services.oficios import OficioInput, SendingInput, pending_clases
from cases.models import Case
from cases.overview.frame import open_case
from cases.states import Acto
from convivencia.clock import now
from schools.models import Membership, Role


@login_required
def oficio(request: HttpRequest, pk: int) -> HttpResponse:
    """Write and issue an oficio; see those issued and what is missing."""
    frame, at = open_case(request, pk, "case-oficio"), now()
    case = frame.case
    senders = oficio_senders(case, day_of(case, at))
    form = OficioForm(
        request.POST or None, directory=addressees_for(case.school.comuna), senders=senders,
        initial=_initial(case, senders),
    )  # fmt: skip
    return ActPage(
        request, frame, form, "cases/hearings/oficio.html",
        run=lambda: services.issue_oficio(
            case=case, actor=request.membership, now=at, entry=_entry(form.cleaned_data),
            version=form.cleaned_data["version"],
        ),
        now=at,
        done="Oficio emitido. Envíelo y registre el envío: son las mismas 24 horas.",
        card=lambda: _oficio_card(case, _entry(form.cleaned_data), at),
        blocked=refusals(case, request.membership, Acto.REDACTAR_OFICIO),
        context={
            "suggestion": suggest(case), "oficios": oficios_of(case),
            "status": status_of(case, REPORT_CRIME, now=at),
            "pending": [Clase(c).label for c in pending_clases(case, now=at)],
            "staff_victim": victim_is_staff(case),
        },
        goes_to="case-oficio-send",
    ).respond()  # fmt: skip


def _initial(case: Case, senders: list[Membership]) -> dict:
    suggested = suggest(case).clases[0]
    first = next((a.key for a in addressees_for(case.school.comuna) if a.clase == suggested), "")
    sender = next((m for m in senders if m.role == Role.DIRECTORA), None)
    return {
        "version": case.version,
        "institution": first,
        "sender": sender.pk if sender else "",
        "sender_email": sender.user.email if sender else "",
        "sender_phone": case.school.phone,
        "subject": first_subject(suggested),
        "account": first_account(case),
        "measures": "\n".join(first_measures(case)),
        "enclosures": "\n".join(first_enclosures(case)),
    }


def _entry(data: dict) -> OficioInput:
    institution = data["institution"]
    names = (
        "addressee_place",
        "subject",
        "account",
        "sender",
        "sender_email",
        "sender_phone",
        "request",
    )
    return OficioInput(
        clase=institution.clase,
        addressee=data["addressee"] or institution.name,
        measures=lines(data["measures"]),
        enclosures=lines(data["enclosures"]),
        **{name: data[name] for name in names},
    )


def _oficio_card(case: Case, entry: OficioInput, at: datetime) -> Card:
    limit = status_of(case, REPORT_CRIME, now=at)
    who = f"{entry.sender.user.get_full_name()}, {entry.sender.title}"
    return Card(
        title="Emitir el oficio",
        button="Emitir el oficio",
        rows=rows_of(
            ("Se dirige a", entry.addressee),
            ("Materia", entry.subject),
            ("Envía", f"{who}\n{entry.sender_email} · {entry.sender_phone}"),
            ("Relato", entry.account),
            ("Se acompaña", "\n".join(entry.enclosures)),
        ),
        consequences=[
            "Se numera y se emite: después no puede cambiarse, sólo reemplazarse.",
            "Falta enviarlo y registrar el envío con su comprobante.",
        ],
        warnings=_oficio_warnings(case, entry, limit.due.at if limit.due else None, at),
        danger=True,
    )


def _oficio_warnings(
    case: Case, entry: OficioInput, limit: datetime | None, at: datetime
) -> list[str]:
    warnings = []
    if entry.clase not in suggest(case).clases:
        warnings.append(f"Por la edad, lo sugerido es otro destinatario. {suggest(case).reason}")
    if limit and at > limit:
        warnings.append(f"Las 24 horas vencieron el {spoken(case, limit)}. Envíelo igual, ahora.")
    return warnings


@login_required
def send_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Go to the oficio that waits to be sent, or to all of them."""
    frame = open_case(request, pk, "case-oficio-send")
    waiting = [o for o in oficios_of(frame.case) if not o.sent]
    if len(waiting) == 1:
        return redirect("case-oficio-send", pk=pk, document=waiting[0].document.pk)
    return redirect("case-oficio", pk=pk)


@login_required
def send(request: HttpRequest, pk: int, document: int) -> HttpResponse:
    """Register that an oficio left, with its proof."""
    frame, at = open_case(request, pk, "case-oficio-send"), now()
    case = frame.case
    row = next((o for o in oficios_of(case) if o.document.pk == document), None)
    if row is None:
        raise Http404
    form = SendingForm(request.POST or None, request.FILES or None)
    return ActPage(
        request, frame, form, "cases/hearings/send.html",
        run=lambda: services.register_sending(
            case=case, actor=request.membership, document=row.document, now=at,
            entry=SendingInput(**{k: v for k, v in form.cleaned_data.items() if k != "envio"}),
        ),
        now=at,
        done="Envío registrado. La constancia quedó en el expediente.",
        blocked=_send_refusals(request, case, sent=bool(row.sent)),
        context={"row": row},
        goes_to="case-oficio",
    ).respond()  # fmt: skip


def _send_refusals(request: HttpRequest, case: Case, *, sent: bool) -> list[str]:
    if sent and request.method == "GET":
        return ["El envío de este oficio ya está registrado."]
    return refusals(case, request.membership, Acto.ENVIAR_OFICIO)


@login_required
def no_report(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave in writing why the school does not report."""
    frame, at = open_case(request, pk, "case-no-denuncia"), now()
    case = frame.case
    form = NoReportForm(request.POST or None)
    return ActPage(
        request, frame, form, "cases/hearings/no_report.html",
        run=lambda: services.explain_no_report(
            case=case, actor=request.membership, reason=form.cleaned_data["reason"], now=at
        ),
        now=at,
        done="La razón quedó escrita en el expediente.",
        blocked=refusals(case, request.membership, Acto.CUMPLIR_PASO),
        context={"status": status_of(case, REPORT_CRIME, now=at)},
        goes_to="case-oficio",
    ).respond()  # fmt: skip
