"""The team of a case, who saw it and a held file, in a real browser: they fit, they are clear."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from cases.models.access import TeamRole
from cases.team import services
from cases.team.grants import grant_access
from cases.urgent.services import open_urgently
from schools.models import Role
from schools.models.files import FileReview, ScanState
from schools.tenancy.context import school_context
from tests.cases.scenes import NOW, Scene
from tests.factories import MembershipFactory
from tests.papers import PDF
from tests.security.handed import address_of, hand_in
from tests.ui.browser import PHONE, WIDE, visit
from tests.ui.fixtures import browser  # noqa: F401 -- a fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIZES = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])


@pytest.fixture
def scene(school, settings, tmp_path) -> Scene:
    path = tmp_path / "clock"
    path.write_text(str((NOW - datetime.now(UTC)).total_seconds()))
    settings.CLOCK_FILE = str(path)
    return Scene.open(school)


def judge(browser, live_server, member, name, url, size):  # noqa: F811
    with visit(browser, live_server.url + url, member, size) as seen:
        seen.shot(f"equipo-{name}-{size[0]}")
        assert seen.faults() == []


def crowd(scene: Scene) -> dict[str, int]:
    """Let several people in, one of them for a time, one in an urgency, and one out again."""
    people = [MembershipFactory(school=scene.school, role=Role.EQUIPO) for _ in range(3)]
    inspector = MembershipFactory(school=scene.school, role=Role.INSPECTORIA)
    given = {"case": scene.case, "actor": scene.directora, "now": scene.now}
    reason = "La familia espera en portería y la encargada no contesta."
    with school_context(scene.school):
        one = services.join(
            member=people[0], team_role=TeamRole.ATIENDE, reason="Atiende a la estudiante.",
            until=date(2026, 7, 31), **given,
        )  # fmt: skip
        two = services.join(
            member=people[1], team_role=TeamRole.APOYA, reason="Apoya las entrevistas.",
            until=None, **given,
        )  # fmt: skip
        services.leave(pk=two.pk, reason="Cambió de jornada.", **given)
        services.hand_over(member=people[2], reason="Asume la investigación.", **given)
        grant_access(
            case=scene.case, member=scene.encargada, team_role=TeamRole.DENUNCIO,
            granted_by=scene.encargada, reason="Recibió la denuncia", at=scene.now,
        )  # fmt: skip
        open_urgently(folio=scene.case.folio, reason=reason, actor=inspector, now=scene.now)
    return {"row": one.pk}


@SIZES
def test_the_pages_of_the_team_and_who_saw_the_case(scene, live_server, browser, size):  # noqa: F811
    pk = scene.case.pk
    judge(browser, live_server, scene.directora, "vacio", reverse("case-team", args=[pk]), size)
    row = crowd(scene)["row"]
    looks = reverse("case-looks", args=[pk])
    pages = {
        "lleno": reverse("case-team", args=[pk]),
        "agregar": reverse("case-team-join", args=[pk]),
        "entregar": reverse("case-team-hand-over", args=[pk]),
        "quitar": reverse("case-team-leave", args=[pk, row]),
        "accesos": looks,
        "accesos-ninguno": f"{looks}?que=exportar",
        "accesos-papel": f"{looks}?todo=1",
    }
    for name, url in pages.items():
        judge(browser, live_server, scene.directora, name, url, size)


@SIZES
def test_the_page_of_a_file_in_quarantine(scene, live_server, browser, size):  # noqa: F811
    row = hand_in(scene, PDF)
    with school_context(scene.school):
        FileReview.objects.filter(file_id=row.data["file"]).update(scan=ScanState.INFECTADO)

    with visit(browser, live_server.url + address_of(row), scene.encargada, size) as seen:
        seen.shot(f"equipo-cuarentena-{size[0]}")
        assert "no se puede abrir" in seen.page.inner_text("h1")
        assert seen.overflow() <= 0
        assert seen.small_targets() == []
        assert seen.axe() == []
