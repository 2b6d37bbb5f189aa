"""The directora finds the letterhead in her menu, is told what is wrong, and sees it printed."""

import pytest
from django.urls import reverse

from cases.documents.builders.common import heading
from cases.documents.kinds import KINDS
from cases.documents.render import render
from cases.documents.reports import CargoReport
from schools.models import School
from schools.tenancy.context import school_context
from tests.cases.documents.pdf import open_pdf, text_of
from tests.cases.documents.samples import SAMPLES
from tests.cases.documents.test_letterhead import _is_figure, picture
from tests.cases.scenes import Scene
from tests.ui.browser import PHONE, SHOTS, WIDE, visit
from tests.ui.fixtures import browser  # noqa: F401 -- a fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIZES = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])


@pytest.fixture
def scene(school):
    return Scene.open(school)


def send(seen, name: str, content: bytes) -> str:
    """Choose a file, save, and return what the page says."""
    file = {"name": name, "mimeType": "image/png", "buffer": content}
    seen.page.set_input_files("[name=logo]", files=[file])
    seen.page.fill("[name=address]", "Los Boldos 220")
    seen.page.click("text=Guardar el membrete")
    seen.page.wait_for_load_state("networkidle")
    return seen.page.inner_text("main")


@SIZES
def test_from_the_menu_to_the_paper(scene, live_server, browser, size):  # noqa: F811
    with visit(browser, live_server.url + reverse("today"), scene.directora, size) as seen:
        menu = seen.page.locator("nav[aria-label=Principal] a", has_text="Membrete")
        menu.click()
        assert seen.page.url.endswith(reverse("letterhead"))
        assert seen.faults() == []

        said = send(seen, "insignia.png", b"esto no es una imagen")
        seen.shot(f"membrete-error-{size[0]}")
        assert "imagen" in said.lower()
        assert seen.page.input_value("[name=address]") == "Los Boldos 220"
        assert seen.page.locator("[name=logo][aria-invalid=true]").count() == 1
        assert not School.objects.get(pk=scene.school.pk).logo

        said = send(seen, "insignia.png", picture())
        assert "El membrete quedó guardado" in seen.page.inner_text("body")
        seen.shot(f"membrete-{size[0]}")
        assert seen.page.locator("main img").count() == 1
        assert seen.faults() == []

    pdf = paper_of(scene)
    assert "Los Boldos 220" in text_of(pdf)
    with open_pdf(pdf) as opened:
        alts = [str(one.Alt) for one in opened.objects if _is_figure(one)]
    assert f"Insignia de {scene.school.name}" in alts
    if SHOTS.exists():
        (SHOTS / "membrete.pdf").write_bytes(pdf)


def paper_of(scene) -> bytes:
    """Return the next paper that the school issues."""
    with school_context(scene.school):
        scene.refresh()
        head = heading(scene.case, "D-16")["letterhead"]
    return render(CargoReport(**{**vars(SAMPLES["D-16"]), "letterhead": head}), KINDS["D-16"])[1]
