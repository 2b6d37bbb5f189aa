"""The family asks against an expulsion from its window, whatever becomes of the denuncia."""

import re

import pytest
from django.test import Client

from cases.families.services import request_reconsideracion
from cases.models import Actuacion, Case, CaseState, Notificacion, Reconsideracion, Resolucion
from cases.notifications.services import send_notificacion
from convivencia.exceptions import AlreadyDoneError
from schools.tenancy.context import school_context
from tests.cases.expulsion.scenes import H, Walk
from tests.cases.families.visits import enter
from tests.cases.notifications.notices import Mailbox, paper
from tests.cases.scenes import ZONE, at

pytestmark = pytest.mark.django_db
ASKED_AT = at("2026-07-28 17:50")  # its fifth día hábil, with cautelar


@pytest.fixture(autouse=True)
def plain(monkeypatch):
    monkeypatch.setattr("cases.documents.services.render", lambda *_a, **_k: ("", b"%PDF-1.7"))


@pytest.fixture
def clock(monkeypatch):
    monkeypatch.setattr("cases.families.views.now", lambda: ASKED_AT)
    monkeypatch.setattr("cases.families.access.now", lambda: ASKED_AT)


@pytest.fixture
def walk(school) -> Walk:
    """The procedure runs beside a case of acoso; the family was called with a link."""
    walk = Walk.e05(school, modelo="A", protocol="acoso_escolar").to(H.TRAMO)
    send(walk, "citacion")
    return walk


def send(walk: Walk, purpose: str) -> Notificacion:
    document = paper(walk, walk.accused, when=at("2026-07-22 13:00"))
    with school_context(walk.school):
        return send_notificacion(
            case=walk.case, document=document, participant=walk.accused, apoderado=walk.mother,
            purpose=purpose, medium="correo", actor=walk.encargada, now=at("2026-07-22 13:00"),
        )  # fmt: skip


def put(walk: Walk, state: str) -> None:
    with school_context(walk.school):
        Case.objects.filter(pk=walk.case.pk).update(state=state)
    walk.refresh()


def ask(walk: Walk, **how: object) -> Reconsideracion:
    with school_context(walk.school):
        notice = Notificacion.objects.select_related("case__school", "case__reglamento").get(
            purpose="citacion"
        )
        return request_reconsideracion(
            notice=notice, text="Pido que se reconsidere.", files=(), now=ASKED_AT, **how
        )


@pytest.mark.parametrize("state", CaseState.values)
def test_it_is_received_in_time_whatever_the_state_of_the_case(walk, state):
    put(walk, state)

    row = ask(walk)

    assert (row.late, row.expulsion_id) == (False, walk.row.pk)
    walk.refresh()
    assert walk.case.state == state  # the denuncia goes on as it was
    with school_context(walk.school):
        heard = Actuacion.objects.filter(case=walk.case, event="ev_reconsideracion")
        assert not heard.exists()
        assert Actuacion.objects.filter(case=walk.case, acto="recurrir").count() == 1


def test_the_procedure_takes_it_up_and_ends(walk):
    row = ask(walk)
    walk.act(H.RECONSIDERA, "2026-07-31 10:00", {"requested_by": "x", "text": "x", "how": "x"})

    walk.to(H.FIRMEZA)

    firm = walk.acts()[-1]
    assert (firm.kind, firm.at.astimezone(ZONE)) == (H.FIRMEZA, at("2026-08-04 16:00"))
    with school_context(walk.school):
        row.refresh_from_db()
        heard = Actuacion.objects.get(case=walk.case, event="ev_reconsideracion")
        assert heard.tramite.protocol_key == "faltas_graves"
    assert row.resolved_at


@pytest.mark.parametrize("state", [CaseState.EN_RECONSIDERACION, CaseState.ARCHIVADO])
def test_where_the_case_is_the_procedure_it_is_heard_once(school, state):
    walk = Walk.e05(school).to(H.TRAMO)
    send(walk, "citacion")
    put(walk, state)
    ask(walk)
    walk.act(H.RECONSIDERA, "2026-07-31 10:00", {"requested_by": "x", "text": "x", "how": "x"})

    with school_context(walk.school):
        heard = Actuacion.objects.filter(case=walk.case, event="ev_reconsideracion")
        assert heard.count() == 1
    walk.to(H.FIRMEZA)
    assert walk.acts()[-1].kind == H.FIRMEZA


def decide(walk: Walk) -> None:
    """The denuncia is resolved too, and its family told."""
    put(walk, CaseState.NOTIFICADO)
    with school_context(walk.school):
        Resolucion.objects.create(
            case=walk.case, state="aprobada", resultado="fundada",
            drafted_by=walk.encargada.user, decided_by=walk.directora.user,
            decided_at=at("2026-07-22 12:00"),
        )  # fmt: skip
    told = send(walk, "resultado")
    with school_context(walk.school):
        Notificacion.objects.filter(pk=told.pk).update(effective_at=at("2026-07-23 09:00"))


def test_what_is_asked_of_one_decision_is_not_lost_in_the_other(walk):
    decide(walk)

    first, second = ask(walk, against="resultado"), ask(walk, against="expulsion")

    assert (first.expulsion_id, second.expulsion_id) == (None, walk.row.pk)
    assert (first.late, second.late) == (False, False)
    with pytest.raises(AlreadyDoneError):
        ask(walk)
    with school_context(walk.school):
        assert walk.procedure("2026-07-29 09:00").request == second


@pytest.mark.usefixtures("clock")
def test_the_window_offers_it_with_the_plazo_of_the_law(walk):
    client, mailbox = Client(), Mailbox(walk, walk.mother.email)
    inside = enter(client, mailbox, walk.mother.run)
    home = client.get(inside).content.decode()
    count = client.get(f"{inside}cuenta/expulsion/").content.decode()
    page = client.get(f"{inside}reconsideracion/").content.decode()

    assert "Puede pedir que se revise la expulsión hasta el <b>martes 28 de julio" in home
    assert "DFL 2/1998, art. 6 letra d)" in count
    assert "Consejo de Profesores" in page
    assert 'name="against"' not in page
    data = {"envio": re.search(r'name="envio" value="(\w+)"', page)[1], "text": "No estoy."}
    sent = client.post(f"{inside}reconsideracion/", data, follow=True).content.decode()
    assert "Recibimos su solicitud" in sent
    assert "oír por escrito al Consejo de Profesores" in sent
    assert "Usted ya la pidió" in client.get(f"{inside}reconsideracion/").content.decode()


@pytest.mark.usefixtures("clock")
def test_where_there_are_two_decisions_the_family_chooses(walk):
    decide(walk)
    client = Client()
    inside = enter(client, Mailbox(walk, walk.mother.email), walk.mother.run)
    page = client.get(f"{inside}reconsideracion/").content.decode()
    data = {"envio": re.search(r'name="envio" value="(\w+)"', page)[1], "text": "No estoy."}

    refused = client.post(f"{inside}reconsideracion/", data).content.decode()
    client.post(f"{inside}reconsideracion/", data | {"against": "expulsion"})

    assert "Elija cuál de las dos decisiones" in refused
    assert "Lo que se decidió sobre la denuncia" in page
    with school_context(walk.school):
        assert Reconsideracion.objects.get().expulsion_id == walk.row.pk
    again = client.get(f"{inside}reconsideracion/").content.decode()
    assert 'name="text"' in again  # the other decision is still there to ask
