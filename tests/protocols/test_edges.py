"""The edges of the reviewed table: its first day, its last one and the days beyond."""

from __future__ import annotations

from datetime import UTC

import pytest

from protocols.engine import Unit, compute
from protocols.engine.calendar import Calendar, Feriado
from protocols.engine.counting import Day, add_months
from protocols.engine.errors import CalendarRangeError, UnitError
from protocols.engine.territory import Territory
from tests.protocols.scenarios import SANTIAGO, at, day

SANTIAGO_CODE = Territory("13101")


def table(first: str, last: str, *feriados: str) -> Calendar:
    """Return a calendar as short as the question."""
    found = [Feriado(day(on), f"Feriado del {on}", "Ley de prueba") for on in feriados]
    return Calendar(SANTIAGO_CODE, found, day(first), day(last))


# Dos semanas: del lunes 2 al viernes 13 de marzo de 2026.
SHORT = table("2026-03-02", "2026-03-13")
# Empieza un domingo y termina un sábado: sus extremos no se cuentan.
LONGER = table("2026-03-01", "2026-03-14")


@pytest.mark.parametrize(
    ("calendar", "since", "days", "arrives"),
    [
        (SHORT, "2026-03-02", 1, "2026-03-03"),
        (SHORT, "2026-03-02", 9, "2026-03-13"),  # el último que cabe
        (SHORT, "2026-03-03", -1, "2026-03-02"),  # el primero que cabe
        (SHORT, "2026-03-13", -9, "2026-03-02"),
        (LONGER, "2026-03-01", 1, "2026-03-02"),
        (LONGER, "2026-03-14", -1, "2026-03-13"),
        (LONGER, "2026-03-14", -10, "2026-03-02"),
    ],
)
def test_the_first_and_the_last_day_are_part_of_the_table(calendar, since, days, arrives):
    assert calendar.add(day(since), days) == day(arrives)


@pytest.mark.parametrize("days", [1, -1, 3, -3])
@pytest.mark.parametrize("since", ["2026-02-25", "2026-03-01", "2026-03-14", "2026-03-20"])
def test_nothing_is_counted_from_outside_the_table(since, days):
    with pytest.raises(CalendarRangeError, match=r"\(02-03-2026 a 13-03-2026\)"):
        SHORT.add(day(since), days)


@pytest.mark.parametrize(
    ("calendar", "since", "days"),
    [
        (SHORT, "2026-03-02", -1),
        (SHORT, "2026-03-03", -2),
        (SHORT, "2026-03-13", 1),
        (SHORT, "2026-03-12", 2),
        (LONGER, "2026-03-01", -1),
        (LONGER, "2026-03-14", 1),
    ],
)
def test_nothing_is_counted_to_outside_the_table(calendar, since, days):
    with pytest.raises(CalendarRangeError, match=f"Contar {days} días"):
        calendar.add(day(since), days)


@pytest.mark.parametrize("since", ["2026-03-02", "2026-03-04", "2026-03-13", "2026-02-01"])
def test_counting_zero_days_is_no_question(since):
    with pytest.raises(UnitError, match="distinta de cero"):
        SHORT.add(day(since), 0)


@pytest.mark.parametrize(
    ("on", "habil"),
    [
        ("2026-03-02", True),
        ("2026-03-07", False),  # sábado
        ("2026-03-08", False),  # domingo
        ("2026-03-13", True),
    ],
)
def test_which_days_are_habiles(on, habil):
    assert SHORT.is_habil(day(on)) is habil
    assert SHORT.check(day(on)) == day(on)


@pytest.mark.parametrize("on", ["2026-02-20", "2026-03-01", "2026-03-14", "2026-03-15"])
def test_a_day_outside_the_table_is_neither(on):
    for ask in (SHORT.is_habil, SHORT.check, lambda d: SHORT.count(d, d)):
        with pytest.raises(CalendarRangeError, match=f"El {day(on):%d-%m-%Y} queda fuera"):
            ask(day(on))


def test_the_feriados_of_the_edges_are_in_and_those_beyond_are_out():
    ends, beyond = ("2026-03-02", "2026-03-13"), ("2026-03-01", "2026-03-14")
    calendar = table(*ends, *ends, *beyond)

    assert [str(on) for on in calendar.feriados] == [*ends]
    assert calendar.count(*map(day, ends)) == 8


@pytest.mark.parametrize(
    ("unit", "arrives", "left"),
    [
        (Unit.DIAS_HABILES, "2026-03-09", 9),
        (Unit.DIA_LABORAL, "2026-03-09", 9),
        (Unit.DIAS_CORRIDOS, "2026-03-07", 11),
    ],
)
def test_each_unit_counts_its_own_days(unit, arrives, left):
    assert SHORT.add(day("2026-03-02"), 5, unit) == day(arrives)
    assert SHORT.count(day("2026-03-02"), day("2026-03-13"), unit) == left


@pytest.mark.parametrize("unit", [Unit.MESES, Unit.HORAS_CORRIDAS, Unit.SIN_PLAZO])
def test_a_unit_that_is_not_of_days_has_no_days(unit):
    with pytest.raises(UnitError, match="no se cuenta por días"):
        SHORT.days(unit)


RECESS = {day("2026-03-04"): "aniversario", day("2026-03-05"): ""}
CLASSES = Calendar(SANTIAGO_CODE, [], day("2026-03-02"), day("2026-03-13"), no_class=RECESS)


@pytest.mark.parametrize(
    ("on", "unit", "why"),
    [
        ("2026-03-04", Unit.DIA_ESCOLAR, "aniversario"),
        ("2026-03-05", Unit.DIA_ESCOLAR, "sin clases"),
        ("2026-03-06", Unit.DIA_ESCOLAR, ""),
        ("2026-03-07", Unit.DIA_ESCOLAR, "sábado"),
        ("2026-03-04", Unit.DIAS_HABILES, ""),  # sólo el día escolar mira el calendario escolar
        ("2026-03-04", Unit.DIA_LABORAL, ""),
        ("2026-03-08", Unit.DIA_LABORAL, "domingo"),
        ("2026-03-08", Unit.DIAS_CORRIDOS, ""),
    ],
)
def test_why_a_day_does_not_count(on, unit, why):
    assert CLASSES.why_not(day(on), unit) == why


@pytest.mark.parametrize(
    ("since", "months", "arrives"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2026-03-31", -1, "2026-02-28"),
        ("0001-02-28", -1, "0001-01-28"),
        ("9999-11-30", 1, "9999-12-30"),
        ("9999-12-31", 1, None),
        ("0001-01-31", -1, None),
    ],
)
def test_months_go_from_date_to_date_as_far_as_dates_go(since, months, arrives):
    if arrives:
        assert add_months(day(since), months) == day(arrives)
    else:
        with pytest.raises(CalendarRangeError, match="meses quedan fuera"):
            add_months(day(since), months)


def test_a_prorroga_of_hours_is_added_to_the_hours():
    due = compute(at("2026-05-04T10:00"), 24, Unit.HORAS_CORRIDAS, SANTIAGO, extra=12)

    assert due.at == at("2026-05-05T22:00")


@pytest.mark.parametrize(
    ("pause", "arrives"),
    [
        (("2026-05-04", "2026-05-06"), "2026-05-13"),  # desde el primer día: dos más
        (("2026-05-08", "2026-05-11"), "2026-05-12"),  # sobre un fin de semana: uno más
        (("2026-05-11", "2026-05-13"), "2026-05-11"),  # empieza el día del vencimiento
        (("2026-05-12", "2026-05-20"), "2026-05-11"),  # empieza después de él
        (("2026-05-18", "2026-05-20"), "2026-05-11"),  # y bien después
        (("2026-04-27", "2026-04-30"), "2026-05-11"),  # terminó antes de empezar a contar
    ],
)
def test_a_pause_moves_only_what_is_still_running(pause, arrives):
    span = (day(pause[0]), day(pause[1]))
    due = compute(at("2026-05-04T10:00"), 5, Unit.DIAS_HABILES, SANTIAGO, pauses=[span])

    assert due.on == day(arrives)


def test_several_pauses_are_each_taken_in_their_turn():
    pauses = [  # la primera ya había terminado; se dan en cualquier orden
        (day("2026-05-11"), day("2026-05-13")),
        (day("2026-04-27"), day("2026-04-30")),
        (day("2026-05-05"), day("2026-05-07")),
    ]
    due = compute(at("2026-05-04T10:00"), 5, Unit.DIAS_HABILES, SANTIAGO, pauses=pauses)

    assert due.on == day("2026-05-15")


def test_hours_run_by_the_clock_whatever_the_zone_of_the_start():
    start = at("2026-09-05T10:00").astimezone(SANTIAGO.tz)  # esa noche se salta una hora
    due = compute(start, 24, Unit.HORAS_CORRIDAS, SANTIAGO)

    assert (due.at, due.start_at.tzinfo, due.extra) == (at("2026-09-06T11:00"), UTC, 0)


def test_a_skipped_day_has_no_number():
    due = compute(at("2026-05-08T10:00"), 1, Unit.DIAS_HABILES, SANTIAGO)

    assert [(str(line.on), line.n, line.counts) for line in due.working()] == [
        ("2026-05-09", 0, False),
        ("2026-05-10", 0, False),
        ("2026-05-11", 1, True),
    ]
    assert Day(day("2026-05-09"), why="sábado").law == ""
