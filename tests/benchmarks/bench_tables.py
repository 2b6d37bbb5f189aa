"""The tables that need no database, each in a process of its own."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize("module", ["bench_engine", "bench_documents"])
def bench_table(module: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", f"tests.benchmarks.{module}"], check=False, text=True
    )
    assert done.returncode == 0
