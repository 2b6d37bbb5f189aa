"""What another program writes: facts and events in words that are not the catalogue's."""

from __future__ import annotations

import pytest

from protocols.engine import EngineError
from protocols.engine.facts import read_facts
from protocols.engine.scenario import read_events
from tests.protocols.scenarios import SANTIAGO, A


@pytest.mark.parametrize(
    ("written", "name", "value"),
    [
        ({"agresor_tipo": "Apoderado"}, "agresor_tipo", "miembro_no_dependiente"),
        ({"agresor": "alumna"}, "agresor_tipo", "estudiante"),
        ({"agresor_tipo": "Profesor jefe"}, "agresor_tipo", "funcionario"),
        ({"tipo_victima": "docente"}, "victima_tipo", "funcionario"),
        ({"agresor_tipo": "marciano"}, "agresor_tipo", "marciano"),
        ({"delito": "sí"}, "constituye_delito", "sí"),
        ({"edad": 13, "agresor_edad": 15}, "agresor_edad", 15),
        ({"resultado": "Desestimada"}, "resultado", "no_fundada"),
        ({"resultado": True}, "resultado", "fundada"),
        ({"asistio_apoderado": "2ª citación"}, "asistio_apoderado", "segunda"),
        ({"asistio_apoderado": "no asistió"}, "asistio_apoderado", "nunca"),
        ({"asistio_apoderado": True}, "asistio_apoderado", True),
        ({"medida": "Cancelación de matrícula"}, "medida", "cancelacion"),
        ({"situacion": "b)"}, "situacion", "b"),
        ({"incumplimiento": "segundo"}, "incumplimiento", "2"),
    ],
)
def test_a_fact_is_read_in_other_words(written, name, value):
    assert read_facts(written)[name] == value


@pytest.mark.parametrize(
    ("protocol", "said", "name"),
    [
        ("acoso_escolar", "Denuncia", "ev_denuncia"),
        ("acoso_escolar", "EV_DENUNCIA", "ev_denuncia"),
        ("acoso_escolar", "ev_reconsideración", "ev_reconsideracion"),
        ("acoso_escolar", "BUL-13", "bul-13-informe-encargado"),
        ("acoso_escolar", "bul 13", "bul-13-informe-encargado"),
        ("acoso_escolar", "1ª comunicación", "ev_comunicacion_1"),
        ("vulneracion_derechos", "primera entrevista", "ev_entrevista"),
        ("vulneracion_derechos", "fecha de la 2ª citación", "ev_segunda_citacion"),
        ("alcohol_drogas", "prórroga", "ev_prorroga"),
        ("agresiones_sexuales", "notificación del cierre", "ev_notificacion"),
        ("agresiones_sexuales", "vencimiento de antecedentes", "ev_venc_antecedentes"),
        ("faltas_graves", "suspensión cautelar", "ev_cautelar"),
    ],
)
def test_an_event_is_read_in_other_words(protocol, said, name):
    read = read_events([{"evento": said, "en": "2026-04-29"}], A[protocol], SANTIAGO.tz)

    assert [event.name for event in read.events] == [name]


def test_the_step_of_a_prorroga_may_be_written_in_capitals():
    row = {"evento": "Prórroga", "en": "2026-04-29", "paso": "BUL 13"}
    [event] = read_events([row], A["acoso_escolar"], SANTIAGO.tz).events

    assert (event.name, event.step) == ("ev_prorroga", "bul-13-informe-encargado")


def test_words_that_nobody_knows_are_refused():
    with pytest.raises(EngineError, match="«denuncia anónima por carta» no existe"):
        read_events(
            [{"evento": "denuncia anónima por carta", "en": "2026-04-29"}],
            A["acoso_escolar"],
            SANTIAGO.tz,
        )
