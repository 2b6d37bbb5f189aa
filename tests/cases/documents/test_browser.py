"""On a telephone: checking a document, and signing with a finger."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path, reverse
from playwright.sync_api import Page

from cases.documents import services
from cases.documents.reports import Person
from cases.documents.signatures import SignatureForm, parse_drawn
from schools.tenancy.context import school_context
from tests.cases.documents.samples import SAMPLES
from tests.cases.documents.samples_people import at
from tests.cases.scenes import Scene
from tests.factories import MembershipFactory, SchoolFactory
from tests.ui.browser import PHONE, visit
from tests.ui.fixtures import browser  # noqa: F401 -- fixture

pytestmark = pytest.mark.browser
SIGNER = Person("Marcela Peñailillo Órdenes", "41.000.003-3", "Apoderada titular")
PAGE = """{% extends "base_public.html" %}{% block title %}Firma{% endblock title %}
{% block content %}<h1>Acta</h1>
<form method="post">{% include "components/_firma.html" %}</form>{% endblock %}
{% block scripts %}{% include "components/_firma_js.html" %}{% endblock %}"""


def signing(request: HttpRequest) -> HttpResponse:
    """A page with one signature, as an interview has it."""
    form = SignatureForm(signer=SIGNER, prefix="firma-0")
    return HttpResponse(engines["django"].from_string(PAGE).render({"form": form}, request))


urlpatterns = [path("firmar/", signing), path("", include("convivencia.urls"))]


def value(page: Page) -> str:
    return page.eval_on_selector("input[name$=drawn]", "field => field.value")


@pytest.fixture
def sign_page(browser, live_server, settings):  # noqa: F811 -- the fixture
    settings.ROOT_URLCONF = __name__
    member = MembershipFactory(school=SchoolFactory())
    with visit(browser, live_server.url + "/firmar/", member, PHONE) as seen:
        yield seen


def test_only_what_the_chosen_way_needs_is_in_sight(sign_page):
    page = sign_page.page

    page.get_by_text("Se negó a firmar").click()

    assert page.get_by_label("Testigo").is_visible()
    assert page.locator("canvas").is_hidden()
    assert page.get_by_label("Papel firmado").is_hidden()
    assert sign_page.overflow() == 0
    assert sign_page.axe() == []
    sign_page.shot("firma-negativa")


def test_a_finger_draws_a_signature_that_the_server_reads(sign_page):
    page = sign_page.page

    page.get_by_text("Firmó en pantalla").click()
    box = page.locator("canvas").bounding_box()
    page.mouse.move(box["x"] + 30, box["y"] + 90)
    page.mouse.down()
    for step in range(12):
        page.mouse.move(box["x"] + 30 + step * 18, box["y"] + 90 + (-1) ** step * 30, steps=4)
    page.mouse.up()

    assert parse_drawn(value(page)).startswith(b"\x89PNG")
    assert page.get_by_text("Firma lista.").is_visible()
    assert sign_page.complaints == []
    assert sign_page.small_targets() == []
    sign_page.shot("firma-dibujada")
    page.get_by_text("Borrar y firmar de nuevo").click()
    assert value(page) == ""


def test_without_javascript_the_other_ways_are_all_there(browser, live_server, settings):  # noqa: F811
    settings.ROOT_URLCONF = __name__
    member = MembershipFactory(school=SchoolFactory())

    with visit(
        browser, live_server.url + "/firmar/", member, PHONE, java_script_enabled=False
    ) as seen:
        assert seen.page.get_by_label("Testigo").is_visible()
        assert seen.page.get_by_label("Papel firmado").is_visible()
        assert seen.page.locator("canvas").is_hidden()
        seen.shot("firma-sin-javascript")


@pytest.mark.parametrize("state", ["emitido", "anulado"])
def test_the_check_fits_a_telephone(browser, live_server, state):  # noqa: F811
    scene = Scene.open(SchoolFactory())
    with school_context(scene.school):
        paper = services.issue_document(
            case=scene.case,
            code="D-16",
            report=SAMPLES["D-16"],
            actor=None,
            at=at("2026-11-13T12:40"),
        )
        paper.state = state
        paper.save(update_fields=["state"])
    address = reverse("verify-document", args=[scene.school.rbd, paper.verification_code])

    with visit(browser, live_server.url + address, None, PHONE) as seen:
        assert seen.overflow() == 0
        assert seen.axe() == []
        assert seen.complaints == []
        seen.shot(f"verificacion-{state}")


def test_typing_the_code_fits_a_telephone(browser, live_server):  # noqa: F811
    address = reverse("verify-form", args=["99999-1"])

    with visit(browser, live_server.url + address, None, PHONE) as seen:
        seen.page.get_by_label("Código de verificación").fill("K7QMW2XHRP9BTD4NVCF6ZJ8YAE")
        seen.page.get_by_role("button", name="Comprobar").click()
        assert seen.page.get_by_role("heading", name="No encontramos ese documento").is_visible()
        assert seen.overflow() == 0
        seen.shot("verificacion-sin-resultado")
