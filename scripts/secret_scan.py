"""Look for keys and passwords in what is versioned: `--history` reads every commit as well."""

import argparse
import math
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SHAPES = {
    "llave privada": re.compile(r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----"),
    "AWS": re.compile(r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"),
    "GitHub": re.compile(r"\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{22,})"),
    "Slack": re.compile(r"\bxox[abeoprs]-[\w-]{10,}"),
    "Google": re.compile(r"\b(?:AIza[\w-]{35}|GOCSPX-[\w-]{20,})"),
    "Stripe": re.compile(r"\b[rs]k_live_\w{16,}"),
    "JWT": re.compile(r"\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}"),
    "dirección con clave": re.compile(r"\w+://[^\s:/@\"'{}$]*:(?P<value>[^\s:/@\"'{}$…]{8,})@"),
    "llave maestra": re.compile(r"\b[\w-]+:(?P<value>[A-Za-z0-9+/]{43}=)(?![A-Za-z0-9+/=])"),
    "valor secreto": re.compile(
        r"(?i)\b\w*(?:secret|passw|token|api_?key|credential|clave)\w*[\"']?\s*[:=]\s*"
        r"[\"']?(?P<value>[A-Za-z0-9+/_=.~-]{20,})[\"']?"
    ),
}
# What is written on purpose, and opens nothing.
KNOWN = {
    "demo-secret-key-for-invented-data-only-never-in-production": "the demo; refused elsewhere",
    "only-to-collect-static-files": "while the image is built; signs nothing",
    "Xilocarpo-Quirquincho-77": "the canary of a test on logs",
    "cambie-esto": "the example to be replaced",
    "cambie-esto-tambien": "the example to be replaced",
}
# Bits per character: below it, words and names; a random key is above.
LEAST_ENTROPY = 3.7
NOT_TEXT = {".png", ".jpg", ".woff2", ".pdf", ".ico", ".mp3", ".docx", ".xlsx"}


def entropy(text: str) -> float:
    counts = Counter(text).values()
    return -sum(n / len(text) * math.log2(n / len(text)) for n in counts)


def findings(text: str) -> Iterator[tuple[int, str]]:
    """Yield (line, kind) of what looks like a secret."""
    for number, line in enumerate(text.splitlines(), start=1):
        for kind, shape in SHAPES.items():
            if any(_counts(kind, found) for found in shape.finditer(line)):
                yield number, kind


def _counts(kind: str, found: re.Match[str]) -> bool:
    value = found.groupdict().get("value", found[0])
    if value in KNOWN:
        return False
    return kind != "valor secreto" or (
        entropy(value) >= LEAST_ENTROPY
        and any(c.isdigit() for c in value)
        and any(c.isalpha() for c in value)
    )


def tracked(root: Path = ROOT) -> Iterator[tuple[str, str]]:
    """Yield (place, kind) in the versioned files, as they are on disk."""
    for name in _git(root, "ls-files", "-z").split("\0"):
        path = root / name
        if name and path.is_file() and path.suffix not in NOT_TEXT:
            for line, kind in findings(path.read_bytes().decode("utf-8", "ignore")):
                yield f"{name}:{line}", kind


def history(root: Path = ROOT) -> Iterator[tuple[str, str]]:
    """Yield (place, kind) in every line that any commit ever added."""
    commit = name = ""
    for line in _git(root, "log", "--all", "-p", "--unified=0", "--format=%n@commit %h").split(
        "\n"
    ):
        if line.startswith("@commit "):
            commit = line.split()[1]
        elif line.startswith("+++ "):
            name = line.removeprefix("+++ b/")
        elif line.startswith("+"):
            yield from ((f"{commit} {name}", kind) for _, kind in findings(line[1:]))


def _git(root: Path, *command: str) -> str:
    done = subprocess.run(["git", *command], cwd=root, capture_output=True, check=True)
    return done.stdout.decode("utf-8", "ignore")


def main() -> int:
    parser = argparse.ArgumentParser(description="Busca claves en lo versionado.")
    parser.add_argument("--history", action="store_true", help="también en cada revisión anterior")
    found = sorted({*tracked(), *(history() if parser.parse_args().history else ())})
    print("\n".join(f"{place}: {kind}" for place, kind in found) or "Sin claves en lo versionado.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
