"""Say how many mutants of a session died, file by file, and fail under the floor.

A mutant that lives is put apart only if `mutate_accepted.toml` names it, with the reason.

Usage: python scripts/mutate_score.py SESSION
"""

import difflib
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator
from cosmic_ray.work_db import WorkDB
from cosmic_ray.work_item import MutationSpec, TestOutcome, WorkerOutcome

FLOOR = 90
ACCEPTED = Path(__file__).with_name("mutate_accepted.toml")
KINDS = DEAD, SAME, ALIVE = "muertos", "equivalentes", "vivos"
Change = tuple[str, str, str]


def change(mutation: MutationSpec) -> Change:
    """Return the file, the line that was and the line that it became, without margins."""
    operator = get_operator(mutation.operator_name)(**mutation.operator_args)
    before = mutation.module_path.read_text(encoding="utf-8")
    after = mutate_code(before, operator, mutation.occurrence)
    lines = list(difflib.ndiff(before.splitlines(), after.splitlines()))
    was, became = (
        " ".join(line[2:].strip() for line in lines if line.startswith(sign)) for sign in "-+"
    )
    return str(mutation.module_path), was, became


def accepted() -> set[Change]:
    """Return the mutants that were read and change nothing that matters."""
    groups = tomllib.loads(ACCEPTED.read_text(encoding="utf-8"))["group"]
    return {(group["file"], was, became) for group in groups for was, became in group["mutants"]}


def tried(session: Path) -> Iterator[tuple[MutationSpec, bool]]:
    """Yield each mutant that is Python and has a result, and whether it died."""
    with closing(WorkDB(session, WorkDB.Mode.open)) as database:
        mutations = {item.job_id: item.mutations[0] for item in database.work_items}
        for job_id, result in database.results:
            ran = result.worker_outcome == WorkerOutcome.NORMAL  # no filter left it out
            if ran and result.test_outcome != TestOutcome.INCOMPETENT:
                yield mutations[job_id], result.test_outcome == TestOutcome.KILLED


def tell(session: Path) -> int:
    """Print the score; return 1 if it is under the floor, 0 if not."""
    known, count = accepted(), Counter()
    for mutation, died in tried(session):
        file, was, became = change(mutation) if not died else (str(mutation.module_path), "", "")
        kind = DEAD if died else SAME if (file, was, became) in known else ALIVE
        count[file, kind] += 1
        if kind == ALIVE:
            print(f"vivo: {file}\n  - {was}\n  + {became}")
    for file in sorted({file for file, _ in count}):
        say(file, *(count[file, kind] for kind in KINDS))
    totals = [sum(n for (_, one), n in count.items() if one == kind) for kind in KINDS]
    return int(say("total", *totals) < FLOOR)


def say(name: str, dead: int, same: int, alive: int) -> float:
    """Print one line of the score; return it, in per cent."""
    whole = dead + same + alive
    raw, score = 100 * dead / (whole or 1), 100 * dead / ((whole - same) or 1)
    print(
        f"{name:32} probados {whole:4}  muertos {dead:4}  equivalentes {same:3}  vivos {alive:3}"
        f"  en bruto {raw:5.1f} %  sin los equivalentes {score:5.1f} %"
    )
    return score


if __name__ == "__main__":
    sys.exit(tell(Path(sys.argv[1])))
