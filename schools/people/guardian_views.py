"""Pages of apoderados: add, change, end, restrict by court order."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from convivencia.clock import now
from schools.abilities import Ability
from schools.audit.services import record
from schools.doors import ability_required, found_or_404
from schools.models import Guardianship
from schools.models.audit import AuditAct
from schools.pages import done, form_page
from schools.people import guardianships
from schools.people.forms import EndForm
from schools.people.guardian_forms import (
    ContactForm,
    EndGuardianshipForm,
    NewGuardianshipForm,
    RestrictionForm,
)
from schools.people.selectors import visible_guardianships, visible_students
from schools.people.views import MANAGES, today
from schools.saving import attempt
from schools.uploads.links import hand_over

CONTACT = ("first_names", "last_names", "email", "phone", "address")


@MANAGES
def guardianship_create(request: HttpRequest, pk: int) -> HttpResponse:
    student = found_or_404(request, visible_students(request.membership), pk)
    first = not student.guardianships.filter(ends_on=None).exists()
    initial = {"starts_on": today(request), "is_main": first}
    form = NewGuardianshipForm(request.POST or None, student=student, initial=initial)
    if request.method == "POST" and attempt(
        form,
        lambda data: guardianships.add_guardianship(
            student=student,
            person=form.person,
            relation=data["relation"],
            is_main=data["is_main"],
            starts_on=data["starts_on"],
            replaces=data["replaces"],
            actor=request.membership,
        ),
    ):
        return done(request, "El apoderado quedó registrado.", "student-detail", pk)
    return form_page(
        request,
        form,
        title="Agregar apoderado de",
        about=student,
        button="Agregar apoderado",
        back=reverse("student-detail", args=[pk]),
    )


@MANAGES
def guardianship_edit(request: HttpRequest, pk: int) -> HttpResponse:
    tie = _tie(request, pk)
    known = {name: getattr(tie.apoderado, name) for name in CONTACT}
    known |= {"relation": tie.relation, "is_main": tie.is_main}
    form = ContactForm(request.POST or None, initial=known)
    if request.method == "POST" and attempt(
        form,
        lambda data: guardianships.update_apoderado(tie=tie, fields=data, actor=request.membership),
    ):
        return done(request, "Los datos quedaron guardados.", "student-detail", tie.student_id)
    return form_page(
        request,
        form,
        title="Datos de",
        about=tie.apoderado,
        button="Guardar los datos",
        back=_back(tie),
        lead="Los datos de contacto valen para todas y todos sus estudiantes.",
    )


@MANAGES
def guardianship_end(request: HttpRequest, pk: int) -> HttpResponse:
    tie = _tie(request, pk)
    form = EndGuardianshipForm(request.POST or None, initial={"ends_on": today(request)})
    if request.method == "POST" and attempt(
        form, lambda data: guardianships.end_guardianship(tie=tie, actor=request.membership, **data)
    ):
        return done(request, "El vínculo quedó terminado.", "student-detail", tie.student_id)
    return form_page(
        request,
        form,
        title="Terminar el vínculo de",
        about=tie.apoderado,
        button="Terminar el vínculo",
        back=_back(tie),
        danger=True,
        lead=f"Dejará de ser apoderado de {tie.student}. La historia se conserva.",
    )


@MANAGES
def guardianship_restrict(request: HttpRequest, pk: int) -> HttpResponse:
    tie = _tie(request, pk)
    form = RestrictionForm(
        request.POST or None, request.FILES or None, initial={"since": today(request)}
    )
    if request.method == "POST" and attempt(
        form,
        lambda data: guardianships.restrict_guardianship(
            tie=tie,
            proof=data["court_order"],
            since=data["since"],
            until=data["until"],
            at=now(),
            actor=request.membership,
        ),
    ):
        return done(request, "La restricción quedó registrada.", "student-detail", tie.student_id)
    return form_page(
        request,
        form,
        title="Restricción judicial de",
        about=tie.apoderado,
        button="Registrar la restricción",
        back=_back(tie),
        danger=True,
        lead="Ambos padres conservan sus derechos, salvo que un tribunal haya dicho otra cosa.",
    )


@MANAGES
def guardianship_lift(request: HttpRequest, pk: int) -> HttpResponse:
    tie = _tie(request, pk)
    form = EndForm(request.POST or None, initial={"ends_on": today(request)})
    if request.method == "POST" and attempt(
        form, lambda data: guardianships.lift_restriction(tie=tie, actor=request.membership, **data)
    ):
        return done(request, "La restricción tiene término.", "student-detail", tie.student_id)
    return form_page(
        request,
        form,
        title="Término de la restricción de",
        about=tie.apoderado,
        button="Registrar el término",
        back=_back(tie),
    )


@ability_required(Ability.SEE_COURT_ORDER)
def court_order(request: HttpRequest, pk: int) -> HttpResponse:
    ties = visible_guardianships(request.membership).filter(court_order__isnull=False)
    tie = found_or_404(request, ties, pk)
    record(
        AuditAct.DESCARGAR,
        object_type="schools.storedfile",
        object_id=tie.court_order_id,
        user_id=request.user.pk,
        detail="resolución judicial",
    )
    return hand_over(request, tie.court_order_id, name="resolucion-judicial")


def _tie(request: HttpRequest, pk: int) -> Guardianship:
    return found_or_404(request, visible_guardianships(request.membership), pk)


def _back(tie: Guardianship) -> str:
    return reverse("student-detail", args=[tie.student_id])
