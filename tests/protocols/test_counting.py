"""When a plazo runs out: solved cases of the regulation and of the law, and its edges."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from protocols.catalog.calendar import calendar_for
from protocols.engine import EngineError, Unit, compute, parse_moment, parse_unit
from protocols.engine.counting import add_months
from protocols.engine.errors import CalendarRangeError, MomentError, UnitError
from protocols.engine.moments import instant_text
from protocols.engine.plazos import Norma, Plazo
from protocols.engine.render import deadline_data, due_text
from protocols.engine.scenario import read_no_class
from tests.protocols.scenarios import DATA, SANTIAGO, at, day, rows

RECESS = [
    ["2026-06-19", "2026-06-19", "jornada sin estudiantes (supuesto)"],
    ["2026-06-22", "2026-07-03", "vacaciones de invierno"],
]
MODELO_A, NORMA = rows("modelo_a.json"), rows("norma.json")


def solve(desde: str, cantidad: int, unidad: str, comuna: str = "13101", **extra):
    calendar = calendar_for(comuna, **extra)
    start = parse_moment(desde, calendar.tz).at
    return compute(start, cantidad, parse_unit(unidad), calendar)


@pytest.mark.parametrize("row", MODELO_A, ids=[row["clave"] for row in MODELO_A])
def test_solved_case_of_modelo_a(row):
    due = solve(row["desde"], row["cantidad"], row["unidad"], no_class=read_no_class(RECESS))

    assert due_text(due) == row["vence"][:16]  # the file writes the seconds of the hours


@pytest.mark.parametrize("row", NORMA, ids=[f"{r['desde']}+{r['cantidad']}" for r in NORMA])
def test_solved_case_of_the_law(row):
    due = solve(row["desde"], row["cantidad"], row["unidad"], row["comuna"])

    assert due_text(due) == row["vence"]


def test_the_solved_cases_are_all_there():
    assert (len(MODELO_A), len(NORMA)) == (65, 17)
    assert sorted(path.name for path in DATA.glob("*.json")) == [
        "modelo_a.json", "norma.json", "pasos_modelo_a.json",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("desde", "cantidad", "unidad", "vence", "instante"),
    [
        ("2026-09-15T10:00", 5, "dias_habiles", "2026-09-23", "2026-09-24T02:59:59Z"),
        ("2026-09-14T23:59", 1, "dias_habiles", "2026-09-15", "2026-09-16T02:59:59Z"),
        ("2026-11-20", 10, "dias_habiles", "2026-12-04", "2026-12-05T02:59:59Z"),  # viernes
        ("2026-11-21", 10, "dias_habiles", "2026-12-04", "2026-12-05T02:59:59Z"),  # sábado: igual
        ("2026-04-29T10:20", 0, "inmediato", "2026-04-29", "2026-04-30T03:59:59Z"),
        ("2026-04-29T10:20", 0, "mismo_dia", "2026-04-29", "2026-04-30T03:59:59Z"),
        # El sábado 4 de abril de 2026 dura 25 horas; el plazo llega hasta la última.
        ("2026-04-03", 1, "dias_corridos", "2026-04-04", "2026-04-05T03:59:59Z"),
        ("2026-04-04T10:00", 24, "horas", "2026-04-05T09:00", "2026-04-05T13:00:00Z"),
        ("2026-04-04T22:30", 1, "horas", "2026-04-04T23:30", "2026-04-05T02:30:00Z"),
        ("2026-04-04T22:30", 2, "horas", "2026-04-04T23:30", "2026-04-05T03:30:00Z"),
        # El domingo 6 de septiembre de 2026 dura 23 horas: empieza a la 01:00.
        ("2026-09-04", 1, "dias_corridos", "2026-09-05", "2026-09-06T03:59:59Z"),
        ("2026-09-05", 1, "dias_corridos", "2026-09-06", "2026-09-07T02:59:59Z"),
        ("2026-09-05T10:00", 24, "horas", "2026-09-06T11:00", "2026-09-06T14:00:00Z"),
    ],
)
def test_due(desde, cantidad, unidad, vence, instante):
    due = solve(desde, cantidad, unidad)

    assert (due_text(due), instant_text(due.at)) == (vence, instante)


@pytest.mark.parametrize(
    ("comuna", "instante"),
    [
        ("13101", "2026-07-02T03:59:59Z"),  # invierno: UTC-4
        ("12101", "2026-07-02T02:59:59Z"),  # Magallanes: UTC-3 todo el año
        ("11101", "2026-07-02T02:59:59Z"),  # Aysén: UTC-3 todo el año
        ("05201", "2026-07-02T05:59:59Z"),  # Isla de Pascua: UTC-6
    ],
)
def test_the_day_ends_at_the_midnight_of_the_school(comuna, instante):
    assert instant_text(solve("2026-06-30", 1, "dias_habiles", comuna).at) == instante


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2026-12-31", 2, "2027-02-28"),
        ("2027-12-31", 2, "2028-02-29"),
        ("2026-08-31", 1, "2026-09-30"),
        ("2026-06-17", 6, "2026-12-17"),
        ("2026-12-17", 12, "2027-12-17"),
        ("2024-02-29", 12, "2025-02-28"),
    ],
)
def test_months_go_from_date_to_date(start, months, end):
    assert add_months(day(start), months) == day(end)


def test_working_is_the_contract():
    due = solve("2026-09-15T10:00", 3, "dias_habiles")

    assert deadline_data(due) == {
        "vence": "2026-09-21",
        "instante": "2026-09-22T02:59:59Z",
        "computo": [
            {"dia": "2026-09-16", "cuenta": True, "n": 1},
            {"dia": "2026-09-17", "cuenta": True, "n": 2},
            {"dia": "2026-09-18", "cuenta": False, "motivo": "feriado: Independencia Nacional"},
            {
                "dia": "2026-09-19",
                "cuenta": False,
                "motivo": "feriado: Día de las Glorias del Ejército",
            },
            {"dia": "2026-09-20", "cuenta": False, "motivo": "domingo"},
            {"dia": "2026-09-21", "cuenta": True, "n": 3},
        ],
    }


def test_working_keeps_the_law_of_each_feriado():
    feriado, *_ = solve("2026-09-17", 1, "dias_habiles").working()

    assert (feriado.why, feriado.law) == ("feriado: Independencia Nacional", "Ley 2.977")


def test_hours_and_months_have_no_days_to_show():
    assert solve("2026-09-15T10:00", 24, "horas").working() == []
    assert solve("2026-09-15", 1, "meses").working() == []


def test_a_pause_stops_the_count_and_is_explained():
    pauses = [(day("2026-03-04"), day("2026-03-10"))]

    due = compute(at("2026-03-02"), 5, Unit.DIAS_HABILES, SANTIAGO, pauses=pauses)

    assert due.on == day("2026-03-13")  # 3 y 4; pausa; 11, 12 y 13
    assert [line.on.day for line in due.working() if line.why == "en pausa"] == [5, 6, 9, 10]


def test_a_pause_after_the_end_changes_nothing():
    pauses = [(day("2026-03-09"), day("2026-03-20"))]

    assert compute(at("2026-03-02"), 5, Unit.DIAS_HABILES, SANTIAGO, pauses=pauses).on == day(
        "2026-03-09"
    )


def test_a_pause_before_the_start_changes_nothing_and_one_around_it_delays_it():
    before, around = (day("2026-02-02"), day("2026-02-20")), (day("2026-02-27"), day("2026-03-04"))

    free = compute(at("2026-03-02"), 2, Unit.DIAS_HABILES, SANTIAGO, pauses=[before])
    late = compute(at("2026-03-02"), 2, Unit.DIAS_HABILES, SANTIAGO, pauses=[around])
    months = compute(at("2026-03-02"), 1, Unit.MESES, SANTIAGO, pauses=[before, around])

    assert (free.on, late.on) == (day("2026-03-04"), day("2026-03-06"))
    assert months.on == day("2026-04-04")


def test_a_pause_moves_months_by_its_days_and_hours_not_at_all():
    pauses = [(day("2026-03-04"), day("2026-03-10"))]

    months = compute(at("2026-03-02"), 1, Unit.MESES, SANTIAGO, pauses=pauses)
    hours = compute(at("2026-03-04T10:00"), 24, Unit.HORAS_CORRIDAS, SANTIAGO)

    assert months.on == day("2026-04-08")
    assert hours.at == at("2026-03-05T10:00")


@pytest.mark.parametrize(
    ("amount", "unit"),
    [(0, Unit.DIAS_HABILES), (-5, Unit.DIAS_HABILES), (0, Unit.HORAS_CORRIDAS), (0, Unit.MESES),
     (-1, Unit.MESES), (3, Unit.INMEDIATO), (0, Unit.SIN_PLAZO)],
)  # fmt: skip
def test_an_amount_that_says_nothing_is_refused(amount, unit):
    with pytest.raises(UnitError):
        compute(at("2026-03-02"), amount, unit, SANTIAGO)


@pytest.mark.parametrize(
    ("desde", "cantidad", "unidad"),
    [
        ("2017-12-31", 1, "dias_habiles"),
        ("2040-12-31", 1, "dias_habiles"),
        ("2040-12-31", 1, "dias_corridos"),
        ("2040-12-31", 1, "meses"),
        ("2040-12-31T10:00", 24, "horas"),
        ("2026-01-01", 10**7, "dias_habiles"),
        ("2026-01-01", 10**7, "meses"),
        ("2026-01-01", 10**15, "horas"),
    ],
)
def test_nothing_is_computed_outside_the_reviewed_table(desde, cantidad, unidad):
    with pytest.raises(CalendarRangeError, match="fuera del calendario revisado"):
        solve(desde, cantidad, unidad)


def test_a_start_without_zone_is_refused():
    with pytest.raises(EngineError, match="zona horaria"):
        compute(datetime(2026, 3, 2), 1, Unit.DIAS_HABILES, SANTIAGO)  # noqa: DTZ001 -- on purpose


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("dia_habil", Unit.DIAS_HABILES),
        ("días hábiles", Unit.DIAS_HABILES),
        ("DIAS_HABILES", Unit.DIAS_HABILES),
        ("dias_escolares", Unit.DIA_ESCOLAR),
        ("dias-laborales", Unit.DIA_LABORAL),
        ("hora", Unit.HORAS_CORRIDAS),
        ("mes", Unit.MESES),
        ("días", Unit.DIAS_SIN_CALIFICAR),
    ],
)
def test_unit_is_read_generously(text, unit):
    assert parse_unit(text) is unit


def test_unit_that_does_not_exist_is_refused():
    with pytest.raises(UnitError, match="«semanas» no existe"):
        parse_unit("semanas")


def test_a_reading_of_unqualified_days_is_one_of_two():
    with pytest.raises(UnitError, match="lectura"):
        Plazo(Unit.DIAS_SIN_CALIFICAR, Norma("1"), 5, Unit.MESES)


@pytest.mark.parametrize(
    ("text", "expected", "notice"),
    [
        ("2026-09-15", "2026-09-15T03:00:00Z", ""),
        ("2026-09-15T10:00", "2026-09-15T13:00:00Z", ""),
        ("2026-09-15 10:00", "2026-09-15T13:00:00Z", ""),
        ("2026-09-15T10:00Z", "2026-09-15T10:00:00Z", ""),
        ("2026-09-15T10:00-05:00", "2026-09-15T15:00:00Z", ""),
        (
            "2026-04-04T23:30",
            "2026-04-05T02:30:00Z",
            "La hora 23:30 del 04-04-2026 ocurrió dos veces; se usa la primera.",
        ),
        (
            "2026-09-06T00:30",
            "2026-09-06T04:30:00Z",
            "La hora 00:30 del 06-09-2026 no existió; se usa 01:30.",
        ),
    ],
)
def test_moment_is_read_in_the_zone_of_the_school(text, expected, notice):
    moment = parse_moment(text, SANTIAGO.tz)

    assert (instant_text(moment.at), moment.notice) == (expected, notice)


@pytest.mark.parametrize("text", ["", "ayer", "2026-02-30", "2026-13-01", "15-09-2026", None, 5])
def test_moment_that_cannot_be_read_is_refused(text):
    with pytest.raises(MomentError, match="No se entiende la fecha"):
        parse_moment(text, SANTIAGO.tz)


def test_a_date_alone_can_mean_its_last_second():
    start, end = (parse_moment("2026-04-04", SANTIAGO.tz, end=end).at for end in (False, True))

    assert end - start == timedelta(hours=25, seconds=-1)
