"""How much the engine costs against the least it could: ratios, in interleaved rounds.

    python -m tests.benchmarks.bench_engine

Absolute times are not portable and are not shown. Each row is the median of the rounds,
divided by the bare look-up in a rank table. Libraries that are not installed are left out.
"""

from __future__ import annotations

import gc
import random
import statistics
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from protocols.catalog import load_catalog
from protocols.catalog.calendar import calendar_for
from protocols.engine import Event, evaluate
from protocols.engine.units import Unit

ROUNDS, CALLS = 9, 20_000
AMOUNTS = (1, 2, 3, 5, 10, 15, 20, 30, 45, 60)
CALENDAR = calendar_for("13101")
ACOSO = load_catalog("A")[0]
FLOOR = "tabla de rangos, sin revisar"
Question = tuple[date, int]


def questions() -> list[Question]:
    """Return the same starts and amounts for everybody."""
    chance = random.Random(20)
    first = date(2020, 1, 1)
    return [
        (first + timedelta(days=chance.randrange(3650)), chance.choice(AMOUNTS))
        for _ in range(CALLS)
    ]


def bare_table() -> Callable[[date, int], date]:
    """Return the floor: two look-ups, without checking anything."""
    days = CALENDAR.days(Unit.DIAS_HABILES)
    rank, at, base = days._rank, days._at, days._base

    def add(day: date, n: int) -> date:
        return at[rank[day.toordinal() - base] + n - 1]

    return add


def walking() -> Callable[[date, int], date]:
    """Return the loop that asks each day whether it counts."""
    feriados, one = frozenset(CALENDAR.feriados), timedelta(days=1)

    def add(day: date, n: int) -> date:
        while n:
            day += one
            if day.weekday() < 5 and day not in feriados:
                n -= 1
        return day

    return add


def numpy_offset() -> Callable[[date, int], object] | None:
    """Return numpy's busday_offset over the same feriados, if numpy is there."""
    try:
        import numpy as np
    except ImportError:
        return None
    calendar = np.busdaycalendar(holidays=[str(day) for day in CALENDAR.feriados])
    return lambda day, n: np.busday_offset(day, n, roll="backward", busdaycal=calendar)


def library() -> Callable[[date, int], date] | None:
    """Return the nth working day of `holidays`, if it is there."""
    try:
        import holidays
    except ImportError:
        return None
    chile = holidays.country_holidays("CL", subdiv="RM", years=range(2019, 2031))
    return chile.get_nth_working_day


def engines() -> dict[str, Callable[[date, int], object]]:
    """Return every way of adding días hábiles, the floor first."""
    habiles = CALENDAR.days(Unit.DIAS_HABILES)
    options: dict[str, Callable[[date, int], object] | None] = {
        FLOOR: bare_table(),
        "la misma, otra vez (ruido)": bare_table(),
        "DaySet.add": habiles.add,
        "Calendar.add": CALENDAR.add,
        "recorrer los días": walking(),
        "numpy.busday_offset": numpy_offset(),
        "holidays": library(),
    }
    return {name: call for name, call in options.items() if call}


def timed(call: Callable[[date, int], object], asked: list[Question]) -> float:
    """Return the CPU time of answering everything once."""
    start = time.process_time()
    for day, n in asked:
        call(day, n)
    return (time.process_time() - start) / len(asked)


def history() -> list[Event]:
    """Return sixty events of an invented case."""
    start = datetime(2026, 4, 29, 14, 20, tzinfo=UTC)
    names = ["ev_denuncia", "ev_comunicacion_1", "ev_entrevista", "ev_informe", "ev_notificacion"]
    names += ["bul-24-info-familia"] * (60 - len(names))
    return [Event(name, start + timedelta(days=day)) for day, name in enumerate(names)]


def evaluation() -> Callable[[date, int], object]:
    """Return a whole evaluation of acoso escolar, with the shape of the other questions."""
    events, now = history(), datetime(2026, 7, 1, tzinfo=UTC)
    facts = {"resultado": "fundada", "agresor_edad": 12}
    return lambda _day, _n: evaluate(ACOSO, facts, events, CALENDAR, now)


def ratios() -> dict[str, float]:
    """Return the median cost of each engine over that of the bare table."""
    asked, calls = questions(), engines()
    whole = f"evaluate: {len(ACOSO.steps)} pasos y {len(history())} eventos"
    samples = {name: asked if index < 5 else asked[:500] for index, name in enumerate(calls)}
    calls[whole], samples[whole] = evaluation(), asked[:50]
    times: dict[str, list[float]] = {name: [] for name in calls}
    gc.disable()
    for number in range(ROUNDS + 1):
        for name in random.sample(sorted(calls), len(calls)):  # no engine always goes first
            spent = timed(calls[name], samples[name])
            times[name] += [spent] if number else []  # the first round only warms up
    gc.enable()
    medians = {name: statistics.median(values) for name, values in times.items()}
    floor = medians[FLOOR]
    return {name: median / floor for name, median in medians.items()}


def main() -> None:
    """Print the table."""
    print(f"{'sumar días hábiles':40} {'veces el piso':>14}")
    for name, ratio in ratios().items():
        print(f"{name:40} {ratio:14.2f}")


if __name__ == "__main__":
    main()
