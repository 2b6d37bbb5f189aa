"""Modelo A: señales, accidentes, riesgo, apoyo y gestión, resueltos a mano, por `simular`."""

from __future__ import annotations

import pytest

from tests.protocols.tables import Case, differences

CASES = [
    Case(
        "víspera de Fiestas Patrias, carta y seguimiento según la ausencia",
        "sui",
        """
        2026-09-17T16:45 · ev_conocimiento
        2026-09-17 · intento de contacto fallido
        2026-09-28 · reincorporación
        2026-09-28 · ev_prorroga · paso=sui-13 · dias=4
        """,
        """
        sui-04 2026-09-18T16:45 | Anexo I IV (encabezado)
        sui-07 2026-09-21 | Anexo I IV 9.2.3
        sui-08 2026-09-22 | Anexo I IV 9.2.3
        sui-13 2026-10-09 | Anexo I IV 9.2.4
        """,
        {"riesgo_suicida": "moderado"},
    ),
    Case(
        "segundo incumplimiento: el aviso es el mismo día",
        "cel",
        """
        2026-05-05T12:00 · ev_hecho
        """,
        """
        cel-04 2026-05-05 | Anexo III 9.2
        cel-07 =en_curso | Anexo III 10.2
        cel-06 =no_aplica | Anexo III 10.1
        cel-02 2026-05-05 | Anexo III 9.1.2; 10.2
        """,
        {"incumplimiento": 2},
        ahora="2026-05-05T12:10",
    ),
    Case(
        "gesto al año",
        "pos",
        """
        2026-05-05T12:00 · ev_hecho
        2026-05-05T13:00 · ev_conocimiento
        """,
        """
        pos-10 2027-05-05 | Anexo I V paso 6
        """,
    ),
    Case(
        "señales un viernes por la tarde",
        "ses",
        """
        2026-05-08T17:00 · ev_conocimiento
        """,
        """
        ses-05 2026-05-09T17:00 | 5.3.3.1; 5.3.3.2 A
        ses-06 2026-05-09T17:00 | 5.2.3.13; 5.3.3 c
        """,
        {"connotacion_sexual": True},
    ),
    Case(
        "consulta mensual desde el 31 de enero",
        "sex",
        """
        2026-01-31 · calendario / contratación
        """,
        """
        sex-34 2026-02-28 | 5.3.2.2
        """,
    ),
    Case(
        "estudiante padre",
        "emb",
        """
        2026-04-06T10:00 · al informar
        2026-04-06 · solicitud
        """,
        """
        emb-02 2026-04-06 =vencido | 6.3.1.2; 6.3.2.2
        emb-06 =no_aplica | 6.3.1.6
        emb-06 — | 6.3.1.6
        emb-03 =no_aplica | 6.3.1.3; 6.2.5 art. 54
        emb-10 =en_curso | 6.3.2.3
        """,
        {"condicion": "paternidad"},
        ahora="2026-04-08",
    ),
    Case(
        "salida dentro de la región",
        "sal",
        """
        2026-04-06 · sal-01
        2026-04-10 · sal-02
        2026-05-06T08:00 · al salir
        2026-05-06T17:00 · al regresar
        """,
        """
        sal-01 =cumplido | 6.4.2.1–2, 4
        sal-02 =cumplido | 6.4.2.1
        sal-05 =en_curso | 6.4.4.4
        sal-07 =no_aplica | 6.4.4.6
        sal-08 2026-05-06 | 6.4.4.7, 9
        sal-09 2026-05-06 | 6.4.4.23
        """,
        {"fuera_de_la_region": "no"},
        ahora="2026-05-06T17:01",
    ),
    Case(
        "segunda etapa",
        "dec",
        """
        2026-05-06T11:00 · ev_hecho
        2026-05-06T11:40 · vuelta a la calma
        2026-05-06T11:45 · término del episodio
        """,
        """
        dec-01 =no_aplica | Anexo II IV.1
        dec-02 2026-05-06 | Anexo II IV.2
        dec-04 2026-05-06 | Anexo II IV (aviso 1–2)
        dec-05 =no_aplica | Anexo II IV (aviso 3)
        dec-06 =en_espera | Anexo II IV
        dec-09 =en_curso | Anexo II V
        dec-07 =en_curso | Anexo II IV
        """,
        {"etapa_dec": "2"},
        ahora="2026-05-06T12:00",
    ),
    Case(
        "conflicto sin delito",
        "med",
        """
        2026-05-06 · solicitud
        2026-05-10 · ev_acuerdo
        """,
        """
        med-01 =en_curso | 8.5.1.1
        med-04 =en_curso | 8.5.1
        med-05 =en_curso | 8.5.2
        """,
        ahora="2026-05-12",
    ),
    Case(
        "vísperas de dos feriados, edad desconocida y lesiones",
        "bul+acc",
        """
        2026-10-30T15:00 · ev_hecho
        2026-10-30T15:10 · ev_conocimiento
        2026-10-30T15:40 · ev_denuncia
        """,
        """
        bul-06 2026-10-31T15:10 | 8.6.3.2 A, B.9; 8.6.4.6–7
        bul-07 2026-11-02 | 8.6.3.2 B.1
        acc-12 2026-10-31 2026-11-02 | 5.5.4
        bul-08 2026-10-30 | 8.6.3.2 B.2; 8.6.4.1
        """,
        {"constituye_delito": True, "lesiones": True},
        ahora="2026-10-30T18:00",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_every_row_comes_out(case):
    assert differences(case) == []
