"""A school ready to receive a denuncia, and the instant at which all this happens."""

from datetime import datetime

import pytest
from django.test import Client

from schools.models import Membership, School
from tests.cases.intake.scene import NOW, Scene

CLOCKS = ("views", "views_people", "views_done", "fields")


@pytest.fixture
def scene(school: School) -> Scene:
    return Scene.make(school)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """Wednesday 29 April 2026, 11:00, wherever the intake asks for the hour."""
    for module in CLOCKS:
        monkeypatch.setattr(f"cases.intake.{module}.now", lambda: NOW)
    for module in ("cases.selectors", "schools.audit.services", "schools.selectors"):
        if module != "schools.selectors":
            monkeypatch.setattr(f"{module}.now", lambda: NOW)
    return NOW


@pytest.fixture
def enter(client: Client, clock: datetime):  # noqa: ARG001, ANN201
    """Sign in as a member."""

    def sign_in(member: Membership) -> Client:
        client.force_login(member.user)
        session = client.session
        session["membership"] = member.pk
        session.save()
        return client

    return sign_in
