"""What a page costs beside a bare view that asks one indexed question, in the same run.

Goals: the case page within 8 questions of its own, whatever its size, and 8 times the bare view;
the list of 10,000 cases with the same number of questions as the list of ten. Its own are those
beyond session, person, school and trail, which the bare view asks too. Times are ratios of medians,
interleaved with the bare view.
"""

import statistics
import time
from collections.abc import Callable

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import include, path, reverse

from cases.models import Case
from schools.models import Role
from tests.cases.overview.test_case import grow
from tests.cases.overview.test_list import add_bare_cases
from tests.ui.fixtures import enter, friday, town  # noqa: F401 -- fixtures
from tests.ui.scenes import Town, empty_town

ROUNDS, OWN, TIMES = 25, 8, 8.0
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def bare(request: HttpRequest) -> HttpResponse:
    """Sign-in, school, one look-up by key: what no page can do without."""
    return HttpResponse(Case.objects.filter(year=2026, number=1).exists())


urlpatterns = [path("desnuda/", bare), path("", include("convivencia.urls"))]


def median_ratio(client: Client, url: str) -> float:
    """Return the median time of `url` over that of the bare view, taken turn by turn."""
    page, floor = [], []
    for _ in range(ROUNDS):
        floor.append(timed(lambda: client.get("/desnuda/")))
        page.append(timed(lambda: client.get(url)))
    return statistics.median(page) / statistics.median(floor)


def timed(call: Callable[[], object]) -> float:
    start = time.process_time()
    call()
    return time.process_time() - start


def asked(client: Client, url: str) -> int:
    """Count the questions of a request, without the marks of a test's own transaction."""
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return len([q for q in seen if "SAVEPOINT" not in q["sql"] and ", '', true" not in q["sql"]])


def bench_the_case_page(town: Town, client: Client) -> None:  # noqa: F811
    enter(client, town.member(Role.ENCARGADA))
    case = town.cases[3]
    url = reverse("case-detail", args=[case.pk])
    small, small_ratio = asked(client, url), median_ratio(client, url)
    grow(town, case, 30)
    large, large_ratio = asked(client, url), median_ratio(client, url)

    own = small - asked(client, "/desnuda/") + 1  # the bare view asks for a case too
    print(f"\npágina del caso      | consultas {small:>3} | ×{small_ratio:.1f} de la vista desnuda")
    print(f"con 30 veces más     | consultas {large:>3} | ×{large_ratio:.1f}")
    print(f"propias de la página | consultas {own:>3} (≤ {OWN}), a lo más ×{TIMES:.0f}")
    assert small == large
    assert own <= OWN
    assert max(small_ratio, large_ratio) <= TIMES


def bench_the_list(friday: object, school: object, client: Client) -> None:  # noqa: F811
    scene = empty_town(school)
    add_bare_cases(scene, 10)
    enter(client, scene.member(Role.ENCARGADA))
    few, few_ratio = asked(client, "/casos/"), median_ratio(client, "/casos/")
    add_bare_cases(scene, 10_000, (2020,))
    many, many_ratio = asked(client, "/casos/"), median_ratio(client, "/casos/")

    print(f"\nlista de 10 casos    | consultas {few:>3} | ×{few_ratio:.1f} de la vista desnuda")
    print(f"lista de 10.010      | consultas {many:>3} | ×{many_ratio:.1f}")
    assert few == many
