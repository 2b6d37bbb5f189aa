"""The notices of a case: the ladders, the delivery on paper, another medium."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from cases.acting import perform
from cases.hearings.uploads import read_upload
from cases.models import Case, Notificacion, NotificacionEvento
from cases.models.notifications import Medium
from cases.notifications import services
from cases.notifications.forms import DeliveryForm, OtherMediumForm, ResendForm
from cases.notifications.ladder import families_of
from cases.overview.frame import open_case
from cases.selectors import get_case_or_404
from convivencia.clock import now
from schools.audit.services import record
from schools.models import StoredFile
from schools.models.audit import AuditAct
from schools.uploads.links import hand_over
from schools.uploads.services import keep_upload


def notifications(request: HttpRequest, pk: int) -> HttpResponse:
    """Each family's ladder, with its stamps and what to do next."""
    frame = open_case(request, pk, "case-notifications")
    context = frame.context(families=families_of(frame.case, now=now()))
    return render(request, "cases/notifications/notifications.html", context)


def delivery(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Register what happened with a paper or a call."""
    case = get_case_or_404(request, pk)
    notice, at = _notice_or_404(case, row), now()
    form = DeliveryForm(request.POST or None, request.FILES or None, medium=notice.medium)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if perform(
            request, form,
            lambda: services.register_delivery(
                notificacion=notice, outcome=data["outcome"], at=data["at"], now=at,
                actor=request.membership, witness=data["witness"], detail=data["detail"],
                evidence=_kept(request, case, data.get("photo")),
            ),
            now=at, done="Quedó registrado en la escala de notificación.",
        ):  # fmt: skip
            return redirect("case-notifications", pk=pk)
    context = {"case": case, "notice": notice, "form": form}
    return render(request, "cases/notifications/delivery.html", context)


def resend(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Send the e-mail again, with a new link."""
    case = get_case_or_404(request, pk)
    notice, at = _notice_or_404(case, row), now()
    form = ResendForm(request.POST or None)
    sent = request.method == "POST" and form.is_valid()
    if sent and perform(
        request, form,
        lambda: services.resend(notificacion=notice, actor=request.membership, now=at),
        now=at, done="Se envió un enlace nuevo; el anterior dejó de servir.",
    ):  # fmt: skip
        return redirect("case-notifications", pk=pk)
    return render(
        request, "cases/notifications/resend.html", {"case": case, "notice": notice, "form": form}
    )


def other_medium(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Tell the same adult the same thing by another medium."""
    case = get_case_or_404(request, pk)
    notice, at = _notice_or_404(case, row), now()
    form = OtherMediumForm(
        request.POST or None,
        media=_untried(notice),
        initial={"medium": request.GET.get("medio", "")},
    )
    sent = request.method == "POST" and form.is_valid()
    if sent and perform(
        request, form,
        lambda: services.send_notificacion(
            case=case, document=notice.document, participant=notice.participant,
            apoderado=notice.apoderado, purpose=notice.purpose,
            medium=form.cleaned_data["medium"], actor=request.membership, now=at,
        ),
        now=at, done="Medio agregado. Cuando lo entregue, regístrelo aquí.",
    ):  # fmt: skip
        return redirect("case-notifications", pk=pk)
    context = {"case": case, "notice": notice, "form": form}
    return render(request, "cases/notifications/other_medium.html", context)


def evidence(request: HttpRequest, pk: int, event: int) -> HttpResponse:
    """The photo of the signed copy: kept, never shown inline."""
    case = get_case_or_404(request, pk)
    found = NotificacionEvento.objects.filter(
        pk=event, notificacion__case=case, evidence__isnull=False
    ).first()
    if found is None:
        raise Http404
    record(
        AuditAct.DESCARGAR, object_type="constancia de notificación", object_id=event,
        case_id=pk, user_id=request.user.pk,
    )  # fmt: skip
    return hand_over(request, found.evidence_id, name=f"constancia-{event}")


def _notice_or_404(case: Case, pk: int) -> Notificacion:
    related = "apoderado", "document", "participant__student", "case"
    rows = Notificacion.objects.select_related(*related)
    found = rows.filter(case=case, pk=pk).first()
    if found is None:
        raise Http404
    return found


def _untried(notice: Notificacion) -> list[Medium]:
    rows = Notificacion.objects.filter(document=notice.document, apoderado=notice.apoderado)
    tried = set(rows.values_list("medium", flat=True))
    return [medium for medium in Medium if medium not in tried]


def _kept(request: HttpRequest, case: Case, upload: object) -> StoredFile | None:
    if not upload:
        return None
    content, name, mime = read_upload(upload)
    given = {"at": now(), "user_id": request.user.pk, "case_id": case.pk}
    return keep_upload(content=content, name=name, mime=mime, **given)
