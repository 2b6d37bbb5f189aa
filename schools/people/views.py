"""Pages of students and courses: door, form, service, render."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from convivencia.clock import now
from schools.abilities import Ability, abilities_of
from schools.audit.services import record
from schools.doors import ability_required, found_or_404
from schools.models.audit import AuditAct
from schools.pages import done, form_page, page_of
from schools.people import selectors, services
from schools.people.forms import (
    CursoForm,
    EndForm,
    EnrolForm,
    NewStudentForm,
    SearchForm,
    StudentForm,
)
from schools.people.presenters import student_page
from schools.privacy.blocks import block_of
from schools.saving import attempt
from schools.searching import repeated

SEES = ability_required(Ability.SEE_PEOPLE, Ability.SEE_OWN_CURSO)
MANAGES = ability_required(Ability.MANAGE_PEOPLE)


def today(request: HttpRequest) -> "object":
    """Return the day it is at the school of the request."""
    return request.school.local_date(now())


@SEES
def student_list(request: HttpRequest) -> HttpResponse:
    search = SearchForm(request.GET)
    text, curso_id = search.value("q") or "", search.value("curso")
    rows = selectors.student_list(request.membership, text=text, curso_id=curso_id)
    page = page_of(request, rows)
    selectors.with_curso_objects(page.object_list)
    if text:
        record(
            AuditAct.BUSCAR,
            object_type="schools.student",
            user_id=request.user.pk,
            detail=f"{page.paginator.count} resultados",
        )
    year = today(request).year
    context = {
        "page": page,
        "q": text,
        "curso_id": curso_id,
        "this_year": year,
        "cursos": selectors.cursos_with_counts(request.membership, year),
        "query": urlencode(repeated(request, {"q": text, "curso": curso_id or ""})) + "&",
    }
    return render(request, "schools/people/student_list.html", context | _can(request))


@SEES
def student_detail(request: HttpRequest, pk: int) -> HttpResponse:
    student = found_or_404(request, selectors.student_file(request.membership), pk)
    record(AuditAct.VER, object_type="schools.student", object_id=pk, user_id=request.user.pk)
    page = student_page(student, request.membership, today(request))
    context = {"page": page, "held": block_of(student)} | _can(request)
    return render(request, "schools/people/student_detail.html", context)


@MANAGES
def student_create(request: HttpRequest) -> HttpResponse:
    form = NewStudentForm(request.POST or None, on=today(request))
    if request.method == "POST":
        student = attempt(
            form,
            lambda data: services.create_student(
                curso=data.pop("curso"),
                starts_on=data.pop("starts_on"),
                fields=data,
                actor=request.membership,
            ),
        )
        if student:
            return done(request, f"Se agregó a {student}.", "student-detail", student.pk)
    return form_page(
        request,
        form,
        title="Agregar estudiante",
        button="Agregar estudiante",
        back=reverse("student-list"),
    )


@MANAGES
def student_edit(request: HttpRequest, pk: int) -> HttpResponse:
    student = found_or_404(request, selectors.visible_students(request.membership), pk)
    form = StudentForm(request.POST or None, instance=student, on=today(request))
    if request.method == "POST":
        saved = attempt(
            form,
            lambda data: services.update_student(
                student=student, fields=data, at=now(), actor=request.membership
            ),
        )
        if saved:
            return done(request, "Los datos quedaron guardados.", "student-detail", pk)
    return form_page(
        request,
        form,
        title="Datos de",
        about=student,
        button="Guardar los datos",
        back=reverse("student-detail", args=[pk]),
        lead="Si cambia el RUN o el IPE, el anterior queda en su historia.",
    )


@MANAGES
def student_enrol(request: HttpRequest, pk: int) -> HttpResponse:
    student = found_or_404(request, selectors.visible_students(request.membership), pk)
    day = today(request)
    form = EnrolForm(request.POST or None, on=day, initial={"starts_on": day})
    if request.method == "POST" and attempt(
        form, lambda data: services.enrol(student=student, actor=request.membership, **data)
    ):
        return done(request, "Se cambió de curso.", "student-detail", pk)
    return form_page(
        request,
        form,
        title="Curso de",
        about=student,
        button="Cambiar de curso",
        back=reverse("student-detail", args=[pk]),
        lead="El curso anterior queda en su historia hasta esa fecha.",
    )


@MANAGES
def student_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    student = found_or_404(request, selectors.visible_students(request.membership), pk)
    form = EndForm(request.POST or None, initial={"ends_on": today(request)})
    if request.method == "POST" and attempt(
        form, lambda data: services.withdraw(student=student, actor=request.membership, **data)
    ):
        return done(request, "La matrícula quedó terminada.", "student-detail", pk)
    return form_page(
        request,
        form,
        title="Terminar la matrícula de",
        about=student,
        button="Terminar la matrícula",
        back=reverse("student-detail", args=[pk]),
        danger=True,
        lead="Su ficha y sus casos se conservan: nada se borra.",
    )


@SEES
def curso_list(request: HttpRequest) -> HttpResponse:
    years = selectors.curso_years(request.membership)
    asked = request.GET.get("año", "")
    year = next((year for year in years if str(year) == asked), None)
    year = year or (years[0] if years else today(request).year)
    cursos = selectors.cursos_with_counts(request.membership, year)
    context = {"cursos": cursos, "years": years, "year": year}
    return render(request, "schools/people/curso_list.html", context | _can(request))


@MANAGES
def curso_create(request: HttpRequest) -> HttpResponse:
    form = CursoForm(request.POST or None, initial={"year": today(request).year})
    if request.method == "POST":
        curso = attempt(
            form, lambda data: services.create_curso(fields=data, actor=request.membership)
        )
        if curso:
            return done(request, f"Se agregó el {curso}.", "curso-list")
    return form_page(
        request, form, title="Agregar curso", button="Agregar curso", back=reverse("curso-list")
    )


def _can(request: HttpRequest) -> dict:
    """Return what the templates may offer: `can.MANAGE_PEOPLE` and so on."""
    return {"can": {ability.name: True for ability in abilities_of(request.membership)}}
