"""The reviewed table of feriados, 2018 to 2040, against what is known of it."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, timedelta

import holidays
import pytest

from protocols.catalog.calendar import calendar_for, load_table
from protocols.catalog.calendar.generate import build, main
from protocols.catalog.calendar.rules import easter, solstice
from protocols.catalog.calendar.table import TABLE
from protocols.engine import Calendar, Feriado, Territory
from protocols.engine.calendar import Scope
from protocols.engine.errors import CalendarRangeError, TerritoryError, UnitError
from protocols.engine.units import Unit
from tests.protocols.scenarios import SANTIAGO, day

YEARS = range(2018, 2041)
# Feriados of the table that `holidays` does not have. All of them Sundays.
ELECTIONS = [
    "2020-10-25", "2020-11-29", "2021-05-16", "2021-06-13", "2021-07-18", "2021-11-21",
    "2021-12-19", "2022-09-04", "2023-05-07", "2023-12-17", "2024-06-09", "2024-10-27",
    "2024-11-24", "2025-11-16", "2025-12-14", "2028-10-29", "2029-11-18", "2029-12-16",
]  # fmt: skip
KNOWN_DIFFERENCES = {
    # comuna: (subdivision of the library, only ours, only theirs)
    "13101": ("RM", ["2018-01-16"], []),
    "09101": ("AR", ["2018-01-17"], []),
    "01101": ("TA", ["2018-01-18"], []),
    "02101": ("AN", ["2023-09-08"], []),
    "04101": ("CO", ["2023-09-20"], []),
    "12101": ("MA", ["2024-09-21"], []),
    "10201": ("LL", ["2024-09-21"], []),
    "10101": ("LL", [], []),
    "05101": ("VS", [], []),
    "15101": ("AP", [], []),
    "16101": ("NB", [], []),
    "16103": ("NB", [], []),
    # The library gives the 20th of August to all of Ñuble; the law, to two comunas.
    "16301": ("NB", [], [f"{year}-08-20" for year in YEARS]),
}


def test_the_committed_table_is_what_the_generator_writes():
    assert TABLE.read_text(encoding="utf-8") == build()


@pytest.mark.parametrize("comuna", KNOWN_DIFFERENCES)
@pytest.mark.parametrize("year", YEARS)
def test_each_year_differs_from_the_library_only_where_it_is_known_to(comuna, year):
    subdivision, only_ours, only_theirs = KNOWN_DIFFERENCES[comuna]
    ours = {on for on in calendar_for(comuna).feriados if on.year == year}
    theirs = set(holidays.CL(subdiv=subdivision, years=year, language="es"))

    expected = [on for on in [*ELECTIONS, *only_ours] if on[:4] == str(year)]

    assert sorted(map(str, ours - theirs)) == sorted(expected)
    assert sorted(map(str, theirs - ours)) == [on for on in only_theirs if on[:4] == str(year)]


@pytest.mark.parametrize("on", ELECTIONS)
def test_elections_fall_on_sunday_and_never_change_a_count(on):
    assert day(on).strftime("%w") == "0"


@pytest.mark.parametrize(
    ("on", "name"),
    [
        ("2026-09-18", "Independencia Nacional"),
        ("2026-09-19", "Día de las Glorias del Ejército"),
        ("2027-09-17", "Feriado adicional de Fiestas Patrias"),  # viernes, 18 en sábado
        ("2018-09-17", "Feriado adicional de Fiestas Patrias"),  # lunes, 18 en martes
        ("2019-09-20", "Feriado adicional de Fiestas Patrias"),  # viernes, 18 en miércoles
        ("2023-01-02", "Feriado adicional de Año Nuevo"),  # lunes
        ("2034-01-02", "Feriado adicional de Año Nuevo"),
        ("2022-09-16", "Feriado Nacional"),
        ("2027-06-28", "San Pedro y San Pablo"),  # el 29 es martes
        ("2028-06-26", "San Pedro y San Pablo"),  # el 29 es jueves
        ("2018-07-02", "San Pedro y San Pablo"),  # el 29 es viernes
        ("2028-10-09", "Encuentro de Dos Mundos"),  # el 12 es jueves
        ("2029-10-15", "Encuentro de Dos Mundos"),  # el 12 es viernes
        ("2028-10-27", "Día de las Iglesias Evangélicas y Protestantes"),  # el 31 es martes
        ("2029-11-02", "Día de las Iglesias Evangélicas y Protestantes"),  # el 31 es miércoles
        ("2021-06-21", "Día Nacional de los Pueblos Indígenas"),  # el primero
        ("2025-06-29", "San Pedro y San Pablo"),  # también hubo primarias
    ],
)
def test_feriado_is_named(on, name):
    assert SANTIAGO.feriados[day(on)].name == name
    assert SANTIAGO.feriados[day(on)].law


@pytest.mark.parametrize(
    "on",
    [
        "2026-12-31",  # sólo bancario
        "2024-01-02",  # martes
        "2020-06-20",  # antes de la Ley 21.357
        "2019-06-21",
        "2026-09-17",
        "2024-10-26",  # sábado hábil para votar: no es feriado
        "2017-04-19",
    ],
)
def test_day_is_not_feriado(on):
    assert day(on) not in SANTIAGO.feriados


def test_the_last_day_of_the_year_is_habil():
    assert SANTIAGO.is_habil(day("2026-12-31"))


@pytest.mark.parametrize(
    ("on", "inside", "outside"),
    [
        ("2027-06-07", "15101", "01101"),  # Arica y Parinacota
        ("2026-08-20", "16101", "16102"),  # Chillán sí, Bulnes no
        ("2026-08-20", "16103", "16301"),  # Chillán Viejo sí, San Carlos no
        ("2024-09-21", "12101", "11101"),  # Magallanes
        ("2024-09-21", "10201", "10101"),  # Chiloé sí, Puerto Montt no
        ("2018-01-16", "13101", "05101"),
        ("2018-01-17", "09101", "13101"),
        ("2018-01-18", "01101", "13101"),
        ("2023-09-08", "02101", "13101"),
        ("2023-09-20", "04101", "13101"),
    ],
)
def test_feriado_holds_only_in_its_territory(on, inside, outside):
    assert day(on) in calendar_for(inside).feriados
    assert day(on) not in calendar_for(outside).feriados


def solstice_in_utc(year: int) -> datetime:
    """June solstice, Meeus, Astronomical Algorithms, ch. 27; good to a few minutes."""
    y = (year - 2000) / 1000
    jde = 2451716.56767 + 365241.62603 * y + 0.00325 * y**2 + 0.00888 * y**3 - 0.0003 * y**4
    t = (jde - 2451545.0) / 36525
    w = math.radians(35999.373 * t - 2.47)
    dl = 1 + 0.0334 * math.cos(w) + 0.0007 * math.cos(2 * w)
    terms = [
        (485, 324.96, 1934.136), (203, 337.23, 32964.467), (199, 342.08, 20.186),
        (182, 27.85, 445267.112), (156, 73.14, 45036.886), (136, 171.52, 22518.443),
        (77, 222.54, 65928.934), (74, 296.72, 3034.906), (70, 243.58, 9037.513),
        (58, 119.81, 33718.147), (52, 297.17, 150.678), (50, 21.02, 2281.226),
        (45, 247.54, 29929.562), (44, 325.15, 31555.956), (29, 60.93, 4443.417),
        (18, 155.12, 67555.328), (17, 288.79, 4562.452), (16, 198.04, 62894.029),
        (14, 199.76, 31436.921), (12, 95.39, 14577.848), (12, 287.11, 31931.756),
        (12, 320.81, 34777.259), (9, 227.73, 1222.114), (8, 15.45, 16859.074),
    ]  # fmt: skip
    s = sum(a * math.cos(math.radians(b + c * t)) for a, b, c in terms)
    jd = jde + 0.00001 * s / dl - 70 / 86400  # ΔT is about 70 s in these years
    return datetime(2000, 1, 1, 12, tzinfo=UTC) + timedelta(days=jd - 2451545.0)


@pytest.mark.parametrize("year", range(2022, 2041))  # in 2021 the law itself said the 21st
def test_pueblos_indigenas_is_the_day_of_the_solstice_in_chile(year):
    in_chile = (solstice_in_utc(year) - timedelta(hours=4)).date()

    assert SANTIAGO.feriados[in_chile].name == "Día Nacional de los Pueblos Indígenas"


@pytest.mark.parametrize(
    ("year", "sunday"),
    [(2018, "04-01"), (2024, "03-31"), (2026, "04-05"), (2038, "04-25"), (2040, "04-01")],
)
def test_easter(year, sunday):
    assert easter(year) == day(f"{year}-{sunday}")


def test_a_solstice_nobody_reviewed_is_not_guessed():
    with pytest.raises(LookupError, match="2041"):
        solstice(2041)


def test_the_generator_writes_its_file(tmp_path):
    main(tmp_path / "feriados.yaml")

    assert (tmp_path / "feriados.yaml").read_text(encoding="utf-8") == build()


def test_every_feriado_has_its_law_and_codes_that_fit_its_scope():
    digits = {Scope.REGION: 2, Scope.PROVINCIA: 3, Scope.COMUNA: 5}
    for row in load_table().feriados:
        lengths = {len(code) for code in row.codigos}
        assert row.ley
        assert lengths == ({digits[row.alcance]} if row.alcance in digits else set()), row


@pytest.mark.parametrize(
    ("comuna", "zone"),
    [
        ("13101", "America/Santiago"),
        ("12101", "America/Punta_Arenas"),
        ("11201", "America/Coyhaique"),
        ("05201", "Pacific/Easter"),
        ("05101", "America/Santiago"),
    ],
)
def test_zone_of_a_comuna(comuna, zone):
    assert calendar_for(comuna).tz.key == zone


@pytest.mark.parametrize("comuna", ["1310", "131011", "abcde", "", "99101", "13901", "١٣١٠١"])
def test_comuna_that_does_not_exist_is_refused(comuna):
    with pytest.raises(TerritoryError, match="comuna"):
        Territory(comuna)


def test_zone_missing_in_tzdata_is_refused():
    with pytest.raises(TerritoryError, match="actualice tzdata"):
        calendar_for("13101", zone="America/Ninguna")


def test_school_recess_only_touches_dia_escolar():
    calendar = calendar_for("13101", no_class={day("2026-06-22"): "vacaciones de invierno"})

    assert calendar.add(day("2026-06-19"), 1, Unit.DIA_ESCOLAR) == day("2026-06-23")
    assert calendar.add(day("2026-06-19"), 1, Unit.DIAS_HABILES) == day("2026-06-22")
    assert calendar.why_not(day("2026-06-22"), Unit.DIA_ESCOLAR) == "vacaciones de invierno"
    assert calendar.why_not(day("2026-06-22"), Unit.DIA_LABORAL) == ""


@pytest.mark.parametrize(
    ("on", "why"),
    [
        ("2026-09-18", "feriado: Independencia Nacional"),
        ("2026-09-19", "feriado: Día de las Glorias del Ejército"),  # sábado
        ("2026-06-21", "feriado: Día Nacional de los Pueblos Indígenas"),  # domingo
        ("2026-09-12", "sábado"),
        ("2026-09-13", "domingo"),
        ("2026-09-14", ""),
    ],
)
def test_why_a_day_is_not_habil(on, why):
    assert SANTIAGO.why_not(day(on), Unit.DIAS_HABILES) == why
    assert SANTIAGO.why_not(day(on), Unit.DIAS_CORRIDOS) == ""


@pytest.mark.parametrize(
    ("start", "n"),
    [
        ("2017-12-31", 1),
        ("2041-01-01", 1),
        ("2040-12-31", 1),
        ("2018-01-01", -1),
        ("2030-01-01", 10**9),
    ],
)
def test_nothing_is_guessed_outside_the_table(start, n):
    with pytest.raises(CalendarRangeError, match="fuera del calendario"):
        SANTIAGO.add(day(start), n)


def test_adding_nothing_is_refused():
    with pytest.raises(UnitError, match="distinta de cero"):
        SANTIAGO.add(day("2026-01-05"), 0)


def test_months_are_not_days_of_a_calendar():
    with pytest.raises(UnitError, match="meses"):
        SANTIAGO.days(Unit.MESES)


def test_two_feriados_on_one_date_keep_the_first_name():
    on = date(2026, 3, 2)
    pair = [Feriado(on, "Uno", "Ley 1"), Feriado(on, "Dos", "Ley 2")]

    calendar = Calendar(Territory("13101"), pair, date(2026, 1, 1), date(2026, 12, 31))

    assert calendar.feriados[on].name == "Uno"
