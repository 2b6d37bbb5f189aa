"""T03: whether another school has a row is told neither by the answer nor by how long it takes.

The measure carries its own ruler: two ids that nobody has are asked in the same run, and what
their times differ by chance is what the time of a foreign id may differ.
"""

import gc
import random
import time
from statistics import median

import pytest
from django.test import Client

from cases.models import Case
from schools.models import Student
from tests.cases.scenes import Scene
from tests.security.test_t05_references import ids
from tests.security.world import ABSENT

pytestmark = pytest.mark.django_db
SAMPLES, SHUFFLES, WARM = 500, 1000, 20
ROUTES = {"case": "/casos/{}/", "student": "/estudiantes/{}/"}


@pytest.fixture
def scenes(school, other_school) -> tuple[Scene, Scene]:
    return Scene.open(school), Scene.open(other_school)


@pytest.fixture
def client(scenes) -> Client:
    client = Client()
    client.force_login(scenes[0].directora.user)
    return client


def three_ids(scenes: tuple[Scene, Scene], what: str) -> tuple[int, int, int]:
    """Return one id of the other school and two that nobody has, of the same length."""
    ours, theirs = scenes
    model, pk = (Case, theirs.case.pk) if what == "case" else (Student, theirs.afectado.student_id)
    taken = {*ids(ours.school, model), *ids(theirs.school, model)}
    length = len(str(pk))
    same_length = [*range(pk, 10**length), *range(10 ** (length - 1), pk)]
    free = [n for n in same_length if n not in taken]
    return pk, *free[:2]


def measured(client: Client, paths: list[str], samples: int = SAMPLES) -> list[list[float]]:
    """Ask for each path in turn, in an order drawn each time; return how long each took."""
    chance, taken = random.Random(20260427), [[] for _ in paths]
    gc.disable()
    try:
        for n in range(samples + WARM):
            order = list(range(len(paths)))
            chance.shuffle(order)
            for one in order:
                start = time.perf_counter()
                client.get(paths[one])
                if n >= WARM:
                    taken[one].append(time.perf_counter() - start)
    finally:
        gc.enable()
    return taken


def noise(one: list[float], two: list[float]) -> float:
    """Return how far apart chance alone puts the medians of two halves of what is the same."""
    chance, pool, found = random.Random(1), [*one, *two], []
    for _ in range(SHUFFLES):
        chance.shuffle(pool)
        found.append(abs(median(pool[: len(one)]) - median(pool[len(one) :])))
    return max(found)


@pytest.mark.parametrize("what", ROUTES)
def test_t03_the_answer_is_the_same_to_the_byte(scenes, client, what):
    answers = [client.get(ROUTES[what].format(pk)) for pk in three_ids(scenes, what)]

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert len({tuple(sorted(answer.items())) for answer in answers}) == 1


@pytest.mark.parametrize("what", ROUTES)
def test_t03_the_time_differs_no_more_than_by_chance(scenes, client, what):
    paths = [ROUTES[what].format(pk) for pk in three_ids(scenes, what)]

    foreign, absent, other = measured(client, paths)

    apart = abs(median(foreign) - median([*absent, *other]))
    allowed = noise(absent, other)
    print(f"{what}: {apart * 1e6:.0f} µs apart, {allowed * 1e6:.0f} µs by chance")
    assert apart <= allowed


def test_t03_the_measure_sees_a_few_more_questions_to_the_database(scenes, client, monkeypatch):
    """The control: a door that asked more about the foreign row would be noticed."""
    from cases import selectors

    foreign, absent, other = three_ids(scenes, "case")
    door = selectors.get_case_or_404

    def careless(request, pk, **more):
        if pk == foreign:
            for _ in range(20):
                Case.objects.filter(pk=ABSENT).first()
        return door(request, pk, **more)

    monkeypatch.setattr("cases.overview.frame.get_case_or_404", careless)
    paths = [ROUTES["case"].format(pk) for pk in (foreign, absent, other)]
    slow, plain, again = measured(client, paths, 150)

    assert median(slow) - median([*plain, *again]) > noise(plain, again)
