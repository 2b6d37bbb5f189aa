"""Notes of health: who attends, the encargada and the directora; nobody else, and no paper."""

import pytest
from django.urls import reverse

from cases.models import ReservedNote
from cases.models.access import TeamRole
from cases.team.grants import grant_access
from schools.models import Role
from schools.tenancy.context import school_context
from tests.cases.scenes import Scene
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db
TEXT = "Refiere insomnio desde marzo."


@pytest.fixture
def scene(school) -> Scene:
    return Scene.open(school)


def in_team(scene: Scene, function: str):
    member = MembershipFactory(school=scene.school, role=Role.ENFERMERIA)
    with school_context(scene.school):
        grant_access(
            case=scene.case, member=member, team_role=TeamRole(function),
            granted_by=scene.directora, reason="Prueba", at=scene.now,
        )  # fmt: skip
    return member


def write(client, scene: Scene):
    data = {"participant": scene.afectado.pk, "kind": "salud", "text": TEXT, "envio": "uno"}
    return client.post(reverse("case-notes", args=[scene.case.pk]), data)


def test_who_attends_writes_and_reads_and_sees_nothing_of_the_facts(client, scene):
    nurse = in_team(scene, TeamRole.ATIENDE)
    client.force_login(nurse.user)

    assert write(client, scene).status_code == 302
    assert TEXT in client.get(reverse("case-notes", args=[scene.case.pk])).content.decode()
    assert client.get(reverse("case-people", args=[scene.case.pk])).status_code == 404
    assert client.get(reverse("case-documents", args=[scene.case.pk])).status_code == 404


@pytest.mark.parametrize("function", [TeamRole.INVESTIGA, TeamRole.APOYA, TeamRole.EJECUTA])
def test_the_rest_of_the_team_does_not(client, scene, function):
    member = in_team(scene, function)
    client.force_login(member.user)

    assert client.get(reverse("case-notes", args=[scene.case.pk])).status_code == 404
    assert write(client, scene).status_code == 404


def test_the_encargada_and_the_directora_do(client, scene):
    client.force_login(scene.encargada.user)
    write(client, scene)
    client.force_login(scene.directora.user)

    assert TEXT in client.get(reverse("case-notes", args=[scene.case.pk])).content.decode()


def test_a_note_is_never_rewritten(client, scene):
    client.force_login(scene.encargada.user)
    write(client, scene)

    from django.db import Error, transaction

    with school_context(scene.school):
        note = ReservedNote.objects.get()
        with pytest.raises(Error), transaction.atomic():
            ReservedNote.objects.filter(pk=note.pk).update(kind="psicosocial")
