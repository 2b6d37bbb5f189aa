"""Several procedures in one case: each with its own clocks, started and ended with a reason."""

from copy import deepcopy
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.deadlines.selectors import events_of, main_tramite, timeline_of
from cases.deadlines.services import missing_for
from cases.history.services import record_actuacion
from cases.models import Actuacion, Case, Tramite, Vencimiento
from cases.overview.services import complete_step
from cases.states import Acto
from cases.tramites.facts import state_facts
from cases.tramites.kinds import Kind, kind_of
from cases.tramites.services import close_tramite, refuse_agreement, start_tramite
from convivencia.exceptions import AlreadyDoneError, DomainError
from protocols.catalog import protocol_from_data
from protocols.models import ReglamentoVersion
from protocols.selectors import protocol_of
from schools.models import Role
from schools.tenancy.context import school_context
from tests.cases.scenes import Scene, at
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db

LATER = at("2026-04-30 12:00")
# A second procedure with interviews, a decision and a report of its own, as small as it can be.
DISCIPLINA = {
    "key": "prueba_disciplina",
    "prefix": "dis",
    "modelo": "A",
    "version": "1",
    "title": "Disciplina de prueba",
    "kind": "disciplina",
    "instrument": "Reglamento de prueba",
    "source": "1",
    "in_force_from": "2026-01-01",
    "steps": [
        {
            "id": "dis-01-apertura", "title": "Abrir", "stage": "Recepción",
            "responsible": "Dirección", "counts_from": "ev_denuncia", "plazo": "2 dias_habiles",
            "done_by": ["ev_apertura"], "emits": ["ev_apertura"], "acto": "abrir_investigacion",
            "source": "1",
        },
        {
            "id": "dis-02-entrevista", "title": "Oír", "stage": "Investigación",
            "responsible": "Encargado", "counts_from": "ev_apertura", "plazo": "3 dias_habiles",
            "done_by": ["ev_entrevista"], "emits": ["ev_entrevista"], "acto": "entrevistar",
            "source": "2",
        },
        {
            "id": "dis-03-aviso", "title": "Avisar a la autoridad", "stage": "Recepción",
            "responsible": "Dirección", "counts_from": "ev_conocimiento",
            "plazo": "24 horas_corridas", "acto": "denunciar", "source": "3",
        },
    ],
    "gates": [
        {
            "acts": ["ev_resolucion"],
            "requirements": [
                {
                    "id": "oir", "text": "Falta oír en disciplina.", "step": "dis-02-entrevista",
                    "done": "dis-02-entrevista", "source": "2",
                }
            ],
        }
    ],
}  # fmt: skip
MEDIACION = DISCIPLINA | {
    "key": "mediacion",
    "prefix": "med",
    "title": "Gestión colaborativa de conflictos",
    "kind": "gestion_colaborativa",
    "steps": [
        {
            "id": "med-04-mediacion", "title": "Mediar", "stage": "Resolución",
            "responsible": "Orientador", "counts_from": "ev_conocimiento", "plazo": "sin_plazo",
            "source": "8.5.1.2",
        }
    ],
    "gates": [],
}  # fmt: skip


@pytest.fixture
def scene(school):
    """A case of acoso whose reglamento also has a discipline procedure and a mediation."""
    scene = Scene.open(school)
    with school_context(school):
        own = ReglamentoVersion.objects.get(pk=scene.case.reglamento_id)
        more = {data["key"]: data for data in (DISCIPLINA, MEDIACION)}
        own.pk, own.version, own.protocols = None, own.version + 1, {**own.protocols, **more}
        own.save(force_insert=True)
        Case.objects.filter(pk=scene.case.pk).update(reglamento=own)
    scene.refresh()
    return scene


def start(scene, key="prueba_disciplina", **more):
    with school_context(scene.school):
        given = {"reason": "Faltas al reglamento en el mismo hecho.", "at": LATER, "now": LATER}
        tramite = start_tramite(
            case=scene.case, protocol_key=key, actor=scene.encargada, **given | more
        )
    scene.refresh()
    return tramite


def row_of(scene, step_id) -> Vencimiento:
    with school_context(scene.school):
        return Vencimiento.objects.select_related("case__reglamento", "tramite").get(
            case=scene.case, step_id=step_id
        )


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


@pytest.mark.parametrize(
    ("facts", "key", "norm"),
    [
        ({}, "acoso_escolar", "A-68"),
        ({"constituye_delito": True}, "prueba_disciplina", "art. 16 E, letra k"),
        ({"vulneracion": True}, "prueba_disciplina", "art. 16 E, letra k"),
    ],
)
def test_what_may_not_be_agreed_is_refused_with_its_norm(scene, facts, key, norm):
    with school_context(scene.school):
        case = scene.case
        case.facts = {**case.facts, **facts}
        case.protocol_key = key
        case.save(update_fields=["facts", "protocol_key"])
        Tramite.objects.filter(case=case).update(protocol_key=key)
        with pytest.raises(DomainError, match="no procede") as refused:
            start_tramite(
                case=case, protocol_key="mediacion", reason="Ambas familias lo piden.", at=LATER,
                actor=scene.encargada, now=LATER,
            )  # fmt: skip
    assert any(norm in reason for reason in refused.value.reasons)


def with_mediation(scene):
    """A case of discipline whose parties are in a mediation."""
    with school_context(scene.school):
        Case.objects.filter(pk=scene.case.pk).update(protocol_key="prueba_disciplina")
        Tramite.objects.filter(case=scene.case).update(protocol_key="prueba_disciplina")
    scene.refresh()
    return start(scene, "mediacion")


def test_the_protocol_that_protects_ends_an_open_mediation(scene):
    mediation = with_mediation(scene)

    start(scene, "acoso_escolar", reason="El relato cambió: hay acoso.")

    with school_context(scene.school):
        mediation.refresh_from_db()
        told = Actuacion.objects.get(acto=Acto.CERRAR_TRAMITE)
        assert scene.case.tramites.filter(protocol_key="acoso_escolar", closed_at=None).exists()
    assert mediation.closed_at is not None
    assert "A-68" in mediation.close_reason
    assert "A-68" in told.text
    assert told.tramite_id == mediation.pk


def test_what_may_be_agreed_leaves_the_mediation_open(scene):
    mediation = with_mediation(scene)

    start(scene, "faltas_leves")

    with school_context(scene.school):
        mediation.refresh_from_db()
    assert mediation.closed_at is None


def test_a_crime_stated_later_ends_an_open_mediation(scene):
    mediation = with_mediation(scene)
    with school_context(scene.school):
        own = ReglamentoVersion.objects.get(pk=scene.case.reglamento_id)
        asks = deepcopy(DISCIPLINA)
        asks["key"], asks["facts"] = "con_delito", {"constituye_delito": "hay un posible delito"}
        for row in asks["steps"]:
            row["id"] = row["id"].replace("dis-", "del-")
        asks["prefix"], asks["gates"] = "del", []
        asks["steps"][2]["when"] = {"fact": "constituye_delito", "equals": True}
        own.pk, own.version = None, own.version + 1
        own.protocols = {**own.protocols, "con_delito": asks}
        own.save(force_insert=True)
        Case.objects.filter(pk=scene.case.pk).update(reglamento=own)
    scene.refresh()
    start(scene, "con_delito")
    with school_context(scene.school):
        state_facts(
            case=scene.case, answers={"constituye_delito": "si"}, actor=scene.encargada, now=LATER,
            reason="El certificado del hospital lo dice.",
        )  # fmt: skip
        mediation.refresh_from_db()
    assert mediation.closed_at is not None
    assert "16 E, letra k" in mediation.close_reason


def test_a_case_opened_as_mediation_also_stops(client, scene, clock):
    with school_context(scene.school):
        Case.objects.filter(pk=scene.case.pk).update(protocol_key="mediacion")
        Tramite.objects.filter(case=scene.case).update(protocol_key="mediacion")
    scene.refresh()
    start(scene, "acoso_escolar")
    client.force_login(scene.encargada.user)

    page = client.get(reverse("case-tramites", args=[scene.case.pk]))

    with school_context(scene.school):
        assert main_tramite(scene.case).closed_at is not None
    assert page.status_code == 200
    assert client.get(reverse("case-detail", args=[scene.case.pk])).status_code == 200


def test_the_card_says_that_the_mediation_ends(client, scene, clock):
    with_mediation(scene)
    clock(LATER)
    enter(client, scene.encargada)
    typed = {
        "protocol": "acoso_escolar", "at_0": "2026-04-30", "at_1": "11:00",
        "reason": "El relato cambió: hay acoso.", "envio": "tres", "version": scene.case.version,
    }  # fmt: skip

    text = client.post(page(scene, "case-tramite-start"), typed).content.decode()

    assert "termina ahora" in text


def test_a_conflict_without_crime_nor_rights_at_stake_may_be_agreed(scene):
    with school_context(scene.school):
        Tramite.objects.filter(case=scene.case).update(protocol_key="prueba_disciplina")
        refuse_agreement(scene.case)


def test_a_version_published_before_kinds_is_still_understood():
    old = {k: v for k, v in MEDIACION.items() if k != "kind"}

    assert kind_of(protocol_from_data(old)) is Kind.GESTION_COLABORATIVA


def test_an_oficio_beside_keeps_its_own_steps(scene):
    with school_context(scene.school):
        start_tramite(
            case=scene.case, protocol_key="oficio", reason="Aviso al Tribunal de Familia.",
            at=LATER, actor=scene.encargada, now=LATER,
        )  # fmt: skip
        oficio = scene.case.tramites.get(protocol_key="oficio")
        timeline = timeline_of(scene.case, oficio, now=LATER)
    assert timeline.protocol == protocol_of(scene.case.reglamento, "oficio")
    assert timeline["ofi-02-enviar"].due.at == at("2026-04-30 10:20")


# -- the pages ------------------------------------------------------------------------


@pytest.fixture
def clock(settings, tmp_path):
    """Move every reader of the clock."""
    path = tmp_path / "clock"
    settings.CLOCK_FILE = str(path)
    return lambda when: path.write_text(str((when - datetime.now(UTC)).total_seconds()))


def enter(client, member):
    client.force_login(member.user)
    return client


def page(scene, name="case-tramites", *more):
    return reverse(name, args=[scene.case.pk, *more])


def test_the_page_lists_what_runs_and_what_ended(client, scene, clock):
    clock(LATER)
    tramite = start(scene)
    enter(client, scene.encargada)

    text = client.get(page(scene)).content.decode()

    assert "Disciplina de prueba" in text
    assert "Propio del caso" in text
    assert reverse("case-tramite-close", args=[scene.case.pk, tramite.pk]) in text


def test_starting_shows_first_the_dates_that_it_creates(client, scene, clock):
    clock(LATER)
    enter(client, scene.encargada)
    typed = {
        "protocol": "prueba_disciplina", "at_0": "2026-04-30", "at_1": "11:00",
        "reason": "Además hubo faltas graves.", "envio": "uno", "version": scene.case.version,
    }  # fmt: skip

    card = client.post(page(scene, "case-tramite-start"), typed).content.decode()
    assert "Lunes 4 de mayo" in card
    assert "ya venció" in card  # the 24 hours that ran from the toma de conocimiento
    with school_context(scene.school):
        assert not scene.case.actuaciones.filter(acto=Acto.ABRIR_TRAMITE).exists()

    client.post(page(scene, "case-tramite-start"), typed | {"paso": "confirmar"})
    with school_context(scene.school):
        assert scene.case.tramites.get(protocol_key="prueba_disciplina").reason


def test_the_gate_of_a_mediation_is_told_on_the_form(client, scene, clock):
    clock(LATER)
    enter(client, scene.encargada)
    typed = {
        "protocol": "mediacion", "at_0": "2026-04-30", "at_1": "11:00",
        "reason": "Las familias lo piden.", "envio": "dos", "version": scene.case.version,
    }  # fmt: skip

    text = client.post(page(scene, "case-tramite-start"), typed).content.decode()

    assert "La gestión colaborativa no procede" in text
    assert "LGE, art. 16 E, letra k" in text
    assert "Las familias lo piden." in text  # what was typed stays


def test_ending_asks_about_the_duty_that_is_left(client, scene, clock):
    clock(LATER)
    tramite = start(scene)
    enter(client, scene.encargada)
    url = page(scene, "case-tramite-close", tramite.pk)

    assert "Hay deberes de 24 horas sin cumplir" in client.get(url).content.decode()
    typed = {
        "reason": "Se acumula al de acoso.", "envio": "tres", "version": scene.case.version,
        "duty_reason": "La familia denunció en Fiscalía, número 4421.", "paso": "confirmar",
    }  # fmt: skip
    client.post(url, typed)
    with school_context(scene.school):
        tramite.refresh_from_db()
    assert tramite.closed_at is not None


def test_the_case_page_names_each_procedure_and_no_more_queries(client, scene, clock):
    clock(LATER)
    enter(client, scene.encargada)
    client.get(page(scene, "case-detail"))
    with CaptureQueriesContext(connection) as one:
        client.get(page(scene, "case-detail"))
    start(scene)
    with CaptureQueriesContext(connection) as two:
        text = client.get(page(scene, "case-detail")).content.decode()

    assert len(two) == len(one)
    assert "Disciplina de prueba" in text


def test_who_only_reported_sees_no_tramites(client, scene):
    colleague = MembershipFactory(school=scene.school, role=Role.DOCENTE)
    enter(client, colleague)

    assert client.get(page(scene)).status_code == 404


# -- facts ------------------------------------------------------------------------------


def test_a_fact_stated_later_starts_what_hangs_on_it(client, scene, clock):
    clock(LATER)
    with school_context(scene.school):
        Case.objects.filter(pk=scene.case.pk).update(facts={"agresor_edad": 12})
    scene.refresh()
    enter(client, scene.encargada)
    typed = {
        "constituye_delito": "si", "vulneracion": "", "lesiones_o_senales": "",
        "agresor_edad": "12", "reason": "La familia trajo el informe médico.", "envio": "f",
        "version": scene.case.version,
    }  # fmt: skip

    page_of = client.get(page(scene, "case-facts")).content.decode()
    card = client.post(page(scene, "case-facts"), typed).content.decode()
    client.post(page(scene, "case-facts"), typed | {"paso": "confirmar"})

    assert "Si los hechos constituyen delito" in page_of
    assert "Si la denuncia resultó fundada" not in page_of  # the report says it
    assert "se calculan de nuevo" in card
    assert row_of(scene, "bul-06-denuncia-delito").state == "vencido"
    with school_context(scene.school):
        case = Case.objects.get(pk=scene.case.pk)
        line = Actuacion.objects.get(acto=Acto.PRECISAR_DATO)
    assert case.facts == {"agresor_edad": 12, "constituye_delito": True}
    assert "constituyen delito: Sí." in line.text
    assert line.data["before"] == {"constituye_delito": None}


def test_nothing_is_written_when_nothing_changes(client, scene, clock):
    clock(LATER)
    enter(client, scene.encargada)
    typed = {
        "constituye_delito": "no", "vulneracion": "no", "lesiones_o_senales": "no",
        "agresor_edad": "12", "reason": "Se revisaron los antecedentes.", "envio": "g",
        "version": scene.case.version,
    }  # fmt: skip

    assert "Ningún dato cambia" in client.post(page(scene, "case-facts"), typed).content.decode()
