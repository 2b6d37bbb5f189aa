"""T57: what production opens with: no finding of the checks, no debug, nothing of the demo."""

import os
import re
import subprocess
import sys
from http import HTTPStatus

import psycopg
import pytest
from django.conf import settings
from django.test import Client

from convivencia.settings.keys import new_key
from schools.models import User
from tests.security.world import routes

ROOT = settings.BASE_DIR
MODULE = "convivencia.settings.production"
OURS_ALONE = ("DATABASE", "REDIS", "EMAIL", "CONVIVENCIA", "DEBUG", "OIDC", "CLAMD")
# What a debug page, a tool of development or a server says of itself.
TELLS = re.compile(
    r"Traceback|DEBUG = True|urlpatterns|site-packages|Django Version|Python \d|/convivencia/|"
    r"SECRET_KEY|djdt|Werkzeug|gunicorn|psycopg|SELECT ",
)
TOOLS = re.compile(
    r"debug_toolbar|django_extensions|silk|admin|livereload|browser_reload|runserver"
)


def environment(**changes: str) -> dict[str, str]:
    """Return what a sound server would give, over what this one is."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(OURS_ALONE)}
    return {
        **kept,
        "DJANGO_SETTINGS_MODULE": MODULE,
        "SECRET_KEY": "aK9-qZ7_" * 8,
        "CONVIVENCIA_MASTER_KEY": new_key("2026-01"),
        "ALLOWED_HOSTS": "convivencia.example",
        "SITE_URL": "https://convivencia.example",
        "EMAIL_HOST": "correo.convivencia.example",
        **changes,
    }


def manage(*words: str, **changes: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "manage.py", *words], cwd=ROOT, env=environment(**changes),
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def deploy(**changes: str) -> subprocess.CompletedProcess:
    return manage("check", "--deploy", "--fail-level", "WARNING", **changes)


def test_t57_the_checks_of_deployment_find_nothing():
    done = deploy()

    assert (done.returncode, done.stderr) == (0, "")
    assert "no issues (0 silenced)" in done.stdout


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"SITE_URL": "http://convivencia.example"}, "convivencia.E007"),
        ({"EMAIL_USE_TLS": "0"}, "convivencia.E009"),
        ({"REDIS_URL": "redis://:cambie-esto-tambien@redis/0"}, "convivencia.E010"),
        ({"DATABASE_APP_URL": f"postgres://a:{'k7' * 12}@10.0.0.7/x"}, "convivencia.E011"),
        ({"SECRET_KEY": "django-insecure-" + "a" * 50}, "security.W009"),
        ({"CONVIVENCIA_MASTER_KEY": ""}, "vault.E001"),
        ({"ALLOWED_HOSTS": ""}, "security.W020"),
    ],
)
def test_t57_an_unsafe_server_is_refused(changes, words):
    done = deploy(**changes)

    assert done.returncode == 1
    assert words in done.stderr


def test_t57_nothing_turns_debug_on_in_production():
    done = manage(
        "shell", "-v", "0", "-c",
        "from django.conf import settings as s; "
        "print(s.DEBUG, s.DEBUG_PROPAGATE_EXCEPTIONS, s.SHOW_SENT_MAIL, s.CLOCK_FILE == '', "
        "hasattr(s, 'DEMO_PASSWORD'), s.SECOND_FACTOR_REQUIRED, s.INTERNAL_IPS)",
        DEBUG="1", CONVIVENCIA_CLOCK_FILE="/x",
    )  # fmt: skip

    assert done.stdout.split("\n")[0] == "False False False True False True []"


def test_t57_the_demo_does_not_open_in_production():
    for command in ("demo", "load_demo"):
        assert manage(command).returncode == 1
    refused = manage(
        "check", DJANGO_SETTINGS_MODULE="convivencia.settings.demo", CONVIVENCIA_ENV="production"
    )
    assert "no puede usarse en producción" in refused.stderr


def test_t57_no_tool_of_development_is_installed_or_reachable():
    assert [app for app in settings.INSTALLED_APPS if TOOLS.search(app)] == []
    assert [one for one in settings.MIDDLEWARE if TOOLS.search(one)] == []
    paths = {path for declared in routes().values() for path in declared}
    assert [path for path in paths if re.search(r"__|admin|debug|schema|swagger", path)] == []


@pytest.mark.django_db
def test_t57_a_new_installation_has_no_account(owner_connection: psycopg.Connection):
    assert User.objects.count() == 0
    logins = owner_connection.execute(
        "SELECT rolname FROM pg_roles WHERE rolcanlogin AND rolpassword IS NULL "
        "AND rolname LIKE %s",
        [f"{settings.DATABASES['default']['NAME']}%"],
    ).fetchall()
    assert logins == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/no-existe/", HTTPStatus.NOT_FOUND),
        ("/casos/1/", HTTPStatus.FOUND),
        ("/cuenta/login/?x=%00", HTTPStatus.BAD_REQUEST),
        ("/cuenta/login/", HTTPStatus.INTERNAL_SERVER_ERROR),
        ("/correos/", HTTPStatus.NOT_FOUND),
    ],
)
def test_t57_no_page_says_how_it_is_made(settings, monkeypatch, address, status):
    settings.IS_PRODUCTION, settings.SHOW_SENT_MAIL = True, False
    if status is HTTPStatus.INTERNAL_SERVER_ERROR:
        monkeypatch.setattr("schools.accounts.forms.LoginForm.__init__", None)
    answer = Client(raise_request_exception=False).get(address)

    assert answer.status_code == status
    assert TELLS.findall(answer.content.decode() + str(answer.headers)) == []
    assert not {"Server", "X-Powered-By", "Via"} & set(answer.headers)


def test_t57_nobody_outside_reaches_more_than_the_web():
    """The rest of this is in `tests/infrastructure/test_deployment.py`."""
    start = (ROOT / "scripts" / "start-web.sh").read_text()

    assert "check --deploy --database default" in start
    assert "--no-control-socket" in start
    assert "--reload" not in start
