"""What a person or another program writes, and what is read of it; one row each."""

from __future__ import annotations

from dataclasses import replace

import pytest

from protocols.engine import State, parse_moment
from protocols.engine.conditions import Interval, normalize
from protocols.engine.definitions import protocol_in_force
from protocols.engine.errors import MomentError, TerritoryError
from protocols.engine.problems import problems
from protocols.engine.scenario import read_amount, read_events, read_no_class
from protocols.engine.territory import load_zone
from tests.protocols.scenarios import ACOSO, E01, SANTIAGO, at, day, event, run, status_of


def read(**row: object):
    [found] = read_events([row], ACOSO, SANTIAGO.tz).events
    return found


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("bul-13-informe-encargado", "bul-13-informe-encargado"),
        ("bul-13", "bul-13-informe-encargado"),
        ("BUL-13", "bul-13-informe-encargado"),
        ("bul 13", "bul-13-informe-encargado"),
        ("ev_notificacion", "ev_notificacion"),
        ("ev_notificacion del cierre", "ev_notificacion"),
        ("conocida la existencia del hecho", "ev_conocimiento"),  # de dos posibles, el primero
        ("la detección de señales", "ev_senales"),
    ],
)
def test_the_name_of_an_event(written, name):
    assert read(evento=written, en="2026-05-04").name == name


@pytest.mark.parametrize(
    ("row", "days"),
    [
        ({"evento": "ev_prorroga", "dias": 5}, 5),
        ({"evento": "ev_prorroga", "dias": "5"}, 5),
        ({"evento": "ev_prorroga", "dias": 1}, 1),
        ({"evento": "ev_prorroga"}, None),
        ({"evento": "ev_denuncia", "dias": 5}, None),  # sólo una prórroga da días
    ],
)
def test_the_days_of_a_prorroga(row, days):
    assert read(**row, en="2026-05-04").days == days


@pytest.mark.parametrize("days", [0, -1])
def test_a_prorroga_of_no_days_is_refused(days):
    with pytest.raises(MomentError, match="1 o más"):
        read(evento="ev_prorroga", en="2026-05-04", dias=days)


def test_a_correction_names_an_event_by_its_number():
    found = read(evento="ev_rectificacion", en="2026-05-06", corrige="acta-3", anula=True)

    assert (found.corrects, found.corrected_at) == ("acta-3", None)


@pytest.mark.parametrize(
    ("written", "date_only"), [("2026-05-04", True), ("2026-05-04T10:00", False)]
)
def test_a_day_is_told_from_an_hour(written, date_only):
    assert parse_moment(written, SANTIAGO.tz).date_only is date_only
    assert read(evento="ev_denuncia", en=written).date_only is date_only


@pytest.mark.parametrize("zone", ["", "America", "America/Nada", "../hora"])
def test_a_zone_that_does_not_exist_is_refused(zone):
    with pytest.raises(TerritoryError, match="no contiene"):
        load_zone(zone)


@pytest.mark.parametrize(
    ("written", "low", "high"),
    [
        ("<14", 0, 13),
        ("menor de 14", 0, 13),
        ("<=14", 0, 14),
        (">=14", 14, 130),
        ("14 o más", 14, 130),
        (">14", 15, 130),
        ("mayor de 14", 14, 130),  # catorce cumplidos
    ],
)
def test_an_age_said_in_words(written, low, high):
    age = normalize(written)

    assert isinstance(age, Interval)
    assert (max(age.low, 0), min(age.high, 130)) == (low, high)


@pytest.mark.parametrize("on", ["2026-03-01", "2026-05-05", "2026-06-30"])
def test_a_version_is_in_force_every_day_until_its_last(on):
    old = replace(ACOSO, in_force_until=day("2026-06-30"))

    assert protocol_in_force([old], "acoso_escolar", day(on)) == old


@pytest.mark.parametrize(
    ("written", "amount"), [(5, 5), ("5", 5), (" 12 ", 12), (0, 0), ("-3", -3)]
)
def test_an_amount(written, amount):
    assert read_amount(written) == amount


@pytest.mark.parametrize("written", [None, True, False, "", "cinco", 1.5, "1,5"])
def test_what_is_no_amount(written):
    with pytest.raises(MomentError):
        read_amount(written)


SPAN = {day("2026-05-04"): "aseo", day("2026-05-05"): "aseo"}


@pytest.mark.parametrize(
    ("written", "days"),
    [
        (None, {}),
        ("2026-05-04", {day("2026-05-04"): "sin clases"}),
        ({"desde": "2026-05-04", "hasta": "2026-05-05", "motivo": "aseo"}, SPAN),
        ({"desde": "2026-05-04", "hasta": "2026-05-05", "nombre": "aseo"}, SPAN),
        ("2026-05-04T10:00", {day("2026-05-04"): "sin clases"}),  # la hora no importa
        ({"desde": "2026-05-04"}, {day("2026-05-04"): "sin clases"}),
        ({"dia": "2026-05-04", "motivo": "aseo"}, {day("2026-05-04"): "aseo"}),
        ({"fecha": "2026-05-04", "motivo": "aseo"}, {day("2026-05-04"): "aseo"}),
        ({"2026-05-04": "aseo", "2026-05-05": "aseo"}, SPAN),
        ({"2026-05-04": None}, {day("2026-05-04"): "sin clases"}),
        (["2026-05-04", "2026-05-05", "aseo"], SPAN),
        ([["2026-05-04", "2026-05-05", "aseo"]], SPAN),
        (
            ["2026-05-04", "2026-05-05"],
            {day("2026-05-04"): "sin clases", day("2026-05-05"): "sin clases"},
        ),
    ],
)
def test_the_days_without_classes(written, days):
    assert read_no_class(written) == days


def test_a_pause_of_another_step_does_not_hide_the_own_one():
    pauses = [
        event("ev_pausa", "2026-05-04", step="bul-13"),
        event("ev_pausa", "2026-05-05", step="bul-12"),
    ]

    assert status_of(run([*E01[:3], *pauses], "2026-05-07"), "bul-12").state is State.EN_PAUSA


def test_a_protocol_may_be_in_force_a_single_day():
    one_day = replace(ACOSO, in_force_until=ACOSO.in_force_from)

    assert not [text for text in problems(one_day) if "deja de regir" in text]


def test_each_answer_completes_its_own_request_and_the_last_one_the_step():
    history = [
        *E01[:7],
        event("ev_reconsideracion", "2026-06-11"),
        event("ev_res_reconsideracion", "2026-06-15"),
        event("ev_res_reconsideracion", "2026-06-17"),
    ]

    assert status_of(run(history[:-1], "2026-06-18"), "bul-26").done_at is None
    assert status_of(run(history, "2026-06-18"), "bul-26").done_at == at("2026-06-17")


@pytest.mark.parametrize(
    ("corrected", "now", "start"),
    [
        ("2026-05-04", "2026-05-06", "2026-05-04"),
        ("2026-05-08", "2026-05-06", None),  # lo corrige a una fecha que todavía no llega
        ("2026-05-08", "2026-05-08", "2026-05-08"),
    ],
)
def test_a_correction_may_say_that_it_has_not_happened_yet(corrected, now, start):
    wrong = event(
        "ev_rectificacion", "2026-05-05", corrects="ev_entrevista", corrected_at=at(corrected)
    )
    names = [e.name for e in run([*E01[:3], wrong], now).history]
    found = [
        e.on(SANTIAGO.tz) for e in run([*E01[:3], wrong], now).history if e.name == "ev_entrevista"
    ]

    assert found == ([day(start)] if start else [])
    assert "ev_rectificacion" not in names
