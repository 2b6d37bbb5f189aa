"""Ask which locked packages have known vulnerabilities, and say when nobody could be asked.

pip-audit ends well when its service does not answer: it only lists as skipped what it did not look
up. Here that is another ending: 0 none, 1 some, 2 not known.
"""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ("requirements.txt", "requirements-dev.txt")
SERVICES = ("pypi", "osv")  # the second only where the first says nothing
NONE, SOME, UNKNOWN = 0, 1, 2

Answer = dict[str, list[dict]]


def ask(lock: str, service: str) -> Answer | None:
    """Return what `service` says of each package of `lock`; None if it does not answer."""
    command = [
        sys.executable, "-m", "pip_audit", "--requirement", lock, "--require-hashes",
        "--disable-pip", "--vulnerability-service", service, "--timeout", "10",
        "--progress-spinner", "off", "--format", "json",
    ]  # fmt: skip
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    try:
        return json.loads(done.stdout)
    except json.JSONDecodeError:
        return None


def read(lock: str, ask: Callable[[str, str], Answer | None] = ask) -> tuple[list[str], int, int]:
    """Return the findings of `lock`, how many packages were looked up, and how many were not."""
    rows: list[dict] = []
    for service in SERVICES:
        rows = (ask(lock, service) or {}).get("dependencies", [])
        if rows and not any("skip_reason" in row for row in rows):
            break
    found = [
        f"{row['name']} {row['version']}: {bug['id']} (corregida en {bug['fix_versions'] or '—'})"
        for row in rows
        for bug in row.get("vulns", [])
    ]
    skipped = sum("skip_reason" in row for row in rows)
    return found, len(rows) - skipped, skipped


def verdict(lock: str, found: list[str], known: int, skipped: int) -> tuple[int, str]:
    """Return the ending for one lock, and the sentence that says it."""
    if found:
        return SOME, "\n".join([f"{lock}: versiones con vulnerabilidades conocidas", *found])
    if skipped or not known:
        many = f"{skipped} paquetes sin consultar" if skipped else "ningún servicio respondió"
        return UNKNOWN, f"{lock}: SIN COMPROBAR ({many}); no se sabe si son vulnerables"
    return NONE, f"{lock}: {known} paquetes consultados, ninguno con vulnerabilidades conocidas"


def main() -> int:
    endings = []
    for lock in LOCKS:
        ending, said = verdict(lock, *read(lock))
        print(said)
        endings.append(ending)
    return SOME if SOME in endings else max(endings)


if __name__ == "__main__":
    sys.exit(main())
