"""«Hoy» for each role: what it shows, what it never shows, how much it asks."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.deadlines.services import project
from cases.history.services import record_actuacion
from cases.models import Medida, Participant, Tramite, Vencimiento
from cases.models.access import TeamRole
from cases.models.case import ParticipantRole
from cases.states import Acto
from cases.today.selectors import counts_for_sostenedor
from schools.models import Membership, Role
from schools.tenancy.context import school_context
from tests.ui.fixtures import enter
from tests.ui.scenes import FRIDAY, Town, day, empty_town

pytestmark = pytest.mark.django_db


def names_of(town: Town) -> list[str]:
    """Return the surnames of the pupils, but those that a member of staff happens to bear."""
    with school_context(town.school):
        people = [p for case in town.cases for p in case.participants.select_related("student")]
        staff = {m.user.last_names for m in Membership.objects.select_related("user")}
        names = {f"{p.student.paternal} {p.student.maternal}" for p in people}
        return sorted(names - staff)


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return len([q for q in seen if "SAVEPOINT" not in q["sql"] and ", '', true" not in q["sql"]])


@pytest.mark.parametrize("role", list(Role))
def test_it_opens_with_and_without_cases(friday, school, client: Client, role: Role):
    town = empty_town(school)
    enter(client, town.member(role))

    response = client.get(reverse("today"))

    assert response.status_code == 200
    assert "Viernes 20 de noviembre" in response.content.decode()


def test_the_encargada_sees_late_today_and_week_with_initials_only(town: Town, client: Client):
    enter(client, town.member(Role.ENCARGADA))

    page = client.get(reverse("today")).content.decode()

    assert page.index("Vencidos") < page.index("Vencen hoy") < page.index("Esta semana hábil")
    assert "El próximo feriado es el martes 8 de diciembre" in page
    assert "corre también de noche" in page
    assert [name for name in names_of(town) if name in page] == []


def test_the_clock_of_24_hours_leads_the_day(town: Town, client: Client):
    enter(client, town.member(Role.ENCARGADA))

    board = client.get(reverse("today")).context["board"]

    today = next(s for s in board.sections if s.title == "Vencen hoy")
    assert today.rows[0].tag == "Delito"
    assert today.rows[0].due.strong in ("En 34 min", "En 35 min")


def test_a_docente_sees_no_case_but_that_their_own_report_arrived(town: Town, client: Client):
    town.grant(town.cases[0], Role.DOCENTE, TeamRole.DENUNCIO)
    enter(client, town.member(Role.DOCENTE))

    page = client.get(reverse("today")).content.decode()

    assert "Registrar lo que supo" in page
    assert f"Constancia {town.cases[0].folio}" in page
    assert "Denunciar el delito" not in page
    assert town.cases[1].folio not in page


def test_a_profesor_jefe_sees_the_tasks_of_the_cases_they_were_let_into(town: Town, client: Client):
    town.grant(town.cases[2], Role.PROFESOR_JEFE, TeamRole.APOYA)
    enter(client, town.member(Role.PROFESOR_JEFE))

    page = client.get(reverse("today")).content.decode()

    assert town.cases[2].folio in page
    assert town.cases[0].folio not in page


def test_who_carries_out_sees_only_their_own_steps(town: Town, client: Client):
    town.grant(town.cases[0], Role.INSPECTORIA, TeamRole.EJECUTA)
    enter(client, town.member(Role.INSPECTORIA))

    page = client.get(reverse("today")).content.decode()

    assert town.cases[0].folio not in page


@pytest.mark.parametrize("function", [TeamRole.EJECUTA, TeamRole.DENUNCIO])
def test_who_becomes_a_party_loses_tasks_measures_and_receipts(town: Town, client, function):
    case, member = town.cases[0], town.member(Role.INSPECTORIA)
    town.grant(case, Role.INSPECTORIA, function)
    with school_context(town.school):
        student = case.participants.first()
        Medida.objects.create(
            case=case, participant=student, tipo="resguardo", description="Acompañar los recreos",
            grounds="Protege", owner_role=member.role, starts_on=FRIDAY.date(),
        )  # fmt: skip
        denunciado = Participant(case=case, role=ParticipantRole.DENUNCIADO, membership=member)
    enter(client, member)
    before = client.get(reverse("today")).content.decode()
    with school_context(town.school):
        denunciado.save()

    after = client.get(reverse("today")).content.decode()

    assert case.folio in before
    assert case.folio not in after


def test_the_sostenedor_sees_counts_and_no_case(town: Town, client: Client):
    enter(client, town.member(Role.SOSTENEDOR))

    page = client.get(reverse("today")).content.decode()

    assert "casos abiertos" in page
    assert [case.folio for case in town.cases if case.folio in page] == []


@pytest.mark.parametrize("role", [Role.ENCARGADA, Role.DIRECTORA, Role.SOSTENEDOR])
def test_more_cases_ask_no_more_queries(friday, school, client: Client, role: Role):
    town = empty_town(school)
    town.add(day(11, 18), 5, 1)
    enter(client, town.member(role))
    one = queries(client, reverse("today"))
    for number in range(2, 7):
        town.add(day(11, 18), 5, number)

    assert queries(client, reverse("today")) == one


def test_one_duty_of_24_hours_is_one_row_and_leads_the_case(friday, school, client: Client):
    town = empty_town(school)
    case = town.add(day(11, 19, 18), 2, 47, constituye_delito=True)
    with school_context(school):
        Tramite.objects.create(case=case, protocol_key="oficio", started_at=FRIDAY)
        project(case, now=FRIDAY)
    enter(client, town.member(Role.ENCARGADA))

    board = client.get(reverse("today")).context["board"]
    page = client.get(reverse("case-detail", args=[case.pk]))

    rows = [row for section in board.sections for row in section.rows if row.tag == "Delito"]
    assert [row.action for row in rows] == ["Preparar oficio"]
    assert page.context["identity"].due_title.startswith("Denunciar el delito")


def test_once_the_oficio_is_written_it_is_time_to_send_it(friday, school, client: Client):
    town = empty_town(school)
    case = town.add(day(11, 19, 18), 2, 47, constituye_delito=True)
    with school_context(school):
        Tramite.objects.create(case=case, protocol_key="oficio", started_at=FRIDAY)
        record_actuacion(
            case=case, acto=Acto.REDACTAR_OFICIO, at=FRIDAY, now=FRIDAY,
            actor=town.member(Role.ENCARGADA),
        )  # fmt: skip
    enter(client, town.member(Role.ENCARGADA))

    board = client.get(reverse("today")).context["board"]

    rows = [row for section in board.sections for row in section.rows if row.tag == "Delito"]
    assert [row.action for row in rows] == ["Enviar"]


def test_a_long_section_is_folded_without_losing_a_row(friday, school, client: Client):
    town = empty_town(school)
    for number in range(1, 10):
        town.add(day(10, 26), 8, number)
    enter(client, town.member(Role.ENCARGADA))

    response = client.get(reverse("today"))

    late = next(s for s in response.context["board"].sections if s.title == "Vencidos")
    assert (len(late.rows) > 7, len(late.first), late.first + late.rest == late.rows) == (
        True, 6, True,
    )  # fmt: skip
    assert f"Ver los {len(late.rest)} restantes" in response.content.decode()


def test_the_sostenedor_counts_plazos_of_the_school_only(friday, school):
    town = empty_town(school)
    case = town.add(day(11, 16), 6, 45)
    with school_context(school):
        Vencimiento.objects.update(state="no_aplica")
        rows = list(Vencimiento.objects.filter(case=case)[:5])
        natures = ("plazo", "plazo", "ventana", "periodo", "plazo")
        dues = (day(11, 19), day(11, 24), day(11, 24), day(11, 24), None)
        for row, nature, due in zip(rows, natures, dues, strict=True):
            row.state, row.due_at, row.projected = "en_curso", due, False
            row.rule = {**row.rule, "nature": nature}
            row.save()

        found = counts_for_sostenedor(at=FRIDAY, until=day(11, 27))

    assert (found["abiertos"], found["vencidos"], found["esta_semana"]) == (1, 1, 1)
