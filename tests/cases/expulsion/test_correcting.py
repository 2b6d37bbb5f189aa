"""A notice with its hours written wrong: corrected once, and every date of the law follows."""

import pytest

from cases.carpeta.selectors import folder_of
from cases.expulsion import dates
from cases.expulsion.page import board_of
from cases.expulsion.state import correctable
from cases.history.services import record_actuacion
from cases.models import Actuacion, Reconsideracion, Vencimiento
from cases.models.expulsion import Hito
from cases.overview.services import rectify
from cases.pack.paper import acts_page
from cases.pack.period import table
from cases.states import Acto
from convivencia.exceptions import DomainError
from schools.tenancy.context import school_context
from tests.cases.documents.pdf import text_of
from tests.cases.expulsion.scenes import COUNCIL, DECISION, Walk
from tests.cases.expulsion.test_order import refused
from tests.cases.scenes import at

pytestmark = pytest.mark.django_db
H = Hito
ASKED = {"requested_by": "Rosalba Bahamonde", "text": "Pido.", "how": "escrito"}
KEPT = {"outcome": "mantiene", "grounds": "Sin antecedentes nuevos.", "becomes": ""}
WHY = "Se escribió el día equivocado: la copia firmada dice otro."


@pytest.fixture(autouse=True)
def plain(monkeypatch):
    monkeypatch.setattr("cases.documents.services.render", lambda *_a, **_k: ("", b"%PDF-1.7"))


def typed(of: str, pupil: str, adult: str = "") -> dict:
    moments = {"student_at": at(pupil).isoformat(), "adult_at": at(adult or pupil).isoformat()}
    return {"of": of, "text": WHY, **moments}


def due(walk: Walk) -> str:
    with school_context(walk.school):
        return str(dates.window(walk.procedure()).due.on)


def due_of_tramite(walk: Walk, step: str = "EX-12") -> set[str]:
    with school_context(walk.school):
        rows = Vencimiento.objects.filter(case=walk.case, step_id=step)
        return {str(row.due_on) for row in rows}


# What was typed, what the copy says, until when the family may ask (five días hábiles, DFL 2/1998
# art. 6 d: the last of the two notices), before and after.
NOTICES = [
    ("2026-07-21 12:00", "2026-07-23 12:00", "", "2026-07-28", "2026-07-30"),
    ("2026-07-21 12:00", "2026-07-21 12:30", "2026-07-24 09:00", "2026-07-28", "2026-07-31"),
    ("2026-07-21 12:00", "2026-07-24 09:00", "2026-07-22 10:00", "2026-07-28", "2026-07-31"),
]


@pytest.mark.parametrize(("wrong", "pupil", "adult", "before", "after"), NOTICES)
def test_the_plazo_to_ask_counts_from_the_hours_corrected(
    school, wrong, pupil, adult, before, after
):
    walk = Walk.e05(school).to(H.RESUELVE)
    walk.told(H.NOTIFICA_RESOLUCION, wrong)
    assert {due(walk)} == due_of_tramite(walk) == {before}

    walk.act(H.CORRIGE, data=typed(H.NOTIFICA_RESOLUCION, pupil, adult))

    assert {due(walk)} == due_of_tramite(walk) == {after}


def test_what_was_typed_stays_in_the_history_beside_its_correction(school):
    walk = Walk.e05(school).to(H.NOTIFICA_RESOLUCION)
    walk.act(H.CORRIGE, data=typed(H.NOTIFICA_RESOLUCION, "2026-07-23 12:00"))
    walk.act(H.CORRIGE, data=typed(H.NOTIFICA_RESOLUCION, "2026-07-24 12:00"))

    with school_context(school):
        rows = [r for r in Actuacion.objects.filter(case=walk.case) if r.event == "ev_notificacion"]
        annulled = set(
            Actuacion.objects.filter(case=walk.case, acto="rectificar").values_list(
                "rectifies", flat=True
            )
        )
        standing = [row.at for row in rows if row.pk not in annulled]
        shown = correctable(walk.procedure())[-1]

    assert len(rows) == 3
    assert standing == [at("2026-07-24 12:00")] == [shown.at]
    assert due(walk) == "2026-07-31"


def test_a_request_is_judged_again(school):
    """Asked on the sixth day of a notice that was in truth two days later: it was in time."""
    walk = Walk.e05(school).to(H.TRAMO)
    walk.act(H.RECONSIDERA, "2026-07-29 10:00", ASKED)
    with school_context(school):
        assert walk.procedure().request.late

    walk.act(H.CORRIGE, data=typed(H.NOTIFICA_RESOLUCION, "2026-07-23 12:00"))

    with school_context(school):
        p = walk.procedure()
        walk.case.refresh_from_db()
        assert not p.request.late
        assert p.has(H.PROLONGA), "in time and with cautelar: the suspension goes on"
        assert walk.case.facts["hubo_reconsideracion"] is True


def test_a_request_already_answered_is_judged_again_too(school):
    """Firm when its answer was told, not when a plazo counted from a wrong notice ended."""
    walk = Walk.e05(school).to(H.TRAMO)
    walk.act(H.RECONSIDERA, "2026-07-29 10:00", ASKED)
    walk.to(H.NOTIFICA_RECONSIDERACION)

    walk.act(H.CORRIGE, data=typed(H.NOTIFICA_RESOLUCION, "2026-07-23 12:00"))

    with school_context(school):
        p = walk.procedure()
        assert dates.firmness(p).at == at("2026-08-04 16:00")
        (asked,) = [one for one in dates.plazos(p) if one.code == "P10"]
        assert not asked.late


def test_what_was_received_in_time_is_never_late_by_a_correction(school):
    walk = Walk.e05(school).to(H.RESUELVE)
    walk.told(H.NOTIFICA_RESOLUCION, "2026-07-23 12:00")
    walk.to(H.TRAMO)
    walk.act(H.RECONSIDERA, "2026-07-29 10:00", ASKED)
    said = refused(walk, H.CORRIGE, data=typed(H.NOTIFICA_RESOLUCION, "2026-07-21 12:00"))
    assert "acortaría el plazo" in said


# As far as which act, which notice, the hours that cannot be, and what they would come after.
AFTER = [
    (H.DESCARGOS, H.NOTIFICA_INICIO, "2026-07-14 12:00", "descargos"),
    (H.RESUELVE, H.NOTIFICA_CAUTELAR, "2026-07-22 09:00", "resolución"),
    (H.TRAMO, H.NOTIFICA_CAUTELAR, "2026-09-30 09:00", "resolución"),
    (H.RECONSIDERA, H.NOTIFICA_RESOLUCION, "2026-07-29 09:00", "reconsideración"),
    (H.NOTIFICA_RECONSIDERACION, H.NOTIFICA_RESOLUCION, "2026-08-04 15:30", "pronunciamiento"),
    (H.NOTIFICA_RECONSIDERACION, H.NOTIFICA_RESOLUCION, "2026-09-10 12:00", "pronunciamiento"),
]


@pytest.mark.parametrize(("last", "of", "hours", "said"), AFTER)
def test_a_notice_is_not_given_after_what_came_of_it(school, last, of, hours, said):
    walk = Walk.e05(school).to(last)
    assert said in refused(walk, H.CORRIGE, data=typed(of, hours))


def test_nor_after_the_first_of_two_hearings(school):
    walk = Walk.e05(school).to(H.DESCARGOS)  # of the 13th
    walk.act(H.DESCARGOS, "2026-07-15 09:00", {"how": "x", "text": "Agrega prueba."})
    said = refused(walk, H.CORRIGE, data=typed(H.NOTIFICA_INICIO, "2026-07-14 12:00"))
    assert "13 de julio" in said


def test_what_was_applied_was_firm(school):
    walk = Walk.e05(school).to(H.TRAMO)
    walk.act(H.APLICA, "2026-07-29 10:00", {"text": "Se aplicó."})
    said = refused(walk, H.CORRIGE, data=typed(H.NOTIFICA_RESOLUCION, "2026-07-24 12:00"))
    assert "no habría estado firme" in said


def test_a_year_lists_no_procedure_for_a_correction_alone(school):
    walk = Walk.e05(school).to(H.NOTIFICA_RESOLUCION)
    walk.now = at("2027-01-11 10:00")
    walk.act(H.CORRIGE, data=typed(H.NOTIFICA_RESOLUCION, "2026-07-23 12:00"))
    with school_context(school):
        assert len(table(walk.directora, 2026, now=walk.now)) == 2
        assert len(table(walk.directora, 2027, now=walk.now)) == 1


REFUSED = [
    ("before what it notifies", typed(H.NOTIFICA_RESOLUCION, "2026-07-20 12:00"), "después de lo"),
    ("the same hours", typed(H.NOTIFICA_RESOLUCION, "2026-07-21 12:00"), "mismas horas"),
    ("not yet", typed(H.NOTIFICA_RESOLUCION, "2027-07-21 12:00"), "antes de ahora"),
    ("none registered", typed(H.NOTIFICA_RECONSIDERACION, "2026-08-04 12:00"), "registrada"),
    ("no notice", typed(H.RESUELVE, "2026-08-04 12:00"), "registrada"),
]


@pytest.mark.parametrize(("_why", "data", "said"), REFUSED, ids=[row[0] for row in REFUSED])
def test_what_no_correction_may_say(school, _why, data, said):
    walk = Walk.e05(school).to(H.NOTIFICA_RESOLUCION)
    assert said in refused(walk, H.CORRIGE, data=data)


def test_not_once_its_firmness_was_certified(school):
    walk = Walk.e05(school).to(H.FIRMEZA)
    said = refused(walk, H.CORRIGE, data=typed(H.NOTIFICA_RESOLUCION, "2026-07-22 12:00"))
    assert "certificado de firmeza" in said
    with school_context(school):
        offered = dict(board_of(walk.procedure(), walk.directora).others)
    assert H.CORRIGE not in offered


def test_the_notice_of_an_answer_given_after_firmness_is_still_corrected(school):
    """A late request is answered all the same, and its notice certifies nothing."""
    walk = Walk.e05(school).to(H.TRAMO)
    walk.act(H.RECONSIDERA, "2026-07-29 10:00", ASKED)
    walk.act(H.FIRMEZA)
    walk.act(H.CONSEJO, "2026-08-03 18:00", COUNCIL)
    walk.act(H.RESUELVE_RECONSIDERACION, "2026-08-04 15:00", KEPT)
    walk.told(H.NOTIFICA_RECONSIDERACION, "2026-08-14 16:00")
    walk.act(H.CORRIGE, data=typed(H.NOTIFICA_RECONSIDERACION, "2026-08-04 16:00"))
    with school_context(school):
        (only,) = correctable(walk.procedure())
        assert only.at == at("2026-08-04 16:00")


def test_it_is_offered_too_where_what_was_decided_is_less(school):
    walk = Walk.e05(school).to(H.FIRMA)
    walk.act(H.RESUELVE, "2026-07-21 12:00", DECISION | {"decision": "otra"})
    walk.told(H.NOTIFICA_RESOLUCION, "2026-07-21 12:00")
    with school_context(school):
        assert H.CORRIGE in dict(board_of(walk.procedure(), walk.directora).others)


def test_a_cautelar_told_before_the_start_is_corrected_too(school):
    walk = Walk.e05(school).to(H.INICIO)
    walk.act(H.CAUTELAR, "2026-07-06 13:10", {"text": "Hay riesgo actual."})
    walk.told(H.NOTIFICA_CAUTELAR, "2026-07-07 09:00")
    walk.act(H.CORRIGE, data=typed(H.NOTIFICA_CAUTELAR, "2026-07-08 09:00"))
    with school_context(school):
        plazos = {one.code: str(one.due_on) for one in dates.plazos(walk.procedure())}
    assert plazos["P7"] == "2026-07-23"


def test_a_line_that_no_tramite_hears_is_marked_as_well(school):
    walk = Walk.e05(school, modelo="C", protocol="maltrato_acoso_violencia")
    walk.to(H.NOTIFICA_RESOLUCION)
    walk.act(H.CORRIGE, data=typed(H.NOTIFICA_RESOLUCION, "2026-07-23 12:00"))
    with school_context(school):
        rows = Actuacion.objects.filter(case=walk.case, rectifies=None).order_by("pk")
        told = [row for row in rows if row.data.get("hito") == H.NOTIFICA_RESOLUCION]
        assert [row.rectifications.count() for row in told] == [1, 0]
        assert told[0].rectifications.get().text == WHY


def test_nor_does_the_line_of_what_the_family_asked(school):
    """What was asked from the window of the family is of the procedure, whoever wrote its line."""
    walk = Walk.e05(school).to(H.TRAMO)
    with school_context(school):
        asked = Reconsideracion.objects.create(
            case=walk.case, participant=walk.accused, expulsion=walk.row, text="Pido.",
            requested_by="Rosalba Bahamonde", requested_at=at("2026-07-28 17:50"),
        )  # fmt: skip
        line = Actuacion.objects.create(
            case=walk.case, acto="reconsiderar", event="ev_reconsideracion", title="x",
            at=at("2026-07-28 17:50"), created_at=walk.now, data={"reconsideracion": asked.pk},
        )  # fmt: skip
        with pytest.raises(DomainError, match="Expulsión"):
            rectify(
                case=walk.case, original=line, what="anular", corrected_at=None, text="x",
                envio="x-1", actor=walk.encargada, now=walk.now,
            )  # fmt: skip


def test_the_history_alone_does_not_move_a_date_of_the_procedure(school):
    """Two dates of one notice would be told: that of the trámite and that of the law."""
    walk = Walk.e05(school).to(H.NOTIFICA_RESOLUCION)
    with school_context(school):
        rows = Actuacion.objects.filter(case=walk.case, rectifies=None)
        line = next(row for row in rows if row.event == "ev_notificacion")
        given = {
            "case": walk.case, "original": line, "text": WHY, "actor": walk.encargada,
            "now": walk.now, "corrected_at": at("2026-07-23 12:00"),
        }  # fmt: skip
        for what in ("fecha", "anular"):
            with pytest.raises(DomainError, match="Expulsión"):
                rectify(what=what, envio=f"x-{what}", **given)
        rectify(what="texto", envio="x-texto", **given)
    walk.act(H.CORRIGE, data=typed(H.NOTIFICA_RESOLUCION, "2026-07-23 12:00"))
    assert due_of_tramite(walk) == {due(walk)} == {"2026-07-30"}
    with school_context(school):
        said = [row.data["what"] for row in line.rectifications.order_by("pk")]
    assert said == ["texto", "anular"]


def test_a_line_moved_before_by_the_history_is_taken_back_too(school):
    walk = Walk.e05(school).to(H.NOTIFICA_RESOLUCION)
    with school_context(school):
        line = Actuacion.objects.filter(case=walk.case, event="ev_notificacion").first()
        record_actuacion(
            case=walk.case, acto=Acto.RECTIFICAR, at=walk.now, now=walk.now, actor=walk.encargada,
            tramite=line.tramite, rectifies=line, title="x",
            data={"what": "fecha", "corrected_at": at("2026-07-24 12:00").isoformat()},
        )  # fmt: skip
    walk.refresh()
    walk.act(H.CORRIGE, data=typed(H.NOTIFICA_RESOLUCION, "2026-07-22 12:00"))
    assert due_of_tramite(walk) == {due(walk)} == {"2026-07-29"}


def test_the_folder_shows_the_hours_corrected(school):
    walk = Walk.e05(school).to(H.NOTIFICA_RESOLUCION)
    walk.act(H.CORRIGE, data=typed(H.NOTIFICA_RESOLUCION, "2026-07-23 12:00"))
    with school_context(school):
        lines = [x for s in folder_of(walk.case, now=walk.now).sections for x in s.lines]
        told = {receipt.at for line in lines for receipt in line.receipts}
    assert at("2026-07-23 12:00") in told
    assert at("2026-07-21 12:00") not in told


def test_who_inspects_reads_what_was_typed_and_why_it_changed(school):
    walk = Walk.e05(school).to(H.NOTIFICA_RESOLUCION)
    walk.act(H.CORRIGE, data=typed(H.NOTIFICA_RESOLUCION, "2026-07-23 12:00", "2026-07-24 09:05"))
    with school_context(school):
        said = " ".join(text_of(acts_page(walk.procedure())).split())
    assert "Decía: estudiante y familia, 21 de julio de 2026, 12:00 horas." in said
    assert (
        "Ocurrió: estudiante, 23 de julio de 2026, 12:00 horas; familia, 24 de julio de 2026, 09:05"
        in said
    )
    assert WHY in said


def test_an_adult_pupil_may_be_the_only_one_told(school):
    walk = Walk.e05(school).to(H.RESUELVE)
    with school_context(school):
        walk.accused.age = 18
        walk.accused.save(update_fields=["age"])
    walk.refresh()
    walk.act(
        H.NOTIFICA_RESOLUCION,
        data={
            "student_at": at("2026-07-21 12:30").isoformat(), "adult_at": "", "adult": "",
            "medium": "personal", "evidence": "x",
        },
    )  # fmt: skip
    fixed = typed(H.NOTIFICA_RESOLUCION, "2026-07-22 12:00") | {"adult_at": ""}
    walk.act(H.CORRIGE, data=fixed)
    assert due(walk) == "2026-07-29"
