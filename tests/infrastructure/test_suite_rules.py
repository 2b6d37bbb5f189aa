"""What the suite does with a test that did not run."""

from types import SimpleNamespace

import pytest

from tests import conftest


def _report(**fields):
    return SimpleNamespace(outcome="skipped", longrepr=("f.py", 1, "Skipped: x"), **fields)


def test_in_ci_a_skip_is_a_failure(monkeypatch):
    monkeypatch.setattr(conftest, "CI", True)

    report = conftest._no_skips(_report())

    assert report.outcome == "failed"
    assert report.longrepr == "omitida, y en CI ninguna prueba puede omitirse: Skipped: x"


def test_in_ci_an_expected_failure_stays_as_it_is(monkeypatch):
    monkeypatch.setattr(conftest, "CI", True)

    assert conftest._no_skips(_report(wasxfail="motivo")).outcome == "skipped"


def test_elsewhere_a_skip_stays_a_skip(monkeypatch):
    monkeypatch.setattr(conftest, "CI", False)

    assert conftest._no_skips(_report()).outcome == "skipped"


def test_browser_tests_need_a_browser(monkeypatch):
    monkeypatch.setattr(conftest, "BROWSERS", ("navegador-que-no-existe",))
    item = SimpleNamespace(get_closest_marker=lambda name: name == "browser")

    with pytest.raises(pytest.skip.Exception):
        conftest.pytest_runtest_setup(item)
