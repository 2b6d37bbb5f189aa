"""What docker-compose.yml and .env.example promise, read as data."""

import re
from pathlib import Path

import pytest
import yaml

from convivencia.embedded.postgres import QUIET

ROOT = Path(__file__).resolve().parents[2]
APP = ("web", "worker", "beat")
OWNER = "DATABASE_URL"


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())


def test_services_are_the_six_of_the_architecture(compose):
    assert set(compose["services"]) == {"postgres", "redis", "migrate", *APP}


def test_only_the_web_is_published_and_on_loopback(compose):
    published = {name: s["ports"] for name, s in compose["services"].items() if "ports" in s}

    assert published == {"web": ["127.0.0.1:${WEB_PORT:-8000}:8000"]}


def test_only_migrate_knows_the_owner(compose):
    knowing = {n for n, s in compose["services"].items() if OWNER in s.get("environment", {})}

    assert knowing == {"migrate"}


def test_database_and_broker_are_reached_from_inside_only(compose):
    assert compose["networks"]["data"] == {"internal": True}
    for name in ("postgres", "redis"):
        assert compose["services"][name]["networks"] == ["data"]


def test_log_of_the_database_repeats_no_data(compose):
    command = compose["services"]["postgres"]["command"]

    assert command == ["postgres", *(f"-c{setting}" for setting in QUIET)]


@pytest.mark.parametrize("name", ["postgres", "redis", *APP])
def test_what_stays_up_has_a_health_check(compose, name):
    assert compose["services"][name]["healthcheck"]["test"]


@pytest.mark.parametrize("name", APP)
def test_application_starts_after_migrations_and_without_privileges(compose, name):
    service = compose["services"][name]

    assert service["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]


def test_every_variable_is_in_the_example():
    used = set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "docker-compose.yml").read_text()))
    offered = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))

    assert used <= offered


def test_image_runs_as_an_ordinary_user_without_compilers():
    final = (ROOT / "Dockerfile").read_text().split("FROM ")[-1]

    assert "USER convivencia" in final
    assert not re.search(r"build-essential|gcc|\bnpm ci\b", final)


@pytest.mark.parametrize(
    "name", ["requirements.txt", "requirements-seal.txt", "requirements-dev.txt"]
)
def test_every_locked_package_has_an_exact_version_and_hashes(name):
    text = (ROOT / name).read_text().replace("\\\n", "")
    lines = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]

    assert len(lines) > 40
    assert [line for line in lines if not re.match(r"\S+==\S+ .*--hash=sha256:", line)] == []


def test_every_dependency_has_its_reason():
    lines = (ROOT / "pyproject.toml").read_text().split("[tool.")[0].splitlines()
    lists = [n for n, line in enumerate(lines) if re.match(r'    "[a-z]', line)]
    bare = [lines[n] for n in lists if not lines[n - 1].lstrip().startswith(("#", '"'))]

    assert bare == []
