"""T26: at the edges of the calendar, a right answer or an explicit refusal; never a guess."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cases.models import Actuacion
from protocols.catalog.calendar import calendar_for
from protocols.engine import compute
from protocols.engine.errors import EngineError
from protocols.engine.units import Unit
from schools.tenancy.context import school_context
from tests.security.sheets import crawl, send, undone
from tests.security.world import World, build

CALENDAR = calendar_for("13101")
FIRST, LAST = date(2018, 1, 1), date(2040, 12, 31)
AMOUNTS = st.one_of(
    st.integers(1, 400),
    st.sampled_from([0, -1, -(10**9), 10**9, 2**63, 10**30]),
    st.integers(),
)
STARTS = st.datetimes(timezones=st.just(UTC))


def walked(start: date, amount: int, unit: Unit) -> date | None:
    """Return the last day by walking one day at a time; None if the table ends before."""
    day, left = start, amount
    while left:
        if day >= LAST:
            return None
        day += timedelta(days=1)
        left -= unit is Unit.DIAS_CORRIDOS or CALENDAR.is_habil(day)
    return day


@given(STARTS, AMOUNTS, st.sampled_from([Unit.DIAS_HABILES, Unit.DIAS_CORRIDOS]))
@example(datetime(2024, 2, 29, 15, tzinfo=UTC), 1, Unit.DIAS_HABILES)
@example(datetime(2025, 12, 31, 15, tzinfo=UTC), 1, Unit.DIAS_HABILES)  # 1 January is a feriado
@example(datetime(2026, 9, 18, 15, tzinfo=UTC), 1, Unit.DIAS_HABILES)  # begins on a feriado
@example(datetime(2040, 12, 31, 15, tzinfo=UTC), 1, Unit.DIAS_HABILES)  # no calendar after it
@example(datetime(1969, 12, 31, 15, tzinfo=UTC), 1, Unit.DIAS_HABILES)
@example(datetime.min.replace(tzinfo=UTC), 1, Unit.DIAS_CORRIDOS)
@example(datetime.max.replace(tzinfo=UTC), 1, Unit.DIAS_CORRIDOS)
@settings(deadline=None, max_examples=400)
def test_t26_days_are_those_of_a_walk_or_a_refusal(start, amount, unit):
    try:
        found = compute(start, amount, unit, CALENDAR)
    except EngineError:
        first = None if start.year in {1, 9999} else start.astimezone(CALENDAR.tz).date()
        in_table = first is not None and FIRST <= first <= LAST
        assert not in_table or amount < 1 or walked(first, min(amount, 10_000), unit) is None
        return

    assert amount >= 1
    assert found.on == walked(found.start, amount, unit)


@given(STARTS, AMOUNTS, st.sampled_from(list(Unit)), AMOUNTS)
@settings(deadline=None, max_examples=400)
def test_t26_no_unit_breaks_nor_leaves_the_table(start, amount, unit, extra):
    try:
        found = compute(start, amount, unit, CALENDAR, extra=max(extra, 0))
    except EngineError:
        return

    assert FIRST <= found.start <= found.on <= LAST


@pytest.mark.parametrize(
    ("start", "months", "arrives"),
    [
        ("2024-01-31", 1, "2024-02-29"),
        ("2023-01-31", 1, "2023-02-28"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2025-12-31", 2, "2026-02-28"),
    ],
)
def test_t26_a_month_ends_where_it_ends(start, months, arrives):
    noon = datetime.fromisoformat(f"{start}T15:00").replace(tzinfo=UTC)

    assert compute(noon, months, Unit.MESES, CALENDAR).on == date.fromisoformat(arrives)


EXTREMES = ["2024-02-29", "2027-02-29", "2041-01-02", "1969-12-31", "0001-01-01", "9999-12-31"]
NUMBERS = ["0", "-1", "1000000000", "9" * 400, "1e3"]
IMPOSSIBLE = {"2027-02-29", "0001-01-01", "9999-12-31"}
DRAFTS = {"case-ficha"}  # what is typed is kept, right or wrong: it is judged when it is issued


@pytest.fixture
def world(school) -> World:
    return build(school)


def tried(world: World, kinds: set[str], values: list[str]) -> list[tuple]:
    """Send each form that has a field of `kinds` with each value in them; return what happened."""
    found, seen = [], set()
    for who in ("directora", "encargada"):
        client = Client(raise_request_exception=False)
        client.force_login(getattr(world.scene, who).user)
        for name, sheet in crawl(world, client, without=seen):
            seen.add(name)
            asked = [field for field, kind in sheet.kinds.items() if kind in kinds]
            for value in values if asked else ():
                with undone():
                    given = dict.fromkeys(asked, value)
                    answer = send(client, sheet, sheet.filled(world.scene.now.date(), **given))
                    if answer.status_code == 302 and _is_a_search(answer.url, sheet.action):
                        answer = client.get(answer.url)
                    found.append((name, value, answer.status_code, _noted(world)))
    return found


def _is_a_search(leads_to: str, action: str) -> bool:
    """Return whether a form was sent only to keep its words out of the address."""
    return leads_to.partition("?")[0] == action.partition("?")[0]


def _noted(world: World) -> set[int]:
    """Return the years of which the history tells."""
    with school_context(world.scene.school):
        return {at.year for at in Actuacion.objects.values_list("at", flat=True)}


@pytest.mark.django_db
def test_t26_no_form_breaks_nor_believes_a_day_that_cannot_be(world):
    found = tried(world, {"date"}, EXTREMES)

    broken = [(name, value) for name, value, code, _ in found if code >= 500]
    believed = [(name, value) for name, value, code, _ in found if code == 302]
    print(sorted(set(believed)))
    assert broken == []
    assert [one for one in believed if one[1] in IMPOSSIBLE and one[0] not in DRAFTS] == []
    told = [(name, value) for name, value, _, years in found if years & {1, 1969, 2041, 9999}]
    assert told == []
    assert len({name for name, *_ in found}) > 20


@pytest.mark.django_db
def test_t26_no_form_breaks_with_a_number_that_cannot_be(world):
    found = tried(world, {"number"}, NUMBERS)

    print(sorted({(name, value) for name, value, code, _ in found if code == 302}))
    assert [(name, value) for name, value, code, _ in found if code >= 500] == []
    assert len({name for name, *_ in found}) > 3


@pytest.mark.django_db
@pytest.mark.parametrize("value", [*EXTREMES, "31-02-2026", "1899-01-01", "2025-12-31"])
def test_t26_the_planner_says_what_it_cannot_count(world, value):
    client = Client()
    client.force_login(world.scene.encargada.user)
    asked = {"cuando_ev_denuncia_0": value, "cuando_ev_denuncia_1": "10:00"}

    page = client.get("/planificador/acoso_escolar/", asked)

    assert page.status_code == 200
    text = page.content.decode()
    if value[:4] in {"2024", "2025"}:
        assert "Revise lo siguiente" not in text
    else:
        assert re.search("calendario revisado|Revise el año|que exista", text)
