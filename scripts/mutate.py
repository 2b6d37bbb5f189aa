"""Try every mutant of a cosmic-ray session against the tests of the engine.

cosmic-ray's own `exec` starts one Python per mutant. Here the tests are collected once and
each mutant gets a fork in which only the code of the broken function is replaced; the first
failing test ends it. A mutant outside any function, or that lives through that, is tried
again from its file with nothing loaded: what was read before the fork cannot hide it.
"""

import gc
import os
import random
import signal
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from types import CodeType, FunctionType

import pytest
from _pytest.runner import runtestprotocol
from cosmic_ray.mutating import mutate_code, use_mutation
from cosmic_ray.plugins import get_operator
from cosmic_ray.work_db import WorkDB
from cosmic_ray.work_item import MutationSpec, TestOutcome, WorkerOutcome, WorkResult

TESTS = Path("tests/protocols")
SECONDS = 120  # a mutant that loops for ever is a dead mutant
WHOLE_SECONDS = 900  # every test, from nothing: slow is not dead
FIRST = (
    "corners", "edges", "last_instant", "written", "other_readings",
    "clock_changes", "counting", "evaluate",
    "branches", "escenarios_a", "acoso_gates", "modelo_a", "parties", "periods",
)  # fmt: skip
NEAREST = {  # the one file that kills most mutants of a module; «evaluate» of any other
    "calendar": "edges", "counting": "edges", "moments": "counting", "units": "counting",
    "territory": "counting", "conditions": "branches", "problems": "modelo_a",
    "readings": "clock_changes",
}  # fmt: skip
NEEDS_DJANGO = "plazo_simular"
WHOLE = [  # a warning about broken code is not a test that noticed it
    "-x", "-q", "--tb=no", "-p", "no:cacheprovider", "-o", "filterwarnings=",
    "tests/protocols", "--ignore=tests/protocols/reglamento",
]  # fmt: skip
OPTIONS = [
    "-x", "-q", "--no-header", "--noconftest", "--import-mode=importlib", "--tb=no",
    "-c", "cosmic-ray.toml", "--rootdir=.", "-o", "pythonpath=.", "-p", "no:cacheprovider",
]  # fmt: skip


def in_a_fork(work: Callable[[], bool], seconds: int = SECONDS) -> bool:
    """Return what `work` returns in a fork; False if it does not end in time."""
    child = os.fork()
    if child == 0:
        signal.alarm(seconds)
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        os._exit(0 if work() else 1)
    return os.waitpid(child, 0)[1] == 0


def files() -> list[str]:
    """Return the tests that need no database, those that kill most first."""
    names = [path.stem.removeprefix("test_") for path in sorted(TESTS.glob("test_*.py"))]
    rest = [name for name in names if name not in (*FIRST, NEEDS_DJANGO)]
    return [str(TESTS / f"test_{name}.py") for name in (*FIRST, *rest)]


def codes(code: CodeType) -> Iterator[CodeType]:
    """Yield the code objects inside `code`, at any depth."""
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield inner
            yield from codes(inner)


class Breaker:
    """Takes the place of pytest's loop over the tests."""

    def __init__(self, session: str, only: str) -> None:
        self.session, self.only = session, only
        self.functions: list[FunctionType] = []

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Try each mutant that has no result yet, and write its result down."""
        self.functions = [f for f in gc.get_objects() if type(f) is FunctionType]
        gc.freeze()
        if not in_a_fork(lambda: passes(session.items)):
            sys.exit("Las pruebas fallan sin romper nada.")
        sys.dont_write_bytecode = True  # a mutant must never be taken for another
        with closing(WorkDB(self.session, WorkDB.Mode.open)) as database:
            pending = [i for i in database.pending_work_items if self.wanted(i.mutations[0])]
            random.Random(19880).shuffle(pending)  # noqa: S311 -- cut short, it is a sample
            self.try_all(pending, database, session.items)
        return True

    def wanted(self, mutation: MutationSpec) -> bool:
        """True if the mutant is of one of the files asked for."""
        return self.only in str(mutation.module_path)

    def try_all(self, pending: list, database: WorkDB, items: list[pytest.Item]) -> None:
        """Try the mutants, and say now and then how it goes."""
        alive, began = 0, time.monotonic()
        for number, item in enumerate(pending, start=1):
            survived = self.survives(item.mutations[0], items)
            outcome = TestOutcome.SURVIVED if survived else TestOutcome.KILLED
            database.set_result(item.job_id, WorkResult(WorkerOutcome.NORMAL, "", outcome))
            alive += survived
            if number % 50 == 0 or number == len(pending):
                spent = time.monotonic() - began
                print(f"{number}/{len(pending)}: {alive} vivos, {spent:.0f} s", flush=True)

    def survives(self, mutation: MutationSpec, items: list[pytest.Item]) -> bool:
        """True if no test notices `mutation`."""
        operator = get_operator(mutation.operator_name)(**mutation.operator_args)
        source = mutation.module_path.read_text(encoding="utf-8")
        try:
            text = mutate_code(source, operator, mutation.occurrence)
            broken = compile(text, str(mutation.module_path), "exec")
        except SyntaxError:  # an operator put where Python does not take it: it cannot be run
            return False
        swaps = swaps_of(self.functions, broken, mutation.module_path)
        nearest = f"test_{NEAREST.get(mutation.module_path.stem, 'evaluate')}.py"
        quick = {f"test_{name}.py" for name in FIRST}
        first = sorted(
            (item for item in items if item.path.name in quick),
            key=lambda item: item.path.name != nearest,
        )
        rest = [item for item in items if item.path.name not in quick]
        for some in (first, rest) if swaps else ():
            if not in_a_fork(lambda some=some: swap(swaps) and passes(some)):
                return False
        with use_mutation(mutation.module_path, operator, mutation.occurrence):
            return in_a_fork(from_nothing, WHOLE_SECONDS)


def swaps_of(
    functions: list[FunctionType], broken: CodeType, path: Path
) -> list[tuple[FunctionType, CodeType]]:
    """Return the live functions of `path` whose code changes, each with its new code."""
    new = {(code.co_qualname, code.co_firstlineno): code for code in codes(broken)}
    pairs = []
    for function in functions:
        old = function.__code__
        if old.co_filename.endswith(str(path)):
            code = new.get((old.co_qualname, old.co_firstlineno), old)
            if code != old and len(code.co_freevars) == len(old.co_freevars):
                pairs.append((function, code))
    return pairs


def swap(pairs: list[tuple[FunctionType, CodeType]]) -> bool:
    """Put each new code in its function."""
    for function, code in pairs:
        function.__code__ = code
    return True


def passes(items: list[pytest.Item]) -> bool:
    """Run tests that are already collected; False at the first that fails."""
    for number, item in enumerate(items):
        following = items[number + 1] if number + 1 < len(items) else None
        if any(report.failed for report in runtestprotocol(item, log=False, nextitem=following)):
            return False
    return True


def from_nothing() -> bool:
    """Run every test of the protocols in a Python of its own, which reads the broken file."""
    command = [sys.executable, "-B", "-m", "pytest", *WHOLE]
    del os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"]
    os.execv(command[0], command)  # noqa: S606 -- our own interpreter and files


def main(session: str, only: str = "") -> None:
    """Fill `session` with results; `only` keeps the files whose path has that text."""
    warnings.simplefilter("ignore")  # broken code compares a number with «is»
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    sys.exit(pytest.main([*OPTIONS, *files()], plugins=[Breaker(session, only)]))


if __name__ == "__main__":
    main(*sys.argv[1:])
