"""The pages of an expulsion in a real browser: they fit, are accessible and complain of nothing."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from cases.models.expulsion import Hito
from cases.pack import services
from cases.pack.services import make, request_pack
from schools.tenancy.context import school_context
from tests.cases.expulsion.scenes import Walk
from tests.cases.scenes import at
from tests.ui.browser import PHONE, WIDE, visit
from tests.ui.fixtures import browser  # noqa: F401 -- a fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NOW = at("2026-08-07 10:00")


@pytest.fixture
def clock(settings, tmp_path):
    path = tmp_path / "clock"
    path.write_text(str((NOW - datetime.now(UTC)).total_seconds()))
    settings.CLOCK_FILE = str(path)


def judge(browser, live_server, walk, pages: dict[str, str]) -> None:  # noqa: F811
    for size in (WIDE, PHONE):
        for name, url in pages.items():
            with visit(browser, live_server.url + url, walk.directora, size) as seen:
                seen.shot(f"expulsion-{name}-{size[0]}")
                assert seen.faults() == [], (name, size)


def address(walk: Walk, name: str, *more: str) -> str:
    return reverse(name, args=[walk.case.pk, walk.row.pk, *more])


def test_the_pages_of_a_procedure(school, clock, browser, live_server):  # noqa: F811
    walk = Walk.e05(school).to(Hito.EXCEPCION)
    judge(browser, live_server, walk, {"causal": address(walk, "case-expulsion-act", "causal")})
    walk.to(Hito.DESCARGOS)
    pages = {
        "detalle": address(walk, "case-expulsion-detail"),
        "falta": address(walk, "case-pack"),
        "comision": address(walk, "case-expulsion-act", "comision"),
        "resuelve": address(walk, "case-expulsion-act", "resuelve"),
        "notifica": address(walk, "case-expulsion-act", "notifica_resolucion"),
        "periodo": reverse("expulsions"),
    }
    judge(browser, live_server, walk, pages)


def test_the_page_that_corrects_a_notice(school, clock, browser, live_server):  # noqa: F811
    walk = Walk.e05(school).to(Hito.NOTIFICA_RESOLUCION)
    judge(browser, live_server, walk, {"corrige": address(walk, "case-expulsion-act", "corrige")})
    hours = {"student_at": "2026-07-23T12:00:00-04:00", "adult_at": "2026-07-24T09:00:00-04:00"}
    told = {"of": Hito.NOTIFICA_RESOLUCION, "text": "La copia firmada dice el 23 y el 24."}
    walk.act(Hito.CORRIGE, data=told | hours)
    pages = {
        "corregida": address(walk, "case-expulsion-detail"),
        "historia": reverse("case-detail", args=[walk.case.pk]),
    }
    judge(browser, live_server, walk, pages)


def test_the_pack_when_nothing_is_missing(school, clock, browser, live_server, monkeypatch):  # noqa: F811
    monkeypatch.setattr(services, "_start", lambda _: None)
    walk = Walk.e05(school).to(Hito.OFICIOS)
    with school_context(school):
        pack = request_pack(
            expulsion=walk.row, purpose="Informar la medida a ambas autoridades.", annexes=[],
            actor=walk.directora, now=NOW,
        )  # fmt: skip
    make(school_id=school.pk, pack_id=pack.pk, now=NOW)
    folder = reverse("case-folder", args=[walk.case.pk])
    judge(browser, live_server, walk, {"informe": address(walk, "case-pack"), "carpeta": folder})
