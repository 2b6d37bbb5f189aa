"""Pages to take a lost second factor away."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from convivencia.clock import now
from convivencia.exceptions import DomainError
from convivencia.forms import PlainForm
from schools.abilities import Ability
from schools.accounts import resets
from schools.doors import ability_required, found_or_404
from schools.models import FactorReset, Membership
from schools.pages import done, form_page
from schools.saving import attempt

MAY = ability_required(Ability.RESET_FACTOR)


class ReasonForm(PlainForm):
    """Why it is needed, and how it was checked who asks."""

    reason = forms.CharField(
        label="Motivo",
        min_length=resets.SHORTEST_REASON,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Qué pasó, y cómo comprobó que quien lo pide es esa persona.",
    )


@MAY
def factor_resets(request: HttpRequest) -> HttpResponse:
    rows = FactorReset.objects.filter(decided_at=None)
    rows = rows.select_related("membership__user", "asked_by__user")
    return render(request, "schools/factor/resets.html", {"resets": rows})


@MAY
def factor_reset(request: HttpRequest, pk: int) -> HttpResponse:
    member = found_or_404(request, Membership.objects.select_related("user"), pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and attempt(
        form,
        lambda data: resets.ask_reset(
            membership=member, actor=request.membership, now=now(), **data
        ),
    ):
        return done(request, "Falta que otra persona lo confirme.", "factor-resets")
    return form_page(
        request,
        form,
        title="Restablecer la verificación de",
        about=member.user,
        button="Pedir que se restablezca",
        back=reverse("factor-resets"),
        lead="Debe confirmarlo otra persona: la dirección, la administración o el sostenedor.",
    )


@require_POST
@MAY
def factor_reset_decide(request: HttpRequest, pk: int) -> HttpResponse:
    reset = found_or_404(request, FactorReset.objects.all(), pk)
    is_granted = request.POST.get("decision") == "confirmar"
    try:
        resets.decide_reset(reset=reset, is_granted=is_granted, actor=request.membership, now=now())
        messages.success(request, "Confirmado." if is_granted else "Rechazado.")
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("factor-resets")
