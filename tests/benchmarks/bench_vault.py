"""What encryption costs: the same words read and written sealed, beside a plain column.

Turn by turn in one run; the ratio of the medians fails if it is exceeded in two of three tries.
"""

import hashlib
import secrets
import statistics
import time
from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connection

from cases.models import Actuacion, OutboxMessage
from cases.states import Acto
from schools.tenancy.context import school_context
from schools.vault.envelope import open_sealed, seal
from tests.cases.scenes import Scene

ROWS, ROUNDS, TRIES = 200, 40, 3
WORDS = "En el recreo le quitaron la mochila y la lanzaron al techo. " * 34  # two kilobytes
FILE = secrets.token_bytes(5 * 1024 * 1024)
READ, WRITE, HASH = 3.0, 3.0, 4.0  # opening a file also copies it
pytestmark = pytest.mark.django_db


def bench_words(school: object) -> None:
    scene = Scene.open(school)
    with school_context(school):
        for number in range(ROWS):
            write_sealed(scene, number)
            write_plain(scene, number)
    numbers = iter(range(ROWS, 10**9))
    read = beside(lambda: within(school, read_plain), lambda: within(school, read_sealed))
    write = beside(
        lambda: within(school, lambda: write_plain(scene, next(numbers))),
        lambda: within(school, lambda: write_sealed(scene, next(numbers))),
    )
    where = b"lugar"
    cipher = AESGCM(secrets.token_bytes(32))
    stored = seal(cipher, 1, FILE, where)
    file = beside(lambda: hashlib.sha256(FILE).digest(), lambda: open_sealed(cipher, stored, where))

    print(f"\ncada razón es la menor de {TRIES}, en turnos alternados")
    print(f"leer {ROWS} textos de 2 kB  | ×{min(read):.2f} de la columna sin cifrar (≤ {READ})")
    print(f"guardar un texto          | ×{min(write):.2f} de la fila sin cifrar (≤ {WRITE})")
    print(f"abrir un archivo de 5 MB  | ×{min(file):.2f} de calcular su SHA-256 (≤ {HASH})")
    for found, limit in ((read, READ), (write, WRITE), (file, HASH)):
        assert sum(ratio > limit for ratio in found) < 2, found


def beside(plain: Callable, sealed: Callable) -> list[float]:
    """Return, for each try, the median time of `sealed` over that of `plain`."""
    return [_ratio(plain, sealed) for _ in range(TRIES)]


def _ratio(plain: Callable, sealed: Callable) -> float:
    floor, cost = [], []
    for _ in range(ROUNDS):
        floor.append(timed(plain))
        cost.append(timed(sealed))
    return statistics.median(cost) / statistics.median(floor)


def timed(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def within(school: object, call: Callable) -> None:
    """Each time with an empty ring, as each request starts."""
    with school_context(school), connection.cursor():
        call()


def read_plain() -> None:
    rows = OutboxMessage.objects.filter(kind="medida").only("school_id", "key", "body")[:ROWS]
    assert all(row.body == WORDS for row in rows)


def read_sealed() -> None:
    rows = Actuacion.objects.filter(title="medida").only("school_id", "case_id", "text")[:ROWS]
    assert all(row.text == WORDS for row in rows)


def write_plain(scene: Scene, number: int) -> None:
    OutboxMessage.objects.create(
        key=f"medida:{number}", kind="medida", recipient="a@b.example", subject="x", body=WORDS,
        message_id=str(number), created_at=scene.now,
    )  # fmt: skip


def write_sealed(scene: Scene, _number: int) -> None:
    Actuacion.objects.create(
        case=scene.case, acto=Acto.CUMPLIR_PASO, at=scene.now, created_at=scene.now,
        actor_name="", title="medida", text=WORDS,
    )  # fmt: skip
