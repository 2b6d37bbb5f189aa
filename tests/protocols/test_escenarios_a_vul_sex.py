"""Modelo A: vulneración y agresiones sexuales, resueltas a mano, por `simular`."""

from __future__ import annotations

import pytest

from tests.protocols.tables import Case, differences

CASES = [
    Case(
        "prórroga en Fiestas Patrias, con las dos lecturas de A-03",
        "vul",
        """
        2026-09-02T10:30 · ev_conocimiento
        2026-09-02T11:00 · ev_denuncia
        2026-09-02 · ev_apertura
        2026-09-02 · ev_comunicacion_1
        2026-09-03 · ev_entrevista
        2026-09-23 · ev_prorroga · paso=vul-22
        2026-10-08 · ev_fin_investigacion
        2026-10-14 · ev_notificacion
        2026-10-21 · ev_reconsideracion
        2026-10-28 · ev_cierre
        """,
        """
        vul-04 2026-09-03T11:00 | 5.2.3.3
        vul-05 2026-09-03T11:00 | 5.2.3.2 A
        vul-06 =no_aplica | 5.2.3.5 a; 8.6.4.7
        vul-07 2026-09-03T10:30 | 5.2.3.5 b; 8.6.4.7
        vul-08 2026-09-03T10:30 | 5.2.3.13
        vul-12 2026-09-03 | 5.2.3.2 B.a.1; B.b.1; 5.2.3.6 A
        vul-16 2026-09-03 | 5.2.3.2 B.a.3–6
        vul-17 =no_aplica | 5.2.3.2 B.a.3
        vul-18 2026-09-10 | 5.2.3.2 B.a.5
        vul-22 2026-10-08 2026-10-19 | 5.2.3.2 C; 5.2.3.3
        vul-23 2026-10-14 | 5.2.3.2 C (tercero día); 5.2.3.3
        vul-24 2026-10-14 | 5.2.3.2 C.a.1–2; 5.2.3.8 C
        vul-25 =no_aplica | 5.2.3.2 C.a.2–3
        vul-26 =no_aplica | 5.2.3.2 C.b.1–2
        vul-29 2026-10-21 | 5.2.3.2 D.1–3; 5.2.3.3
        vul-30 2026-10-28 | 5.2.3.2 D.4–5; 5.2.3.3
        vul-31 2027-04-28 | 5.2.3.2 C.b.4; 5.2.3.12.1
        """,
        {
            "agresor_tipo": "estudiante",
            "agresor_edad": 12,
            "constituye_delito": True,
            "resultado": "fundada",
            "asistio_apoderado": "1ª",
        },
    ),
    Case(
        "el autor es apoderado y el plazo cruza el Año Nuevo",
        "vul",
        """
        2026-12-30T12:00 · ev_conocimiento
        2026-12-31T10:00 · ev_denuncia
        2026-12-31 · ev_comunicacion_1
        2027-01-15 · ev_cierre
        """,
        """
        vul-04 2027-01-01T10:00 | 5.2.3.3
        vul-06 2026-12-31T12:00 | 5.2.3.5 a; 8.6.4.7
        vul-08 2026-12-31T12:00 | 5.2.3.13
        vul-16 =no_aplica | 5.2.3.2 B.a.3–6
        vul-18 =no_aplica | 5.2.3.2 B.a.5
        vul-21 2027-01-04 | 5.2.3.2 B.c.1
        vul-22 =no_aplica | 5.2.3.2 C; 5.2.3.3
        vul-31 2027-07-15 | 5.2.3.2 C.b.4; 5.2.3.12.1
        """,
        {"agresor_tipo": "miembro_no_dependiente", "constituye_delito": True},
    ),
    Case(
        "funcionario, prórroga de sólo cinco días",
        "vul",
        """
        2026-09-14T09:00 · ev_denuncia
        2026-09-14 · ev_apertura
        2026-09-14 · ev_comunicacion_1
        2026-09-15 · ev_entrevista
        2026-09-16 · comunicación al funcionario
        2026-09-17 · ev_entrevista_func
        2026-10-05 · ev_prorroga · dias=5
        2026-10-13 · ev_fin_investigacion
        """,
        """
        vul-18 2026-09-23 | 5.2.3.2 B.a.5
        vul-19 2026-09-17 | 5.2.3.2 B.b.3–4
        vul-20 2026-09-25 | 5.2.3.2 B.b.3
        vul-22 2026-10-14 2026-10-26 | 5.2.3.2 C; 5.2.3.3
        """,
        {"agresor_tipo": "funcionario"},
    ),
    Case(
        "una pausa no cuenta sus días",
        "vul",
        """
        2026-05-04T09:00 · ev_denuncia
        2026-05-04 · ev_apertura
        2026-05-06 · ev_pausa
        2026-05-13 · ev_reanudacion
        """,
        """
        vul-22 2026-06-02 | 5.2.3.2 C; 5.2.3.3
        """,
        {"agresor_tipo": "estudiante"},
    ),
    Case(
        "Magallanes no cambia la hora",
        "vul",
        """
        2026-09-05T20:00 · ev_denuncia
        """,
        """
        vul-04 2026-09-06T20:00 | 5.2.3.3
        """,
        comuna="12101",
    ),
    Case(
        "viernes por la tarde, autor de 15 años, no resulta fundada",
        "sex",
        """
        2026-10-16T17:10 · ev_conocimiento
        2026-10-16T17:40 · ev_denuncia
        2026-10-16 · ev_apertura
        2026-10-19 · ev_comunicacion_1
        2026-10-20 · ev_entrevista
        2026-11-17 · ev_fin_investigacion
        2026-11-20 · ev_notificacion
        2026-12-04 · ev_cierre
        2026-12-14 · ev_reconsideracion
        """,
        """
        sex-04 2026-10-17T17:40 | 5.3.3.2 A
        sex-05 2026-10-17T17:40 | 5.3.3.2 B a
        sex-06 2026-10-17T17:10 | 5.3.3.2 D.1; 8.6.4.7
        sex-07 =no_aplica | 5.3.3.2 D.2; 8.6.4.7
        sex-11 2026-10-19 | 5.3.3.2 B b.i.1; F.a
        sex-15 2026-10-20 | 5.3.3.2 B b.i.3–6
        sex-17 2026-10-27 | 5.3.3.2 B b.i.5
        sex-21 2026-11-17 | 5.3.3.2 C
        sex-22 2026-11-20 | 5.3.3.2 C
        sex-25 2026-12-04 | 5.3.3.2 B c.i.1.d–e
        sex-27 2026-12-14 | 5.3.3.2 B d.1–3; C
        sex-28 2026-12-21 | 5.3.3.2 B d.4–5; C
        sex-31 2027-06-04 | 5.3.3.2 B c.i.1.f; L.1–2
        """,
        {
            "agresor_tipo": "estudiante",
            "agresor_edad": "15",
            "resultado": "no fundada",
            "asistio_apoderado": "primera",
        },
    ),
    Case(
        "el autor es funcionario: nunca es menor de 14, y hay vacaciones",
        "sex",
        """
        2026-06-26T12:00 · ev_conocimiento
        2026-06-26T13:00 · ev_denuncia
        2026-06-26 · ev_comunicacion_1
        2026-06-30 · ev_entrevista
        2026-06-26 · comunicación al funcionario
        2026-06-30 · ev_entrevista_func
        """,
        """
        sex-06 2026-06-27T12:00 | 5.3.3.2 D.1; 8.6.4.7
        sex-07 =no_aplica | 5.3.3.2 D.2; 8.6.4.7
        sex-11 2026-07-06 | 5.3.3.2 B b.i.1; F.a
        sex-15 2026-06-30 | 5.3.3.2 B b.i.3–6
        sex-18 2026-06-30 | 5.3.3.2 B b.ii.3–4
        sex-19 2026-07-07 | 5.3.3.2 B b.ii.3
        sex-17 2026-07-07 | 5.3.3.2 B b.i.5
        sex-21 2026-07-29 | 5.3.3.2 C
        """,
        {"agresor_tipo": "funcionario"},
    ),
    Case(
        "una prórroga decidida tarde no vale (A-04)",
        "sex",
        """
        2026-03-02T10:00 · ev_denuncia
        2026-03-02 · ev_comunicacion_1
        2026-03-03 · ev_entrevista
        2026-04-02 · ev_prorroga
        """,
        """
        sex-21 2026-03-31 | 5.3.3.2 C
        """,
        {"agresor_tipo": "alumno"},
        ahora="2026-04-03",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_every_row_comes_out(case):
    assert differences(case) == []
