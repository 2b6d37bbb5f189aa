"""«Si hago esto hoy…» in a case: it says the dates, and writes nothing."""

from datetime import date

import pytest
from django.urls import reverse

from cases.deadlines.selectors import timeline_of
from cases.models import Actuacion, Vencimiento
from cases.planner.whatif import acts_of, what_if
from schools.models import Role
from schools.tenancy.context import school_context
from tests.cases.scenes import Scene, at
from tests.factories import MembershipFactory, SchoolFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(school, monkeypatch):
    monkeypatch.setattr("tests.cases.scenes.NOW", at("2026-06-01 09:00"))
    return Scene.open(school).heard()


def ask(scene, name, when):
    with school_context(scene.school):
        tramite = scene.case.tramites.get()
        return what_if(scene.case, tramite, name, at=at(when), now=at("2026-06-01 09:00"))


def test_the_report_today_opens_the_notification(scene):
    answer = ask(scene, "ev_informe", "2026-06-01 12:00")

    opened = {effect.status.step.id: effect.status.due.on for effect in answer.effects}
    assert opened["bul-15-notificacion"] == date(2026, 6, 3)
    assert answer.safe_until == date(2026, 6, 1)
    assert [status.step.id for status in answer.closes] == ["bul-13-informe-encargado"]
    assert answer.late == ()


def test_a_day_late_is_said(scene):
    answer = ask(scene, "ev_informe", "2026-06-02 12:00")

    assert [status.step.id for status in answer.late] == ["bul-13-informe-encargado"]


def test_what_may_be_tried_has_names_for_people(scene):
    with school_context(scene.school):
        timeline = timeline_of(scene.case, scene.case.tramites.get(), now=at("2026-06-01 09:00"))
    acts = dict(acts_of(timeline))

    assert acts["ev_informe"] == "El informe de la investigación"
    assert "bul-05-apertura" not in acts  # already done
    assert "ev_venc_antecedentes" not in acts  # nobody does it: it happens


def page(scene, tramite=None):
    with school_context(scene.school):
        return reverse(
            "case-what-if", args=[scene.case.pk, tramite or scene.case.tramites.get().pk]
        )


def test_the_page_answers_and_writes_nothing(client, scene):
    client.force_login(scene.encargada.user)
    asked = {"hago": "ev_informe", "el_0": "2026-06-01", "el_1": "12:00"}
    with school_context(scene.school):
        before = (Actuacion.objects.count(), list(Vencimiento.objects.values_list("due_at")))

    answer = client.get(page(scene), asked).content.decode()

    assert "Notificar el informe y las medidas" in answer
    with school_context(scene.school):
        assert before == (
            Actuacion.objects.count(),
            list(Vencimiento.objects.values_list("due_at")),
        )


def test_the_door_is_the_case_s(client, scene):
    url = page(scene)
    for member in (
        MembershipFactory(school=scene.school, role=Role.DOCENTE),
        MembershipFactory(school=SchoolFactory(), role=Role.DIRECTORA),
    ):
        client.force_login(member.user)
        assert client.get(url).status_code == 404
    client.force_login(scene.encargada.user)
    assert client.get(page(scene, tramite=10**9)).status_code == 404


def test_the_deadlines_lead_to_it(client, scene):
    client.force_login(scene.encargada.user)

    answer = client.get(reverse("case-deadlines", args=[scene.case.pk]))

    assert page(scene) in answer.content.decode()
