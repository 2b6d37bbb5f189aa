"""A school ready to receive a denuncia, and the instant at which all this happens."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client

from schools.models import Membership, School
from tests.cases.intake.scene import NOW, Scene
from tests.ui.fixtures import browser  # noqa: F401 -- a fixture
from tests.ui.fixtures import enter as sign_in


@pytest.fixture
def scene(school: School) -> Scene:
    return Scene.make(school)


@pytest.fixture
def clock(settings: object, tmp_path: Path) -> Iterator[datetime]:
    """Wednesday 29 April 2026, 11:00, for whoever reads the clock."""
    path = tmp_path / "clock"
    path.write_text(str((NOW - datetime.now(UTC)).total_seconds()))
    settings.CLOCK_FILE = str(path)
    return NOW


@pytest.fixture
def enter(client: Client, clock: datetime) -> Callable[[Membership], Client]:
    """Sign in as a member."""
    return lambda member: sign_in(client, member)
