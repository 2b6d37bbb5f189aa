"""The same denuncia opened under each protocol of the catalogue, and worked from the browser."""

from datetime import UTC, datetime
from functools import cache

import pytest
from django.urls import reverse

from cases.deadlines.selectors import events_of, main_tramite
from cases.intake.answers import Answers
from cases.intake.router import PARTIAL
from cases.intake.services import register_denuncia
from cases.models import CaseState, Vencimiento
from cases.overview.actions import ACTIONS
from cases.overview.screens import SCREENS, screen_of
from cases.procedure import BEFORE_ACTO, acto_of
from cases.states import ACTOS, Acto, reached, state_reason
from convivencia.exceptions import DomainError
from protocols.catalog import load_catalog, modelos
from protocols.engine import evaluate
from protocols.selectors import calendar_of, protocol_of
from schools.tenancy.context import school_context
from tests.cases.intake.scene import NOW, Scene
from tests.cases.openings import opened

pytestmark = pytest.mark.django_db

PROTOCOLS = [
    pytest.param(modelo, protocol.key, id=f"{modelo}-{protocol.key}")
    for modelo in modelos()
    for protocol in load_catalog(modelo)
    if protocol.key not in PARTIAL
]
ALL = [protocol for modelo in modelos() for protocol in load_catalog(modelo)]
MODEL_A_ACTS = [(s.id, s.acto) for p in load_catalog("A") for s in p.steps if s.id in BEFORE_ACTO]


@pytest.fixture
def clock(settings, tmp_path):
    """Wednesday 29 April 2026, 11:00, for whoever reads the clock."""
    path = tmp_path / "clock"
    path.write_text(str((NOW - datetime.now(UTC)).total_seconds()))
    settings.CLOCK_FILE = str(path)


@cache
def _pdf() -> bytes:
    return b"%PDF-1.7 de prueba\n%%EOF"


@pytest.fixture(autouse=True)
def no_paper(monkeypatch):
    """Leave the making of PDF to the tests of documents."""
    from cases.documents import render

    monkeypatch.setattr(render, "_pdf", lambda *_: _pdf())


@pytest.mark.parametrize(("modelo", "key"), PROTOCOLS)
def test_its_dates_are_those_of_the_engine(school, modelo, key):
    _, case = opened(school, modelo, key)

    with school_context(school):
        assert case.protocol_key == key
        assert case.reglamento.modelo.upper()[-1] == modelo
        tramite = main_tramite(case)
        protocol = protocol_of(case.reglamento, key)
        events = events_of(case, tramite=tramite)
        timeline = evaluate(protocol, case.facts, events, calendar_of(school), NOW)
        rows = {row.step_id: row for row in tramite.vencimientos.all()}
    assert set(rows) == {step.id for step in protocol.steps}
    for status in timeline:
        row = rows[status.step.id]
        assert row.state == status.state.value, row.step_id
        assert row.due_at == (status.due.at if status.due else None), row.step_id


@pytest.mark.parametrize(
    ("said", "norm"),
    [
        ({"entre_pares": "si", "reiterado": "si"}, "A-68"),
        ({"delito": "si"}, "LGE, art. 16 E, letra k"),
        ({"vulneracion": "si"}, "LGE, art. 16 E, letra k"),
        ({"connotacion_sexual": "si"}, "A-68"),
    ],
)
def test_what_may_not_be_agreed_does_not_open_as_mediation(school, said, norm):
    scene = Scene.make(school)
    quiet = {"entre_pares": "no", "reiterado": "no"}
    choice = {"protocol": "mediacion", "choice_reason": "Lo piden ambas familias.", "report": "si"}
    draft = scene.draft(scene.encargada, protocolo=choice, orientacion=quiet | said)

    with school_context(school):
        errors = Answers(draft, scene.encargada, NOW).form("protocolo").errors["protocol"]
        with pytest.raises(DomainError):
            register_denuncia(draft=draft, actor=scene.encargada, now=NOW)

    assert any(norm in text for text in errors)


@pytest.mark.parametrize(("modelo", "key"), PROTOCOLS)
def test_its_pages_open(client, school, clock, modelo, key):
    scene, case = opened(school, modelo, key)
    with school_context(school):
        rows = list(case.vencimientos.select_related("case", "tramite"))
        paths = {screen_of(row)[0] for row in rows}
        paths |= {reverse("case-deadline", args=[case.pk, row.pk]) for row in rows if row.due_at}
    names = [*(name for _, name, _ in ACTIONS), *(name for name, _ in SCREENS.values())]
    names += ["case-detail", "case-deadlines", "case-tramites", "case-measures", "case-documents"]
    paths |= {reverse(name, args=[case.pk]) for name in names}

    for member in (scene.encargada, scene.directora):
        client.force_login(member.user)
        found = {path: client.get(path).status_code for path in sorted(paths | {reverse("today")})}
        assert {path: code for path, code in found.items() if code not in (200, 302)} == {}


@pytest.mark.parametrize(("modelo", "key"), PROTOCOLS)
def test_what_runs_is_in_hoy(client, school, clock, modelo, key):
    scene, case = opened(school, modelo, key)
    client.force_login(scene.encargada.user)

    board = client.get(reverse("today")).context["board"]

    listed = sum(len(section.rows) for section in board.sections) + board.later
    with school_context(school):
        dated = case.vencimientos.filter(due_at__isnull=False, projected=False)
        running = dated.filter(state__in=("en_curso", "por_vencer", "vencido")) | dated.filter(
            state="en_espera", rule__missing_facts__0__isnull=False
        )
        assert bool(listed) == running.exists()


@pytest.mark.parametrize(("modelo", "key"), PROTOCOLS)
def test_a_step_without_a_screen_of_its_own_is_recorded(client, school, clock, modelo, key):
    scene, case = opened(school, modelo, key)
    client.force_login(scene.directora.user)
    with school_context(school):
        rows = case.vencimientos.filter(
            tramite__protocol_key=key, state__in=("en_curso", "por_vencer", "vencido")
        )
        generic = [
            row.step_id
            for row in rows.select_related("case", "tramite")
            if "/registrar/" in screen_of(row)[0]
        ]
    for step_id in generic:
        typed = {"at_0": "2026-04-29", "at_1": "10:45", "text": "Se hizo.", "envio": step_id}
        answer = client.post(reverse("case-step", args=[case.pk, step_id]), typed)
        assert answer.status_code == 302, step_id
    with school_context(school):
        done = Vencimiento.objects.filter(case=case, step_id__in=generic)
        repeatable = {s.id for s in protocol_of(case.reglamento, key).steps if s.repeatable}
        left = [r.step_id for r in done if not r.state.startswith("cumplido")]
    assert set(left) <= repeatable


@pytest.mark.parametrize("protocol", ALL, ids=lambda p: f"{p.modelo}-{p.key}")
def test_every_act_that_it_names_exists_and_is_heard(protocol):
    """An act with an event of its own must complete its step by it, or start nothing else."""
    counted = {name for step in protocol.steps for name in step.counts_from.events}
    heard = {name for step in protocol.steps for name in (*step.done_by, *step.emits)}
    for step in protocol.steps:
        acto = acto_of(step)
        if not acto:
            continue
        assert acto in Acto.values, step.id
        event = ACTOS[Acto(acto)].event
        if event in counted:
            assert event in heard, (step.id, event)


def test_the_steps_of_old_versions_are_named_as_the_catalogue_names_them():
    assert dict(MODEL_A_ACTS) == BEFORE_ACTO


def test_the_file_goes_past_what_its_protocol_does_not_have():
    none, whole = frozenset(), frozenset(Acto.values)
    some = frozenset({"resolver", "notificar", "cerrar"})  # no inquiry of its own

    assert reached(CaseState.RECIBIDO, whole) == {CaseState.RECIBIDO}
    assert CaseState.NOTIFICADO in reached(CaseState.RECIBIDO, none)
    assert state_reason(CaseState.RECIBIDO, Acto.RESOLVER, whole)
    assert not state_reason(CaseState.RECIBIDO, Acto.RESOLVER, some)
    assert state_reason(CaseState.RECIBIDO, Acto.CERRAR, some)
    assert not state_reason(CaseState.NOTIFICADO, Acto.CERRAR, some)
    assert state_reason(CaseState.RECIBIDO, Acto.NOTIFICAR, some)
    assert not state_reason(CaseState.RECIBIDO, Acto.CERRAR, none)
    assert state_reason(CaseState.CERRADO, Acto.CERRAR, none)


def test_a_disciplinary_procedure_is_walked_from_the_browser(client, school, clock):
    scene, case = opened(school, "A", "faltas_graves")
    client.force_login(scene.directora.user)
    typed = {"at_0": "2026-04-29", "at_1": "10:40", "text": "Informa el docente.", "envio": "uno"}
    client.post(reverse("case-step", args=[case.pk, "fgr-01-informar"]), typed)
    with school_context(school):
        case.refresh_from_db()
    opening = {
        "at_0": "2026-04-29", "at_1": "10:50", "grounds": "La conducta está tipificada.",
        "investigator": scene.encargada.pk, "envio": "dos", "version": case.version,
        "paso": "confirmar",
    }  # fmt: skip
    client.post(reverse("case-activate", args=[case.pk]), opening)

    with school_context(school):
        case.refresh_from_db()
    assert case.state == CaseState.EN_INVESTIGACION
    with school_context(school):
        begun = case.vencimientos.get(step_id="fgr-02-inicio")
        called = case.vencimientos.get(step_id="fgr-03-comunicacion-1")
    assert begun.state == "cumplido"
    assert called.state == "en_curso"
    menu = dict(client.get(reverse("case-detail", args=[case.pk])).context["actions"])
    assert "Citar a una familia" in menu
    assert "Prorrogar un plazo" not in menu  # there is no report to extend


def test_a_case_without_inquiry_is_closed_from_received(client, school, clock):
    scene, case = opened(school, "A", "accidentes_escolares")
    client.force_login(scene.directora.user)
    typed = {"at_0": "2026-04-29", "at_1": "10:55", "grounds": "Se atendió.", "envio": "uno"}

    page = client.get(reverse("case-close", args=[case.pk]))
    client.post(reverse("case-close", args=[case.pk]), typed)

    with school_context(school):
        case.refresh_from_db()
    assert page.status_code == 200
    assert case.state == CaseState.CERRADO
