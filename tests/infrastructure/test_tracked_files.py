"""What the project's files never name: one machine's folders, or where packages come from."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# Each pattern is spelt so that it does not find itself.
FORBIDDEN = re.compile(
    r"/wor[k]/(?:main|shared)|/roo[t]/|/home/[a-z]+/"
    r"|pypi[.]or[g]|pythonhoste[d]|registry[.]npmj[s]|registry[.]yarnpk[g]"
    r"|--(?:extra-)?index-ur[l]|--find-link[s]|--trusted-hos[t]|\"resolve[d]\": *\"http",
    re.IGNORECASE,
)
OPTIONS = {"scripts/lock.sh"}  # it names the options in order to leave the addresses out


def _tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.fail("estas pruebas necesitan el repositorio git")
    return [ROOT / name for name in listed.stdout.split("\0") if name]


def _findings(text: str) -> list[str]:
    return [found[0] for found in FORBIDDEN.finditer(text)]


def test_no_file_names_a_machine_path_or_a_package_index():
    found = {}
    for path in _tracked():
        name = str(path.relative_to(ROOT))
        if name in OPTIONS or not path.is_file():
            continue
        hits = _findings(path.read_bytes().decode("utf-8", "ignore"))
        if hits:
            found[name] = hits

    assert found == {}


@pytest.mark.parametrize(
    "text", ["see /wor" + "k/main/x", "https://pypi" + ".org/simple", "--index-" + "url=x"]
)
def test_what_is_forbidden_is_found(text):
    assert _findings(text)
