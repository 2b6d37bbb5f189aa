"""Time passes over the stored states, even when nobody touches the case."""

import pytest

from cases.deadlines.services import project
from cases.models import Vencimiento
from cases.reminders.refresh import refresh
from schools.tenancy.context import school_context
from tests.cases.reminders.beds import vencimiento
from tests.cases.scenes import Scene, at

INFORME = "bul-13-informe-encargado"  # starts when the five days for antecedentes end, on 8 May
ANTECEDENTES = "bul-12-antecedentes"
ACTIVACION = "bul-04-activacion"


@pytest.fixture
def scene(school) -> Scene:
    scene = Scene.open(school).heard()
    with school_context(school):
        Vencimiento.objects.all().delete()
        project(scene.case, now=at("2026-05-04 09:00"))
        Vencimiento.objects.update(next_reminder_at=None)  # the sweep will not look at the case
    return scene


@pytest.mark.parametrize(
    ("step", "when", "state"),
    [
        (ANTECEDENTES, "2026-05-05 09:00", "en_curso"),
        (ANTECEDENTES, "2026-05-06 00:05", "por_vencer"),
        (ANTECEDENTES, "2026-05-08 23:50", "por_vencer"),
        (ANTECEDENTES, "2026-05-09 00:05", "vencido"),
        (INFORME, "2026-05-08 23:50", "en_espera"),
        (INFORME, "2026-05-09 00:05", "en_curso"),
        (INFORME, "2026-06-02 00:05", "vencido"),
    ],
)
def test_the_state_is_the_one_of_the_hour(scene, step, when, state):
    refresh(now=at(when))

    assert vencimiento(scene, step).state == state


def test_a_plazo_that_started_by_itself_is_reminded(scene):
    refresh(now=at("2026-05-09 00:05"))

    row = vencimiento(scene, INFORME)
    assert (row.rung, row.next_reminder_at) == (-5, at("2026-05-25 09:00"))


def test_what_did_not_change_is_left_alone(scene):
    refresh(now=at("2026-05-09 00:05"))
    with school_context(scene.school):
        late = Vencimiento.objects.filter(state__in=["en_curso", "por_vencer"]).count()

    assert late  # something still runs
    assert refresh(now=at("2026-05-12 09:00")) == 0


def test_only_a_plazo_that_starts_now_brings_the_case_back(scene):
    with school_context(scene.school):
        others = Vencimiento.objects.exclude(step_id=INFORME)
        others.update(state="cumplido")

    refresh(now=at("2026-05-09 00:05"))

    assert vencimiento(scene, INFORME).state == "en_curso"


def test_one_bad_case_does_not_stop_the_rest(scene, monkeypatch):
    def breaks(pk, now):
        raise RuntimeError("un caso malo")

    monkeypatch.setattr("cases.reminders.refresh._refresh_case", breaks)

    assert refresh(now=at("2026-05-09 00:05")) == 0
