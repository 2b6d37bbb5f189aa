"""Variations of an expulsion solved by hand, day by day, under the law alone and under modelo B.

The count of each date is written beside it: who doubts a row can follow it with a calendar.
"""

from __future__ import annotations

import pytest

from tests.protocols.solved import agrees, solve

CON = {"medida": "expulsion", "cautelar_suspension": True}
SIN = {"medida": "cancelacion", "cautelar_suspension": False}
NADIE, PIDIO = {"hubo_reconsideracion": False}, {"hubo_reconsideracion": True}

# name: what happened, the facts, the school's comuna, and the dates of the law.
SOLVED = {
    # 10 H: lun 13 [1] mar 14 [2] mié 15 [3] jue 16 ✗ Virgen del Carmen, vie 17 [4] lun 20 [5]
    # mar 21 [6] mié 22 [7] jue 23 [8] vie 24 [9] lun 27 [10]. Se notifica ese mismo día.
    # 5 H: 28, 29, 30, 31 de julio y lun 3 de agosto; se pide ese día a las 23:59.
    # Firme el lun 10: mar 11 [1] mié 12 [2] jue 13 [3] vie 14 [4] sáb 15 ✗ lun 17 [5].
    "desde un viernes, resuelta el último día y reconsiderada a las 23:59": (
        """
        ev_apertura             2026-07-09T10:00
        ev_cautelar             2026-07-10T09:00
        ev_resolucion           2026-07-27T12:00
        ev_notificacion         2026-07-27T18:00
        ev_reconsideracion      2026-08-03T23:59
        ev_consejo              2026-08-06T18:00
        ev_res_reconsideracion  2026-08-10T11:00
        ev_notificacion_final   2026-08-10T12:00
        """,
        CON | PIDIO,
        "13101",
        "P7 2026-07-27\n P10 2026-08-03\n P12 2026-08-17\n P12e 2026-08-03\n P13 2026-08-17",
    ),
    # Lunes 7 de diciembre, víspera de la Inmaculada. 10 H: mié 9 [1] jue 10 [2] vie 11 [3] lun 14
    # [4] mar 15 [5] mié 16 [6] jue 17 [7] vie 18 [8] lun 21 [9] mar 22 [10]. 5 H: mié 23 [1] jue 24
    # [2] vie 25 ✗ lun 28 [3] mar 29 [4] mié 30 [5]. Firme al terminar: jue 31 [1] vie 1 ✗ lun 4
    # [2] mar 5 [3] mié 6 [4] jue 7 [5]. Ni el 31 de diciembre ni enero detienen nada.
    "en víspera de feriado y de Navidad, sin recurso": (
        """
        ev_apertura      2026-12-07T10:00
        ev_cautelar      2026-12-07T17:00
        ev_resolucion    2026-12-22T09:00
        ev_notificacion  2026-12-22T10:00
        """,
        CON | NADIE,
        "13101",
        "P7 2026-12-22\n P10 2026-12-30\n P12 2027-01-07\n P12e 2026-12-30\n P13 2027-01-07",
    ),
    # Viernes 18 de diciembre, antes de que terminen las clases; sin cautelar, 15 H: lun 21 [1] mar
    # 22 [2] mié 23 [3] jue 24 [4] vie 25 ✗ lun 28 [5] mar 29 [6] mié 30 [7] jue 31 [8] vie 1 ✗
    # lun 4 [9] mar 5 [10] mié 6 [11] jue 7 [12] vie 8 [13] lun 11 [14] mar 12 [15]. Firme: mié 13
    # [1] jue 14 [2] vie 15 [3] lun 18 [4] mar 19 [5]. Otra lectura, desde el 18: lun 28.
    "cancelación de diciembre, sin cautelar ni recurso": (
        """
        ev_apertura      2026-12-09T10:00
        ev_resolucion    2026-12-18T11:00
        ev_notificacion  2026-12-18T12:00
        """,
        SIN | NADIE,
        "13101",
        "P9 2027-01-12\n P12 2027-01-19\n P12e 2026-12-28\n P13 2027-01-19\n P6 2027-02-09",
    ),
    # Lunes 14 de septiembre. 10 H: 15 [1] 16 [2] 17 [3] vie 18 ✗ lun 21 [4] 22 [5] 23 [6] 24 [7]
    # 25 [8] lun 28 [9] mar 29 [10]. 5 H: 30 [1] 1 [2] 2 [3] lun 5 [4] mar 6 [5]. Firme el vie 9:
    # lun 12 ✗ mar 13 [1] 14 [2] 15 [3] 16 [4] lun 19 [5].
    "con Fiestas Patrias y el 12 de octubre": (
        """
        ev_apertura             2026-09-14T09:00
        ev_cautelar             2026-09-14T12:00
        ev_resolucion           2026-09-29T12:00
        ev_notificacion         2026-09-29T12:30
        ev_reconsideracion      2026-10-06T10:00
        ev_consejo              2026-10-08T18:00
        ev_res_reconsideracion  2026-10-09T11:00
        ev_notificacion_final   2026-10-09T12:00
        """,
        CON | PIDIO,
        "13101",
        "P7 2026-09-29\n P10 2026-10-06\n P12 2026-10-19\n P12e 2026-10-06\n P13 2026-10-19",
    ),
    # El estudiante lo sabe el jue 9 de julio y la familia, por carta certificada, el mar 14. Desde
    # la última: mié 15 [1] jue 16 ✗ vie 17 [2] lun 20 [3] 21 [4] 22 [5] 23 [6] 24 [7] lun 27 [8]
    # 28 [9] mié 29 [10]. Desde la primera: vie 10 [1] lun 13 [2] 14 [3] 15 [4] 17 [5] lun 20 [6]
    # 21 [7] 22 [8] 23 [9] vie 24 [10]. La resolución: el mié 22 y, por carta, el lun 27; 5 H desde
    # la última: 28 [1] 29 [2] 30 [3] 31 [4] lun 3 de agosto [5]. Firme: 4, 5, 6, 7 y lun 10.
    "la familia se entera después, por carta certificada": (
        """
        ev_apertura      2026-07-09T09:00
        ev_cautelar      2026-07-09T12:00
        ev_cautelar      2026-07-14T16:00
        ev_resolucion    2026-07-22T10:00
        ev_notificacion  2026-07-22T12:00
        ev_notificacion  2026-07-27T16:00
        """,
        CON | NADIE,
        "13101",
        "P7 2026-07-29\n P7e 2026-07-24\n P10 2026-08-03\n P12 2026-08-10",
    ),
    # En Arica el lunes 7 de junio es feriado. Jue 27 de mayo: vie 28 [1] lun 31 [2] 1 [3] 2 [4] 3
    # [5] vie 4 [6] lun 7 ✗ mar 8 [7] 9 [8] 10 [9] vie 11 [10]. En Santiago, el jue 10.
    "en Arica, con su feriado regional": (
        "ev_apertura 2027-05-27T09:00\n ev_cautelar 2027-05-27T10:00",
        CON,
        "15101",
        "P7 2027-06-11",
    ),
    "en Santiago, el mismo día": (
        "ev_apertura 2027-05-27T09:00\n ev_cautelar 2027-05-27T10:00",
        CON,
        "13101",
        "P7 2027-06-10",
    ),
}  # fmt: skip
NAMES = {"P7": "EX-10", "P7e": "EX-10e", "P10": "EX-12", "P12": "EX-18", "P12e": "EX-18e"}


@pytest.mark.parametrize("name", SOLVED)
def test_the_law_gives_the_dates_counted_by_hand(name):
    eventos, hechos, comuna, tabla = SOLVED[name]
    steps = solve("LEY", "aula_segura", eventos, "2027-08-01", comuna=comuna, **hechos)
    assert agrees(steps, tabla) == {}


@pytest.mark.parametrize("name", SOLVED)
def test_modelo_b_gives_the_same_dates_where_it_has_the_step(name):
    eventos, hechos, comuna, tabla = SOLVED[name]
    lines = [line.split() for line in tabla.splitlines()]
    tabla = "\n".join(f"{NAMES[one]} {due}" for one, due in lines if one in NAMES)
    if not hechos["cautelar_suspension"]:
        tabla = "EX-18e 2026-12-28\n EX-12x 2027-01-12"
    steps = solve("B", "expulsion", eventos, "2027-08-01", comuna=comuna, **hechos)
    assert agrees(steps, tabla) == {}
