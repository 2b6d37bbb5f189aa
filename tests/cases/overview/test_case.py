"""The case page: what each sight shows, what it costs, what the generic act does."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.history.services import record_actuacion
from cases.models import Actuacion, Case, Medida, Participant
from cases.models.access import TeamRole
from cases.states import Acto
from schools.models import AuditEntry, Role
from schools.tenancy.context import school_context
from tests.factories import enrolled_student
from tests.papers import PDF
from tests.ui.fixtures import enter
from tests.ui.scenes import FRIDAY, Town, empty_town

pytestmark = pytest.mark.django_db
STEP = "bul-23-derivacion-red"


def queries(client: Client, url: str) -> int:
    """Count what a request asks, without the marks of being inside a test's transaction."""
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return len([q for q in seen if "SAVEPOINT" not in q["sql"] and ", '', true" not in q["sql"]])


def grow(town: Town, case: Case, count: int) -> None:
    """So many more of everything that a case may have."""
    with school_context(town.school):
        for n in range(count):
            student = enrolled_student(town.school)
            one = Participant.objects.create(case=case, role="testigo", student=student)
            Medida.objects.create(
                case=case,
                participant=one,
                tipo="apoyo",
                description=f"Apoyo {n}",
                starts_on=FRIDAY.date(),
            )
            record_actuacion(
                case=case, acto=Acto.CUMPLIR_PASO, event=STEP, at=FRIDAY, now=FRIDAY,
                actor=town.member(Role.ENCARGADA), text=f"Reunión {n}",
            )  # fmt: skip


@pytest.mark.parametrize(
    "tab", ["case-detail", "case-people", "case-deadlines", "case-measures", "case-documents"]
)
def test_a_case_thirty_times_as_large_asks_the_same(town: Town, client: Client, tab: str):
    case = town.cases[3]
    enter(client, town.member(Role.ENCARGADA))
    url = reverse(tab, args=[case.pk])
    grow(town, case, 1)
    small = queries(client, url)

    grow(town, case, 30)

    assert queries(client, url) == small
    assert small <= 13  # the thirteenth brings the keys of what is sealed, all at once


def test_the_page_shows_the_gate_the_count_and_the_history(town: Town, client: Client):
    enter(client, town.member(Role.ENCARGADA))

    page = client.get(reverse("case-detail", args=[town.cases[3].pk])).content.decode()

    assert "Todavía no se puede resolver." in page
    assert "Falta el informe del encargado" in page
    assert "¿Por qué vence hoy?" in page
    assert "día 5 de 5, último día" in page
    assert "no cuenta: sábado" in page
    assert "Medidas de resguardo" in page


def test_opening_a_case_is_recorded(town: Town, client: Client):
    case = town.cases[3]
    enter(client, town.member(Role.ENCARGADA))

    client.get(reverse("case-people", args=[case.pk]))

    with school_context(town.school):
        entry = AuditEntry.objects.get(case_id=case.pk, act="ver", detail="case-people")
    assert entry.user_id == town.member(Role.ENCARGADA).user_id


def test_who_carries_out_sees_their_tasks_and_no_account_of_the_facts(town: Town, client: Client):
    case = town.cases[5]
    town.grant(case, Role.PROFESOR_JEFE, TeamRole.EJECUTA)
    enter(client, town.member(Role.PROFESOR_JEFE))

    page = client.get(reverse("case-detail", args=[case.pk])).content.decode()
    closed = [
        client.get(reverse(tab, args=[case.pk])).status_code
        for tab in ("case-people", "case-documents", "case-deadlines", "case-looks")
    ]

    assert "Usted ve sólo las tareas y medidas a su cargo" in page
    assert "oyó el relato" not in page
    assert "Historia" not in page
    assert closed == [404] * 4


def test_who_reported_sees_only_that_it_was_received(town: Town, client: Client):
    case = town.cases[0]
    town.grant(case, Role.DOCENTE, TeamRole.DENUNCIO)
    enter(client, town.member(Role.DOCENTE))

    page = client.get(reverse("case-detail", args=[case.pk])).content.decode()

    assert "Su información fue recibida" in page
    assert "Acoso escolar" not in page


def test_absent_foreign_and_forbidden_cases_answer_the_same_bytes(
    town: Town, client: Client, other_school
):
    other = empty_town(other_school)
    enter(client, other.member(Role.ENCARGADA))
    foreign = client.get(reverse("case-detail", args=[town.cases[0].pk]))
    absent = client.get(reverse("case-detail", args=[999_999_999]))
    enter(client, town.member(Role.DOCENTE))
    forbidden = client.get(reverse("case-detail", args=[town.cases[0].pk]))

    assert [r.status_code for r in (foreign, absent, forbidden)] == [404] * 3
    assert foreign.content == absent.content == forbidden.content


def answers(**more: object) -> dict:
    return {
        "at_0": "2026-11-19",
        "at_1": "15:30",
        "text": "Se derivó.",
        "envio": uuid.uuid4().hex,
    } | more


def test_a_step_without_a_screen_is_recorded_with_its_paper(town: Town, client: Client):
    case = town.cases[3]
    enter(client, town.member(Role.ENCARGADA))
    paper = SimpleUploadedFile("ficha.pdf", PDF, content_type="application/pdf")

    response = client.post(reverse("case-step", args=[case.pk, STEP]), answers(attachment=paper))

    assert response.status_code == 302
    with school_context(town.school):
        row = Actuacion.objects.get(case=case, event=STEP)
        assert case.vencimientos.get(step_id=STEP).state == "cumplido"
    assert (row.text, row.data["file_name"]) == ("Se derivó.", "ficha.pdf")
    download = client.get(reverse("case-attachment", args=[case.pk, row.pk]), follow=True)
    assert download.content.startswith(b"%PDF")
    assert download.headers["Content-Disposition"].startswith("attachment")


def test_a_second_click_records_nothing_more(town: Town, client: Client):
    case, sent = town.cases[3], answers()
    enter(client, town.member(Role.ENCARGADA))

    client.post(reverse("case-step", args=[case.pk, STEP]), sent)
    client.post(reverse("case-step", args=[case.pk, STEP]), sent)

    with school_context(town.school):
        assert Actuacion.objects.filter(case=case, event=STEP).count() == 1


def test_what_has_not_happened_is_refused_beside_its_field(town: Town, client: Client):
    case = town.cases[3]
    enter(client, town.member(Role.ENCARGADA))

    response = client.post(reverse("case-step", args=[case.pk, STEP]), answers(at_0="2026-11-21"))

    page = response.content.decode()
    assert response.status_code == 200
    assert "Ese día y hora aún no llegan" in page
    assert 'href="#id_at_0"' in page
    with school_context(town.school):
        assert not Actuacion.objects.filter(case=case, event=STEP).exists()


def test_a_rectification_stands_beside_the_original_and_moves_the_plazo(town: Town, client: Client):
    case = town.cases[3]
    enter(client, town.member(Role.ENCARGADA))
    with school_context(town.school):
        heard = case.actuaciones.filter(event="ev_entrevista").order_by("-at").first()
        before = case.vencimientos.get(step_id="bul-12-antecedentes").due_on
    sent = {
        "what": "fecha", "corrected_at_0": "2026-11-16", "corrected_at_1": "11:15",
        "text": "Fue el lunes.", "envio": uuid.uuid4().hex,
    }  # fmt: skip

    response = client.post(reverse("case-rectify", args=[case.pk, heard.pk]), sent)

    assert response.status_code == 302
    with school_context(town.school):
        again = Actuacion.objects.get(pk=heard.pk)
        after = case.vencimientos.get(step_id="bul-12-antecedentes").due_on
        correction = Actuacion.objects.get(rectifies=heard)
    assert (again.at, again.text) == (heard.at, heard.text)
    assert correction.text == "Fue el lunes."
    assert (before.isoformat(), after.isoformat()) == ("2026-11-20", "2026-11-23")


def test_correcting_a_word_moves_no_plazo(town: Town, client: Client):
    case = town.cases[3]
    enter(client, town.member(Role.ENCARGADA))
    with school_context(town.school):
        heard = case.actuaciones.filter(event="ev_entrevista").order_by("-at").first()
        before = list(case.vencimientos.order_by("pk").values_list("step_id", "state", "due_on"))

    client.post(
        reverse("case-rectify", args=[case.pk, heard.pk]),
        {"what": "texto", "text": "También asistió la tía.", "envio": uuid.uuid4().hex},
    )

    with school_context(town.school):
        assert (
            list(case.vencimientos.order_by("pk").values_list("step_id", "state", "due_on"))
            == before
        )
        assert Actuacion.objects.get(rectifies=heard).event == ""


def test_the_computation_prints_each_day_with_its_reason(town: Town, client: Client):
    case = town.cases[4]
    enter(client, town.member(Role.DIRECTORA))
    with school_context(town.school):
        row = case.vencimientos.get(step_id="bul-13-informe-encargado")

    page = client.get(reverse("case-deadline", args=[case.pk, row.pk])).content.decode()

    assert "15 días hábiles" in page
    assert "Imprimir el cálculo" in page
    assert page.count("Sábado 7 de noviembre") == 1


def test_a_step_with_a_screen_of_its_own_cannot_be_ticked_here(town: Town, client: Client):
    case, step_id = town.cases[4], "bul-13-informe-encargado"
    enter(client, town.member(Role.ENCARGADA))

    response = client.post(reverse("case-step", args=[case.pk, step_id]), answers())

    assert response.status_code == 302
    assert response.url == reverse("case-informe", args=[case.pk])
    with school_context(town.school):
        assert not Actuacion.objects.filter(case=case, event=step_id).exists()


def test_a_day_without_hour_prints_no_midnight(town: Town, client: Client):
    case = town.cases[3]
    with school_context(town.school):
        record_actuacion(
            case=case, acto=Acto.SITUAR_HECHO, at=FRIDAY.replace(hour=0, minute=0), now=FRIDAY,
            actor=town.member(Role.ENCARGADA), data={"hour_known": False},
        )  # fmt: skip
    enter(client, town.member(Role.ENCARGADA))

    page = client.get(reverse("case-detail", args=[case.pk])).content.decode()

    assert "Fecha de los hechos" in page
    assert "00:00" not in page


def test_initials_that_the_act_says_are_not_repeated(town: Town, client: Client):
    case = town.cases[3]
    with school_context(town.school):
        person = case.participants.first()
        record_actuacion(
            case=case, acto=Acto.VIGILAR, at=FRIDAY, now=FRIDAY, party=person.pk,
            actor=town.member(Role.ENCARGADA), text=f"Con {person.initials}: conversó.",
        )  # fmt: skip
        initials = person.initials
    enter(client, town.member(Role.ENCARGADA))

    page = client.get(reverse("case-detail", args=[case.pk])).context["page"]

    line = next(line for line in page.history if line.row.acto == Acto.VIGILAR)
    assert (line.who, initials in line.row.text) == ("", True)


@pytest.mark.parametrize(
    ("gender", "role", "word"),
    [
        ("F", "denunciado", "denunciada"),
        ("M", "denunciado", "denunciado"),
        ("", "afectado", "persona afectada"),
        ("F", "testigo", "testigo"),
        ("F", "denunciante", "denunciante"),
    ],
)
def test_a_role_is_said_as_the_person_is(town: Town, gender: str, role: str, word: str):
    with school_context(town.school):
        student = enrolled_student(town.school, gender=gender)
        one = Participant.objects.create(case=town.cases[0], role=role, student=student)

    assert one.role_word == word
