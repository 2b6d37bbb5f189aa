"""What the family asks in its own window is taken up by the procedure; and a school of modelo A."""

import pytest

from cases.decisions import reconsideraciones
from cases.decisions.way_out import OnlyByProcedureError
from cases.expulsion import dates
from cases.expulsion.page import board_of
from cases.families.services import request_reconsideracion
from cases.models import Actuacion, Notificacion, Reconsideracion
from convivencia.exceptions import DomainError, GateClosedError
from schools.tenancy.context import school_context
from tests.cases.expulsion.scenes import E05, H, Walk
from tests.cases.scenes import ZONE, at

pytestmark = pytest.mark.django_db
TYPED = {"requested_by": "x", "text": "x", "how": "escrito"}  # what the family wrote stays


@pytest.fixture(autouse=True)
def plain(monkeypatch):
    monkeypatch.setattr("cases.documents.services.render", lambda *_a, **_k: ("", b"%PDF-1.7"))


@pytest.fixture
def walk(school):
    return Walk.e05(school).to(H.TRAMO)


def file_it(walk, when: str) -> Reconsideracion:
    """The mother asks in her own window, which some earlier notice opened."""
    with school_context(walk.school):
        notice = Notificacion.objects.create(
            case=walk.case, participant=walk.accused, apoderado=walk.mother, purpose="citacion",
            medium="correo", document=walk.case.documents.first(),
            created_at=at("2026-07-07 09:00"),
        )  # fmt: skip
        return request_reconsideracion(
            notice=notice, text="Pido que se reconsidere.", files=(), now=at(when)
        )


def test_its_plazo_is_that_of_the_law(walk):
    row = file_it(walk, "2026-07-28 17:50")

    assert not row.late  # five días hábiles with cautelar: until the 28th
    folio = next(act for act in walk.acts() if act.kind == H.RESUELVE).document.folio
    with school_context(walk.school):
        said = row.document.snapshot
        assert said["resolution_folio"] == folio
        assert said["resolves"] == walk.school.directora_title


def test_a_late_one_is_received_and_marked(walk):
    assert file_it(walk, "2026-07-29 09:00").late


def test_while_it_waits_the_measure_is_not_firm_and_the_page_says_so(walk):
    file_it(walk, "2026-07-28 17:50")

    with pytest.raises(DomainError):
        walk.act(H.FIRMEZA, now=at("2026-09-01 09:00"))
    with school_context(walk.school):
        p = walk.procedure("2026-09-01 09:00")
        assert dates.firmness(p) is None
        said = str([line.standing for group in board_of(p, walk.directora).groups
                    for line in group.lines])  # fmt: skip
    assert "falta incorporarla al procedimiento" in said


def test_the_procedure_takes_it_up_with_its_own_date_and_its_consulta(walk):
    row = file_it(walk, "2026-07-28 17:50")
    act = walk.act(H.RECONSIDERA, "2026-07-31 10:00", TYPED)

    assert act.at.astimezone(ZONE) == at("2026-07-28 17:50")
    assert act.data["reconsideracion"] == row.pk
    assert walk.acts()[-1].kind == H.PROLONGA  # the cautelar goes on, as the law says
    with school_context(walk.school):
        row.refresh_from_db()
        assert row.text == "Pido que se reconsidere."
        heard = Actuacion.objects.filter(case=walk.case, event="ev_reconsideracion")
        assert heard.count() == 1  # the trámite heard it once

    again = {"outcome": "mantiene", "grounds": "x", "becomes": ""}
    with pytest.raises((DomainError, GateClosedError)):
        walk.act(H.RESUELVE_RECONSIDERACION, "2026-08-04 15:00", again)
    walk.to(H.FIRMEZA)
    firm = walk.acts()[-1]
    assert firm.kind == H.FIRMEZA
    assert firm.at.astimezone(ZONE) == at("2026-08-04 16:00")


def test_no_ordinary_page_answers_it(walk):
    row = file_it(walk, "2026-07-28 17:50")
    given = {"case": walk.case, "actor": walk.encargada, "reconsideracion_id": row.pk}
    given |= {"at": at("2026-07-30 10:00"), "now": walk.now}
    with school_context(walk.school):
        for run in (
            lambda: reconsideraciones.consult_sostenedor(**given, answer="x"),
            lambda: reconsideraciones.consult_council(
                **given, text="x", attendees="x", minutes="x"
            ),
            lambda: reconsideraciones.resolve_reconsideracion(
                **given, outcome="deja_sin_efecto", grounds="x", body="subrogante",
                deciders=[walk.tecnico.pk], media=(), version=row.version,
            ),
        ):  # fmt: skip
            with pytest.raises(OnlyByProcedureError, match="procedimiento de expulsión"):
                run()
        row.refresh_from_db()
    assert row.resolved_at is None


@pytest.mark.parametrize("protocol", ["faltas_graves", "acoso_escolar"])
def test_a_school_of_modelo_a_walks_the_whole_procedure(school, protocol):
    """Its own protocol of faltas hears it, or the one that runs beside the case's."""
    walk = Walk.e05(school, modelo="A", protocol=protocol).to(E05[-1][0])

    done = [act.kind for act in walk.acts()]
    assert {H.FIRMEZA, H.OFICIOS, H.CONSEJO} <= set(done)
    firm = next(act for act in walk.acts() if act.kind == H.FIRMEZA)
    assert firm.at.astimezone(ZONE) == at("2026-08-04 16:00")
    with school_context(school):
        keys = set(walk.case.tramites.values_list("protocol_key", flat=True))
        assert {protocol, "faltas_graves", "expulsion_cancelacion"} == keys | {protocol}
        rows = walk.case.vencimientos.filter(
            tramite__protocol_key="expulsion_cancelacion"
        ).values_list("step_id", "state")
        assert dict(rows)["exp-01-firmeza"].startswith("cumplido")
        plazos = {one.title for one in dates.plazos(walk.procedure("2026-08-05 09:00"))}
    assert plazos
