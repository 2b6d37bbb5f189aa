"""What follows a decision, in a real browser: its firmness, who decides again, what is refused."""

import pytest
from django.urls import reverse

from cases.models import Notificacion, Reconsideracion
from cases.states import Acto
from schools.tenancy.context import school_context
from tests.cases.discipline.scenes import impute
from tests.cases.scenes import Scene, at
from tests.ui.browser import PHONE, WIDE, visit
from tests.ui.fixtures import browser  # noqa: F401 -- a fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIZES = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])


@pytest.fixture
def scene(school, monkeypatch):
    monkeypatch.setattr("cases.documents.services.render", lambda *_a, **_k: ("", b"%PDF-1.7"))
    return Scene.open(school).heard().reported().drafted().resolved()


def told(scene, participant, adult, when):
    with school_context(scene.school):
        Notificacion.objects.create(
            case=scene.case, participant=participant, apoderado=adult, purpose="resultado",
            medium="personal", document=scene.case.documents.get(code="D-19"),
            created_at=at(when), effective_at=at(when),
        )  # fmt: skip
    scene.act(Acto.NOTIFICAR, when, party=participant.pk)


def look(browser, live_server, member, name, url, size) -> str:  # noqa: F811
    with visit(browser, live_server.url + url, member, size) as seen:
        seen.shot(f"despues-{name}-{size[0]}")
        assert seen.faults() == []
        return seen.page.inner_text("main")


@SIZES
def test_from_told_to_firm(scene, live_server, browser, size):  # noqa: F811
    told(scene, scene.afectado, scene.mother, "2026-06-03 10:00")
    told(scene, scene.denunciado, scene.father, "2026-06-09 10:00")
    url = reverse("case-resolucion", args=[scene.case.pk])

    with visit(browser, live_server.url + url, scene.directora, size) as seen:
        seen.shot(f"despues-firme-{size[0]}")
        assert "Firme desde el 16 de junio de 2026" in seen.page.inner_text("main")
        assert seen.faults() == []
        seen.page.click("text=Certificar la firmeza")
        seen.shot(f"despues-certificar-{size[0]}")
        assert seen.faults() == []
        seen.page.click("button:has-text('Certificar la firmeza')")
        seen.page.wait_for_load_state("networkidle")
        assert "Ver el certificado N°" in seen.page.inner_text("main")
        seen.shot(f"despues-certificada-{size[0]}")


@SIZES
def test_who_decides_again_is_chosen(scene, live_server, browser, size):  # noqa: F811
    told(scene, scene.afectado, scene.mother, "2026-06-03 10:00")
    with school_context(scene.school):
        row = Reconsideracion.objects.create(
            case=scene.case, participant=scene.afectado, requested_by="Su madre",
            text="Pido que se revise.", requested_at=at("2026-06-05 10:00"),
            consulted_at=at("2026-06-08 10:00"), consultation="Sin observaciones.",
        )  # fmt: skip
    scene.act(Acto.RECONSIDERAR, "2026-06-05 10:00", party=scene.afectado.pk)
    case = scene.case.pk
    pages = {
        "solicitudes": reverse("case-reconsideraciones", args=[case]),
        "resolver": reverse("case-reconsideracion-resolve", args=[case, row.pk]),
        "consejo": reverse("case-reconsideracion-council", args=[case, row.pk]),
        "minuta": reverse("case-reconsideracion-minute", args=[case, row.pk]),
    }
    said = {
        name: look(browser, live_server, scene.encargada, name, url, size)
        for name, url in pages.items()
    }
    assert f"{scene.directora.user.get_full_name()} (resolvió)" in said["resolver"]
    assert "Minuta sin nombres" in said["solicitudes"]


@SIZES
def test_a_measure_with_a_procedure_of_its_own(scene, live_server, browser, size):  # noqa: F811
    with school_context(scene.school):
        scene.case.resoluciones.update(state="borrador")
        type(scene.case).objects.filter(pk=scene.case.pk).update(state="informado")
    scene.refresh()
    row = impute(scene, "NA-MG-04")
    url = reverse("case-falta-measure", args=[scene.case.pk, row.pk, "MD-07"])
    said = look(browser, live_server, scene.encargada, "salida", url, size)
    assert "tiene su propio procedimiento" in said

    project = reverse("case-resolucion", args=[scene.case.pk])
    with visit(browser, live_server.url + project, scene.encargada, size) as seen:
        seen.page.fill("[name=resuelvo]", "1. Cancélese la matrícula del estudiante.")
        seen.page.click("button:text-is('Guardar')")
        seen.page.wait_for_load_state("networkidle")
        seen.shot(f"despues-proyecto-{size[0]}")
        assert seen.page.locator(".error-summary a[href$='/expulsion/']").count() == 1
        assert "Cancélese" in seen.page.input_value("[name=resuelvo]")
        assert seen.faults() == []
