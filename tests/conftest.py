"""Services, databases and rules of the whole suite.

Plain `pytest` needs nothing from the environment: it starts PostgreSQL and Redis in a folder that
is thrown away, once per run. `DATABASE_URL` and `REDIS_URL` are respected when they are given.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import psycopg
import pytest
from django.conf import settings
from django.test import Client, TestCase, TransactionTestCase

from convivencia.celery import app as celery_app
from convivencia.embedded import services
from schools.tenancy.context import school_context
from tests import databases
from tests.sign_in import with_both_factors

CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
RUN_SERVICES = pytest.StashKey[ExitStack]()


def pytest_configure(config: pytest.Config) -> None:
    # The owner empties the tables: Django's own flush would run as a login that may not.
    Client.force_login = with_both_factors
    TestCase.databases = {"default"}
    TransactionTestCase.databases = set(databases.ALIASES)
    if hasattr(config, "workerinput"):
        return
    config.stash[RUN_SERVICES] = ExitStack()
    workers = config.getoption("numprocesses", None) or config.getoption("tx", None)
    if workers and not config.option.collectonly:
        _start_services(config)


def pytest_unconfigure(config: pytest.Config) -> None:
    if RUN_SERVICES in config.stash:
        config.stash[RUN_SERVICES].close()


def _start_services(config: pytest.Config) -> None:
    """Start what the environment does not name; workers inherit the addresses from it."""
    stack = config.stash[RUN_SERVICES]
    given = os.environ.get("DATABASE_URL")
    urls = stack.enter_context(services(os.environ, None))
    databases.name_run()
    if given:
        stack.callback(databases.drop_run, given)
    os.environ.update(urls)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = yield
    return _no_skips(report)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Iterator[None]:
    report = yield
    return _no_skips(report)


def _no_skips(report: pytest.TestReport | pytest.CollectReport) -> object:
    """Where CI is set, a test that did not run is a failure, whatever its excuse."""
    if CI and report.outcome == "skipped" and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"omitida, y en CI ninguna prueba puede omitirse: {reason}"
    return report


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("browser") and _browser() is None:
        pytest.skip("no hay un Chromium instalado")


def _browser() -> str | None:
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The browser of the system, which playwright drives."""
    path = _browser()
    if path is None:
        pytest.skip("no hay un Chromium instalado")
    return path


@pytest.fixture(scope="session")
def service_urls(request: pytest.FixtureRequest) -> dict[str, str]:
    """The addresses of PostgreSQL (its owner) and Redis of this run."""
    if databases.RUN not in os.environ:
        _start_services(request.config)
    settings.REDIS_URL = settings.CELERY_BROKER_URL = os.environ["REDIS_URL"]
    celery_app.conf.broker_url = os.environ["REDIS_URL"]
    return {name: os.environ[name] for name in ("DATABASE_URL", "REDIS_URL")}


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_test_environment: None,
    django_db_blocker: object,
    service_urls: dict[str, str],
) -> None:
    """Give this worker its database, in the place of pytest-django's own."""
    alone = os.environ.get(databases.WORKER, "main")
    worker = getattr(request.config, "workerinput", {}).get("workerid", alone)
    with django_db_blocker.unblock():
        databases.create_database(service_urls["DATABASE_URL"], worker)
        tables = databases.tables_that_start_empty()
    TransactionTestCase._fixture_setup = staticmethod(lambda: databases.empty_if_used(tables))
    TransactionTestCase._fixture_teardown = staticmethod(lambda: databases.empty(tables))


@pytest.fixture(autouse=True)
def few_schools() -> None:
    """Give each test the schools of the one before, as new: what walks them all stays quick."""
    from tests.factories import SchoolFactory, SostenedorFactory

    SchoolFactory.reset_sequence(0)
    SostenedorFactory.reset_sequence(0)


@pytest.fixture
def committed_db(transactional_db: None) -> None:
    """Real commits, in every alias, undone at the end by emptying the tables as the owner.

    `@pytest.mark.django_db(transaction=True)` and `live_server` do the same.
    """


@pytest.fixture
def owner_connection(django_db_setup: None) -> Iterator[psycopg.Connection]:
    """A connection as the owner, outside the test's transaction and in autocommit."""
    with databases.owner() as connection:
        yield connection


@pytest.fixture
def school(db: None) -> object:
    from tests.factories import SchoolFactory

    return SchoolFactory()


@pytest.fixture
def other_school(db: None) -> object:
    from tests.factories import SchoolFactory

    return SchoolFactory()


@pytest.fixture
def in_school() -> Callable:
    """`with in_school(school):` is inside that school, as a request or a task would be."""
    return school_context
