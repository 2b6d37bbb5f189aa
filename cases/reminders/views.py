"""«Tomo conocimiento», and the e-mails of the demo."""

import ipaddress

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from cases.acting import perform
from cases.models import Vencimiento
from cases.once import OnceMixin
from cases.policy import Sight
from cases.reminders.sent_mail import sent_mails
from cases.reminders.services import MAY_ANSWER, acknowledge_vencimiento
from cases.selectors import get_case_or_404
from convivencia.clock import now
from convivencia.forms import PlainForm


class AcknowledgeForm(OnceMixin, PlainForm):
    """Only the button."""


def acknowledge(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Where a reminder leads: what is due, and the button of who answers for it when it is late."""
    case = get_case_or_404(request, pk, at_least=Sight.TASKS)
    found, at = Vencimiento.objects.filter(case=case, pk=row).first(), now()
    if found is None or (case.sight < Sight.FULL and found.owner_role != request.membership.role):
        raise Http404
    form = AcknowledgeForm(request.POST or None)
    sent = request.method == "POST" and form.is_valid()
    if sent and perform(
        request, form,
        lambda: acknowledge_vencimiento(
            case=case, vencimiento=found, actor=request.membership, now=at
        ),
        now=at, done="Quedó registrado que usted sabe de este atraso.",
    ):  # fmt: skip
        return redirect("case-detail", pk=pk)
    is_late = found.due_at is not None and found.due_at < at and not found.done_at
    may = is_late and not found.acknowledged_at and request.membership.role in MAY_ANSWER
    context = {"case": case, "vencimiento": found, "form": form, "is_late": is_late, "may": may}
    return render(request, "cases/reminders/acknowledge.html", context)


@login_not_required
def sent_mail(request: HttpRequest) -> HttpResponse:
    """«Correos enviados»: the mailbox of everybody, in the demo and nowhere else.

    Whoever tries the demo plays the family too, without an account: on this machine the page
    is open. From any other address it asks for a member, and in production it does not exist.
    """
    if settings.IS_PRODUCTION or not settings.SHOW_SENT_MAIL:
        raise Http404
    if request.membership is None and not _is_this_machine(request):
        raise Http404
    return render(request, "cases/reminders/sent_mail.html", {"mails": sent_mails()})


def _is_this_machine(request: HttpRequest) -> bool:
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
