"""The pages of the inquiry in a real browser: they fit, are accessible and complain of nothing."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from cases.models import Denuncia
from schools.tenancy.context import school_context
from tests.cases.scenes import NOW, Scene
from tests.ui.browser import PHONE, WIDE, visit
from tests.ui.fixtures import browser  # noqa: F401 -- a fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = (
    "case-activate",
    "case-resguardo",
    "case-citar",
    "case-entrevista",
    "case-entrevista-write",
    "case-antecedente",
    "case-renuncia",
    "case-prorroga",
    "case-seguimiento",
    "case-traslado",
    "case-oficio",
    "case-no-denuncia",
    "case-notifications",
)


@pytest.fixture
def scene(school, settings, tmp_path) -> Scene:
    path = tmp_path / "clock"
    path.write_text(str((NOW - datetime.now(UTC)).total_seconds()))
    settings.CLOCK_FILE = str(path)
    scene = Scene.open(school)
    with school_context(school):
        Denuncia.objects.create(
            case=scene.case,
            canal="presencial",
            known_at=scene.case.known_at,
            received_at=scene.case.known_at,
            registered_at=scene.case.created_at,
            received_by=scene.encargada,
            relato="Me esconden la mochila todos los recreos.",
            suggested_key="acoso_escolar",
        )
    return scene


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("name", PAGES)
def test_page_fits_and_is_accessible(scene, live_server, browser, name, size):  # noqa: F811
    args = [scene.case.pk]
    if name == "case-entrevista-write":
        args.append(scene.afectado.pk)
    path = reverse(name, args=args)

    with visit(browser, live_server.url + path, scene.directora, size) as seen:
        seen.shot(f"indagacion-{name}-{size[0]}")

        assert seen.page.url == live_server.url + path
        assert seen.faults() == []
