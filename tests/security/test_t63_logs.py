"""T63: something fails with a narrative, a RUN and a password at hand: nothing repeats them."""

import io
import logging
import logging.config
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import mail
from django.db import DataError, IntegrityError, OperationalError, connection, transaction
from django.test import Client
from django.urls import reverse

from cases import tasks
from cases.models import Case
from convivencia import checks
from convivencia.celery import app as celery_app
from convivencia.celery import reserve
from schools.models import Student
from schools.tenancy.context import school_context
from tests.cases.scenes import Scene
from tests.factories import PASSWORD, invented_run
from tests.security.canaries import RELATO, heard

pytestmark = pytest.mark.django_db
RUN = invented_run(777_777)
SECRET = "Xilocarpo-Quirquincho-77"
CANARIES = ("zarigüeya", "camarín", RUN[:-1], SECRET, "Quirquincho")
SAID = f"{RELATO}; {RUN}; {SECRET}"


class Heard:
    """What the handlers of the settings write, root and tasks alike."""

    def __init__(self) -> None:
        self.stream = io.StringIO()
        self.handler = logging.StreamHandler(self.stream)
        self.handler.setLevel(logging.INFO)
        name = settings.LOGGING["handlers"]["console"]["formatter"]
        make = logging.config.DictConfigurator(settings.LOGGING).configure_formatter
        self.handler.setFormatter(make(dict(settings.LOGGING["formatters"][name])))

    @property
    def text(self) -> str:
        return self.stream.getvalue()


@pytest.fixture
def log():
    found, root = Heard(), logging.getLogger()
    before = root.level
    root.addHandler(found.handler)
    root.setLevel(logging.INFO)
    yield found
    root.removeHandler(found.handler)
    root.setLevel(before)


@pytest.fixture
def scene(school) -> Scene:
    return Scene.open(school)


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


def fails(*args: object, **kwargs: object) -> None:
    """Fail as code does: with everything at hand, and repeating it."""
    relato, run, password = RELATO, RUN, SECRET
    try:
        int(f"{relato} {run}")
    except ValueError as error:
        error.add_note(password)
        raise RuntimeError(f"{relato}; {run}; {password}; {args}; {kwargs}") from error


def fails_in_the_database(*args: object, **kwargs: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::integer", [SAID])


def fails_by_repeating(*args: object, **kwargs: object) -> None:
    """Save twice what must be once: the detail of the error is the value itself."""
    get_user_model().objects.create(email=f"{SECRET}@aromos.example", password=RELATO, run=RUN)
    get_user_model().objects.create(email=f"{SECRET}@aromos.example", password=RELATO, run=RUN)


PAGES = {
    "/casos/{case}/antecedentes/": "cases.hearings.views.hearing.AntecedenteForm.__init__",
    "/estudiantes/": "schools.people.views.SearchForm.__init__",
}
FAILURES = (fails, fails_in_the_database, fails_by_repeating)


@pytest.mark.parametrize("failure", FAILURES, ids=lambda f: f.__name__)
@pytest.mark.parametrize("address", PAGES)
def test_t63_a_page_that_fails(log, client, scene, monkeypatch, failure, address):
    monkeypatch.setattr(PAGES[address], failure)
    client.force_login(scene.encargada.user)
    data = {"relato": RELATO, "run": RUN, "password": SECRET, "text": SAID}

    answer = client.post(address.format(case=scene.case.pk), data)

    assert answer.status_code in {500, 503}
    assert heard(CANARIES, log.text) == []
    assert heard(CANARIES, answer.content.decode() + str(answer.headers)) == []
    assert "Traceback" not in answer.content.decode()
    assert f"in {failure.__name__}" in log.text  # and where it failed is there to be mended


def test_t63_a_sign_in_that_fails(log, client, scene, monkeypatch):
    monkeypatch.setattr("schools.accounts.forms.LoginForm.clean", fails)

    answer = client.post(
        reverse("account_login"), {"login": scene.encargada.user.email, "password": SECRET}
    )

    assert answer.status_code == 500
    assert heard((*CANARIES, scene.encargada.user.email), log.text + answer.content.decode()) == []


def test_t63_a_wrong_password_is_not_written(log, client, scene):
    client.post(reverse("account_login"), {"login": scene.encargada.user.email, "password": SECRET})
    client.post(
        reverse("account_login"), {"login": scene.encargada.user.email, "password": PASSWORD}
    )

    assert heard((SECRET, PASSWORD, scene.encargada.user.email), log.text) == []


@pytest.mark.parametrize("failure", FAILURES, ids=lambda f: f.__name__)
@pytest.mark.parametrize(
    ("task", "target"),
    [
        (tasks.sweep, "cases.reminders.sweep.sweep"),
        (tasks.deliver_outbox, "cases.reminders.delivery.deliver"),
    ],
    ids=["sweep", "deliver"],
)
def test_t63_a_task_that_fails(log, monkeypatch, task, target, failure):
    logger = logging.getLogger("celery.app.trace")
    reserve(logger)
    monkeypatch.setattr(target, failure)

    with transaction.atomic():
        done = task.apply(throw=False)
        transaction.set_rollback(True)

    assert done.failed()
    assert task.name in log.text
    assert failure.__name__ in log.text
    assert heard(CANARIES, log.text) == []


def test_t63_a_row_that_fails_does_not_name_what_it_holds(log, scene, monkeypatch):
    monkeypatch.setattr("cases.reminders.digest.digest_day", lambda *_: fails)
    monkeypatch.setattr("cases.reminders.digest._send_school", fails)

    tasks.send_digests.apply(throw=True)

    assert "sin resumen" in log.text
    assert heard(CANARIES, log.text) == []


@pytest.mark.parametrize("error", [DataError, IntegrityError, OperationalError, ValueError])
@pytest.mark.parametrize("form", ["%s", "%r", "{}"])
def test_t63_an_error_in_a_message_is_only_its_name(log, error, form):
    try:
        raise error(f"línea\n{SAID}")  # noqa: TRY301 -- what is raised is the point
    except error as caught:
        if form == "{}":
            logging.getLogger("x").exception(f"falló: {caught}")  # noqa: G004, TRY401 -- the point
        else:
            logging.getLogger("x").exception(f"falló: {form}", caught)  # noqa: G004, TRY401

    assert error.__name__ in log.text
    assert heard(CANARIES, log.text) == []


def test_t63_no_error_leaves_by_mail_or_to_another_service(
    log, client, scene, monkeypatch, settings
):
    settings.ADMINS = [("x", "x@aromos.example")]
    monkeypatch.setattr("cases.documents.views.get_document_or_404", fails)
    client.force_login(scene.encargada.user)

    assert client.get("/documentos/1/").status_code == 500
    assert mail.outbox == []
    assert logging.getLogger("django").handlers == []
    lock = (settings.BASE_DIR / "requirements.txt").read_text()
    assert not [n for n in ("sentry", "rollbar", "bugsnag", "newrelic", "datadog") if n in lock]


def test_t63_the_web_server_keeps_no_list_of_addresses():
    start = (settings.BASE_DIR / "scripts" / "start-web.sh").read_text()

    assert "access-log" not in start
    assert not list(Path(settings.BASE_DIR).glob("gunicorn.conf*"))


def log_of_the_server(superuser: psycopg.Connection) -> str:
    """Return what the embedded server has written so far."""
    (folder,) = superuser.execute("SHOW data_directory").fetchone()
    return Path(folder).with_name("postgres.log").read_text(encoding="utf-8", errors="replace")


def test_t63_the_database_writes_no_error_and_no_slow_query(scene, superuser):
    for wrong in (fails_in_the_database, fails_by_repeating):
        with pytest.raises((DataError, IntegrityError)), transaction.atomic():
            wrong()
    with school_context(scene.school), connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(0.3), %s", [SAID])
        assert Student.objects.filter(first_names=RELATO).count() == 0
        assert Case.objects.filter(facts__relato=SAID).count() == 0

    assert heard(CANARIES, log_of_the_server(superuser)) == []
    assert "database system is ready" in log_of_the_server(superuser)


@pytest.mark.parametrize(
    "setting",
    ["log_statement=all", "log_min_duration_statement=250", "log_min_error_statement=error",
     "log_min_messages=warning", "log_transaction_sample_rate=0.1"],
)  # fmt: skip
def test_t63_production_refuses_a_server_that_would(settings, superuser, monkeypatch, setting):
    settings.IS_PRODUCTION = True
    assert list(checks.log_of_the_server(databases=["default"])) == []
    name, _, value = setting.partition("=")
    superuser.execute(f"SET {name} = '{value}'")
    monkeypatch.setattr(checks, "connections", {"default": superuser})

    (found,) = checks.log_of_the_server(databases=["default"])

    assert found.id == "convivencia.E012"
    assert name in found.msg


def test_t63_celery_writes_with_the_reserved_formatter():
    assert celery_app.conf.worker_hijack_root_logger
    assert celery_app.conf.task_ignore_result  # no result of a task is kept anywhere
