"""What the two documents on security say is proved, is: every test and file that they name exists.

Files are parsed, not run. `docs/asvs.md` holds a row for each requirement that applies;
`docs/security.md`, one for each attack of the plan, T01 to T76.
"""

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ASVS, SECURITY = ROOT / "docs" / "asvs.md", ROOT / "docs" / "security.md"
# How many requirements of levels 1 and 2 the standard has in each chapter.
STANDARD = {
    1: (8, 19), 2: (4, 7), 3: (8, 11), 4: (2, 8), 5: (4, 5), 6: (13, 22), 7: (6, 12), 8: (4, 3),
    9: (4, 3), 10: (5, 24), 11: (3, 11), 12: (3, 6), 13: (1, 12), 14: (2, 7), 15: (3, 10),
    16: (0, 16), 17: (0, 7),
}  # fmt: skip
APPLICABLE = {
    1: 20, 2: 11, 3: 18, 4: 4, 5: 9, 6: 33, 7: 18, 8: 7, 9: 7, 10: 13, 11: 14, 12: 8, 13: 13,
    14: 9, 15: 13, 16: 16,
}  # fmt: skip
NAMED_OF_LEVEL_3 = 35
STATES = ("cumple", "parcial", "no cumple", "no aplica")
ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| ([123]) \| (.+) \| (.+) \| (.+) \| (.+) \|$")
EXCLUDED = re.compile(r"(\d+\.\d+\.\d+) \(([12])\)")
SUMMARY = re.compile(r"^\| V(\d+) [^|]* \| " + r" \| ".join([r"(\d+)"] * 5) + r" \|$")
ATTACK = re.compile(r"^\| (T\d\d) \| (.+) \| (.+) \| (.+) \|$")
QUOTED = re.compile(r"`([^`\s]+)`")
TEST = re.compile(r"tests/(?:\w+/)*(?:test|bench)_\w+\.py(?:::\w+)?")
MUST_BE_PROVED = {f"T{n:02d}" for n in (*range(1, 27), *range(53, 64))}
NOTHING = "—"


def rows(pattern: re.Pattern[str], page: Path) -> list[tuple[str, ...]]:
    found = (pattern.match(line) for line in page.read_text("utf-8").splitlines())
    return [match.groups() for match in found if match]


def requirements() -> list[tuple[str, ...]]:
    return rows(ROW, ASVS)


def of_level_1_or_2() -> list[tuple[str, ...]]:
    return [row for row in requirements() if row[1] != "3"]


def chapter(number: str) -> int:
    return int(number.split(".", maxsplit=1)[0])


@cache
def functions_of(path: Path) -> frozenset[str]:
    """Return the tests that pytest would collect in a file: functions of the module."""
    body = ast.parse(path.read_text("utf-8")).body
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return frozenset(n.name for n in body if isinstance(n, kinds) and n.name.startswith("test_"))


def problem_of(quoted: str) -> str:
    """Return what is wrong with what a document quotes as a test or a file; "" if nothing."""
    where, _, name = quoted.partition("::")
    if not name and not re.fullmatch(r"[\w.-]+/[\w./-]*\.\w+", where):
        return ""  # a word of code, not a file
    if not (ROOT / where).is_file():
        return f"{quoted}: no such file"
    is_collected = Path(where).name.startswith("test_")
    if name and not is_collected:
        return f"{quoted}: not collected"
    if is_collected and name not in functions_of(ROOT / where) and (name or not _any(where)):
        return f"{quoted}: no such test"
    return ""


def _any(where: str) -> bool:
    return bool(functions_of(ROOT / where))


def proofs(text: str) -> list[str]:
    """Return the tests and files that a cell quotes."""
    return [q for q in QUOTED.findall(text) if TEST.fullmatch(q) or (ROOT / q).is_file()]


def named_tests(text: str) -> list[str]:
    return [q for q in QUOTED.findall(text) if TEST.fullmatch(q)]


@pytest.mark.parametrize("page", [ASVS, SECURITY], ids=lambda p: p.name)
def test_every_test_and_file_named_exists(page):
    quoted = QUOTED.findall(page.read_text("utf-8"))

    assert [text for one in quoted if (text := problem_of(one))] == []
    assert len([q for q in quoted if TEST.fullmatch(q)]) > 50


@pytest.mark.parametrize(
    "quoted",
    [
        "tests/security/test_t00_nothing.py",
        "tests/test_security_docs.py::test_that_nobody_wrote",
        "tests/factories.py::MembershipFactory",
        "tests/security/routes.py::holds",
        "cases/nowhere.py",
    ],
)
def test_what_does_not_exist_is_found(quoted):
    assert problem_of(quoted)


def test_each_requirement_is_there_once():
    numbers = [number for number, *_ in requirements()]

    assert [n for n, times in Counter(numbers).items() if times > 1] == []


def test_the_chapters_have_their_count():
    assert Counter(chapter(number) for number, *_ in of_level_1_or_2()) == APPLICABLE
    assert len(requirements()) - len(of_level_1_or_2()) == NAMED_OF_LEVEL_3


def test_with_what_is_left_out_the_standard_is_whole():
    left_out = EXCLUDED.findall(ASVS.read_text("utf-8"))
    found = Counter((chapter(n), level) for n, level, *_ in (*of_level_1_or_2(), *left_out))

    assert not {n for n, _ in left_out} & {n for n, *_ in requirements()}
    assert {n: (found[n, "1"], found[n, "2"]) for n in STANDARD} == STANDARD
    assert (len(of_level_1_or_2()), len(left_out)) == (213, 40)


def test_each_row_says_its_state_and_what_it_stands_on():
    wrong = [
        number
        for number, _, _, how, proof, state in requirements()
        if state not in STATES or len(how) < 3 or not proofs(proof)
    ]

    assert wrong == []


def test_what_is_not_met_says_what_is_missing():
    short = [
        number
        for number, _, _, how, _, state in requirements()
        if state in {"parcial", "no cumple"} and len(how) < 15
    ]

    assert short == []


def test_the_summary_counts_what_is_in_the_table():
    counted = Counter((chapter(n), state) for n, _, _, _, _, state in of_level_1_or_2())
    said = {int(n): tuple(map(int, numbers)) for n, *numbers in rows(SUMMARY, ASVS)}

    assert said == {
        n: (total, *(counted[n, state] for state in STATES)) for n, total in APPLICABLE.items()
    }


def test_each_attack_has_its_row():
    assert [name for name, *_ in rows(ATTACK, SECURITY)] == [f"T{n:02d}" for n in range(1, 77)]


def test_each_attack_is_proved_or_says_why_not():
    silent = {
        name
        for name, _, proof, gap in rows(ATTACK, SECURITY)
        if not named_tests(proof) and len(gap) < 20
    }

    assert silent == set()


def test_the_attacks_of_this_table_name_a_test_of_their_own_number():
    rows_of = {name: (proof, gap) for name, _, proof, gap in rows(ATTACK, SECURITY)}
    missing = {
        name
        for name in MUST_BE_PROVED
        if not any(f"test_{name.lower()}_" in test for test in named_tests(rows_of[name][0]))
        and rows_of[name][1].strip() == NOTHING
    }

    assert missing == set()
