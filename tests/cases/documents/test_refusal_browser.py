"""Nobody signs against their will: refused or unable, with a witness, walked as the encargada."""

import pytest
from django.urls import reverse

from cases.models import Signature
from schools.tenancy.context import school_context
from tests.cases.documents.test_views import issue
from tests.cases.scenes import Scene
from tests.ui.browser import PHONE, WIDE, visit
from tests.ui.fixtures import browser  # noqa: F401 -- a fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIZES = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])


@pytest.fixture
def scene(school):
    return Scene.open(school)


@SIZES
def test_who_does_not_sign_says_why_to_a_witness(scene, live_server, browser, size):  # noqa: F811
    paper = issue(scene)
    url = live_server.url + reverse("document-signatures", args=[scene.case.pk, paper.pk])
    with visit(browser, url, scene.encargada, size) as seen:
        for name in ("Rosalba Bahamonde", "Gumersindo Painevil"):
            seen.page.fill("[name=name]", name)
            seen.page.fill("[name=title]", "Apoderada" if name[0] == "R" else "Testigo")
            seen.page.click("text=Agregar a la lista")
            seen.page.wait_for_load_state("networkidle")
        seen.shot(f"firmas-lista-{size[0]}")
        assert seen.faults() == []

        refuse(seen, "se_nego", size)
        assert "Quedó constancia de que la persona no firmó" in seen.page.inner_text("body")
        assert "Se negó" in seen.page.inner_text("main")
        refuse(seen, "no_puede", size)
        text = seen.page.inner_text("main")
        assert text.count("testigo: Hortensia Llancaqueo") == 2
        assert "«Dijo que no está de acuerdo»" in text
        seen.shot(f"firmas-hechas-{size[0]}")
        assert seen.faults() == []
    with school_context(scene.school):
        kept = {row.method for row in Signature.objects.all() if row.witness}
    assert {"se_nego", "no_puede"} <= kept


def refuse(seen, method: str, size) -> None:
    """Choose that they do not sign; without why nor witness it is asked beside each."""
    seen.page.click("a:has-text('Firmar')")
    seen.page.wait_for_load_state("networkidle")
    seen.page.check(f"[name$=method][value={method}]")
    seen.page.click("main button.btn-primary:has-text('Registrar')")
    seen.page.wait_for_load_state("networkidle")
    seen.shot(f"firmas-{method}-falta-{size[0]}")
    assert seen.page.is_checked(f"[name$=method][value={method}]")
    assert seen.page.locator("[name$=witness][aria-invalid=true]").count() == 1
    assert seen.page.is_visible("[name$=witness]")
    assert seen.faults() == []
    seen.page.fill("[name$=statement]", "Dijo que no está de acuerdo")
    seen.page.fill("[name$=witness]", "Hortensia Llancaqueo")
    seen.page.click("main button.btn-primary:has-text('Registrar')")
    seen.page.wait_for_load_state("networkidle")
