"""How much the engine costs against the least it could: ratios, in interleaved rounds.

    python -m tests.benchmarks.bench_engine

Absolute times are not portable and are not shown. Each row is the median of the rounds,
divided by the bare look-up in a rank table. It fails if a goal of the engine is not met.
"""

from __future__ import annotations

import gc
import random
import statistics
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import bizdays
import holidays
import numpy as np
from workalendar.america import Chile

from protocols.catalog import load_catalog, modelos
from protocols.catalog.calendar import calendar_for
from protocols.engine import Event, Protocol, evaluate
from protocols.engine.units import Unit

ROUNDS, CALLS = 9, 20_000
AMOUNTS = (1, 2, 3, 5, 10, 15, 20, 30, 45, 60)
CALENDAR = calendar_for("13101")
ACOSO = load_catalog("A")[0]
FLOOR, OURS = "tabla de rangos, sin revisar", "Calendar.add"
PEERS = ("numpy.busday_offset", "holidays", "workalendar", "bizdays")
MOST_ADD, MOST_EVALUATE = 2.0, 2_500.0
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


def numpy_offset() -> Callable[[date, int], object]:
    """Return numpy's busday_offset over the same feriados."""
    calendar = np.busdaycalendar(holidays=[str(day) for day in CALENDAR.feriados])
    return lambda day, n: np.busday_offset(day, n, roll="backward", busdaycal=calendar)


def bizdays_offset() -> Callable[[date, int], object]:
    """Return bizdays' offset over the same feriados."""
    calendar = bizdays.Calendar(
        holidays=sorted(CALENDAR.feriados),
        weekdays=["Saturday", "Sunday"],
        startdate=CALENDAR.first,
        enddate=CALENDAR.last,
    )
    return calendar.offset


def nth_working_day() -> Callable[[date, int], date]:
    """Return the nth working day of `holidays`."""
    chile = holidays.country_holidays("CL", subdiv="RM", years=range(2019, 2031))
    return chile.get_nth_working_day


def engines() -> dict[str, Callable[[date, int], object]]:
    """Return every way of adding días hábiles, the floor first and ours after it."""
    return {
        FLOOR: bare_table(),
        "la misma, otra vez (ruido)": bare_table(),
        "DaySet.add": CALENDAR.days(Unit.DIAS_HABILES).add,
        OURS: CALENDAR.add,
        "recorrer los días": walking(),
        "bizdays": bizdays_offset(),
        "numpy.busday_offset": numpy_offset(),
        "holidays": nth_working_day(),
        "workalendar": Chile().add_working_days,
    }


def timed(call: Callable[[date, int], object], asked: list[Question]) -> float:
    """Return the CPU time of answering everything once."""
    start = time.process_time()
    for day, n in asked:
        call(day, n)
    return (time.process_time() - start) / len(asked)


def largest() -> Protocol:
    """Return the protocol with the most steps."""
    every = [protocol for modelo in modelos() for protocol in load_catalog(modelo)]
    return max(every, key=lambda protocol: len(protocol.steps))


def history(protocol: Protocol) -> list[Event]:
    """Return sixty events of an invented case: those it counts from, and its steps done."""
    start = datetime(2026, 4, 29, 14, 20, tzinfo=UTC)
    counted = [name for step in protocol.steps for name in step.counts_from.events]
    names = [*dict.fromkeys(counted), *(step.id for step in protocol.steps)] * 3
    days = (start + timedelta(days=number) for number in range(60))
    return [Event(name, day) for name, day in zip(names, days, strict=False)]


def evaluation(protocol: Protocol) -> Callable[[date, int], object]:
    """Return a whole evaluation, with the shape of the other questions."""
    events, now = history(protocol), datetime(2026, 7, 1, tzinfo=UTC)
    facts = {"resultado": "fundada", "agresor_edad": 12, "agresor_tipo": "estudiante"}
    return lambda _day, _n: evaluate(protocol, facts, events, CALENDAR, now)


def ratios() -> dict[str, float]:
    """Return the median, over the rounds, of the cost of each engine over the bare table's.

    The table is timed just before and just after each engine: a processor that slows down
    slows both, and the ratio stays.
    """
    asked, calls, protocol = questions(), engines(), largest()
    whole = f"evaluate «{protocol.key}»: {len(protocol.steps)} pasos y 60 eventos"
    samples = {name: asked if index < 5 else asked[:500] for index, name in enumerate(calls)}
    calls[whole], samples[whole] = evaluation(protocol), asked[:100]
    found: dict[str, list[float]] = {name: [] for name in calls}
    floor = calls[FLOOR]
    gc.disable()
    for number in range(ROUNDS + 1):
        for name in random.sample(sorted(calls), len(calls)):  # no engine always goes first
            timed(calls[name], samples[name][:20])  # what the one before pushed out of the cache
            before = timed(floor, asked)
            spent = timed(calls[name], samples[name])
            ratio = 2 * spent / (before + timed(floor, asked))
            found[name] += [ratio] if number else []  # the first round only warms up
    gc.enable()
    return {name: statistics.median(values) for name, values in found.items()}


def many_cases(protocol: Protocol) -> dict[int, float]:
    """Return the CPU time per case of evaluating again 1,000 and 10,000 open cases, as a ratio."""
    one = evaluation(protocol)
    spent = {}
    for count in (1_000, 10_000):
        start = time.process_time()
        for _ in range(count):
            one(CALENDAR.first, 1)
        spent[count] = (time.process_time() - start) / count
    return {count: value / spent[1_000] for count, value in spent.items()}


def missed(table: dict[str, float]) -> list[str]:
    """Return the goals that were not met, in words."""
    whole = next(ratio for name, ratio in table.items() if name.startswith("evaluate"))
    wrong = [f"{OURS} no gana a {peer}" for peer in PEERS if table[OURS] >= table[peer]]
    if table[OURS] > MOST_ADD:
        wrong.append(f"{OURS}: {table[OURS]:.2f} veces el piso, más de {MOST_ADD}")
    if whole > MOST_EVALUATE:
        wrong.append(f"evaluate: {whole:,.0f} veces el piso, más de {MOST_EVALUATE:,.0f}")
    return wrong


def main() -> int:
    """Print the table; 1 if a goal was missed."""
    table = ratios()
    print(f"{'sumar días hábiles':55} {'veces el piso':>14}")
    for name, ratio in table.items():
        print(f"{name:55} {ratio:14.2f}")
    for count, ratio in many_cases(largest()).items():
        print(f"{f'costo por caso al evaluar {count:,} casos':55} {ratio:14.2f}")
    for goal in missed(table):
        print(f"NO CUMPLE: {goal}")
    return bool(missed(table))


if __name__ == "__main__":
    raise SystemExit(main())
