"""Try every mutant of who sees what (policy, tenancy, audit) against the tests that guard it.

As `mutate.py`, whose session it fills: the tests are collected once, on a real database, and each
mutant gets a fork with connections of its own. What a migration or an import reads (the text of a
policy of the database, a table of rights) is broken in its file and tried from nothing.

Usage: python scripts/mutate_access.py SESSION
"""

import gc
import os
import random
import secrets
import subprocess
import sys
import time
import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import FunctionType

import pytest
from _pytest.runner import runtestprotocol
from cosmic_ray.mutating import mutate_code, use_mutation
from cosmic_ray.plugins import get_operator
from cosmic_ray.work_db import WorkDB
from cosmic_ray.work_item import MutationSpec, TestOutcome, WorkerOutcome, WorkResult
from django.db import connections
from mutate import in_a_fork, passes, swap, swaps_of

NEAREST = {  # the tests that notice most, first; the rest follow
    "cases": (
        "test_policy",
        "test_identities",
        "test_team",
        "test_access",
        "test_conflict",
        "test_t50",
    ),
    "audit": ("test_chain", "test_t62", "test_t59", "test_t60", "test_t61"),
    "tenancy": ("test_context", "test_middleware", "test_row_security", "test_t07", "test_t06"),
}
TESTS = (
    "tests/schools/tenancy", "tests/schools/audit", "tests/cases/test_access.py",
    "tests/cases/test_identities.py", "tests/cases/test_policy.py", "tests/cases/team",
    "tests/cases/reserve",
    *(f"tests/security/test_t{number}" for number in
      ("05", "06", "07", "12", "21", "50", "59", "60", "61", "62")),
)  # fmt: skip
AT_MIGRATION = "schools/tenancy/security.py"
OPTIONS = ["-x", "-q", "--no-header", "--tb=short", "-p", "no:cacheprovider", "-p", "no:xdist"]
SECONDS = 300
SLOW = 0.6  # of a second: what takes longer is not run for each mutant


def paths() -> list[str]:
    """Return the files of tests named by `TESTS`."""
    found = []
    for start in TESTS:
        where = Path(start)
        found += [where] if where.exists() else sorted(where.parent.glob(f"{where.name}*.py"))
    return [str(path) for path in found]


def commits(item: pytest.Item) -> bool:
    """True if the test leaves rows behind or drives a browser: those run from nothing alone."""
    marks = list(item.iter_markers("django_db"))
    own = {"live_server", "committed_db", "transactional_db"} & set(item.fixturenames)
    return bool(own) or any(mark.kwargs.get("transaction") for mark in marks)


def family(module: Path) -> str:
    """Return the key of `NEAREST` for a module."""
    return next(name for name in ("audit", "tenancy", "cases") if name in module.parts)


def again(items: list[pytest.Item]) -> bool:
    """Run the tests in another order, inside the session that is open."""
    items[0].session._setupstate.teardown_exact(items[0])
    return passes(items)


class Breaker:
    """Takes the place of pytest's loop over the tests."""

    def __init__(self, session: str) -> None:
        self.session = session
        self.spent: dict[pytest.Item, float] = {}
        self.functions: list[FunctionType] = []
        self.server = ""

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Try each mutant that has no result yet, and write its result down."""
        self.run_whole([item for item in session.items if not commits(item)])
        connections.close_all()  # each fork opens its own
        self.server = os.environ["DATABASE_URL"]
        self.functions = [f for f in gc.get_objects() if type(f) is FunctionType]
        gc.freeze()
        with closing(WorkDB(self.session, WorkDB.Mode.open)) as database:
            pending = list(database.pending_work_items)
            random.Random(19880).shuffle(pending)  # noqa: S311 -- cut short, it is a sample
            alive, began = 0, time.monotonic()
            for number, one in enumerate(pending, start=1):
                survived = self.survives(one.mutations[0])
                outcome = TestOutcome.SURVIVED if survived else TestOutcome.KILLED
                database.set_result(one.job_id, WorkResult(WorkerOutcome.NORMAL, "", outcome))
                alive += survived
                if number % 10 == 0 or number == len(pending):
                    spent = time.monotonic() - began
                    print(f"{number}/{len(pending)}: {alive} vivos, {spent:.0f} s", flush=True)
        return True

    def run_whole(self, items: list[pytest.Item]) -> None:
        """Run each test once with nothing broken: what a session starts stays for the forks."""
        for number, item in enumerate(items):
            began = time.process_time()
            following = items[(number + 1) % len(items)]
            reports = runtestprotocol(item, log=False, nextitem=following)
            self.spent[item] = time.process_time() - began
            if failed := [report.longreprtext for report in reports if report.failed]:
                sys.exit(f"Las pruebas fallan sin romper nada: {item.nodeid}\n{failed[0]}")

    def survives(self, mutation: MutationSpec) -> bool:
        """True if no test notices `mutation`."""
        path = mutation.module_path
        operator = get_operator(mutation.operator_name)(**mutation.operator_args)
        try:
            text = mutate_code(path.read_text(encoding="utf-8"), operator, mutation.occurrence)
            broken = compile(text, str(path), "exec")
        except SyntaxError:  # an operator put where Python does not take it: it cannot be run
            return False
        pairs = swaps_of(self.functions, broken, path)
        if pairs and str(path) != AT_MIGRATION:
            chosen = self.chosen(family(path))
            return in_a_fork(lambda: swap(pairs) and again(chosen), SECONDS)
        with use_mutation(path, operator, mutation.occurrence):
            return self.from_nothing(family(path), migrate=str(path) == AT_MIGRATION)

    def chosen(self, name: str) -> list[pytest.Item]:
        """Return the nearest tests, then the others, the quick ones first; not the slow ones."""
        order = sorted(self.spent, key=lambda i: (not i.path.name.startswith(NEAREST[name]),
                                                  self.spent[i]))  # fmt: skip
        return [item for item in order if self.spent[item] < SLOW]

    def from_nothing(self, name: str, *, migrate: bool) -> bool:
        """Run the nearest tests in a Python and a database of their own."""
        near = [path for path in paths() if Path(path).name.startswith(NEAREST[name])]
        command = [sys.executable, "-B", "-m", "pytest", *OPTIONS, "-m", "not browser", *near]
        with self.database(migrate=migrate) as environ:
            done = subprocess.run(command, env=environ, capture_output=True, check=False)
        return done.returncode == 0

    @contextmanager
    def database(self, *, migrate: bool) -> Iterator[dict[str, str]]:
        """Yield an environment that names a database nobody else uses; drop it afterwards."""
        from tests import databases  # noqa: PLC0415 -- pytest has put the project in the path

        run, worker = os.environ[databases.RUN], f"m{secrets.token_hex(4)}"
        mine = f"test_{secrets.token_hex(4)}" if migrate else run
        names = {databases.RUN: mine, databases.WORKER: worker, "DATABASE_URL": self.server}
        try:
            yield {**os.environ, **names}
        finally:
            if migrate:
                os.environ[databases.RUN] = mine
                databases.drop_run(self.server)
                os.environ[databases.RUN] = run
            else:
                databases.drop_database(self.server, f"{mine}_{worker}")


def main(session: str) -> None:
    """Fill `session` with results."""
    warnings.simplefilter("ignore")  # broken code compares a number with «is»
    sys.exit(pytest.main([*OPTIONS, *paths()], plugins=[Breaker(session)]))


if __name__ == "__main__":
    main(*sys.argv[1:])
