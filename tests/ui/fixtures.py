"""The clock at a given Friday, and a school that lives on it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Browser, sync_playwright

from schools.models import Membership
from tests.ui.scenes import FRIDAY, Town, busy_town


@pytest.fixture
def friday(settings: object, tmp_path: Path) -> Iterator[datetime]:
    """Every reader of the clock believes it is Friday 20 November 2026, 09:40."""
    offset = (FRIDAY - datetime.now(UTC)).total_seconds()
    path = tmp_path / "clock"
    path.write_text(str(offset))
    settings.CLOCK_FILE = str(path)
    return FRIDAY


@pytest.fixture
def town(friday: datetime, school: object) -> Town:
    return busy_town(school)


def enter(client: Client, member: Membership) -> Client:
    """Sign the member in, without the pages that do it."""
    client.force_login(member.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def browser(chromium_path: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    """The system's Chromium. Playwright runs a loop, and Django would refuse its queries there."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path, args=["--no-sandbox"])
        yield chromium
        chromium.close()
