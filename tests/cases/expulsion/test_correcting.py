"""A notice with its hours written wrong: corrected once, and every date of the law follows."""

import pytest

from cases.carpeta.selectors import folder_of
from cases.expulsion import dates
from cases.expulsion.state import notices_of
from cases.models import Actuacion, Vencimiento
from cases.models.expulsion import Hito
from cases.overview.services import rectify
from cases.pack.paper import acts_page
from convivencia.exceptions import DomainError
from schools.tenancy.context import school_context
from tests.cases.documents.pdf import text_of
from tests.cases.expulsion.scenes import Walk
from tests.cases.expulsion.test_order import refused
from tests.cases.scenes import at

pytestmark = pytest.mark.django_db
H = Hito
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
    ("2026-07-23 12:00", "2026-07-21 12:00", "", "2026-07-30", "2026-07-28"),
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
        (shown,) = [
            one for one in notices_of(walk.procedure()) if one.kind == H.NOTIFICA_RESOLUCION
        ]

    assert len(rows) == 3
    assert standing == [at("2026-07-24 12:00")] == [shown.at]
    assert due(walk) == "2026-07-31"


def test_a_request_is_judged_again(school):
    """Asked on the sixth day of a notice that was in truth two days later: it was in time."""
    walk = Walk.e05(school).to(H.TRAMO)
    asked = {"requested_by": "Rosalba Bahamonde", "text": "Pido.", "how": "escrito"}
    walk.act(H.RECONSIDERA, "2026-07-29 10:00", asked)
    with school_context(school):
        assert walk.procedure().request.late

    walk.act(H.CORRIGE, data=typed(H.NOTIFICA_RESOLUCION, "2026-07-23 12:00"))

    with school_context(school):
        p = walk.procedure()
        walk.case.refresh_from_db()
        assert not p.request.late
        assert p.has(H.PROLONGA), "in time and with cautelar: the suspension goes on"
        assert walk.case.facts["hubo_reconsideracion"] is True


REFUSED = [
    ("before what it notifies", typed(H.NOTIFICA_RESOLUCION, "2026-07-20 12:00"), "después de lo"),
    ("the same hours", typed(H.NOTIFICA_RESOLUCION, "2026-07-21 12:00"), "la misma"),
    ("not yet", typed(H.NOTIFICA_RESOLUCION, "2027-07-21 12:00"), "antes de ahora"),
    ("none registered", typed(H.NOTIFICA_RECONSIDERACION, "2026-08-04 12:00"), "registrada"),
    ("no notice", typed(H.RESUELVE, "2026-08-04 12:00"), "registrada"),
    ("after the hearing", typed(H.NOTIFICA_INICIO, "2026-07-14 12:00"), "descargos"),
]


@pytest.mark.parametrize(("_why", "data", "said"), REFUSED, ids=[row[0] for row in REFUSED])
def test_what_no_correction_may_say(school, _why, data, said):
    walk = Walk.e05(school).to(H.NOTIFICA_RESOLUCION)
    assert said in refused(walk, H.CORRIGE, data=data)


def test_not_once_its_firmness_was_certified(school):
    walk = Walk.e05(school).to(H.FIRMEZA)
    said = refused(walk, H.CORRIGE, data=typed(H.NOTIFICA_RESOLUCION, "2026-07-22 12:00"))
    assert "certificado de firmeza" in said


def test_the_history_alone_does_not_move_a_date_of_the_procedure(school):
    """Two dates of one notice would be told: that of the trámite and that of the law."""
    walk = Walk.e05(school).to(H.RESUELVE)
    walk.told(H.NOTIFICA_RESOLUCION, "2026-07-23 12:00")
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
    walk.act(H.CORRIGE, data=typed(H.NOTIFICA_RESOLUCION, "2026-07-21 12:00"))
    assert due_of_tramite(walk) == {due(walk)} == {"2026-07-28"}


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
