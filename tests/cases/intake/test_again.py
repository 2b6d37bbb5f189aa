"""A denuncia that follows an earlier case: the same students, and its folio in sight."""

import pytest
from django.urls import reverse

from cases.models import IntakeDraft
from schools.models import Role
from schools.tenancy.context import school_context
from tests.cases.scenes import Scene
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(school):
    return Scene.open(school)


def start(client, member, case_id):
    client.force_login(member.user)
    url = f"{reverse('intake-start')}?reincidencia={case_id}"
    shown = client.get(url)
    data = {"envio": "a1", "canal": "presencial", "received_by": str(member.pk)}
    return shown, client.post(url, data, follow=True)


def test_the_students_of_the_earlier_case_are_noted_with_their_roles(scene, client):
    shown, first = start(client, scene.encargada, scene.case.pk)

    with school_context(scene.school):
        draft = IntakeDraft.objects.get(user=scene.encargada.user)
    noted = [(row["role"], row["id"]) for row in draft.data["personas"]["values"]]
    assert noted == [
        ("afectado", scene.afectado.student_id),
        ("denunciado", scene.denunciado.student_id),
    ]
    for page in (shown, first):
        assert f'después del caso <span class="num">{scene.case.folio}</span>' in (
            page.content.decode()
        )


@pytest.mark.parametrize("asked", [None, "9" * 30, "x", "0"])
def test_a_case_that_the_member_does_not_see_is_not_found(scene, client, asked):
    stranger = MembershipFactory(school=scene.school, role=Role.DOCENTE)

    answers = start(client, stranger, asked or scene.case.pk)

    assert [answer.status_code for answer in answers] == [404, 404]
    with school_context(scene.school):
        assert not IntakeDraft.objects.exists()
