"""The pages of personal data, wide and on a phone: empty, full, and with errors."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cases.erasure.services import erase_case
from cases.models import Case
from cases.privacy.breaches import add_act, register_breach
from cases.privacy.requests import answer_request
from cases.privacy.retention import hold_case
from schools.privacy.blocks import set_block
from schools.tenancy.context import school_context
from tests.cases.privacy.conftest import TODAY
from tests.cases.scenes import Scene, at
from tests.ui.browser import PHONE, WIDE, visit
from tests.ui.fixtures import browser  # noqa: F401 -- fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIZES = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
EMPTY = ["privacy", "privacy-people", "privacy-retention", "privacy-breaches"]


def looks_right(seen, name: str, size: tuple[int, int]) -> None:
    seen.shot(f"{name}-{size[0]}")

    assert seen.faults() == [], name


@SIZES
def test_empty_pages_fit_and_are_accessible(scene, live_server, browser, size):  # noqa: F811
    for name in EMPTY:
        with visit(browser, live_server.url + reverse(name), scene.directora, size) as seen:
            looks_right(seen, f"{name}-empty", size)


@pytest.fixture
def desk(scene, ask) -> dict[str, list[int]]:
    """One of each: pages by name, with their arguments."""
    late, waiting = ask("bloqueo", at("2026-12-01 09:00")), ask("acceso")
    refused = ask("supresion")
    given = {"actor": scene.directora, "now": TODAY}
    with school_context(scene.school):
        answer_request(
            row=refused, outcome="negada", norm="Ley 19.628, art. 7",
            answer="La ley obliga a guardar el expediente mientras pueda reclamarse.", **given,
        )  # fmt: skip
        set_block(person=scene.afectado.student, reason="Lo pidió su madre por escrito.", **given)
        breach = register_breach(
            data={
                "known_at": TODAY - timedelta(hours=3), "marks": ["under_14"], "people": 2,
                "happened": "El 3 de diciembre en la tarde.",
                "what": "Una citación llegó al correo de otra familia.",
                "data_kinds": "Nombre y hora de una citación.", "whose": "Dos familias del 6° A.",
                "effects": "Que se sepa que fueron citadas.",
                "measures": "Se pidió borrar el correo y se corrigió la dirección.",
            },
            **given,
        )  # fmt: skip
        add_act(
            breach=breach, kind="medida", at=TODAY, text="La familia confirmó que lo borró.",
            **given,
        )  # fmt: skip
        case = due_and_held(scene)
    return {
        "privacy": [],
        "privacy-request": [waiting.pk],
        "privacy-request-answer": [late.pk],
        "privacy-request-extend": [waiting.pk],
        "privacy-request-create": [],
        "privacy-people": [],
        "privacy-map-student": [scene.afectado.student_id],
        "privacy-print-student": [scene.afectado.student_id],
        "privacy-block-apoderado": [scene.father.pk],
        "privacy-retention": [],
        "privacy-hold-find": [],
        "privacy-dispose": [case.pk],
        "privacy-breaches": [],
        "privacy-breach": [breach.pk],
        "privacy-breach-create": [],
        "privacy-breach-act": [breach.pk],
    }


def due_and_held(scene: Scene) -> Case:
    """Return a case that is due, after holding another and leaving a third disposed of."""
    Case.objects.filter(pk=scene.case.pk).update(
        state="archivado", closed_at=TODAY.replace(year=2020)
    )
    case = Case.objects.get(pk=scene.case.pk)
    held, gone = _copy(case, 801), _copy(case, 802)
    hold_case(case=held, reason="Lo pide el tribunal de familia.", actor=scene.directora, now=TODAY)
    erase_case(case=gone, actor=scene.directora, reason="Terminó su plazo.", now=TODAY)
    return case


def _copy(case: Case, number: int) -> Case:
    return Case.objects.create(
        year=2020, number=number, protocol_key=case.protocol_key, reglamento=case.reglamento,
        known_at=case.known_at, opened_by=case.opened_by, created_at=case.created_at,
        state="archivado", closed_at=TODAY.replace(year=2020),
    )  # fmt: skip


@SIZES
def test_full_pages_fit_and_are_accessible(scene, desk, live_server, browser, size):  # noqa: F811
    for name, args in desk.items():
        address = live_server.url + reverse(name, args=args)
        address += "?q=Rebolledo" if name == "privacy-people" else ""
        with visit(browser, address, scene.directora, size) as seen:
            looks_right(seen, name, size)


@SIZES
def test_errors_are_next_to_their_fields(scene, desk, live_server, browser, size):  # noqa: F811
    for name in ("privacy-request-create", "privacy-breach-create", "privacy-dispose"):
        address = live_server.url + reverse(name, args=desk[name])
        with visit(browser, address, scene.directora, size) as seen:
            seen.page.click("main form button[type=submit]")
            seen.page.wait_for_load_state("networkidle")
            assert seen.page.locator(".field--bad").count() > 0, name
            looks_right(seen, f"{name}-errors", size)
