"""Every screen of this capability, wide and on a phone: it fits and it is accessible."""

import pytest
from django.urls import reverse

from schools.models import Role
from schools.tenancy.context import school_context
from tests.ui.browser import PHONE, WIDE, visit
from tests.ui.scenes import Town

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SCREENS = [
    ("hoy", Role.ENCARGADA, "today", None),
    ("hoy-directora", Role.DIRECTORA, "today", None),
    ("hoy-docente", Role.DOCENTE, "today", None),
    ("hoy-sostenedor", Role.SOSTENEDOR, "today", None),
    ("casos", Role.ENCARGADA, "case-list", None),
    ("caso", Role.ENCARGADA, "case-detail", 3),
    ("caso-delito", Role.ENCARGADA, "case-detail", 0),
    ("personas", Role.ENCARGADA, "case-people", 3),
    ("documentos", Role.ENCARGADA, "case-documents", 3),
    ("plazos", Role.ENCARGADA, "case-deadlines", 3),
    ("medidas", Role.ENCARGADA, "case-measures", 3),
    ("accesos", Role.DIRECTORA, "case-looks", 3),
    ("calculo", Role.ENCARGADA, "case-deadline", 4),
    ("registrar", Role.ENCARGADA, "case-step", 3),
    ("rectificar", Role.ENCARGADA, "case-rectify", 3),
]


def arguments(town: Town, url: str, case: int | None) -> list:
    """Return what the address of a screen needs."""
    if case is None:
        return []
    found = town.cases[case]
    with school_context(town.school):
        more = {
            "case-deadline": lambda: found.vencimientos.get(step_id="bul-13-informe-encargado").pk,
            "case-step": lambda: "bul-23-derivacion-red",
            "case-rectify": lambda: found.actuaciones.filter(event="ev_entrevista").first().pk,
        }
        return [found.pk, *([more[url]()] if url in more else [])]


@pytest.mark.parametrize("screen", SCREENS, ids=[s[0] for s in SCREENS])
def test_screen_fits_and_is_accessible(town: Town, live_server, browser, screen):
    name, role, url, case = screen
    args = arguments(town, url, case)
    address = live_server.url + reverse(url, args=args)
    for size in (WIDE, PHONE):
        with visit(browser, address, town.member(role), size) as seen:
            seen.shot(f"{name}-{size[0]}")

            assert seen.page.title().strip()
            assert seen.faults() == []
