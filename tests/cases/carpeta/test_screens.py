"""The folder and the signatures in a real browser: they fit and are accessible."""

import pytest
from django.urls import reverse

from cases.documents import services
from cases.documents.signing import Signer, ask_signatures, sign_turn
from schools.tenancy.context import school_context
from tests.cases.documents.samples import SAMPLES
from tests.cases.documents.samples_people import drawn
from tests.cases.scenes import NOW, Scene
from tests.ui.browser import PHONE, WIDE, visit
from tests.ui.fixtures import browser  # noqa: F401 -- a fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def scene(school):
    return Scene.open(school).heard()


def paper(scene):
    """An acta that a mother signed by hand and the directora must sign."""
    with school_context(scene.school):
        row = services.issue_document(
            case=scene.case, code="D-12", report=SAMPLES["D-12"], actor=scene.encargada.user, at=NOW
        )
        mother = Signer("Marcela Peñailillo Órdenes", "Apoderada titular")
        directora = Signer(scene.directora.user.get_full_name(), "Directora", scene.directora)
        given = {"case": scene.case, "actor": scene.encargada, "now": NOW}
        turns = ask_signatures(document=row, signers=[mother, directora], **given)
        sign_turn(turn=turns[0], line=drawn(), **given)
    return row


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_folder_and_signatures(scene, live_server, browser, size):  # noqa: F811
    row, case = paper(scene), scene.case.pk
    pages = {
        "case-folder": [case],
        "case-folder-issue": [case],
        "folders": [],
        "document-signatures": [case, row.pk],
        "document-sign": [case, row.pk],
        "case-documents": [case],
    }
    for name, args in pages.items():
        address = live_server.url + reverse(name, args=args)
        with visit(browser, address, scene.directora, size) as seen:
            seen.shot(f"{name}-{size[0]}")
            assert seen.faults() == []


def test_the_list_of_a_period(scene, live_server, browser):  # noqa: F811
    with visit(browser, live_server.url + reverse("folders"), scene.directora, PHONE) as seen:
        seen.page.fill("input[name=first]", "2026-04-01")
        seen.page.fill("input[name=last]", "2026-04-30")
        seen.page.check("input[name=purpose][value=interna]")
        seen.page.click("text=Ver los casos")
        seen.page.wait_for_selector("#casos")
        seen.shot("folders-list-360")

        assert scene.case.folio in seen.page.content()
        assert seen.faults() == []
