"""The clock of the scenes."""

from datetime import UTC, datetime

import pytest

from tests.cases.scenes import NOW


@pytest.fixture
def frozen_clock(settings, tmp_path):
    """Every reader of the clock believes it is the day of the scenes."""
    path = tmp_path / "clock"
    path.write_text(str((NOW - datetime.now(UTC)).total_seconds()))
    settings.CLOCK_FILE = str(path)
