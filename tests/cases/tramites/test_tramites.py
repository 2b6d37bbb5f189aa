"""Several procedures in one case: each with its own clocks, started and ended with a reason."""

import pytest

from cases.deadlines.selectors import events_of, main_tramite
from cases.deadlines.services import missing_for
from cases.history.services import record_actuacion
from cases.models import Actuacion, Vencimiento
from cases.overview.services import complete_step
from cases.states import Acto
from cases.tramites.services import close_tramite
from convivencia.exceptions import AlreadyDoneError, DomainError
from schools.tenancy.context import school_context
from tests.cases.scenes import at
from tests.cases.tramites.procedures import LATER, row_of, start

pytestmark = pytest.mark.django_db


def do_step(scene, step_id, when="2026-04-30 15:00"):
    row = row_of(scene, step_id)
    with school_context(scene.school):
        row.case.functions = frozenset()
        complete_step(
            case=row.case, step=row, at=at(when), text="Se hizo.", attachment=None,
            envio=f"{step_id}{when}", actor=scene.directora, now=scene.now,
        )  # fmt: skip
    scene.refresh()


def test_a_tramite_starts_with_its_reason_and_counts_from_the_same_denuncia(scene):
    tramite = start(scene)

    with school_context(scene.school):
        line = Actuacion.objects.get(acto=Acto.ABRIR_TRAMITE)
        assert (line.tramite_id, line.text) == (tramite.pk, tramite.reason)
    assert row_of(scene, "dis-01-apertura").due_on.isoformat() == "2026-05-04"  # 1 May is a feriado


def test_what_happens_in_one_procedure_is_not_heard_in_another(scene):
    start(scene)

    assert row_of(scene, "dis-01-apertura").done_at is None  # the inquiry of acoso is open
    do_step(scene, "dis-01-apertura")
    assert row_of(scene, "dis-01-apertura").state == "cumplido"
    assert row_of(scene, "dis-02-entrevista").due_on.isoformat() == "2026-05-06"

    before = row_of(scene, "bul-12-antecedentes").due_on
    do_step(scene, "dis-02-entrevista", "2026-05-04 10:00")
    assert row_of(scene, "bul-10-entrevista-1").done_at is None
    assert row_of(scene, "bul-12-antecedentes").due_on == before
    assert scene.case.state == "en_investigacion"


def test_the_gate_of_one_procedure_does_not_stop_another(scene):
    start(scene)

    with school_context(scene.school):
        texts = [m.text for m in missing_for(scene.case, "ev_resolucion", now=scene.now)]

    assert texts
    assert "Falta oír en disciplina." not in texts


def test_a_correction_of_the_denuncia_moves_every_procedure(scene):
    start(scene)
    with school_context(scene.school):
        told = Actuacion.objects.get(event="ev_denuncia")
        record_actuacion(
            case=scene.case, acto=Acto.RECTIFICAR, at=scene.now, now=scene.now,
            actor=scene.encargada, rectifies=told,
            data={"corrected_at": at("2026-04-28 09:00").isoformat()},
        )  # fmt: skip

    assert row_of(scene, "dis-01-apertura").due_on.isoformat() == "2026-04-30"
    assert row_of(scene, "bul-07-resguardo").due_on.isoformat() == "2026-04-29"


def test_only_the_facts_and_the_steps_by_name_are_heard_by_all(scene):
    tramite = start(scene)

    with school_context(scene.school):
        beside = {event.name for event in events_of(scene.case, tramite=tramite)}
        own = {event.name for event in events_of(scene.case, tramite=main_tramite(scene.case))}

    assert beside == {"ev_conocimiento", "ev_denuncia"}
    assert own == beside | {"ev_activacion", "ev_apertura", "ev_comunicacion_1"}


def test_one_open_tramite_per_protocol(scene):
    start(scene)

    with pytest.raises(AlreadyDoneError):
        start(scene)


def test_a_protocol_that_the_reglamento_lacks_does_not_start(scene):
    with pytest.raises(DomainError, match="no tiene ese protocolo"):
        start(scene, "no_existe")


def test_ending_a_tramite_stops_its_plazos_and_keeps_its_history(scene):
    tramite = start(scene)
    do_step(scene, "dis-03-aviso", "2026-04-29 20:00")
    with school_context(scene.school):
        close_tramite(
            case=scene.case, tramite=tramite, reason="Se acumula al de acoso.", duty_reason="",
            actor=scene.encargada, now=scene.now,
        )  # fmt: skip
        tramite.refresh_from_db()
        assert tramite.close_reason == "Se acumula al de acoso."
        assert not Vencimiento.objects.filter(
            tramite=tramite, next_reminder_at__isnull=False
        ).exists()
        assert Actuacion.objects.filter(tramite=tramite).count() == 3  # start, step, end
    again = start(scene)
    assert again.pk != tramite.pk


def test_a_duty_of_24_hours_is_not_closed_in_silence(scene):
    tramite = start(scene)
    given = {"case": scene.case, "tramite": tramite, "reason": "Error de registro.", "now": LATER}
    with school_context(scene.school):
        with pytest.raises(DomainError, match="deberes de 24 horas") as refused:
            close_tramite(duty_reason=" ", actor=scene.encargada, **given)
        assert refused.value.reasons == ("Avisar a la autoridad",)

        why = "La familia denunció en Fiscalía, con el número 4421."
        close_tramite(duty_reason=why, actor=scene.encargada, **given)
        line = Actuacion.objects.get(acto=Acto.CERRAR_TRAMITE)
    assert why in line.text
    assert line.data["pending"] == ["Avisar a la autoridad"]


def test_the_cases_own_protocol_ends_with_the_case(scene):
    with school_context(scene.school), pytest.raises(DomainError, match="cierre del caso"):
        close_tramite(
            case=scene.case, tramite=main_tramite(scene.case), reason="No corresponde.",
            duty_reason="", actor=scene.encargada, now=scene.now,
        )  # fmt: skip
