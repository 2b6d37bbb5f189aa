"""Write what the product is made of, as CycloneDX 1.6: `docs/sbom.json`.

The hashes of each package stay in the locks, one per file that it is published as.

scripts/sbom.py           writes it, from the locked versions
scripts/sbom.py --check   fails if it is old, if a package is locked without version and hash,
                          or if one is installed here that it does not name
"""

import argparse
import json
import re
import sys
from dataclasses import dataclass, field
from importlib.metadata import distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SBOM = Path("docs/sbom.json")
LOCKS = {"requirements.txt": "required", "requirements-dev.txt": "excluded"}
NPM_LOCK = "package-lock.json"
PINNED = re.compile(r"(?P<name>[\w.-]+)==(?P<version>[^\s;\\]+)(?P<rest>.*)", re.DOTALL)
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")
VIA = re.compile(
    r"#(?: via)?\s+([\w.-]+)(?:\[[^\]]*\])?(?: \(pyproject\.toml\))?\s*$", re.MULTILINE
)
OURS = "convivencia"
# What makes the environment, before any lock is read.
TOOLS = {"pip", "setuptools", "wheel"}


class UnpinnedError(Exception):
    """A lock names a package without an exact version and its hashes."""


@dataclass
class Package:
    """One locked package, and which others asked for it."""

    name: str
    version: str
    scope: str
    asked_by: list[str] = field(default_factory=list)
    kind: str = "pypi"

    @property
    def ref(self) -> str:
        return f"pkg:{self.kind}/{self.name.replace('@', '%40')}@{self.version}"


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def python_packages(text: str, scope: str) -> list[Package]:
    """Return the packages of a lock; UnpinnedError for one without version or hashes."""
    blocks = re.split(r"\n(?=\S)", text.replace("\r", ""))
    rows = [one for one in blocks if one.strip() and not one.lstrip().startswith("#")]
    return [_package(row, scope) for row in rows]


def _package(row: str, scope: str) -> Package:
    found = PINNED.match(row)
    if found is None or not HASH.search(row):
        raise UnpinnedError(row.splitlines()[0])
    asked = sorted({normal(name) for name in VIA.findall(row)} - {"via"})
    return Package(normal(found["name"]), found["version"], scope, asked)


def browser_packages(text: str) -> list[Package]:
    """Return what npm brings; UnpinnedError for one without version or integrity."""
    found = []
    for path, row in json.loads(text)["packages"].items():
        if not path:
            continue
        name = path.rpartition("node_modules/")[2]
        if not row.get("version") or not row.get("integrity"):
            raise UnpinnedError(name)
        scope = "excluded" if row.get("dev") else "required"
        found.append(Package(name, row["version"], scope, kind="npm"))
    return found


def packages(root: Path = ROOT) -> list[Package]:
    """Return every locked package; one that the product needs is not listed again as a tool."""
    found: dict[str, Package] = {}
    for name, scope in LOCKS.items():
        for package in python_packages((root / name).read_text(), scope):
            found.setdefault(package.ref, package)
    for package in browser_packages((root / NPM_LOCK).read_text()):
        found.setdefault(package.ref, package)
    return sorted(found.values(), key=lambda package: package.ref)


def document(found: list[Package]) -> dict:
    """Return the bill of materials: without date or serial number, equal locks give one text."""
    refs = {package.name: package.ref for package in found if package.kind == "pypi"}
    needs: dict[str, set[str]] = {package.ref: set() for package in found}
    for package in found:
        for name in package.asked_by:
            needs.setdefault(refs.get(name, OURS), set()).add(package.ref)
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": OURS, "bom-ref": OURS}},
        "components": [_component(package) for package in found],
        "dependencies": [
            {"ref": ref, "dependsOn": sorted(names)} for ref, names in sorted(needs.items())
        ],
    }


def _component(package: Package) -> dict:
    return {
        "type": "library",
        "bom-ref": package.ref,
        "name": package.name,
        "version": package.version,
        "scope": package.scope,
        "purl": package.ref,
    }


def installed() -> set[str]:
    """Return what this environment has, by normal name and version."""
    return {f"pkg:pypi/{normal(one.metadata['Name'])}@{one.version}" for one in distributions()}


def complaints(written: str, found: list[Package], present: set[str]) -> list[str]:
    """Return why the bill of materials is not what is locked, or not what is installed."""
    said = []
    if written != text_of(found):
        said.append(f"{SBOM} no corresponde a las versiones fijadas: ejecute «make lock».")
    named = {package.ref for package in found}
    tools = {ref for ref in present if ref.split("/")[1].split("@")[0] in TOOLS | {OURS}}
    said += [f"Instalado y sin fijar: {ref}" for ref in sorted(present - named - tools)]
    return said


def text_of(found: list[Package]) -> str:
    return json.dumps(document(found), indent=1, ensure_ascii=False) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(description="Lista de componentes del producto.")
    parser.add_argument("--check", action="store_true", help="no escribe: compara")
    path = ROOT / SBOM
    try:
        found = packages()
    except UnpinnedError as error:
        print(f"Paquete sin versión exacta o sin huella: {error}", file=sys.stderr)
        return 1
    if not parser.parse_args().check:
        path.write_text(text_of(found), encoding="utf-8")
        return 0
    written = path.read_text(encoding="utf-8") if path.exists() else ""
    said = complaints(written, found, installed())
    print("\n".join(said) or f"{SBOM}: {len(found)} componentes, todos fijados.")
    return 1 if said else 0


if __name__ == "__main__":
    sys.exit(main())
