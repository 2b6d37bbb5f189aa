"""The Friday of these tests."""

from tests.ui.fixtures import browser, friday, town  # noqa: F401 -- fixtures
