"""T10: the address of a file is good for a minute, to one session, for one file of one page."""

import time

import pytest
from django.conf import settings
from django.test import Client

from cases.models import Participant
from cases.models.access import TeamRole
from cases.models.case import ParticipantRole
from cases.team import services
from schools.models import AuditEntry, Role
from schools.models.audit import AuditAct
from schools.tenancy.context import school_context
from schools.uploads.links import PARAMETER, SECONDS
from tests.cases.scenes import Scene
from tests.factories import MembershipFactory
from tests.papers import PDF, PNG
from tests.security.handed import address_of, hand_in, link_for, member

pytestmark = pytest.mark.django_db
NOT_FOUND = 404


@pytest.fixture
def scene(school) -> Scene:
    return Scene.open(school)


@pytest.fixture
def row(scene):
    return hand_in(scene, PDF)


@pytest.fixture
def encargada(scene) -> Client:
    return member(scene.encargada)


def entries(scene, act):
    with school_context(scene.school):
        return AuditEntry.objects.filter(case_id=scene.case.pk, act=act).count()


def test_t10_it_serves_once_signed_and_leaves_one_entry(scene, encargada, row):
    link = link_for(encargada, row)
    assert entries(scene, AuditAct.DESCARGAR) == 0

    answer = encargada.get(link)

    assert answer.content.startswith(b"%PDF")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert entries(scene, AuditAct.DESCARGAR) == 1


@pytest.mark.parametrize(("later", "status"), [(SECONDS - 2, 200), (SECONDS + 2, NOT_FOUND)])
def test_t10_it_is_good_for_a_minute(monkeypatch, encargada, row, later, status):
    assert SECONDS <= 60
    link, now = link_for(encargada, row), time.time()
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + later)

    assert encargada.get(link).status_code == status


def test_t10_of_another_session_of_the_same_person_it_is_not_found(scene, encargada, row):
    link = link_for(encargada, row)

    assert member(scene.encargada).get(link).status_code == NOT_FOUND
    assert entries(scene, AuditAct.DENEGADO) == 1


def test_t10_nor_of_another_person_who_may_see_the_file(scene, encargada, row):
    assert member(scene.directora).get(link_for(encargada, row)).status_code == NOT_FOUND


def test_t10_nor_for_another_file_or_another_page(scene, encargada, row):
    with school_context(scene.school):
        scene.case.vencimientos.filter(step_id="bul-23-derivacion-red").update(state="pendiente")
    other = hand_in(scene, PNG, "otro.png")
    signature = link_for(encargada, row).split("?")[1]

    assert encargada.get(f"{address_of(other)}?{signature}").status_code == NOT_FOUND
    assert encargada.get(link_for(encargada, other)).status_code == 200


def test_t10_cut_changed_or_invented_it_is_not_found(encargada, row):
    link = link_for(encargada, row)
    base, signature = link.split("=", 1)
    stamp, mac = signature.split("%3A")
    wrong = [signature[:-1], f"{stamp}%3A", "", "x", f"2000000000%3A{mac}", f"{mac}%3A{stamp}"]

    assert {encargada.get(f"{base}={text}").status_code for text in wrong} == {NOT_FOUND}
    assert encargada.get(link).status_code == 200
    assert PARAMETER in base


def test_t10_who_left_the_team_in_between_gets_nothing(scene, row):
    colleague = MembershipFactory(school=scene.school, role=Role.EQUIPO)
    given = {"case": scene.case, "reason": "Apoya el caso.", "actor": scene.directora}
    with school_context(scene.school):
        access = services.join(
            member=colleague, team_role=TeamRole.APOYA, until=None, now=scene.now, **given
        )
    client = member(colleague)
    link = link_for(client, row)
    with school_context(scene.school):
        services.leave(
            case=scene.case, pk=access.pk, reason="Deja el caso.", actor=scene.directora,
            now=scene.now,
        )  # fmt: skip

    assert client.get(link).status_code == NOT_FOUND


def test_t10_who_turned_out_to_be_a_party_gets_nothing(scene, encargada, row):
    link = link_for(encargada, row)
    with school_context(scene.school):
        Participant.objects.create(
            case=scene.case, role=ParticipantRole.DENUNCIADO, membership=scene.encargada
        )

    assert encargada.get(link).status_code == NOT_FOUND


def test_t10_after_leaving_it_asks_to_sign_in(encargada, row):
    link = link_for(encargada, row)
    encargada.post("/cuenta/logout/")

    answer = encargada.get(link)

    assert answer.status_code == 302
    assert answer.url.startswith(str(settings.LOGIN_URL)) or "/login/" in answer.url
