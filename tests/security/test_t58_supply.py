"""T58: what the product is made of is pinned, listed and asked about; no key is versioned."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from scripts import sbom, secret_scan, vulnerable

ROOT = Path(__file__).resolve().parents[2]
CHECK = (ROOT / "scripts" / "check.sh").read_text()
HASH = f"--hash=sha256:{'0' * 64}"
LOCK = f"django==5.2.1 \\\n    {HASH}\n    # via convivencia (pyproject.toml)\nasgiref==3.8 \\\n    {HASH}\n    # via\n    #   django\n"  # noqa: E501 -- as pip-compile writes it


@pytest.mark.parametrize(
    "name",
    ["bandit", "sbom.py --check", "secret_scan.py", "vulnerable.py", "--fail-level WARNING"],
)
def test_t58_the_gates_are_in_make_check(name):
    assert re.search(rf"gate .*\n?.*{re.escape(name)}", CHECK)


def test_t58_every_component_is_pinned_and_listed():
    found = sbom.packages()

    assert sbom.complaints((ROOT / sbom.SBOM).read_text(), found, sbom.installed()) == []
    assert len(found) > 100


@pytest.mark.parametrize(
    "row",
    ["celery", "celery>=5.5", "celery==5.5.1", "git+https://example.org/celery", "./celery"],
)
def test_t58_a_package_without_version_or_hash_is_refused(row):
    with pytest.raises(sbom.UnpinnedError, match=r"celery"):
        sbom.python_packages(LOCK + row + "\n", "required")


def test_t58_a_package_of_the_browser_without_integrity_is_refused():
    lock = {"packages": {"": {}, "node_modules/htmx.org": {"version": "2.0.0"}}}

    with pytest.raises(sbom.UnpinnedError, match=r"htmx\.org"):
        sbom.browser_packages(json.dumps(lock))


def test_t58_what_is_missing_from_the_list_is_said():
    found = sbom.python_packages(LOCK, "required")
    listed, fewer = sbom.text_of(found), sbom.text_of(found[:1])
    present = {package.ref for package in found}

    assert sbom.complaints(listed, found, present) == []
    assert sbom.complaints(fewer, found, present) != []
    assert sbom.complaints(listed, found, {*present, "pkg:pypi/otro@1"}) == [
        "Instalado y sin fijar: pkg:pypi/otro@1"
    ]


def test_t58_the_list_says_who_asked_for_each():
    needs = {row["ref"]: row["dependsOn"] for row in sbom.document(
        sbom.python_packages(LOCK, "required"))["dependencies"]}  # fmt: skip

    assert needs["convivencia"] == ["pkg:pypi/django@5.2.1"]
    assert needs["pkg:pypi/django@5.2.1"] == ["pkg:pypi/asgiref@3.8"]


def answer(*rows: dict):
    return lambda *_: {"dependencies": list(rows)} if rows else None


SOUND = {"name": "django", "version": "5.2.1", "vulns": []}
HOLED = {**SOUND, "vulns": [{"id": "PYSEC-1", "fix_versions": ["5.2.2"]}]}
SKIPPED = {"name": "celery", "skip_reason": "Dependency not found"}


@pytest.mark.parametrize(
    ("rows", "ending", "words"),
    [
        ((SOUND,), vulnerable.NONE, "1 paquetes consultados"),
        ((HOLED, SKIPPED), vulnerable.SOME, "PYSEC-1"),
        ((SOUND, SKIPPED), vulnerable.UNKNOWN, "SIN COMPROBAR"),
        ((SKIPPED, SKIPPED), vulnerable.UNKNOWN, "2 paquetes sin consultar"),
        ((), vulnerable.UNKNOWN, "ningún servicio respondió"),
    ],
)
def test_t58_what_nobody_could_answer_does_not_pass(rows, ending, words):
    got, said = vulnerable.verdict("x.txt", *vulnerable.read("x.txt", answer(*rows)))

    assert got == ending
    assert words in said


@pytest.mark.parametrize(
    "line",
    [
        "-----BEGIN " + "RSA PRIVATE KEY-----",
        "AKIA" + "ABCDEFGHIJ234567",
        "ghp_" + "a1B2" * 9,
        "xoxb-" + "123456789012-abcdef",
        "eyJ" + "hbGciOiJIUzI1.eyJ" + "zdWIiOiIxMjM0.c2lnbmF0dXJh",
        "DATABASE_URL=postgres://app:" + "h4kk3ng1rl@10.0.0.4/x",
        "2026-01:" + "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA=",
        "SECRET_KEY = '" + "x9Qm2Lr7Vt4Kp8Zw1Nc5Hs3Jd6'",
    ],
)
def test_t58_a_key_that_is_versioned_is_found(line):
    assert list(secret_scan.findings(f"una línea\n{line}\n"))


def test_t58_no_key_is_versioned():
    assert list(secret_scan.tracked()) == []


@pytest.mark.parametrize(
    "danger", ["subprocess.call(text, shell=True)", "hashlib.md5(text.encode())", "eval(text)"]
)
def test_t58_a_dangerous_call_does_not_pass(tmp_path, danger):
    code = tmp_path / "malo.py"
    code.write_text(f"import hashlib, subprocess\ndef f(text):\n    return {danger}\n")
    command = [
        sys.executable, "-m", "bandit", "--quiet", "--severity-level", "medium",
        "--confidence-level", "medium", "--configfile", str(ROOT / "pyproject.toml"), str(code),
    ]  # fmt: skip

    assert subprocess.run(command, capture_output=True, check=False).returncode == 1


def test_t58_the_image_installs_nothing_without_its_hash():
    image = (ROOT / "Dockerfile").read_text()

    assert "--require-hashes --only-binary=:all:" in image
    assert "npm ci" in image
    assert not re.search(r"npm install|pip install (?!--)|curl |wget ", image.replace("\\\n", ""))
