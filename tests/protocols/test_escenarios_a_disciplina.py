"""Modelo A: faltas, expulsión, maltrato y oficio, resueltos a mano, por `simular`."""

from __future__ import annotations

import pytest

from tests.protocols.tables import Case, differences

CASES = [
    Case(
        "con cautelar, la segunda citación al quinto día agota los diez (A-12)",
        "fgr",
        """
        2026-09-10T09:00 · ev_conocimiento
        2026-09-10T10:00 · fgr-01
        2026-09-10 · ev_inicio
        2026-09-10 · ev_comunicacion_1
        2026-09-10 · ev_cautelar
        2026-09-17 · fecha de la 2ª citación
        2026-09-25 · ev_notificacion
        2026-10-02 · ev_reconsideracion
        2026-10-09 · ev_res_reconsideracion
        """,
        """
        fgr-05 2026-09-11 | 7.3.1.2 B.1, B.3
        fgr-06 2026-09-17 | 7.3.1.2 B.2
        fgr-07 2026-09-25 | 7.3.1.2 B.3
        fgr-08 =no_aplica | 7.3.1.2 B.5
        fgr-09 2026-09-25 =cumplido | 7.3.1.2 B.5
        fgr-11 2026-10-02 2026-09-30 =cumplido | 7.3.3.2
        fgr-13 2026-10-09 2026-10-07 | 7.3.3.2
        fgr-14 2026-10-09 2026-10-07 =cumplido | 7.3.3.2
        """,
        {"cautelar_suspension": "sí", "asistio_apoderado": "nunca", "gravedad_falta": "gravísima"},
    ),
    Case(
        "la expulsión queda firme sin recurso y se informa tras Navidad",
        "fgr+exp",
        """
        2026-11-26T09:00 · ev_conocimiento
        2026-11-26 · ev_inicio
        2026-11-26 · ev_cautelar
        2026-11-26 · ev_comunicacion_1
        2026-11-27 · ev_entrevista
        2026-12-11 · ev_notificacion
        2026-12-18 · ev_firmeza
        """,
        """
        fgr-07 2026-12-04 | 7.3.1.2 B.3
        fgr-09 2026-12-11 | 7.3.1.2 B.5
        fgr-11 2026-12-18 2026-12-16 | 7.3.3.2
        exp-02 2026-12-28 | 7.3.3.3
        """,
        {"cautelar_suspension": True, "medida": "expulsion"},
    ),
    Case(
        "un funcionario agrede a un estudiante: seguimiento cada siete días",
        "mal+vul",
        """
        2026-08-12T09:00 · ev_hecho
        2026-08-12T10:00 · ev_conocimiento
        2026-08-12T11:00 · ev_denuncia
        2026-08-12T15:00 · ev_activacion
        2026-08-19 · mal-04
        2026-08-13 · comunicación al funcionario
        """,
        """
        mal-12 2026-08-13T10:00 | 8.6.4.6 a
        mal-13 =no_aplica | 8.6.4.6 b
        mal-04 2026-08-26 2026-08-28 | 8.6.4.2 b
        vul-04 2026-08-13T11:00 | 5.2.3.3
        vul-08 2026-08-13T10:00 | 5.2.3.13
        vul-12 2026-08-13 | 5.2.3.2 B.a.1; B.b.1; 5.2.3.6 A
        vul-19 2026-08-14 | 5.2.3.2 B.b.3–4
        """,
        {"situacion": "b", "agresor_tipo": "funcionario", "constituye_delito": "sí"},
        ahora="2026-08-21",
    ),
    Case(
        "feriado que rige sólo en Chillán",
        "fle",
        """
        2026-08-19 · comunicación de la medida
        2026-08-25 · ev_reconsideracion
        """,
        """
        fle-05 2026-08-25 2026-08-22 | 7.3.3.1
        fle-06 2026-09-01 2026-08-30 | 7.3.3.1
        """,
        comuna="16101",
    ),
    Case(
        "los antecedentes llegan antes; Semana Santa",
        "fgr",
        """
        2026-03-30T09:00 · ev_conocimiento
        2026-03-30 · ev_comunicacion_1
        2026-03-31 · ev_entrevista
        2026-04-02 · recepción de antecedentes
        """,
        """
        fgr-05 2026-03-31 | 7.3.1.2 B.1, B.3
        fgr-07 2026-04-08 | 7.3.1.2 B.3
        fgr-08 2026-04-22 2026-04-17 | 7.3.1.2 B.5
        """,
        {"cautelar_suspension": False},
    ),
    Case(
        "accidente y falta leve el último día del año",
        "acc+fle",
        """
        2026-12-31T10:10 · ev_hecho
        2026-12-31 · comunicación de la medida
        """,
        """
        acc-12 2027-01-01 2027-01-04 | 5.5.4
        fle-05 2027-01-06 2027-01-03 | 7.3.3.1
        """,
    ),
    Case(
        "un apoderado agrede a un docente",
        "mal+fgr",
        """
        2026-10-08T16:00 · ev_hecho
        2026-10-08T16:00 · ev_conocimiento
        2026-10-09 · ev_inicio
        2026-10-09 · ev_comunicacion_1
        """,
        """
        mal-12 2026-10-09T16:00 | 8.6.4.6 a
        mal-13 =no_aplica | 8.6.4.6 b
        mal-09 =en_curso | 8.6.4.5.1
        mal-10 =en_curso | 8.6.4.5.1
        mal-11 =en_curso | 8.6.4.3; 8.6.4.5.3
        fgr-05 2026-10-13 | 7.3.1.2 B.1, B.3
        fgr-06 2026-10-19 | 7.3.1.2 B.2
        """,
        {
            "situacion": "f",
            "agresor_tipo": "miembro_no_dependiente",
            "victima_tipo": "funcionario",
            "constituye_delito": True,
        },
        ahora="2026-10-09T10:00",
    ),
    Case(
        "por redes y desde otro colegio: sin edad, se avisa a ambos destinos",
        "mal",
        """
        2026-05-02T20:00 · ev_hecho
        2026-05-04T08:00 · ev_conocimiento
        2026-05-04T09:00 · ev_denuncia
        """,
        """
        mal-02 =no_aplica | 8.6.4.1; 8.6.4.2.3; 8.6.4.4.5
        mal-08 =en_curso | 8.6.4.4.4
        mal-12 2026-05-05T08:00 | 8.6.4.6 a
        mal-13 2026-05-05T08:00 | 8.6.4.6 b
        """,
        {
            "situacion": "e",
            "agresor_tipo": "estudiante de otro colegio",
            "lesiones": "no",
            "delito": True,
        },
        ahora="2026-05-04T10:00",
    ),
    Case(
        "hay cautelar aunque nadie lo diga como dato",
        "fgr",
        """
        2026-03-30 · ev_inicio
        2026-03-30 · ev_comunicacion_1
        2026-03-30 · ev_cautelar
        2026-03-31 · ev_entrevista
        """,
        """
        fgr-09 2026-04-14 | 7.3.1.2 B.5
        fgr-07 2026-04-08 | 7.3.1.2 B.3
        """,
    ),
    Case(
        "recurrir contra el inicio no lo detiene (A-55)",
        "fgr",
        """
        2026-05-18 · ev_inicio
        2026-05-18 · ev_comunicacion_1
        2026-05-19 · ev_entrevista
        2026-05-20 · ev_reconsideracion
        """,
        """
        fgr-08 2026-06-10 | 7.3.1.2 B.5
        fgr-14 2026-05-28 2026-05-25 | 7.3.3.2
        fgr-13 2026-05-28 2026-05-25 | 7.3.3.2
        """,
        {"cautelar": "no"},
        ahora="2026-05-21",
    ),
    Case(
        "feriado de Arica, que cae en domingo",
        "fle",
        """
        2026-06-04 · comunicación de la medida
        """,
        """
        fle-05 2026-06-09 2026-06-07 | 7.3.3.1
        """,
        comuna="15101",
    ),
    Case(
        "firme sin recurso, certificada el lunes",
        "exp",
        """
        2026-12-18 · fin del plazo para pedir reconsideración
        2026-12-21 · exp-01
        """,
        """
        exp-01 =cumplido_tarde | 7.3.3.3
        exp-02 2026-12-29 | 7.3.3.3
        """,
        {"medida": "cancelación de matrícula"},
    ),
    Case(
        "las 24 horas corren en feriado y se envió tarde",
        "ofi",
        """
        2026-09-17T20:00 · ev_conocimiento
        2026-09-18T08:00 · ev_denuncia
        2026-09-18T21:00 · ofi-02
        """,
        """
        ofi-01 2026-09-18T20:00 =vencido | 8.6.4.7
        ofi-02 2026-09-18T20:00 =cumplido_tarde | 8.6.4.7
        """,
    ),
]


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_every_row_comes_out(case):
    assert differences(case) == []
