"""T63: the log of the sign-in tells each step and each refusal, and names nobody."""

import logging

import pytest
from django.test import Client
from django.urls import reverse

from convivencia.logs import ReservedFormatter
from schools.accounts import throttle
from tests.factories import PASSWORD, MembershipFactory
from tests.sign_in import code_for, enrol

pytestmark = pytest.mark.django_db
NEW = "Laguna quieta de abril"
PLACE = "198.51.100.4"
JOURNAL = "schools.accounts.journal"


@pytest.fixture
def user(school):
    user = MembershipFactory(school=school).user
    enrol(user)
    return user


@pytest.fixture
def lines(caplog):
    caplog.set_level(logging.INFO, JOURNAL)

    def read() -> list[str]:
        mine = [r for r in caplog.records if r.name == JOURNAL]
        caplog.clear()
        return [ReservedFormatter("{levelname} {message}", style="{").format(r) for r in mine]

    return read


def post(client: Client, name: str, data: dict, **more: object):
    return client.post(reverse(name), data, REMOTE_ADDR=PLACE, **more)


def enter(client: Client, user) -> None:
    post(client, "account_login", {"login": user.email, "password": PASSWORD})
    post(client, "mfa_authenticate", {"code": code_for(user)})


def test_t63_each_step_of_the_sign_in_is_written(client, user, lines):
    who = f"cuenta={user.pk}"
    enter(client, user)
    assert lines() == [
        f"INFO paso-superado {who} medio=password desde={PLACE}",
        f"INFO paso-superado {who} medio=mfa-totp desde={PLACE}",
        f"INFO sesión-abierta {who} desde={PLACE}",
    ]
    post(client, "account_reauthenticate", {"password": PASSWORD})
    assert lines() == [f"INFO identidad-confirmada {who} medio=password desde={PLACE}"]
    post(
        client,
        "account_change_password",
        {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW},
    )
    assert f"INFO clave-cambiada {who} desde={PLACE}" in lines()
    post(client, "account_logout", {})
    assert lines() == [f"INFO sesión-cerrada {who} desde={PLACE}"]


def test_t63_what_fails_is_written_without_what_was_typed(client, user, lines):
    post(client, "account_login", {"login": user.email, "password": "secreta-y-errada"})
    post(client, "account_login", {"login": "nadie@x.example", "password": "secreta-y-errada"})
    post(client, "account_login", {"login": user.email, "password": PASSWORD})
    post(client, "mfa_authenticate", {"code": "000000"})

    found = lines()
    assert [line.split()[1] for line in found] == [
        "clave-errada", "clave-errada", "paso-superado", "código-errado",
    ]  # fmt: skip
    assert found[0] != found[1]
    assert found[3] == f"WARNING código-errado cuenta={user.pk} desde={PLACE}"
    said = "\n".join(found)
    for secret in (user.email, "nadie", "secreta", PASSWORD, "000000", user.last_names):
        assert secret not in said


def test_t63_a_limit_that_closes_is_written(client, user, lines):
    for _ in range(throttle.PLACE.failures):
        post(client, "account_login", {"login": user.email, "password": "x"})
    lines()

    post(client, "account_login", {"login": user.email, "password": PASSWORD})

    (found,) = lines()
    assert found.startswith("WARNING clave-no-mirada marca=")


def test_t63_an_issuer_that_cannot_be_believed_is_written(client, user, lines, settings):
    settings.OIDC_PROVIDERS = {
        "google": {
            "name": "Google",
            "issuer": "http://127.0.0.1:9",
            "client_id": "x",
            "client_secret": "x",
        }
    }
    client.get(reverse("account_external_start", args=["google"]), REMOTE_ADDR=PLACE)
    client.get(reverse("account_external_back", args=["google"]), REMOTE_ADDR=PLACE)

    assert lines() == [
        f"WARNING emisor-no-responde emisor=google razón=network desde={PLACE}",
        f"WARNING cuenta-externa-rechazada emisor=google razón=question desde={PLACE}",
    ]


def test_t63_the_log_is_on_in_every_installation(settings):
    assert settings.LOGGING["loggers"][JOURNAL] == {"level": "INFO"}
