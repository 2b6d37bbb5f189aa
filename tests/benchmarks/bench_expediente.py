"""An expediente of 300 pages: 150 actas drawn one by one, indexed, bookmarked and foliated.

    python -m tests.benchmarks.bench_expediente

Goal: ≤ 60 seconds of the clock and ≤ 512 MB, both processes together at their highest.
"""

from __future__ import annotations

import os
import random
import resource
import sys
import time
from datetime import UTC, datetime

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "convivencia.settings.test")

import django

django.setup()

from cases.documents.kinds import KINDS  # noqa: E402
from cases.documents.press import press  # noqa: E402
from cases.documents.render import render  # noqa: E402
from cases.pack.foliation import Entry, foliate  # noqa: E402
from cases.pack.pieces import Piece  # noqa: E402
from tests.benchmarks.bench_documents import acta  # noqa: E402
from tests.benchmarks.bench_memory import resident  # noqa: E402
from tests.cases.documents.samples import SAMPLES  # noqa: E402

PIECES, PAGES, SECONDS, MEGAS = 150, 300, 60, 512
AT = datetime(2026, 11, 13, 15, tzinfo=UTC)


def index(_entries: list[Entry], _total: int) -> bytes:
    """Return a page that stands for the index: what is measured is the whole, not its looks."""
    return render(SAMPLES["D-16"], KINDS["D-16"])[1]


def main() -> int:
    """Print the table; 1 if a goal is missed."""
    chance, started, used = random.Random(5), time.perf_counter(), time.process_time()
    pieces = [
        Piece(f"Acta de entrevista {n}", AT, render(acta(chance), KINDS["D-12"])[1])
        for n in range(PIECES)
    ]
    drawn = time.perf_counter() - started
    book = foliate(pieces, index)
    whole, used = time.perf_counter() - started, time.process_time() - used
    worker = resident(press.pid, "VmHWM") / 1024
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"Expediente de {book.pages} páginas, {len(book.content) / 2**20:.1f} MB")
    print(f"  dibujar {PIECES} actas{drawn:>10.1f} s")
    print(f"  todo{whole:>22.1f} s   ({used:.1f} s de procesador propio)")
    print(
        f"  memoria más alta{own + worker:>10.0f} MB ({own:.0f} propios, {worker:.0f} al dibujar)"
    )
    missed = book.pages < PAGES or whole > SECONDS or own + worker > MEGAS
    print(f"Meta: ≤ {SECONDS} s y ≤ {MEGAS} MB. {'No se cumple' if missed else 'Se cumple'}.")
    press.stop()
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
