"""As a person does it: a form begun, left half-way, taken up, signed and issued; and adapted."""

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page

from cases.fichas.definitions import Definicion
from cases.fichas.forms import NAMED
from cases.fichas.loader import by_code
from cases.models import Ficha
from cases.models.fichas import FichaState
from schools.tenancy.context import school_context
from tests.cases.fichas.scenes import FichaScene, good_answers
from tests.ui.browser import PHONE, WIDE, Visit, visit
from tests.ui.fixtures import browser, enter  # noqa: F401 -- a fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def scene(school, frozen_clock):
    return FichaScene.open(school, "A", "agresiones_sexuales")


def begin(page: Page, code: str) -> None:
    """Look for a form by its code and press «Llenar»."""
    page.fill("#buscar", code)
    page.click("text=Buscar >> nth=-1")
    page.wait_for_load_state()
    page.click(f"button[name=ficha][value={by_code(code).key}] >> nth=-1")
    page.wait_for_selector("[data-autosave]")


def fill(page: Page, definition: Definicion, scene: FichaScene, **more: str) -> None:
    """Answer every question that the page shows, in its order, as the hand would."""
    for name, value in (good_answers(definition, scene) | more).items():
        for one in value if isinstance(value, list) else [value]:
            _answer(page, name, one)


def _answer(page: Page, name: str, value: str) -> None:
    field = page.locator(f"[name='{name}']")
    if not field.first.is_visible():
        return  # no answer calls for it
    kind = field.first.get_attribute("type") or field.first.evaluate("e => e.localName")
    if kind in {"radio", "checkbox"}:
        box = page.locator(f"[name='{name}'][value='{value}']") if kind == "radio" else field.first
        box.check()
    elif kind == "select":
        field.select_option(value)
    else:
        field.fill(value)


def issue(seen: Visit, name: str) -> None:
    """Review, sign by declaration and issue; look at each page."""
    page = seen.page
    page.click("button[value=revisar]")
    page.wait_for_selector("text=Emitir la ficha")
    assert seen.faults() == []
    for one in page.locator("input[value=declarada]").all():
        one.check()
    for one in page.locator("input[name$=-declared]").all():
        one.check()
    seen.shot(f"walk-{name}-revisar")
    page.click("text=Emitir la ficha")
    page.wait_for_selector("text=Abrir el documento (PDF)")
    seen.shot(f"walk-{name}-emitida")
    assert seen.faults() == []


HALF = {"D-118": ("hora", "08:05")}  # all that is told in it depends on how it ended


def first_text(definition: Definicion) -> str:
    return next(one.key for one in definition.fields() if one.type == "texto_largo")


@pytest.mark.parametrize(
    ("code", "size"),
    [("F05", PHONE), ("F04", WIDE), ("D-103", WIDE), ("D-118", PHONE), ("D-95", PHONE)],
)
def test_a_form_is_left_half_way_taken_up_and_signed(
    scene, live_server, browser, size, code  # noqa: F811
):  # fmt: skip
    definition = by_code(code)
    url = live_server.url + reverse("case-fichas", args=[scene.case.pk])
    with visit(browser, url, scene.encargada, size) as seen:
        page, name = seen.page, f"{code}-{size[0]}"
        begin(page, code)
        seen.shot(f"walk-{name}-llenar")
        text, half = HALF.get(code) or (first_text(definition), "Quedó a medias")
        with page.expect_response("**/guardar/") as answer:
            page.fill(f"[name={text}]", half)
        assert answer.value.status == 204
        page.goto(url)
        page.click(f"text={definition.title} >> nth=0")
        assert page.input_value(f"[name={text}]") == half
        fill(page, definition, scene)
        assert seen.faults() == []
        paper = page.request.get(page.url + "borrador.pdf")
        assert paper.headers["content-type"] == "application/pdf"
        issue(seen, name)
    with school_context(scene.school):
        row = Ficha.objects.get(code=code)
        assert (row.state, row.answers[text] != [half]) == (FichaState.EMITIDA, True)


def test_only_what_the_answers_call_for_is_in_sight(scene, live_server, browser):  # noqa: F811
    url = live_server.url + reverse("case-fichas", args=[scene.case.pk])
    with visit(browser, url, scene.encargada, PHONE) as seen:
        page = seen.page

        def sight(*names: str) -> list[bool]:
            return [page.locator(f"[name='{name}']").first.is_visible() for name in names]

        begin(page, "F05")
        asked = ("motivo_no_contesta", "detalle_otro", "quien_contesta", "llamante_otra")
        assert sight(*asked) == [False, False, False, False]
        _answer(page, "resultado", "no_contesta")
        _answer(page, "motivo_no_contesta", "otro")
        assert sight(*asked) == [True, True, False, False]
        page.fill("[name=detalle_otro]", "Fuera de servicio")
        _answer(page, "resultado", "contesta")
        assert sight(*asked) == [False, False, True, False]
        _answer(page, "llamante", "otra")
        assert sight(*asked) == [False, False, True, True]
        page.click("button[value=revisar]")
        page.wait_for_selector(".field--bad")
        assert sight("quien_contesta", "llamante_otra") == [True, True]
        assert seen.faults() == []


def test_a_name_is_refused_in_what_goes_to_the_families(scene, live_server, browser):  # noqa: F811
    definition = by_code("D-30")
    url = live_server.url + reverse("case-fichas", args=[scene.case.pk])
    with visit(browser, url, scene.encargada, PHONE) as seen:
        page = seen.page
        begin(page, "D-30")
        fill(page, definition, scene, situacion="Le pasó a Trinidad Rebolledo en el patio.")
        page.click("button[value=revisar]")
        page.wait_for_selector(".field--bad")
        seen.shot("walk-nombre")
        assert NAMED in page.inner_text("main")
        assert page.input_value("[name=situacion]").startswith("Le pasó a Trinidad")
        assert seen.faults() == []
        page.fill("[name=situacion]", "Conocimos un hecho grave y estamos actuando.")
        issue(seen, "D-30")


def test_a_school_words_a_form_as_its_own(scene, live_server, browser):  # noqa: F811
    key = by_code("D-103").key
    url = live_server.url + reverse("ficha-definition", args=[key])
    with visit(browser, url, scene.directora, WIDE) as seen:
        page = seen.page
        page.click("text=Adaptar esta ficha")
        assert page.locator("[name=n-apoyos]").count() == 0  # the norm asks it: no way to drop it
        page.fill("[name=l-apoyos]", "Apoyos y ajustes que se acuerdan")
        page.fill("[name=new_label]", "Asignaturas que se adecuan")
        page.fill("[name=note]", "Lo pidió el equipo del PIE.")
        page.select_option("[name=n-responsable]", "quitar")
        page.click("text=Guardar para publicar")
        page.wait_for_selector("text=Esta ficha no puede quedar así.")
        seen.shot("walk-adaptar-no")
        said = page.inner_text("main")
        assert "«Firma del profesional» la firma quien se nombra en «Profesional»" in said
        assert "firma_responsable" not in said
        assert page.input_value("[name=new_label]") == "Asignaturas que se adecuan"
        page.select_option("[name=n-responsable]", "si")
        page.click("text=Guardar para publicar")
        page.wait_for_selector("text=por publicar")
        seen.shot("walk-adaptar-borrador")
        page.click("text=Publicar esta versión")
        page.wait_for_selector("text=En uso: versión 1 del establecimiento")
        seen.shot("walk-adaptar-publicada")
        assert seen.faults() == []
    client = enter(Client(), scene.encargada)
    row = scene.begin(client, key)
    page = client.get(reverse("case-ficha", args=[scene.case.pk, row.pk])).content.decode()
    assert "Apoyos y ajustes que se acuerdan" in page
    assert "Asignaturas que se adecuan" in page
