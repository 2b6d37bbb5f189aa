"""Try every mutant of who sees what (policy, tenancy, audit) against the tests that guard it.

As `mutate.py`, whose session it fills: the tests are collected once, on a real database, and each
mutant gets a fork with connections of its own: first the nearest tests, then the others, then the
nearest of those that commit. What an import reads (a table of rights) is broken in its file and
tried from nothing; what a migration writes in the database (its policies, keys and grants), in a
database that has the tables alone.

Usage: python scripts/mutate_access.py SESSION [PART OF A PATH]
"""

import gc
import os
import random
import secrets
import subprocess
import sys
import time
import traceback
import warnings
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import CodeType, FunctionType

import psycopg
import pytest
from _pytest.runner import runtestprotocol
from cosmic_ray.mutating import mutate_code, use_mutation
from cosmic_ray.plugins import get_operator
from cosmic_ray.work_db import WorkDB
from cosmic_ray.work_item import MutationSpec, TestOutcome, WorkerOutcome, WorkItem, WorkResult
from django.apps import apps
from django.db import connections
from django.db.models.signals import post_migrate
from mutate import in_a_fork, swap, swaps_of
from mutate_score import tell

NEAREST = {  # the tests that notice most, first; the rest follow
    "policy": ("test_policy", "test_identities"),
    "access": ("test_sight", "test_identities", "test_access"),
    "chain": ("test_chain_text", "test_chain", "test_t62"),
    "seals": ("test_seal", "test_t62"),
    "verify": ("test_seal", "test_chain", "test_t62"),
    "services": ("test_trail", "test_middleware", "test_t60", "test_chain"),
    "silent": ("test_trail",),
    "trail": ("test_trail", "test_middleware", "test_t60", "test_t61", "test_chain"),
    "context": ("test_context", "test_middleware", "test_chain"),
    "middleware": ("test_middleware", "test_t60", "test_t61"),
    "models": ("test_fields", "test_context", "test_row_security", "test_t06"),
    "room": ("test_room", "test_middleware"),
    "security": ("test_security", "test_t06", "test_row_security", "test_t07"),
    "tasks": ("test_context", "test_t12"),
}  # fmt: skip
PLACES = (
    "tests/cases", "tests/cases/team", "tests/cases/reserve", "tests/schools/audit",
    "tests/schools/tenancy", "tests/security",
)  # fmt: skip
AT_MIGRATION = "schools/tenancy/security.py"
AT_IMPORT = (  # what their functions return is read once
    "cases/policy.py",
    "schools/tenancy/models.py",
)
OPTIONS = ["-x", "-q", "--no-header", "--tb=short", "-p", "no:cacheprovider", "-p", "no:xdist"]
FAILED = Path("mutate.failed")
SECONDS = 400  # a mutant that loops for ever is a dead mutant
SLOW = 0.6  # of a second: what takes longer is not run for each mutant, unless it is near
CONTROL = 40  # every so many mutants, nothing is broken, and it must live

Pairs = list[tuple[FunctionType, CodeType]]


def paths(modules: tuple[str, ...] = tuple(NEAREST)) -> list[str]:
    """Return the files of tests that are near to one of the modules."""
    files = [path for place in PLACES for path in sorted(Path(place).glob("test_*.py"))]
    names = [name for module in modules for name in NEAREST[module]]
    found = [str(path) for name in names for path in files if path.name.startswith(name)]
    return list(dict.fromkeys(found))


def commits(item: pytest.Item) -> bool:
    """True if the test leaves rows behind, which it takes away at its end."""
    marks = list(item.iter_markers("django_db"))
    own = {"live_server", "committed_db", "transactional_db"} & set(item.fixturenames)
    return bool(own) or any(mark.kwargs.get("transaction") for mark in marks)


def again(items: list[pytest.Item]) -> bool:
    """Run the tests in another order, inside the session that is open; False at the first failure.

    What failed is left written, to say it if nothing was broken.
    """
    FAILED.unlink(missing_ok=True)
    if items:
        items[0].session._setupstate.teardown_exact(items[0])
    for number, item in enumerate(items):
        following = items[number + 1] if number + 1 < len(items) else None
        reports = runtestprotocol(item, log=False, nextitem=following)
        if failed := [report.longreprtext for report in reports if report.failed]:
            FAILED.write_text(f"{item.nodeid}\n{failed[0]}", encoding="utf-8")
            return False
    return True


def no_error(work: Callable[[], bool]) -> bool:
    """Return what `work` returns; an error must not run on in the copy of a session."""
    try:
        return work()
    except BaseException:  # noqa: BLE001 -- broken code may raise anything
        FAILED.write_text(traceback.format_exc(), encoding="utf-8")
        return False


def ends_well(work: Callable[[], bool]) -> bool:
    """Return what `work` returns in a fork; say it if it had to be cut short."""
    began = time.monotonic()
    well = in_a_fork(lambda: no_error(work), SECONDS)
    if time.monotonic() - began >= SECONDS:
        print("no terminó", flush=True)
    return well


class Breaker:
    """Takes the place of pytest's loop over the tests."""

    def __init__(self, session: str, only: str) -> None:
        self.session, self.only = session, only
        self.items: list[pytest.Item] = []
        self.spent: dict[pytest.Item, float] = {}
        self.functions: list[FunctionType] = []
        self.whole: set[Path] = set()  # modules whose tests were seen to pass from nothing
        self.server = self.bare = ""

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Try each mutant that has no result yet, and write its result down."""
        self.items = [i for i in session.items if not i.get_closest_marker("browser")]
        slow = [item for item in self.items if commits(item)]
        self.run_whole([*(item for item in self.items if item not in slow), *slow[:1]])
        connections.close_all()  # each fork opens its own
        self.server = os.environ["DATABASE_URL"]
        self.functions = [f for f in gc.get_objects() if type(f) is FunctionType]
        gc.freeze()
        sys.dont_write_bytecode = True  # a mutant must never be taken for another
        with closing(WorkDB(self.session, WorkDB.Mode.open)) as database:
            pending = [
                i for i in database.pending_work_items
                if self.only in str(i.mutations[0].module_path)
            ]  # fmt: skip
            random.Random(19880).shuffle(pending)  # noqa: S311 -- cut short, it is a sample
            self.try_all(pending, database)
        return True

    def run_whole(self, items: list[pytest.Item]) -> None:
        """Run each test once with nothing broken: what a session starts stays for the forks."""
        for number, item in enumerate(items):
            began = time.process_time()
            following = items[(number + 1) % len(items)]
            reports = runtestprotocol(item, log=False, nextitem=following)
            self.spent[item] = time.process_time() - began
            if failed := [report.longreprtext for report in reports if report.failed]:
                why = f"Las pruebas fallan sin romper nada: {item.nodeid}\n{failed[0]}"
                pytest.exit(why, returncode=1)

    def try_all(self, pending: list[WorkItem], database: WorkDB) -> None:
        """Try the mutants, and say each that lives; now and then break nothing."""
        began, checked = time.monotonic(), set()
        for number, one in enumerate(pending, start=1):
            path = one.mutations[0].module_path
            if number % CONTROL == 0 or path not in checked:
                self.control(path)
                checked.add(path)
            outcome = self.outcome(one.mutations[0])
            database.set_result(one.job_id, WorkResult(WorkerOutcome.NORMAL, "", outcome))
            if outcome == TestOutcome.SURVIVED or number % 10 == 0 or number == len(pending):
                spent = time.monotonic() - began
                print(f"{number}/{len(pending)} {spent:.0f} s: {outcome} {path}", flush=True)

    def control(self, path: Path) -> None:
        """End the run if the tests do not pass with nothing broken: they would kill them all."""
        lives = self.lives_at_migration([], path) if str(path) == AT_MIGRATION else (
            self.lives_in_forks([], path)
        )  # fmt: skip
        if not lives:
            why = FAILED.read_text(encoding="utf-8") if FAILED.exists() else "No terminaron."
            pytest.exit(f"Las pruebas de {path} fallan sin romper nada: {why}", returncode=1)

    def outcome(self, mutation: MutationSpec) -> TestOutcome:
        """Return whether a test notices `mutation`; INCOMPETENT if it is not Python."""
        path = mutation.module_path
        operator = get_operator(mutation.operator_name)(**mutation.operator_args)
        try:
            text = mutate_code(path.read_text(encoding="utf-8"), operator, mutation.occurrence)
            broken = compile(text, str(path), "exec")
        except SyntaxError:
            return TestOutcome.INCOMPETENT
        pairs = swaps_of(self.functions, broken, path)
        if pairs:
            at_migration = str(path) == AT_MIGRATION
            lives = self.lives_at_migration if at_migration else self.lives_in_forks
            if not lives(pairs, path):
                return TestOutcome.KILLED
        if not pairs or str(path) in AT_IMPORT:
            if path not in self.whole and not self.lives_from_nothing(path):
                why = f"Las pruebas de {path}, desde cero, fallan sin romper nada."
                pytest.exit(why, returncode=1)
            self.whole.add(path)
            with use_mutation(path, operator, mutation.occurrence):
                if not self.lives_from_nothing(path):
                    return TestOutcome.KILLED
        return TestOutcome.SURVIVED

    def unblock(self) -> None:
        """Let code that is no test use the database."""
        from pytest_django.plugin import blocking_manager_key  # noqa: PLC0415 -- pytest loads it

        self.items[0].config.stash[blocking_manager_key].unblock()

    def near(self, path: Path) -> list[pytest.Item]:
        """Return the tests nearest to a module, the nearest first."""
        names = NEAREST[path.stem]
        found = [item for item in self.items if item.path.name.startswith(names)]
        return sorted(found, key=lambda i: [i.path.name.startswith(n) for n in names].index(True))

    def lives_in_forks(self, pairs: Pairs, path: Path) -> bool:
        """True if no test notices: the nearest, the other quick ones, the nearest that commit."""
        near = self.near(path)
        first = [item for item in near if not commits(item)]
        others = [
            item for item, spent in self.spent.items()
            if item not in near and spent < SLOW and not commits(item)
        ]  # fmt: skip
        last = [item for item in near if commits(item)]
        stages: list[Callable[[], bool]] = [
            lambda some=some: swap(pairs) and again(some) for some in (first, last, others)
        ]
        return all(ends_well(stage) for stage in stages)

    def lives_at_migration(self, pairs: Pairs, path: Path) -> bool:
        """True if no test notices in a database that the broken code has secured."""
        from tests import databases  # noqa: PLC0415 -- pytest has put the project in the path

        if not self.bare:
            self.bare = self.database_with_tables_alone()
        near, run, mine = self.near(path), os.environ[databases.RUN], f"test_{secrets.token_hex(4)}"

        def work() -> bool:
            swap(pairs)
            self.unblock()
            os.environ[databases.RUN] = mine
            with psycopg.connect(self.server, autocommit=True) as server:
                server.execute(f"CREATE DATABASE {mine} TEMPLATE {self.bare}")
            databases._point_at(self.server, mine)
            after_migrating()
            connections.close_all()
            databases.create_database(self.server, "m")
            return again(near)

        alone = [item for item in near if item.path.name.startswith(NEAREST[path.stem][0])]
        if not ends_well(lambda: swap(pairs) and again(alone)):
            return False
        try:
            return ends_well(work)
        finally:
            os.environ[databases.RUN] = mine
            databases.drop_run(self.server)
            os.environ[databases.RUN] = run

    def database_with_tables_alone(self) -> str:
        """Migrate a database without what runs after the migrations; return its name."""
        from tests import databases  # noqa: PLC0415 -- as above

        name = f"test_{secrets.token_hex(4)}"

        def work() -> bool:
            self.unblock()
            os.environ[databases.RUN] = name
            post_migrate.disconnect(dispatch_uid="schools.secure_database")
            databases.close_database = lambda _: None
            databases.create_database(self.server, "unused")
            connections.close_all()
            return True

        if not ends_well(work):
            why = FAILED.read_text(encoding="utf-8") if FAILED.exists() else "No terminó."
            pytest.exit(f"No se pudo preparar una base con las tablas solas: {why}", returncode=1)
        return name

    def lives_from_nothing(self, path: Path) -> bool:
        """Run the nearest tests in a Python of their own, which reads the broken file."""
        files = paths((path.stem,))
        return all(self.pass_from_nothing(some) for some in (files[:1], files[1:]) if some)

    def pass_from_nothing(self, files: list[str]) -> bool:
        """True if those tests pass, with a database of their own."""
        command = [sys.executable, "-B", "-m", "pytest", *OPTIONS, "-m", "not browser", *files]
        with self.database() as environ:
            try:
                done = subprocess.run(
                    command, env=environ, capture_output=True, check=False, timeout=3 * SECONDS
                )
            except subprocess.TimeoutExpired:
                print("no terminó", flush=True)
                return False
        return done.returncode == 0

    @contextmanager
    def database(self) -> Iterator[dict[str, str]]:
        """Yield an environment that names a database nobody else uses; drop it afterwards."""
        from tests import databases  # noqa: PLC0415 -- as above

        run, worker = os.environ[databases.RUN], f"m{secrets.token_hex(4)}"
        names = {databases.RUN: run, databases.WORKER: worker, "DATABASE_URL": self.server}
        try:
            yield {**os.environ, **names}
        finally:
            databases.drop_database(self.server, f"{run}_{worker}")


def after_migrating() -> None:
    """Do what `migrate` does at its end: tell each application."""
    from schools.tenancy.security import secure_database  # noqa: PLC0415 -- it needs Django

    for config in apps.get_app_configs():
        secure_database(using="owner", app_config=config)


def main(session: str, only: str = "") -> None:
    """Fill `session` with results; end badly if too many mutants live."""
    warnings.simplefilter("ignore")  # broken code compares a number with «is»
    modules = tuple(name for name in NEAREST if only.endswith(f"/{name}.py")) or tuple(NEAREST)
    code = pytest.main([*OPTIONS, *paths(modules)], plugins=[Breaker(session, only)])
    sys.exit(code or tell(Path(session)))


if __name__ == "__main__":
    main(*sys.argv[1:])
