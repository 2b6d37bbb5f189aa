"""The scene of E01, and the clock on a Friday after the new text of the law is in force."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client

from cases.models import RightsRequest
from cases.privacy.requests import Asking, Holder, register_request
from schools.models import Membership
from schools.tenancy.context import school_context
from tests.cases.scenes import Scene, at

TODAY = at("2026-12-04 10:00")


@pytest.fixture
def december(settings: object, tmp_path: Path) -> Iterator[datetime]:
    """Every reader of the clock believes it is Friday 4 December 2026, 10:00."""
    path = tmp_path / "clock"
    path.write_text(str((TODAY - datetime.now(UTC)).total_seconds()))
    settings.CLOCK_FILE = str(path)
    return TODAY


@pytest.fixture
def scene(school: object, december: datetime) -> Scene:
    scene = Scene.open(school)
    with school_context(school):
        assert scene.afectado.student
        assert scene.denunciado.student  # fetched once, to be named outside the school as well
    return scene


@pytest.fixture
def ask(scene: Scene) -> object:
    """Register a request of the affected student's mother."""

    def register(
        right: str = "acceso", received: datetime = TODAY - timedelta(hours=1), **more: object
    ) -> RightsRequest:
        given = {
            "right": right, "asked_by": "La madre", "by_representative": True,
            "identity": "poder", "identity_detail": "Certificado de nacimiento.",
            "what": "Todo lo que guardan de mi hija.", "received_at": received,
        }  # fmt: skip
        with school_context(scene.school):
            return register_request(
                holder=Holder(student=scene.afectado.student), asking=Asking(**given | more),
                actor=scene.encargada, now=max(TODAY, received),
            )  # fmt: skip

    return register


def signed_in(member: Membership) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def page(member: Membership, address: str) -> str:
    """Return what the member reads at an address."""
    answer = signed_in(member).get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()
