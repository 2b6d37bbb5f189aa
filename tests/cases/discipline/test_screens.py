"""The screens of faltas in a real browser: they fit, are accessible and complain of nothing."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from cases.models import FaltaImputada
from tests.cases.discipline.scenes import (
    FACTS_ON,
    a_fair_choice,
    choose,
    close_with,
    impute,
    with_project,
)
from tests.cases.scenes import NOW, Scene
from tests.ui.browser import PHONE, WIDE, visit
from tests.ui.fixtures import browser  # noqa: F401 -- a fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIZES = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])


@pytest.fixture
def clock(settings, tmp_path):
    path = tmp_path / "clock"
    path.write_text(str((NOW - datetime.now(UTC)).total_seconds()))
    settings.CLOCK_FILE = str(path)


@pytest.fixture
def scene(school, clock):
    return Scene.open(school)


def judge(browser, live_server, member, name, url, size):  # noqa: F811
    with visit(browser, live_server.url + url, member, size) as seen:
        seen.shot(f"faltas-{name}-{size[0]}")
        assert seen.faults() == []


@SIZES
def test_the_pages_before_any_falta(scene, live_server, browser, size):  # noqa: F811
    pk, query = scene.case.pk, f"?persona={scene.denunciado.pk}&dia={FACTS_ON}"
    search = reverse("case-falta-search", args=[pk])
    pages = {
        "vacia": reverse("case-faltas", args=[pk]),
        "buscar": search,
        "encontradas": f"{search}{query}&q=agresion",
        "ninguna": f"{search}{query}&q=zapatillas",
        "imputar": reverse("case-falta-impute", args=[pk, scene.denunciado.pk, "NA-GV-02"]),
    }
    for name, url in pages.items():
        judge(browser, live_server, scene.encargada, name, url, size)


def walked(scene: Scene) -> FaltaImputada:
    """Return a falta with antecedents of every kind and a measure chosen."""
    with_project(scene)
    close_with(scene, "NA-MG-02")
    close_with(scene, "NA-G-02")
    row = impute(scene, "NA-MG-04")
    choose(scene, row, a_fair_choice("MD-05"))
    return row


@SIZES
def test_the_pages_of_a_falta(scene, live_server, browser, size):  # noqa: F811
    row = walked(scene)
    pk = scene.case.pk
    pages = {
        "lista": reverse("case-faltas", args=[pk]),
        "falta": reverse("case-falta", args=[pk, row.pk]),
        "suspension": reverse("case-falta-measure", args=[pk, row.pk, "MD-05"]),
        "salida": reverse("case-falta-measure", args=[pk, row.pk, "MD-07"]),
        "sin-efecto": reverse("case-falta-withdraw", args=[pk, row.pk]),
    }
    for name, url in pages.items():
        judge(browser, live_server, scene.encargada, name, url, size)


@SIZES
def test_a_fourth_leve_as_the_directora_sees_it(scene, live_server, browser, size):  # noqa: F811
    for day in (1, 2, 3):
        close_with(scene, "NA-L-01", on=FACTS_ON.replace(day=day))
    row = impute(scene, "NA-L-17")
    url = reverse("case-falta", args=[scene.case.pk, row.pk])
    judge(browser, live_server, scene.directora, "cuarta-leve", url, size)


@SIZES
def test_a_refusal_shows_the_norm_beside_the_form(scene, live_server, browser, size):  # noqa: F811
    with_project(scene)
    row = impute(scene, "NA-MG-04")
    url = live_server.url + reverse("case-falta-measure", args=[scene.case.pk, row.pk, "MD-05"])
    with visit(browser, url, scene.encargada, size) as seen:
        seen.page.fill("[name=days]", "6")
        seen.page.fill("[name=why]", "Por la gravedad de los hechos")
        seen.page.click("text=Elegir esta medida")
        seen.page.wait_for_load_state("networkidle")
        seen.shot(f"faltas-prohibida-{size[0]}")

        assert "REX 482/2018 anexo 7, iv" in seen.page.inner_text("main")
        assert seen.page.input_value("[name=why]") == "Por la gravedad de los hechos"
        assert seen.overflow() <= 0
        assert seen.axe() == []
