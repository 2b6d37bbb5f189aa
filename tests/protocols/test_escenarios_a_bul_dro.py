"""Modelo A: acoso y drogas, resueltos a mano, por `simular`."""

from __future__ import annotations

import pytest

from tests.protocols.tables import Case, differences

CASES = [
    Case(
        "viernes por la noche, una familia a la segunda, prórroga y Año Nuevo",
        "bul",
        """
        2026-11-27T18:10 · ev_denuncia
        2026-11-30 · ev_comunicacion_1
        2026-12-01 · ev_entrevista · parte=victima
        2026-12-07 · ev_entrevista · parte=agresor
        2027-01-05 · ev_prorroga
        2027-01-21 · ev_fin_investigacion
        2027-01-25 · ev_notificacion
        2027-02-08 · ev_cierre
        """,
        """
        bul-04 2026-11-28T18:10 | 8.6.3.4
        bul-07 2026-11-30 | 8.6.3.2 B.1
        bul-10 2026-12-01 | 8.6.3.2 B.3–4, 6–7
        bul-11 2026-12-07 | 8.6.3.2 B.3
        bul-12 2026-12-15 | 8.6.3.2 B.5
        bul-13 2027-01-21 2027-01-17 | 8.6.3.2 B.8; 8.6.3.4
        bul-14 2027-01-25 2027-01-26 | 8.6.3.2 C.a.2–3; 8.6.3.4
        bul-15 2027-01-25 2027-01-26 | 8.6.3.2 C.a.3; 8.6.3.4
        bul-16 2027-01-28 | 8.6.3.2 C.a.3
        bul-25 2027-02-01 | 8.6.3.3.1–3; 8.6.3.4
        bul-20 2027-08-08 | 8.6.3.2 C.b.4
        bul-21 2026-12-16 2026-12-23 | 8.6.3.2 C (final)
        """,
        {"resultado": "fundada", "asistio_apoderado": "parcial"},
    ),
    Case(
        "inasistencia total en Semana Santa",
        "bul",
        """
        2026-04-02T12:00 · ev_denuncia
        2026-04-02 · ev_comunicacion_1
        2026-04-10 · ev_inasistencia
        """,
        """
        bul-07 2026-04-06 | 8.6.3.2 B.1
        bul-10 2026-04-06 | 8.6.3.2 B.3–4, 6–7
        bul-11 2026-04-10 | 8.6.3.2 B.3
        bul-12 2026-04-17 | 8.6.3.2 B.5
        bul-13 2026-05-11 | 8.6.3.2 B.8; 8.6.3.4
        """,
        {"asistio_apoderado": "nunca"},
        ahora="2026-04-20",
    ),
    Case(
        "dos recursos piden dos respuestas",
        "bul",
        """
        2026-04-29T10:20 · ev_denuncia
        2026-04-29 · ev_comunicacion_1
        2026-04-30 · ev_entrevista
        2026-06-01 · ev_informe
        2026-06-03 · ev_notificacion
        2026-06-08 · ev_reconsideracion
        2026-06-10 · ev_reconsideracion
        2026-06-15 · ev_res_reconsideracion
        """,
        """
        bul-26 2026-06-17 | 8.6.3.3.2–5; 8.6.3.4
        """,
        {"resultado": "fundada"},
        ahora="2026-06-16",
    ),
    Case(
        "24 horas en la noche del cambio de hora",
        "bul",
        """
        2026-09-05T20:00 · ev_denuncia
        """,
        """
        bul-04 2026-09-06T21:00 | 8.6.3.4
        """,
    ),
    Case(
        "lo que escribe otro programa: palabras y códigos en mayúsculas",
        "Bullying",
        """
        2026-04-29T10:20 · Denuncia
        2026-04-29 · 1ª comunicación
        2026-04-30 · BUL-10
        2026-06-01 · informe
        2026-06-03 · notificación
        2026-06-10 · reconsideración
        2026-06-17 · Cierre
        """,
        """
        bul-12 2026-05-08 | 8.6.3.2 B.5
        bul-13 2026-06-01 | 8.6.3.2 B.8; 8.6.3.4
        bul-15 2026-06-03 2026-06-04 | 8.6.3.2 C.a.3; 8.6.3.4
        bul-26 2026-06-17 | 8.6.3.3.2–5; 8.6.3.4
        bul-20 2026-12-17 | 8.6.3.2 C.b.4
        """,
        {"resultado": "Fundada"},
    ),
    Case(
        "13 años y alcohol; nadie asiste y cuenta la fecha de la segunda citación",
        "dro",
        """
        2026-05-20T15:30 · ev_conocimiento
        2026-05-20T15:30 · ev_denuncia
        2026-05-20 · ev_comunicacion_1
        2026-05-28 · 2ª citación
        2026-06-25 · ev_fin_investigacion
        """,
        """
        dro-05 =no_aplica | 5.4.2.5 (punto 4)
        dro-06 2026-05-21T15:30 | 5.4.2.5 (punto 5)
        dro-08 2026-05-22 | 5.4.2.2 B.i.1
        dro-11 =no_aplica | 5.4.2.2 B.i.3–6
        dro-12 2026-05-28 | 5.4.2.2 B.i.3
        dro-13 2026-06-04 | 5.4.2.2 B.i.5
        dro-16 2026-06-25 | 5.4.2.2 E
        dro-17 2026-07-01 | 5.4.2.2 E
        """,
        {
            "agresor_tipo": "estudiante",
            "agresor_edad": 13,
            "sustancia_presunta_ilicita": False,
            "asistio_apoderado": "nunca",
        },
    ),
    Case(
        "el infractor es funcionario: sin entrevista a la familia",
        "dro",
        """
        2026-05-20T15:30 · ev_conocimiento
        2026-05-20T15:30 · ev_denuncia
        2026-05-20 · comunicación al funcionario
        2026-05-22 · ev_entrevista_func
        """,
        """
        dro-05 2026-05-21T15:30 | 5.4.2.5 (punto 4)
        dro-06 =no_aplica | 5.4.2.5 (punto 5)
        dro-11 =no_aplica | 5.4.2.2 B.i.3–6
        dro-13 =no_aplica | 5.4.2.2 B.i.5
        dro-14 2026-05-22 | 5.4.2.2 B.ii
        dro-16 2026-06-12 | 5.4.2.2 E
        """,
        {"agresor_tipo": "funcionario", "sustancia_presunta_ilicita": "sí"},
    ),
    Case(
        "no resulta fundada y el término adicional cruza el Año Nuevo",
        "dro",
        """
        2026-11-13T14:00 · ev_conocimiento
        2026-11-13T14:20 · ev_denuncia
        2026-11-13 · ev_apertura
        2026-11-13 · ev_comunicacion_1
        2026-11-16 · ev_entrevista
        2026-12-15 · ev_fin_investigacion
        2026-12-18 · ev_notificacion
        2027-01-05 · ev_notificacion del cierre
        2027-01-05 · ev_cierre
        2027-01-12 · ev_reconsideracion
        """,
        """
        dro-05 2026-11-14T14:00 | 5.4.2.5 (punto 4)
        dro-06 =no_aplica | 5.4.2.5 (punto 5)
        dro-08 2026-11-16 | 5.4.2.2 B.i.1
        dro-11 2026-11-16 | 5.4.2.2 B.i.3–6
        dro-13 2026-11-23 | 5.4.2.2 B.i.5
        dro-16 2026-12-15 | 5.4.2.2 E
        dro-17 2026-12-18 | 5.4.2.2 E
        dro-20 2027-01-05 | 5.4.2.2 C (c–d)
        dro-22 2027-01-12 | 5.4.2.2 D; E
        dro-23 2027-01-19 | 5.4.2.2 D.4; E
        dro-24 2027-07-05 | 5.4.2.8
        dro-25 2027-07-05 | 5.4.2.2 C (e); 5.4.2.8
        """,
        {
            "agresor_tipo": "estudiante",
            "agresor_edad": 16,
            "sustancia_ilicita": True,
            "resultado": "no fundada",
        },
    ),
]


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_every_row_comes_out(case):
    assert differences(case) == []
