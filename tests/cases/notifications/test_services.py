"""Telling a family: what is sent, to whom, and when it starts a plazo."""

from datetime import date, timedelta

import pytest

from cases.models import Actuacion, Notificacion, OutboxMessage
from cases.models.notifications import Hecho
from cases.notifications import services
from cases.notifications.ladder import families_of
from cases.notifications.terms import reconsideracion_window
from cases.states import Acto
from convivencia.exceptions import AlreadyDoneError, DomainError
from schools.files import store_file
from schools.models import Guardianship
from schools.tenancy.context import school_context
from tests.cases.notifications.notices import SENT, Mailbox, decided, notify, paper
from tests.cases.scenes import Scene, at
from tests.factories import GuardianshipFactory


@pytest.fixture
def scene(school) -> Scene:
    return decided(school)


def rungs(notice: Notificacion) -> list[str]:
    with school_context(notice.school_id):
        return list(notice.eventos.values_list("kind", flat=True))


def photo(scene: Scene):
    return store_file(content=b"\xff\xd8\xff", name="f.jpg", mime="image/jpeg", at=SENT)


def test_sending_leaves_a_rung_an_act_and_one_email(scene):
    notice = notify(scene, scene.afectado, scene.mother)

    assert rungs(notice) == [Hecho.ENVIADO]
    (message,) = Mailbox(scene, scene.mother.email).messages()
    assert message.kind == "notificacion"
    with school_context(scene.school):
        assert Actuacion.objects.filter(acto=Acto.ENVIAR_NOTIFICACION).count() == 1
        assert scene.case.state == "resuelto"  # sending starts nothing


def test_the_link_is_long_and_only_its_hash_is_kept(scene):
    notice = notify(scene, scene.afectado, scene.mother)

    token = Mailbox(scene, scene.mother.email).link().rstrip("/").rpartition("/")[2]
    assert len(token) >= 26  # 160 bits in base 64
    assert token not in str(vars(notice))
    assert notice.token_hash


def test_same_document_adult_and_medium_is_refused(scene):
    document = paper(scene, scene.afectado)
    notify(scene, scene.afectado, scene.mother, document=document)

    with pytest.raises(AlreadyDoneError):
        notify(scene, scene.afectado, scene.mother, document=document)


@pytest.mark.parametrize("code", ["D-12"])
def test_an_acta_of_interview_is_never_sent(scene, code):
    with pytest.raises(DomainError, match="actas de entrevista"):
        notify(scene, scene.afectado, scene.mother, document=paper(scene, None, code))


def test_the_version_of_the_other_family_is_never_sent(scene):
    with pytest.raises(DomainError, match="otra familia"):
        notify(scene, scene.afectado, scene.mother, document=paper(scene, scene.denunciado))


def _end(tie: Guardianship) -> None:
    tie.ends_on = date(2026, 6, 1)
    tie.save()


def _restrict(tie: Guardianship) -> None:
    tie.restricted = True
    tie.court_order = store_file(content=b"x", name="orden.pdf", mime="application/pdf", at=SENT)
    tie.save()


@pytest.mark.parametrize(("change", "word"), [(_end, "apoderado"), (_restrict, "judicial")])
def test_who_lost_the_right_gets_nothing_and_it_shows(scene, change, word):
    with school_context(scene.school):
        change(scene.mother.guardianships.get())

    notice = notify(scene, scene.afectado, scene.mother)

    assert rungs(notice) == [Hecho.NO_AUTORIZADO]
    assert Mailbox(scene, scene.mother.email).messages() == []
    with school_context(scene.school):
        assert word in notice.eventos.get().detail
        assert notice.token_hash == ""


def test_a_sibling_s_guardian_is_not_told_of_this_student(scene):
    with school_context(scene.school):
        assert services.refusal(
            apoderado=scene.father, participant=scene.afectado, on=date(2026, 6, 3)
        )


@pytest.mark.parametrize(("field", "hecho"), [("email", Hecho.SIN_CORREO), ("run", Hecho.SIN_RUN)])
def test_without_email_or_run_another_medium_is_asked_for(scene, field, hecho):
    with school_context(scene.school):
        setattr(scene.mother, field, "")
        scene.mother.save()

    notice = notify(scene, scene.afectado, scene.mother)

    assert rungs(notice) == [hecho]
    with school_context(scene.school):
        (family,) = families_of(scene.case, now=SENT)
        assert family.notices[0].next_medium == "personal"
        assert OutboxMessage.objects.filter(kind="notificacion").count() == 0


def test_acknowledging_starts_the_plazo_of_that_family_only(scene):
    mother = notify(scene, scene.afectado, scene.mother)
    father = notify(scene, scene.denunciado, scene.father)

    with school_context(scene.school):
        services.acknowledge(notificacion=mother, now=at("2026-06-03 18:00"))
        services.acknowledge(notificacion=father, now=at("2026-06-05 08:00"))
        mother.refresh_from_db()
        father.refresh_from_db()
        hers = reconsideracion_window(scene.case, [mother], now=scene.now)
        his = reconsideracion_window(scene.case, [father], now=scene.now)

    assert (hers.due.on, his.due.on) == (date(2026, 6, 10), date(2026, 6, 12))
    scene.refresh()
    assert scene.case.state == "notificado"


def test_acknowledging_twice_is_once(scene):
    notice = notify(scene, scene.afectado, scene.mother)
    with school_context(scene.school):
        services.acknowledge(notificacion=notice, now=at("2026-06-03 18:00"))

        with pytest.raises(AlreadyDoneError):
            services.acknowledge(notificacion=notice, now=at("2026-06-04 18:00"))

        assert Actuacion.objects.filter(acto=Acto.NOTIFICAR).count() == 1


def test_a_citacion_starts_no_plazo_of_the_decision(scene):
    notice = notify(scene, scene.afectado, scene.mother, purpose="citacion")
    with school_context(scene.school):
        services.acknowledge(notificacion=notice, now=at("2026-06-03 18:00"))
        assert not Actuacion.objects.filter(acto=Acto.NOTIFICAR).exists()


def test_a_pending_request_is_not_lost_when_the_other_family_acknowledges(scene):
    mother = notify(scene, scene.afectado, scene.mother)
    father = notify(scene, scene.denunciado, scene.father)
    with school_context(scene.school):
        services.acknowledge(notificacion=mother, now=at("2026-06-03 18:00"))
    scene.act(Acto.RECONSIDERAR, "2026-06-04 10:00")

    with school_context(scene.school):
        services.acknowledge(notificacion=father, now=at("2026-06-05 08:00"))

    scene.refresh()
    assert scene.case.state == "en_reconsideracion"


def deliver(scene: Scene, notice: Notificacion, outcome: str, **more: object) -> Notificacion:
    with school_context(scene.school):
        return services.register_delivery(
            notificacion=notice,
            outcome=outcome,
            at=at("2026-06-04 12:00"),
            now=scene.now,
            actor=scene.encargada,
            **more,
        )


def test_paper_with_photo_is_effective(scene):
    notice = notify(scene, scene.afectado, scene.mother, medium="personal")
    with school_context(scene.school):
        file = photo(scene)

    notice = deliver(scene, notice, Hecho.ENTREGADO, evidence=file)

    assert notice.effective_at == at("2026-06-04 12:00")
    assert rungs(notice) == [Hecho.POR_ENTREGAR, Hecho.ENTREGADO]


def test_a_refusal_before_a_witness_is_effective(scene):
    notice = notify(scene, scene.afectado, scene.mother, medium="personal")

    notice = deliver(scene, notice, Hecho.SE_NEGO, witness="Rosa Manquel, inspectora")

    assert notice.effective_at == at("2026-06-04 12:00")


def test_nobody_answers_and_the_next_medium_is_suggested(scene):
    notice = notify(scene, scene.afectado, scene.mother, medium="personal")

    deliver(scene, notice, Hecho.NO_CONTESTA, witness="Rosa Manquel, inspectora")

    with school_context(scene.school):
        (family,) = families_of(scene.case, now=scene.now)
        notice.refresh_from_db()
    assert notice.effective_at is None
    assert family.notices[0].next_medium == "carta"


def test_a_call_notifies_no_decision(scene):
    notice = notify(scene, scene.afectado, scene.mother, medium="telefono")

    assert deliver(scene, notice, Hecho.ENTREGADO).effective_at is None


@pytest.mark.parametrize(
    ("medium", "outcome", "code"),
    [
        ("personal", Hecho.ENTREGADO, "photo"),
        ("personal", Hecho.SE_NEGO, "witness"),
        ("telefono", Hecho.NO_CONTESTA, "witness"),
        ("correo", Hecho.ENTREGADO, "medio"),
        ("carta", Hecho.ACUSADO, "outcome"),
    ],
)
def test_a_delivery_without_its_proof_is_refused(scene, medium, outcome, code):
    notice = notify(scene, scene.afectado, scene.mother, medium=medium)

    with pytest.raises(DomainError) as refused:
        deliver(scene, notice, outcome)

    assert refused.value.code == code


def test_the_second_medium_does_not_notify_twice(scene):
    document = paper(scene, scene.afectado)
    email = notify(scene, scene.afectado, scene.mother, document=document)
    hand = notify(scene, scene.afectado, scene.mother, document=document, medium="personal")
    with school_context(scene.school):
        services.acknowledge(notificacion=email, now=at("2026-06-03 18:00"))
        file = photo(scene)
    deliver(scene, hand, Hecho.ENTREGADO, evidence=file)

    with school_context(scene.school):
        assert Actuacion.objects.filter(acto=Acto.NOTIFICAR).count() == 1


def test_resending_makes_a_new_link_and_a_second_email(scene):
    notice = notify(scene, scene.afectado, scene.mother)
    first = Mailbox(scene, scene.mother.email).link()
    with school_context(scene.school):
        services.resend(notificacion=notice, actor=scene.encargada, now=SENT + timedelta(hours=1))

    assert Mailbox(scene, scene.mother.email).link() != first
    assert len(Mailbox(scene, scene.mother.email).messages()) == 2


@pytest.mark.parametrize(
    ("now", "medium"),
    [("2026-06-05 09:00", None), ("2026-06-08 09:00", "personal")],  # two hábiles, then paper
)
def test_the_next_medium_waits_two_business_days(scene, now, medium):
    notify(scene, scene.afectado, scene.mother)

    with school_context(scene.school):
        (family,) = families_of(scene.case, now=at(now))

    assert family.notices[0].next_medium == medium


def test_a_new_apoderado_of_the_same_student_has_a_link_of_their_own(scene):
    with school_context(scene.school):
        student = scene.afectado.student
        other = GuardianshipFactory(school=scene.school, student=student, is_main=False).apoderado
    notify(scene, scene.afectado, scene.mother)
    notify(scene, scene.afectado, other)

    hers = Mailbox(scene, scene.mother.email).link()
    assert Mailbox(scene, other.email).link() != hers
