"""What the process that draws grows to: the same worker after 50 actas and after 1,000.

    python -m tests.benchmarks.bench_memory

In production another one takes its place after 500; here it is kept alive, to see that it need not.
Goal: ≤ 1.1.
"""

from __future__ import annotations

import os
import random
import sys
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "convivencia.settings.test")

import django

django.setup()

from cases.documents import press as presses  # noqa: E402
from cases.documents.kinds import KINDS  # noqa: E402
from cases.documents.press import Press  # noqa: E402
from cases.documents.render import _images, render_html  # noqa: E402
from tests.benchmarks.bench_documents import acta  # noqa: E402

FEW, MANY, GOAL = 50, 1_000, 1.1
IMMORTAL = (
    "import sys; from cases.documents import worker;"
    " worker.LAST_AT = (10**9, 10**12); sys.exit(worker.main())"
)


def grown(few: int, many: int) -> tuple[int, int]:
    """Return the resident KiB of one worker after `few` actas and after `many`."""
    command, presses.COMMAND = presses.COMMAND, [*presses.COMMAND[:3], "-c", IMMORTAL]
    press, chance, found = Press(), random.Random(11), []
    try:
        for number in range(1, many + 1):
            report = acta(chance)
            press.draw(render_html(report, KINDS["D-12"]), _images(report))
            if number in {few, many}:
                found.append(resident(press.pid, "VmRSS"))
    finally:
        press.stop()
        presses.COMMAND = command
    return found[0], found[1]


def resident(pid: int, name: str) -> int:
    """Return a line of `/proc/<pid>/status`, in KiB."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name))


def main() -> int:
    """Print the table; 1 if the goal is missed."""
    few, many = grown(FEW, MANY)
    print("Memoria residente del proceso que dibuja, actas de dos páginas")
    print(f"  tras {FEW:>5} actas{few / 1024:>8.1f} MB")
    print(f"  tras {MANY:>5} actas{many / 1024:>8.1f} MB   × {many / few:.3f}")
    missed = many / few > GOAL
    print(f"Meta: ≤ {GOAL}. {'No se cumple' if missed else 'Se cumple'}.")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
