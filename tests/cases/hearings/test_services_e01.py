"""Scenario E01 by the real services: each date is the one the norm gives."""

from datetime import date, datetime

import pytest

from cases.hearings import services
from cases.models import Actuacion, CaseAccess, Document
from cases.models.access import TeamRole
from tests.cases.hearings.conftest import at

pytestmark = pytest.mark.django_db


def test_activation_meets_the_24_hours_and_names_who_investigates(inquiry):
    inquiry.activate()

    assert inquiry.case.state == "en_investigacion"
    assert inquiry.state("bul-04") == "cumplido"
    assert inquiry.state("bul-05") == "cumplido"
    assert CaseAccess.objects.get().user == inquiry.encargada.user
    assert CaseAccess.objects.get().team_role == TeamRole.INVESTIGA
    assert [d.code for d in Document.objects.order_by("pk")] == ["D-04", "D-05"]


def test_the_24_hours_to_activate_count_from_the_denuncia(inquiry):
    inquiry.case.denuncia.received_at = at("2026-04-29 18:30")
    inquiry.case.denuncia.save(update_fields=["received_at"])

    inquiry.activate("2026-04-29 19:00")

    snapshot = Document.objects.get(code="D-04").snapshot
    assert datetime.fromisoformat(snapshot["limit_at"]) == at("2026-04-30 18:30")


def test_activation_after_24_hours_is_met_late(inquiry):
    inquiry.activate("2026-04-30 10:21")

    assert inquiry.state("bul-04") == "cumplido_tarde"


def test_citations_start_the_clock_of_the_interview(inquiry):
    inquiry.activate().cite()

    assert inquiry.due("bul-10") == date(2026, 4, 30)
    assert inquiry.state("bul-09") == "cumplido"
    assert Document.objects.filter(code="D-11").count() == 2
    assert inquiry.case.notificaciones.count() == 3  # both parents of one, one of the other


def test_interviews_start_the_antecedentes_and_the_chain_behind(inquiry):
    inquiry.activate().cite().hear_both()

    assert inquiry.due("bul-12") == date(2026, 5, 8)
    assert inquiry.due("bul-13") == date(2026, 6, 1)
    assert inquiry.due("bul-21") == date(2026, 5, 15)
    assert inquiry.case.facts["asistio_apoderado"] == "primera"


def test_prorroga_moves_the_report_and_shows_the_other_reading(inquiry):
    inquiry.activate().cite().hear_both()

    actuacion = services.extend_investigation(
        case=inquiry.reload(),
        actor=inquiry.directora,
        days=10,
        grounds="Faltan dos testigos por oír.",
        at=at("2026-05-29 10:00"),
        now=at("2026-05-29 10:00"),
    )

    row = inquiry.case.vencimientos.get(step_id="bul-13-informe-encargado")
    assert row.due_on == date(2026, 6, 15)
    assert [r["due_on"] for r in row.alternatives] == ["2026-06-11"]
    assert actuacion.document.code == "D-17"


def test_a_family_that_never_came_counts_from_the_second_date_set(inquiry):
    inquiry.activate().cite()
    inquiry.hear(inquiry.afectado)
    first = inquiry.denunciado.citaciones.get(attempt=1)
    services.record_no_show(
        case=inquiry.reload(),
        actor=inquiry.encargada,
        citacion=first,
        outcome="no_asistio",
        attempts="30-04, 11:20 y 12:00: sin respuesta",
        now=at("2026-04-30 12:10"),
    )
    assert inquiry.due("bul-11") == date(2026, 5, 7)
    assert inquiry.reload().facts["asistio_apoderado"] == "parcial"
    assert inquiry.state("bul-10") == "cumplido"  # a la familia que sí asistió se la oyó
    second = services.cite_again(
        case=inquiry.reload(),
        actor=inquiry.encargada,
        row=inquiry.call(inquiry.denunciado, "2026-05-06 09:00"),
        now=at("2026-04-30 12:30"),
    )

    actuacion = services.record_no_show(
        case=inquiry.reload(),
        actor=inquiry.encargada,
        citacion=second,
        outcome="no_asistio",
        attempts="06-05, 09:15 y 10:00: sin respuesta",
        now=at("2026-05-07 08:30"),
    )

    assert actuacion.event == "ev_inasistencia"
    assert actuacion.at == at("2026-05-06 09:00")
    assert actuacion.document.code == "D-15"
    assert inquiry.due("bul-12") == date(2026, 5, 13)
    assert inquiry.due("bul-13") == date(2026, 6, 4)
    assert inquiry.state("bul-11") == "cumplido"


def test_one_family_that_fails_does_not_stop_the_clock_of_the_other(inquiry):
    inquiry.activate().cite()

    services.record_no_show(
        case=inquiry.reload(),
        actor=inquiry.encargada,
        citacion=inquiry.afectado.citaciones.get(attempt=1),
        outcome="no_contesta",
        attempts="29-04, 18:00 y 19:00: sin respuesta",
        now=at("2026-04-29 19:10"),
    )

    assert inquiry.due("bul-10") == date(2026, 4, 30)
    assert inquiry.state("bul-10") == "por_vencer"
    assert inquiry.state("bul-11") == "en_curso"


def test_nobody_came_and_the_inquiry_goes_on(inquiry):
    inquiry.activate().cite()
    for person, second in ((inquiry.afectado, "09:00"), (inquiry.denunciado, "11:00")):
        _fail_twice(inquiry, person, second)

    inquiry.reload()

    assert inquiry.case.facts["asistio_apoderado"] == "nunca"
    assert inquiry.due("bul-12") == date(2026, 5, 13)


def _fail_twice(inquiry, person, hour):
    common = {"actor": inquiry.encargada, "attempts": "09:15, sin respuesta"}
    services.record_no_show(
        case=inquiry.reload(),
        citacion=person.citaciones.get(attempt=1),
        outcome="no_contesta",
        now=at("2026-04-30 12:10"),
        **common,
    )
    second = services.cite_again(
        case=inquiry.reload(),
        actor=inquiry.encargada,
        row=inquiry.call(person, f"2026-05-06 {hour}"),
        now=at("2026-04-30 12:30"),
    )
    services.record_no_show(
        case=inquiry.reload(),
        citacion=second,
        outcome="no_asistio",
        now=at("2026-05-06 13:00"),
        **common,
    )


def test_one_family_heard_does_not_open_the_gate_for_both(inquiry):
    from cases.deadlines.services import missing_for

    inquiry.activate().cite()
    inquiry.hear(inquiry.afectado)

    missing = missing_for(inquiry.reload(), "ev_resolucion", now=at("2026-06-02 09:00"))

    assert "audiencia" in {item.id for item in missing}


def test_second_failed_citation_does_not_stand_for_the_other_family(inquiry):
    from cases.deadlines.services import missing_for

    inquiry.activate().cite()
    _fail_twice(inquiry, inquiry.denunciado, "11:00")

    missing = missing_for(inquiry.reload(), "ev_resolucion", now=at("2026-06-02 09:00"))

    assert "audiencia" in {item.id for item in missing}
    assert not Actuacion.objects.filter(event="ev_entrevista").exists()
