"""A new law makes a day feriado: what moves, what stays, who is told."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from cases.models import CalendarChange, Vencimiento
from cases.states import Acto
from protocols.selectors import calendar_of
from schools.models import AuditEntry, Role, School
from schools.tenancy.context import school_context
from tests.cases.scenes import Scene, at
from tests.factories import MembershipFactory, SchoolFactory

pytestmark = pytest.mark.django_db
LAW = "Ley 21.999, Diario Oficial del 11 de mayo de 2026"
INFORME = "bul-13-informe-encargado"  # antecedentes 08-05, 15 días hábiles: 01-06 (E01)
NEW = {"kind": "feriado", "on": "2026-05-25", "name": "Feriado por censo", "law": LAW}


@pytest.fixture
def scene(school, frozen):
    return Scene.open(school).heard()


@pytest.fixture
def frozen(monkeypatch):
    """It is 12 May 2026, and nobody has written the report."""
    instant = at("2026-05-12 10:00")
    for module in ("cases.calendar.views.now", "convivencia.clock.now"):
        monkeypatch.setattr(module, lambda: instant)
    monkeypatch.setattr("tests.cases.scenes.NOW", instant)
    return instant


@pytest.fixture
def directora(client, scene):
    client.force_login(scene.directora.user)
    return client


def due_on(scene, step=INFORME):
    with school_context(scene.school):
        return Vencimiento.objects.get(case=scene.case, step_id=step).due_on


def confirm(client, url, data):
    """Send the form, read what it would move, and confirm it."""
    shown = client.post(url, {**data, "envio": uuid4().hex})
    seen = shown.context["seen"]
    return shown, client.post(url, {**data, "envio": uuid4().hex, "seen": seen})


def test_a_new_feriado_shows_what_it_moves_and_writes_nothing_yet(directora, scene):
    shown = directora.post(reverse("calendar-feriado"), {**NEW, "envio": "x"})

    moved = {row["step"]: (row["before"], row["after"]) for row in shown.context["moves"]}

    assert moved[INFORME] == ("1 jun 2026", "2 jun 2026")
    assert due_on(scene) == date(2026, 6, 1)
    with school_context(scene.school):
        assert not CalendarChange.objects.exists()


def test_confirming_moves_the_open_plazos_and_tells_each_case(directora, scene):
    _, answer = confirm(directora, reverse("calendar-feriado"), NEW)

    assert answer.url == reverse("calendar")
    assert due_on(scene) == date(2026, 6, 2)
    with school_context(scene.school):
        told = scene.case.actuaciones.get(acto=Acto.RECALCULAR_PLAZOS)
        change = CalendarChange.objects.get()
        assert AuditEntry.objects.filter(object_type="calendario", object_id=change.pk).exists()
    assert LAW in told.text
    assert "Emitir el informe" in told.text
    assert [row["after"] for row in change.moved if row["step"] == INFORME] == ["2026-06-02"]
    assert change.before == {}
    assert change.after["feriados"][0]["law"] == LAW


def test_a_step_already_done_keeps_the_date_it_had(directora, scene):
    before = due_on(scene, "bul-07-resguardo")
    scene.act(Acto.RESGUARDAR, "2026-04-30 08:00")
    kept = due_on(scene, "bul-07-resguardo")

    confirm(directora, reverse("calendar-feriado"), {**NEW, "on": "2026-04-30"})

    assert (before, kept) == (date(2026, 4, 30), date(2026, 4, 30))
    assert due_on(scene, "bul-07-resguardo") == date(2026, 4, 30)


def test_a_law_can_make_a_feriado_habil(directora, scene):
    confirm(directora, reverse("calendar-feriado"), {**NEW, "kind": "habil", "on": "2026-05-21"})

    assert due_on(scene) == date(2026, 5, 29)


def test_taking_a_change_back_returns_the_dates(directora, scene):
    confirm(directora, reverse("calendar-feriado"), NEW)

    confirm(directora, reverse("calendar-feriado-remove", args=["2026-05-25"]), {})

    assert due_on(scene) == date(2026, 6, 1)
    with school_context(scene.school):
        assert [c.act for c in CalendarChange.objects.all()] == ["retira_cambio", "agrega_feriado"]


def test_days_without_classes_move_no_business_day(directora, scene):
    shown, answer = confirm(
        directora,
        reverse("calendar-recess"),
        {"first": "2026-05-18", "last": "2026-05-29", "reason": "Clases a distancia"},
    )

    assert shown.context["plazos"] == 0
    assert answer.status_code == 302
    assert due_on(scene) == date(2026, 6, 1)
    school = School.objects.get(pk=scene.school.pk)
    assert calendar_of(school).no_class[date(2026, 5, 20)] == "Clases a distancia"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"on": "2026-05-21"}, "ya es feriado"),
        ({"kind": "habil"}, "no es feriado"),
        ({"on": "2041-01-01"}, "entre 01-01-2018 y 31-12-2040"),
        ({"law": ""}, "Norma que lo dispone"),
    ],
)
def test_what_makes_no_sense_is_said_next_to_its_field(directora, data, says):
    answer = directora.post(reverse("calendar-feriado"), {**NEW, **data, "envio": "x"})

    assert says in answer.content.decode()
    assert "seen" not in answer.context


def test_a_plazo_that_moved_meanwhile_asks_for_another_look(directora, scene):
    shown = directora.post(reverse("calendar-feriado"), {**NEW, "envio": "a"})
    scene.act(Acto.ENTREVISTAR, "2026-05-11 09:00", party=scene.denunciado.pk)

    answer = directora.post(
        reverse("calendar-feriado"), {**NEW, "envio": "b", "seen": shown.context["seen"]}
    )

    assert "Revise de nuevo" in answer.content.decode()
    with school_context(scene.school):
        assert not CalendarChange.objects.exists()


@pytest.mark.parametrize("role", [Role.DOCENTE, Role.SOSTENEDOR, Role.EQUIPO])
def test_who_may_not_change_it_gets_a_403(client, scene, role):
    client.force_login(MembershipFactory(school=scene.school, role=role).user)

    assert client.get(reverse("calendar-feriado")).status_code == 403


def test_the_administradora_moves_dates_without_seeing_the_cases(client, scene):
    admin = MembershipFactory(school=scene.school, role=Role.ADMINISTRADORA)
    client.force_login(admin.user)

    shown, answer = confirm(client, reverse("calendar-feriado"), NEW)

    assert scene.case.folio not in shown.content.decode()
    assert shown.context["hidden"] == shown.context["plazos"] > 0
    assert answer.status_code == 302
    assert due_on(scene) == date(2026, 6, 2)


def test_another_school_keeps_its_calendar_and_sees_no_change(client, directora, scene):
    confirm(directora, reverse("calendar-feriado"), NEW)
    other = SchoolFactory(comuna=scene.school.comuna)
    with school_context(scene.school):
        change = CalendarChange.objects.get()
    client.force_login(MembershipFactory(school=other, role=Role.DIRECTORA).user)

    assert calendar_of(other).is_habil(date(2026, 5, 25))
    assert client.get(reverse("calendar-change", args=[change.pk])).status_code == 404
    assert "censo" not in client.get(reverse("calendar")).content.decode()


def test_the_record_of_a_change_cannot_be_rewritten(directora, scene):
    confirm(directora, reverse("calendar-feriado"), NEW)

    with (
        school_context(scene.school),
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE cases_calendarchange SET law = 'otra'")


def test_a_double_click_changes_the_calendar_once_and_says_so(directora, scene):
    url = reverse("calendar-feriado")
    shown = directora.post(url, {**NEW, "envio": "una"})
    typed = {**NEW, "envio": "una", "seen": shown.context["seen"]}

    directora.post(url, typed)
    again = directora.post(url, typed, follow=True)

    assert "Esto ya se había registrado" in again.content.decode()
    with school_context(scene.school):
        assert CalendarChange.objects.count() == 1


def test_a_double_click_takes_back_once_and_says_so(directora, scene):
    confirm(directora, reverse("calendar-feriado"), NEW)
    url = reverse("calendar-feriado-remove", args=["2026-05-25"])
    shown = directora.post(url, {"envio": "dos"})
    typed = {"envio": "dos", "seen": shown.context["seen"]}

    directora.post(url, typed)
    again = directora.post(url, typed, follow=True)

    assert again.status_code == 200
    assert "Esto ya se había registrado" in again.content.decode()
    assert directora.post(url, {"envio": "otra"}).status_code == 404


def test_a_plazo_that_runs_out_by_the_change_is_said(directora, scene, monkeypatch):
    confirm(directora, reverse("calendar-feriado"), NEW)
    instant = at("2026-06-02 10:00")  # the report was due on 1 June, on 2 June with the feriado
    for module in ("cases.calendar.views.now", "convivencia.clock.now"):
        monkeypatch.setattr(module, lambda: instant)

    shown = directora.post(
        reverse("calendar-feriado-remove", args=["2026-05-25"]), {"envio": uuid4().hex}
    )

    assert "con este cambio" in shown.content.decode()
