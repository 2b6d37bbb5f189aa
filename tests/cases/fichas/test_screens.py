"""The screens of the forms in a real browser: they fit, are accessible and complain of nothing."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.cases.fichas.scenes import FichaScene
from tests.ui.browser import PHONE, WIDE, visit
from tests.ui.fixtures import browser, enter  # noqa: F401 -- a fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIZES = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])


@pytest.fixture
def scene(school, frozen_clock):
    return FichaScene.open(school)


@SIZES
def test_the_screens_of_the_forms(scene, live_server, browser, size):  # noqa: F811
    client = enter(Client(), scene.encargada)
    case = scene.case.pk
    empty = reverse("case-libro", args=[case])
    look(browser, live_server, scene, {"libro-vacio": empty}, size)
    row = scene.begin(client, "llamado_apoderados")
    url = reverse("case-ficha", args=[case, row.pk])
    ready = scene.begin(client, "entrevista_apoderado")
    review = client.post(
        reverse("case-ficha", args=[case, ready.pk]),
        scene.typed(ready, accion="revisar", temas="Palabra" * 40 + "\n" + "Otra línea. " * 90),
    ).url
    issued = scene.issue(client, "visita_domiciliaria")
    pages = {
        "lista": reverse("case-fichas", args=[case]),
        "llenar": url,
        "revisar": review,
        "emitida": reverse("case-ficha", args=[case, issued.pk]),
        "anular": reverse("case-ficha-annul", args=[case, issued.pk]),
        "libro": empty,
        "biblioteca": reverse("ficha-library"),
        "definicion": reverse("ficha-definition", args=["llamado_apoderados"]),
        "adaptar": reverse("ficha-adapt", args=["llamado_apoderados"]),
    }
    look(browser, live_server, scene, pages, size)


def look(browser, live_server, scene, pages, size):  # noqa: F811
    wrong = {}
    for name, url in pages.items():
        with visit(browser, live_server.url + url, scene.encargada, size) as seen:
            seen.shot(f"fichas-{name}-{size[0]}")
            wrong |= {name: found} if (found := seen.faults()) else {}
    assert wrong == {}


@SIZES
def test_what_is_wrong_is_said_beside_it(scene, live_server, browser, size):  # noqa: F811
    client = enter(Client(), scene.encargada)
    row = scene.begin(client, "entrevista_apoderado")
    url = live_server.url + reverse("case-ficha", args=[scene.case.pk, row.pk])
    with visit(browser, url, scene.encargada, size) as seen:
        with seen.page.expect_response("**/guardar/") as answer:
            seen.page.fill("[name=temas]", "Se conversó de la asistencia.")
        assert answer.value.status == 204
        seen.page.reload()
        assert seen.page.input_value("[name=temas]") == "Se conversó de la asistencia."
        seen.page.click("button[value=revisar]")
        seen.page.wait_for_selector(".field--bad")
        seen.shot(f"fichas-errores-{size[0]}")
        assert seen.page.input_value("[name=temas]") == "Se conversó de la asistencia."
        assert seen.faults() == []


def test_the_text_of_the_libro_is_copied_with_a_button(scene, live_server, browser):  # noqa: F811
    client = enter(Client(), scene.encargada)
    scene.issue(client, "visita_domiciliaria")
    url = live_server.url + reverse("case-libro", args=[scene.case.pk])
    allowed = {"permissions": ["clipboard-read", "clipboard-write"]}
    with visit(browser, url, scene.encargada, WIDE, **allowed) as seen:
        seen.page.click("[data-copy]")
        seen.page.wait_for_function("document.querySelector('[role=status]').textContent !== ''")
        copied = seen.page.evaluate("document.querySelector('textarea').value")
        assert copied.startswith("Sábado 20 de junio de 2026")
        seen.page.click("text=Marcar como copiado")
        seen.page.wait_for_selector("text=Copiado el sábado 20 de junio")
