"""The system checks: each is seen to fail once, and none on a sound installation."""

from types import SimpleNamespace

import pytest
from django.core import checks
from django.db import connections

from convivencia import checks as ours
from convivencia import pango
from convivencia.settings.databases import parse

SOUND = {
    "IS_PRODUCTION": True,
    "SECRET_KEY": "k" * 60,
    "CLOCK_FILE": "",
    "EMAIL_BACKEND": ours.REAL_EMAIL,
    "EMAIL_HOST": "correo.example",
    "SITE_URL": "https://convivencia.example",
}


def _ids(messages):
    return {message.id for message in messages}


@pytest.fixture
def production(settings):
    for name, value in SOUND.items():
        setattr(settings, name, value)
    return settings


def test_sound_production_passes(production):
    assert list(ours.production_settings()) == []


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("SECRET_KEY", "demo-secret-key-for-invented-data-only-never-in-production", "E001"),
        ("SECRET_KEY", "corta", "E001"),
        ("CLOCK_FILE", "/tmp/reloj", "E002"),
        ("EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend", "E003"),
        ("EMAIL_HOST", "", "E003"),
        ("SITE_URL", "http://127.0.0.1:8000", "E007"),
        ("SECOND_FACTOR_REQUIRED", False, "E008"),
        ("EMAIL_USE_TLS", False, "E009"),
    ],
)
def test_production_refuses(production, name, value, expected):
    setattr(production, name, value)

    assert _ids(ours.production_settings()) == {f"convivencia.{expected}"}


@pytest.mark.parametrize(
    ("database", "redis", "expected"),
    [
        ("postgres://a:{key}@postgres/x", "redis://:{key}@redis:6379/0", set()),
        ("postgres://a:{key}@127.0.0.1/x", "redis://127.0.0.1:6379/0", set()),
        ("postgres://a@/x?host=/run/postgresql", "redis://127.0.0.1:6379/0", set()),
        ("postgres://a:{key}@d.example/x?sslmode=require", "rediss://:{key}@r.example/0", set()),
        ("postgres://a:{key}@db.example/x", "redis://127.0.0.1/0", {"E011"}),
        ("postgres://a:{key}@10.0.0.7/x?sslmode=prefer", "redis://127.0.0.1/0", {"E011"}),
        ("postgres://a:{key}@postgres/x", "redis://:{key}@cache.example/0", {"E011"}),
        ("postgres://a:cambie-esto@postgres/x", "redis://127.0.0.1/0", {"E010"}),
        ("postgres://a:{key}@postgres/x", "redis://:cambie-esto-tambien@redis/0", {"E010"}),
        ("postgres://a:{key}@postgres/x", "redis://redis:6379/0", {"E010"}),
        ("postgres://a:corta@postgres/x", "redis://127.0.0.1/0", {"E010"}),
    ],
)  # fmt: skip
def test_services_with_weak_passwords_or_without_tls_are_refused(
    monkeypatch, database, redis, expected
):
    key = "k7" * 12
    given = {
        "IS_PRODUCTION": True,
        "DATABASES": {"default": parse(database.format(key=key))},
        "REDIS_URL": redis.format(key=key),
    }
    monkeypatch.setattr(ours, "settings", SimpleNamespace(**given))

    assert _ids(ours.services_of_production()) == {f"convivencia.{name}" for name in expected}


def test_demo_settings_are_allowed_outside_production(settings):
    settings.CLOCK_FILE = "/tmp/reloj"

    assert list(ours.production_settings()) == []


def test_time_zones_of_chile_are_known(monkeypatch):
    assert list(ours.time_zones()) == []
    monkeypatch.setattr(ours, "TIME_ZONES", ("America/Coyhaique", "America/Macondo"))
    (found,) = ours.time_zones()
    assert found.id == "convivencia.E004"
    assert found.msg == "Faltan zonas horarias de Chile: America/Macondo."


@pytest.mark.parametrize(
    ("in_production", "expected"), [(True, "convivencia.E005"), (False, "convivencia.W005")]
)
def test_missing_pango_is_said(settings, monkeypatch, in_production, expected):
    assert list(ours.text_of_documents()) == []
    settings.IS_PRODUCTION = in_production
    monkeypatch.setattr(pango, "LIBRARIES", (("libabsent.so.0",),))

    assert _ids(ours.text_of_documents()) == {expected}


@pytest.mark.django_db
def test_application_login_passes():
    assert list(ours.application_login(databases=["default"])) == []


def test_owner_as_application_login_is_refused(committed_db, monkeypatch):
    monkeypatch.setattr(ours, "connections", {"default": connections["owner"]})

    assert _ids(ours.application_login(databases=["default"])) == {"convivencia.E006"}


def test_unreachable_database_is_left_to_the_server(monkeypatch, committed_db):
    broken = connections.create_connection("sweep")
    broken.settings_dict = {**broken.settings_dict, "HOST": "127.0.0.1", "PORT": "1"}
    monkeypatch.setattr(ours, "connections", {"default": broken})

    assert list(ours.application_login(databases=["default"])) == []


def test_checks_are_registered():
    registered = checks.registry.registry.get_checks(include_deployment_checks=True)

    assert {
        ours.production_settings,
        ours.services_of_production,
        ours.time_zones,
        ours.text_of_documents,
        ours.application_login,
    } <= set(registered)
