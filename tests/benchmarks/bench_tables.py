"""The tables that need no database, each in a process of its own."""

import subprocess
import sys

import pytest

TABLES = ["bench_engine", "bench_documents", "bench_memory", "bench_expediente"]


@pytest.mark.parametrize("module", TABLES)
def bench_table(module: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", f"tests.benchmarks.{module}"], check=False, text=True
    )
    assert done.returncode == 0
