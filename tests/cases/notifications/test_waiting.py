"""Which notices still wait for a family: the others are neither counted nor chased."""

from datetime import timedelta

import pytest

from cases.models import Case, CaseState, Citacion, Document, Notificacion
from cases.notifications import services
from cases.notifications.ladder import families_of
from cases.today.selectors import unread_notices
from schools.tenancy.context import school_context
from tests.cases.notifications.notices import SENT, decided, notify, paper

pytestmark = pytest.mark.django_db
LATER = SENT + timedelta(days=9)


@pytest.fixture
def scene(school):
    return decided(school)


def counted(scene, at=LATER) -> int:
    with school_context(scene.school):
        return unread_notices(scene.encargada, at=at)["n"]


def suggested(scene, at=LATER) -> list:
    with school_context(scene.school):
        families = families_of(scene.case, now=at)
    return [notice.next_medium for family in families for notice in family.notices]


def call_to_interview(scene, *, held: bool) -> Notificacion:
    document = paper(scene, scene.afectado, code="D-11")
    with school_context(scene.school):
        Citacion.objects.create(
            case=scene.case, participant=scene.afectado, document=document, place="Sala",
            meets_at=LATER + timedelta(days=-1 if held else 1), sent_at=SENT,
        )  # fmt: skip
    return notify(scene, scene.afectado, scene.mother, purpose="citacion", document=document)


def test_a_notice_without_answer_waits(scene):
    notify(scene, scene.afectado, scene.mother)

    assert (counted(scene), suggested(scene)) == (1, ["personal"])


@pytest.mark.parametrize(("held", "expected"), [(False, (1, ["telefono"])), (True, (0, [None]))])
def test_a_call_to_an_interview_waits_until_it_is_held(scene, held, expected):
    call_to_interview(scene, held=held)

    assert (counted(scene), suggested(scene)) == expected


@pytest.mark.parametrize("state", [CaseState.CERRADO, CaseState.ARCHIVADO])
def test_a_case_that_ended_waits_for_nobody(scene, state):
    notify(scene, scene.afectado, scene.mother)
    with school_context(scene.school):
        Case.objects.filter(pk=scene.case.pk).update(state=state)

    assert (counted(scene), suggested(scene)) == (0, [None])


def test_the_notice_of_the_closing_waits_after_it(scene):
    notify(scene, scene.afectado, scene.mother, purpose="cierre")
    with school_context(scene.school):
        Case.objects.filter(pk=scene.case.pk).update(state=CaseState.CERRADO)

    assert counted(scene) == 1


def test_a_paper_that_was_replaced_waits_for_nobody(scene):
    notice = notify(scene, scene.afectado, scene.mother)
    with school_context(scene.school):
        Document.objects.filter(pk=notice.document_id).update(state="reemplazado")

    assert counted(scene) == 0


def test_a_call_that_was_answered_waits_for_nobody(scene):
    notice = notify(scene, scene.afectado, scene.mother, purpose="prorroga", medium="telefono")
    with school_context(scene.school):
        services.register_delivery(
            notificacion=notice, outcome="entregado", at=LATER, now=LATER, actor=scene.encargada
        )

    assert counted(scene) == 0


def test_a_paper_sent_by_two_media_is_one(scene):
    document = paper(scene, scene.afectado)
    notify(scene, scene.afectado, scene.mother, document=document)
    call = notify(scene, scene.afectado, scene.mother, document=document, medium="telefono")
    with school_context(scene.school):
        services.register_delivery(
            notificacion=call, outcome="entregado", at=LATER, now=LATER, actor=scene.encargada
        )

    assert counted(scene) == 1
