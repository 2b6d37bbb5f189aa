"""The pages in a real browser: they fit, are accessible, and keep what is typed."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.urls import reverse

from cases.intake.pages import ORDER
from schools.tenancy.context import school_context
from tests.cases.intake.scene import Scene
from tests.ui.browser import PHONE, WIDE, Visit, visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@contextmanager
def walk(browser, live_server, path, member, size, **options) -> Iterator[Visit]:
    """Open `path` with a session that holds for the whole site."""
    with visit(browser, f"{live_server.url}/", member, size, **options) as seen:
        seen.complaints.clear()
        seen.page.goto(live_server.url + path)
        yield seen


def judge(seen: Visit, name: str) -> None:
    seen.shot(f"denuncia-{name}")
    assert seen.faults() == []


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("page", [*ORDER, "revision", "descartar"])
def test_page_fits_and_is_accessible(scene: Scene, clock, live_server, browser, page, size):
    draft = scene.draft(
        scene.encargada,
        orientacion={"delito": "si", "senales": "si"},
        protocolo={"report": "si"},
    )
    path = f"/denuncias/borrador/{draft.pk}/{page}/"

    with walk(browser, live_server, path, scene.encargada, size) as seen:
        judge(seen, f"{page}-{size[0]}")


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_first_page_and_receipt_fit_and_are_accessible(scene, clock, live_server, browser, size):
    scene.draft(scene.encargada)
    with walk(browser, live_server, reverse("intake-start"), scene.encargada, size) as seen:
        judge(seen, f"nueva-{size[0]}")
        seen.page.get_by_role("link", name="Retomar").click()
        seen.page.goto(seen.page.url.replace("personas", "revision"))
        seen.page.get_by_role("button", name="Registrar la denuncia").click()
        seen.page.wait_for_url("**/recibida/")
        seen.page.wait_for_load_state("networkidle")
        judge(seen, f"recibida-{size[0]}")
    with walk(browser, live_server, reverse("intake-word"), scene.docente, size) as seen:
        judge(seen, f"aviso-{size[0]}")


def test_errors_are_beside_their_field(scene: Scene, clock, live_server, browser):
    draft = scene.draft(scene.docente, orientacion={"adulto": "si"})
    path = f"/denuncias/borrador/{draft.pk}/protocolo/"
    with walk(browser, live_server, path, scene.docente, PHONE) as seen:
        seen.page.get_by_role("button", name="Guardar y continuar").click()
        seen.page.wait_for_load_state("networkidle")
        judge(seen, "protocolo-error-360")
        assert seen.page.evaluate("document.activeElement.className") == "error-summary"


def test_what_is_typed_is_kept_and_said(scene: Scene, clock, live_server, browser):
    draft = scene.draft(scene.docente)
    path = f"/denuncias/borrador/{draft.pk}/relato/"
    with walk(browser, live_server, path, scene.docente, PHONE) as seen:
        seen.page.get_by_label("Apreciación").fill("Me parece que viene de antes")
        seen.page.wait_for_selector("text=/Guardado a las \\d\\d:\\d\\d/")
        seen.page.wait_for_timeout(2200)
        seen.page.reload()
        assert seen.page.get_by_label("Apreciación").input_value() == "Me parece que viene de antes"


def test_names_appear_while_typing_and_the_24_hours_too(scene: Scene, clock, live_server, browser):
    draft = scene.draft(scene.docente)
    path = f"/denuncias/borrador/{draft.pk}"
    base = live_server.url + path
    with walk(browser, live_server, f"{path}/personas/", scene.docente, WIDE) as seen:
        seen.page.get_by_label("Busque por nombre o RUN").type("zuniga")
        seen.page.get_by_text("B. Z. · 6° básico A").click()
        judge(seen, "personas-busqueda-1280")
        seen.page.goto(f"{base}/conocimiento/")
        seen.page.locator("#id_known_at_1").fill("09:00")
        seen.page.locator("#id_known_at_1").press("Tab")
        seen.page.wait_for_selector("text=Jueves 30 de abril de 2026, 09:00")
        assert seen.complaints == []


def test_it_all_works_without_javascript(scene: Scene, clock, live_server, browser):
    draft = scene.draft(scene.docente)
    path = f"/denuncias/borrador/{draft.pk}"
    options = {"java_script_enabled": False}
    with walk(browser, live_server, f"{path}/personas/", scene.docente, PHONE, **options) as seen:
        seen.page.get_by_label("Busque por nombre o RUN").fill("manquel")
        seen.page.get_by_role("button", name="Buscar").click()
        seen.page.get_by_label("Dora Manquel Peña").check()
        seen.page.get_by_role("group", name="¿Con qué rol?").first.get_by_label("Testigo").check()
        seen.page.get_by_role("button", name="Agregar", exact=True).first.click()
        seen.page.get_by_role("button", name="Quitar a Dora Manquel Peña").click()
        seen.page.get_by_role("button", name="Continuar").click()
        seen.page.wait_for_url("**/hechos/")
        seen.page.goto(f"{live_server.url}{path}/revision/")
        seen.page.get_by_role("button", name="Registrar la denuncia").click()
        assert "Caso 2026-0001" in seen.page.content()
    with school_context(scene.school):
        assert draft.__class__.objects.get(pk=draft.pk).case_id
