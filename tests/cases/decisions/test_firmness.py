"""Since when an ordinary decision is firm: computed from the notices, certified once."""

import uuid

import pytest
from django.urls import reverse

from cases.decisions.certificates import certify_firmness
from cases.decisions.firmness import firmness_of, stages_of
from cases.decisions.selectors import resolucion_of
from cases.models import Actuacion, Document, Notificacion, Reconsideracion, Resolucion
from cases.states import Acto
from convivencia.exceptions import (
    AlreadyDoneError,
    DomainError,
    GateClosedError,
    StaleFormError,
)
from schools.models import Role
from schools.tenancy.context import school_context
from tests.cases.scenes import ZONE, Scene, at
from tests.factories import GuardianshipFactory, MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(school):
    found = Scene.open(school).heard().reported().drafted().resolved()
    found.now = at("2026-06-30 09:00")
    return found


def notice(scene, participant, adult, when="", purpose="resultado", medium="personal"):
    """The family is sent the decision; with `when`, it knows it from that instant."""
    with school_context(scene.school):
        row = Notificacion.objects.create(
            case=scene.case, participant=participant, apoderado=adult,
            document=scene.case.documents.get(code="D-19"), purpose=purpose, medium=medium,
            created_at=at("2026-06-02 12:00"), effective_at=at(when) if when else None,
        )  # fmt: skip
    if when and purpose == "resultado":
        scene.act(Acto.NOTIFICAR, when, party=participant.pk)
    return row


def both_told(scene):
    notice(scene, scene.afectado, scene.mother, "2026-06-03 10:00")
    notice(scene, scene.denunciado, scene.father, "2026-06-09 10:00")


def asked(scene, participant, when, **more):
    with school_context(scene.school):
        return Reconsideracion.objects.create(
            case=scene.case, participant=participant, requested_by="Su familia",
            requested_at=at(when), **more,
        )  # fmt: skip


def found(scene, now="2026-06-30 09:00"):
    with school_context(scene.school):
        return firmness_of(scene.case, now=at(now))


def another_adult(scene):
    with school_context(scene.school):
        student = scene.denunciado.student
    return GuardianshipFactory(school=scene.school, student=student).apoderado


def readings(scene):
    with school_context(scene.school):
        return firmness_of(scene.case, now=at("2026-06-30 09:00")).readings


def certify(scene, *, actor=None, version=None, now=None):
    with school_context(scene.school):
        row = scene.case.resoluciones.get(kind="resultado")
        return certify_firmness(
            case=scene.case, actor=actor or scene.directora,
            version=row.version if version is None else version, now=now or scene.now,
        )  # fmt: skip


def test_it_is_firm_when_the_plazo_of_the_last_family_ends(scene):
    """Told on Wednesday 3 and Tuesday 9 June: five días hábiles each, the last on the 16th."""
    both_told(scene)

    assert found(scene, "2026-06-16 20:00").at is None
    result = found(scene, "2026-06-17 09:00")
    assert result.at.date().isoformat() == "2026-06-16"
    assert result.last.participant == scene.denunciado
    assert "sin que se pidiera" in result.last.why


def test_each_family_alone_is_another_reading_and_is_shown(scene):
    both_told(scene)

    with school_context(scene.school):
        name = scene.afectado.initials
    assert f"Para la familia de {name} sola, desde el 10-06-2026." in readings(scene)


def test_a_family_that_does_not_know_keeps_it_open(scene):
    notice(scene, scene.afectado, scene.mother, "2026-06-03 10:00")
    notice(scene, scene.denunciado, scene.father)

    result = found(scene)
    assert result.at is None
    assert "No consta que la familia" in result.waits[0]


def test_an_adult_who_has_not_acknowledged_is_another_reading(scene):
    both_told(scene)
    other = another_adult(scene)
    notice(scene, scene.denunciado, other, medium="carta")

    assert found(scene).at is not None
    assert any(other.name in text for text in readings(scene))


def test_the_second_adult_has_their_own_plazo(scene):
    both_told(scene)
    other = another_adult(scene)
    notice(scene, scene.denunciado, other, "2026-06-12 10:00")

    assert found(scene).at.date().isoformat() == "2026-06-19"


def test_a_request_in_time_keeps_it_open_until_its_answer_is_told(scene):
    both_told(scene)
    row = asked(scene, scene.denunciado, "2026-06-11 10:00")
    assert "no se ha resuelto" in found(scene).waits[0]

    with school_context(scene.school):
        row.resolved_at, row.outcome = at("2026-06-18 10:00"), "mantiene"
        row.save()
    assert "no consta que se le notificara" in found(scene).waits[0]

    notice(scene, scene.denunciado, scene.father, "2026-06-19 12:00", "reconsideracion", "carta")
    result = found(scene)
    assert result.at == at("2026-06-19 12:00")
    assert "se resolvió y notificó" in result.last.why


def test_a_notice_of_before_the_answer_does_not_tell_it(scene):
    both_told(scene)
    asked(
        scene, scene.denunciado, "2026-06-11 10:00", resolved_at=at("2026-06-18 10:00"),
        outcome="mantiene",
    )  # fmt: skip
    notice(scene, scene.denunciado, scene.father, "2026-06-17 12:00", "reconsideracion", "carta")

    assert found(scene).at is None


def test_a_late_request_does_not_stop_it_unless_it_was_admitted(scene):
    both_told(scene)
    row = asked(scene, scene.denunciado, "2026-06-25 10:00", late=True)
    result = found(scene)
    assert result.at.date().isoformat() == "2026-06-16"
    assert "a tiempo" in result.last.why

    with school_context(scene.school):
        row.resolved_at, row.outcome = at("2026-06-26 10:00"), "modifica"
        row.save()
    assert found(scene).at is None  # admitted: it waits for its notice


def test_the_certificate_is_issued_once_with_the_computed_day(scene):
    both_told(scene)
    row = certify(scene)

    assert row.firm_at.astimezone(ZONE).date().isoformat() == "2026-06-16"
    assert row.firm_document.code == "D-76"
    with school_context(scene.school):
        act = Actuacion.objects.get(case=scene.case, acto=Acto.CERTIFICAR_FIRMEZA)
        assert (act.at, act.document) == (row.firm_at, row.firm_document)
        stages = stages_of(resolucion_of(scene.case), None)
    assert [s.label for s in stages if s.at][-1] == "Firme"
    scene.refresh()
    with pytest.raises(AlreadyDoneError):
        certify(scene)
    with school_context(scene.school):
        assert Document.objects.filter(case=scene.case, code="D-76").count() == 1


def test_what_is_not_firm_is_not_certified_and_says_what_it_waits_for(scene):
    both_told(scene)

    with pytest.raises(GateClosedError) as refused:
        certify(scene, now=at("2026-06-15 09:00"))
    assert "puede pedir reconsideración hasta el 16-06-2026" in refused.value.reasons[0]


def test_a_stale_form_certifies_nothing(scene):
    both_told(scene)

    with pytest.raises(StaleFormError):
        certify(scene, version=0)


@pytest.mark.parametrize("role", [r for r in Role.values if r != Role.DIRECTORA])
def test_only_the_directora_certifies(scene, role):
    both_told(scene)
    other = MembershipFactory(school=scene.school, role=role)

    with pytest.raises(DomainError):
        certify(scene, actor=other)
    with school_context(scene.school):
        assert Resolucion.objects.get(case=scene.case, kind="resultado").firm_at is None


def test_the_page_shows_the_road_and_certifies(scene, client):
    both_told(scene)
    client.force_login(scene.directora.user)
    url = reverse("case-resolucion", args=[scene.case.pk])

    page = client.get(url).content.decode()
    assert "Firme desde el 16 de junio de 2026" in page
    firm = reverse("case-resolucion-firm", args=[scene.case.pk])
    assert f'href="{firm}"' in page
    with school_context(scene.school):
        version = resolucion_of(scene.case).version
    sent = {"version": version, "envio": str(uuid.uuid4())}
    assert client.post(firm, sent).status_code == 302
    assert client.post(firm, sent).status_code == 302  # the same click, twice

    page = client.get(url).content.decode()
    assert "Ver el certificado N°" in page
    assert (
        "Resolución firme"
        in client.get(reverse("case-detail", args=[scene.case.pk])).content.decode()
    )
    with school_context(scene.school):
        assert Document.objects.filter(case=scene.case, code="D-76").count() == 1
