"""The page that opens a case in an urgency."""

from allauth.account.decorators import reauthentication_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from cases.acting import perform
from cases.urgent import selectors, services
from cases.urgent.forms import UrgentForm
from convivencia.clock import now
from schools.abilities import Ability
from schools.doors import ability_required, deny


@ability_required(Ability.OPEN_URGENTLY)
@reauthentication_required
def case_urgent(request: HttpRequest) -> HttpResponse:
    """Ask for the password again, then for the folio and the reason."""
    form, opened, at = UrgentForm(request.POST or None), [], now()
    if request.method == "POST" and form.is_valid():
        data = {name: form.cleaned_data[name] for name in ("folio", "reason")}

        def run() -> None:
            opened.append(services.open_urgently(actor=request.membership, now=at, **data))

        if perform(request, form, run, now=at, done="Puede ver el caso durante 60 minutos."):
            if opened:
                return redirect("case-detail", opened[0].content_object_id)
            return redirect("case-urgent")
        deny(request, "cases.case", 0, f"acceso de urgencia al folio {data['folio']}")
    mine = selectors.open_now(request.membership, at=at)
    return render(request, "cases/urgent/open.html", {"form": form, "mine": mine})
