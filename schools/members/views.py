"""Pages of the administradora: who works here, with which role, in whose place."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from convivencia.clock import now
from convivencia.exceptions import DomainError
from schools.abilities import Ability
from schools.doors import ability_required, found_or_404
from schools.members import selectors, services
from schools.members.forms import NewMemberForm, SubstituteForm
from schools.models import Membership
from schools.pages import done, form_page
from schools.people.forms import EndForm
from schools.saving import attempt
from schools.session.services import end_all

MANAGES = ability_required(Ability.MANAGE_MEMBERS)
PERSON = ("first_names", "last_names", "run")


@MANAGES
def member_list(request: HttpRequest) -> HttpResponse:
    day = request.school.local_date(now())
    context = {"members": selectors.members(day), "past": selectors.past_members(day), "today": day}
    return render(request, "schools/members/member_list.html", context)


@MANAGES
def member_create(request: HttpRequest) -> HttpResponse:
    day = request.school.local_date(now())
    form = NewMemberForm(request.POST or None, on=day, initial={"active_from": day})
    if request.method == "POST":
        member = attempt(
            form,
            lambda data: services.invite_member(
                person={name: data.pop(name) for name in PERSON}, actor=request.membership, **data
            ),
        )
        if member:
            return done(request, f"{member.user} ya es parte del equipo.", "member-list")
    return form_page(
        request,
        form,
        title="Agregar a una persona",
        button="Agregar al equipo",
        back=reverse("member-list"),
        lead="Recibirá un correo con un enlace para elegir su contraseña.",
    )


@MANAGES
def member_end(request: HttpRequest, pk: int) -> HttpResponse:
    member = _member(request, pk)
    form = EndForm(request.POST or None, initial={"ends_on": request.school.local_date(now())})
    if request.method == "POST" and (
        ended := attempt(
            form,
            lambda data: services.end_membership(
                membership=member, actor=request.membership, **data
            ),
        )
    ):
        if not ended.is_active(request.school.local_date(now())):
            end_all(member.user)
        return done(request, "El acceso tiene fecha de término.", "member-list")
    return form_page(
        request,
        form,
        title="Terminar el acceso de",
        about=member.user,
        button="Terminar el acceso",
        back=reverse("member-list"),
        danger=True,
        lead=f"Rol: {member.title}. Lo que hizo se conserva con su nombre.",
    )


@MANAGES
def member_substitute(request: HttpRequest, pk: int) -> HttpResponse:
    absent, day = _member(request, pk), request.school.local_date(now())
    form = SubstituteForm(
        request.POST or None, on=day, absent_user_id=absent.user_id, initial={"active_from": day}
    )
    if request.method == "POST" and attempt(
        form,
        lambda data: services.appoint_substitute(absent=absent, actor=request.membership, **data),
    ):
        return done(request, "La subrogancia quedó registrada.", "member-list")
    return form_page(
        request,
        form,
        title="Subrogancia de",
        about=absent.user,
        button="Registrar la subrogancia",
        back=reverse("member-list"),
        lead=f"Quien subroga tendrá el rol: {absent.title}.",
    )


@require_POST
@MANAGES
def member_link(request: HttpRequest, pk: int) -> HttpResponse:
    member = _member(request, pk)
    try:
        services.resend_link(membership=member, actor=request.membership)
        messages.success(request, "Se envió de nuevo el enlace para elegir la contraseña.")
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("member-list")


def _member(request: HttpRequest, pk: int) -> Membership:
    rows = Membership.objects.select_related("user", "curso")
    return found_or_404(request, rows, pk)
