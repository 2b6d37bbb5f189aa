"""What is kept apart, in a real browser: asking, deciding, looking, and the notes."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from cases.access import relate
from cases.intake.drafts import add_person
from cases.intake.services import register_denuncia
from cases.models import ReservedIdentity
from cases.reserve.identities import ask_identity, decide_identity
from cases.reserve.notes import pupils_of, write_note
from schools.tenancy.context import school_context
from tests.cases.intake.scene import NOW, Scene
from tests.ui.browser import PHONE, WIDE, visit
from tests.ui.fixtures import browser  # noqa: F401 -- a fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIZES = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
NAME = "Xilófono Quirquincho"
WHY = "Debo citarla a declarar sin exponerla ante el curso."


@pytest.fixture
def scene(school, settings, tmp_path) -> Scene:
    path = tmp_path / "clock"
    path.write_text(str((NOW - datetime.now(UTC)).total_seconds()))
    settings.CLOCK_FILE = str(path)
    return Scene.make(school)


def judge(browser, live_server, member, name, url, size):  # noqa: F811
    with visit(browser, live_server.url + url, member, size) as seen:
        seen.shot(f"reserva-{name}-{size[0]}")
        assert seen.faults() == []


@SIZES
def test_the_pages_of_the_reserve(scene, live_server, browser, size):  # noqa: F811
    relato = {"relato": f"Lo contó {NAME}, del negocio."}
    draft = scene.draft(scene.encargada, relato=relato)
    with school_context(scene.school):
        add_person(
            draft=draft, role="denunciante", kind="tercero", name=NAME, reserved=True, now=NOW
        )
    review = reverse("intake-review", args=[draft.pk])
    judge(browser, live_server, scene.encargada, "revision", review, size)
    with school_context(scene.school):
        case = register_denuncia(draft=draft, actor=scene.encargada, now=NOW)
        identity = ReservedIdentity.objects.get(participant__case=case)
    pk = case.pk
    url = reverse("case-identity", args=[pk])
    judge(browser, live_server, scene.encargada, "pedir", url, size)
    with school_context(scene.school):
        given = {"case": case, "actor": scene.encargada, "reason": WHY, "now": NOW}
        row = ask_identity(identity=identity, **given)
    judge(browser, live_server, scene.encargada, "espera", url, size)
    judge(browser, live_server, scene.directora, "solicitudes", url, size)
    decide = reverse("case-identity-decide", args=[pk, row.pk])
    judge(browser, live_server, scene.directora, "decidir", decide, size)
    with school_context(scene.school):
        decide_identity(
            case=case, pk=row.pk, actor=scene.directora, grant=True, now=NOW,
            answer="Es indispensable para oírla en el plazo.",
        )  # fmt: skip
    judge(browser, live_server, scene.encargada, "concedida", url, size)
    reveal = reverse("case-identity-reveal", args=[pk, row.pk])
    judge(browser, live_server, scene.encargada, "ver", reveal, size)
    judge(
        browser, live_server, scene.encargada, "personas", reverse("case-people", args=[pk]), size
    )


@SIZES
def test_the_notes_of_health(scene, live_server, browser, size):  # noqa: F811
    draft = scene.draft(scene.encargada)
    with school_context(scene.school):
        case = register_denuncia(draft=draft, actor=scene.encargada, now=NOW)
        relate(scene.directora, case, at=NOW)
        write_note(
            case=case, participant=pupils_of(case)[0], kind="salud", actor=scene.directora,
            text="Refiere insomnio desde marzo.\nSe sugiere hablar con su médico.", now=NOW,
        )  # fmt: skip
    url = reverse("case-notes", args=[case.pk])
    judge(browser, live_server, scene.encargada, "notas", url, size)
