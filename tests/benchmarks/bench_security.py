"""What isolation costs: the list of 50 in a school of 10,000 cases, beside the same without it.

Turn by turn in one run, beside an A/A pair; a ratio fails if it is exceeded in two of three tries.
"""

import gc
import os
import statistics
import time
from collections.abc import Callable
from contextlib import ExitStack
from urllib.parse import urlsplit

import psycopg
import pytest
from django.db import connection, connections
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.test import Client
from django.urls import include, path

from cases.models import Case
from schools.models import Role
from tests.cases.overview.test_list import add_bare_cases
from tests.databases import owner
from tests.factories import SchoolFactory
from tests.ui.fixtures import enter, friday  # noqa: F401 -- fixtures
from tests.ui.scenes import Town, empty_town

ROUNDS, TRIES, SCHOOLS, CASES = 300, 3, 3, 10_000
P95_OF_BARE, P95_OF_FLOOR, RLS = 6.0, 1.5, 1.1
LIST = """
SELECT id, year, number, protocol_key, state, known_at FROM cases_case
WHERE school_id = %(school)s AND (year, number) < (2020, 9000)
ORDER BY year DESC, number DESC LIMIT 51
"""
# What the page shows of each row, by the shortest way: no grants, no levels, no objects.
FLOOR = """
SELECT c.*, (
    SELECT array_agg(s.first_names || ' ' || s.paternal) FROM cases_participant p
    JOIN schools_student s ON s.id = p.student_id WHERE p.case_id = c.id
), (
    SELECT min(v.due_at) FROM cases_vencimiento v WHERE v.case_id = c.id
) FROM cases_case c WHERE c.school_id = %s ORDER BY c.year DESC, c.number DESC LIMIT 51
"""
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls(__name__)]
READY: dict[str, object] = {}  # what the template of the list was given


def bare(request: HttpRequest) -> HttpResponse:
    """Sign-in, school, one look-up by key: what no page can do without."""
    return HttpResponse(Case.objects.filter(year=2026, number=1).exists())


def floor(request: HttpRequest) -> HttpResponse:
    """The same page from rows made before, and one question in raw SQL."""
    with connection.cursor() as cursor:
        cursor.execute(FLOOR, [request.school.pk])
        cursor.fetchall()
    return render(request, "cases/overview/list.html", READY)


urlpatterns = [path("desnuda/", bare), path("piso/", floor), path("", include("convivencia.urls"))]


def timed(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def in_turns(*calls: Callable[[], object]) -> list[list[float]]:
    """Return the times of each call, taken turn by turn.

    What was loaded before stays out of the collector's rounds, as in `convivencia.wsgi`: a page
    does not pay for the modules of the tests.
    """
    for call in calls:
        call()
    gc.collect()
    gc.freeze()
    turns = [[timed(call) for call in calls] for _ in range(ROUNDS)]
    return [list(times) for times in zip(*turns, strict=True)]


def p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


@pytest.fixture
def scene(friday: object) -> Town:  # noqa: F811
    """Schools of 10,000 cases each, and statistics as they would be the next morning."""
    towns = [empty_town(SchoolFactory()) for _ in range(SCHOOLS)]
    for town in towns:
        add_bare_cases(town, CASES, (2020,))
    with owner() as connection_:
        connection_.execute("ANALYZE")
    return towns[0]


def mostly(passed: list[bool]) -> bool:
    return sum(passed) * 2 > len(passed)


def bench_the_list_beside_its_floors(scene: Town, client: Client) -> None:
    enter(client, scene.member(Role.ENCARGADA))
    shown = client.get("/casos/").context
    names = shown.keys() - {"request", "csrf_token", "block", "view"}
    READY.update({name: shown[name] for name in names if name in shown})
    assert len(READY["rows"]) == 50

    passed = []
    for _ in range(TRIES):
        none, again, least, page = in_turns(
            *(
                (lambda url=url: client.get(url))
                for url in ("/desnuda/", "/desnuda/", "/piso/", "/casos/")
            )
        )
        of_bare, of_floor = p95(page) / p95(none), p95(page) / p95(least)
        print(f"\nlista de 50 entre 10.000 | p95 ×{of_bare:.2f} de la vista desnuda (≤ 6)", end="")
        print(f" | ×{of_floor:.2f} del piso (≤ 1,5) | A/A ×{p95(again) / p95(none):.2f}")
        passed.append(of_bare <= P95_OF_BARE and of_floor <= P95_OF_FLOOR)
    assert mostly(passed)


def address(login: str) -> str:
    database = connections["default"].settings_dict["NAME"]
    return urlsplit(os.environ[login])._replace(path=f"/{database}").geturl()


def bench_row_level_security(scene: Town) -> None:
    """The same question with the same filter, as the application and as who bypasses the rules."""
    passed = []
    with ExitStack() as stack:
        bound, free = (
            stack.enter_context(psycopg.connect(address(login)))
            for login in ("DATABASE_APP_URL", "DATABASE_BACKUP_URL")
        )
        params = {"school": scene.school.pk}
        for one in (bound, free):
            one.execute("SELECT set_config('app.school_id', %s, false)", [str(scene.school.pk)])
            assert len(one.execute(LIST, params).fetchall()) == 51
        for _ in range(TRIES):
            own, without, again = in_turns(
                *(lambda c=c: c.execute(LIST, params).fetchall() for c in (bound, free, free))
            )
            ratio = statistics.median(own) / statistics.median(without)
            noise = statistics.median(again) / statistics.median(without)
            print(f"\nseguridad por filas | ×{ratio:.3f} sin ella (≤ 1,1) | A/A ×{noise:.3f}")
            passed.append(ratio <= RLS)
    assert mostly(passed)
