"""Who is a party sees nothing of the case, whichever way they were written down."""

import pytest
from django.urls import reverse

from cases.access import cases_visible_to, sight_of
from cases.hearings.selectors import members_who_may_investigate
from cases.models import Participant, Vencimiento
from cases.models.case import ParticipantRole
from cases.policy import Sight
from cases.reminders.recipients import recipients_of
from schools.tenancy.context import school_context
from tests.cases.scenes import Scene
from tests.factories import ApoderadoFactory, MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["staff", "apoderado"])
def scene(request, school):
    """The encargada is accused: by her post, or as the mother that she also is."""
    scene = Scene.open(school)
    person = {"membership": scene.encargada}
    if request.param == "apoderado":
        person = {"apoderado": ApoderadoFactory(school=school, run=scene.encargada.user.run)}
    with school_context(school):
        Participant.objects.create(case=scene.case, role=ParticipantRole.DENUNCIADO, **person)
    scene.refresh()
    return scene


def test_a_party_neither_opens_nor_lists_the_case(client, scene):
    client.force_login(scene.encargada.user)

    assert client.get(reverse("case-detail", args=[scene.case.pk])).status_code == 404
    assert scene.case.folio not in client.get(reverse("case-list")).content.decode()
    assert scene.case.folio not in client.get(reverse("today")).content.decode()


def test_a_party_is_not_reminded_and_does_not_investigate(scene):
    with school_context(scene.school):
        row = Vencimiento.objects.filter(case=scene.case, owner_role="encargada").first()
        told = recipients_of(row, scene.case, rung=0, now=scene.now)
        free = members_who_may_investigate(scene.case, scene.school.local_date(scene.now))

    assert scene.encargada.user.email not in {one.email for one in told}
    assert scene.encargada not in free


def test_another_person_without_run_is_nobody_in_the_case(school):
    scene = Scene.open(school)
    member = MembershipFactory(school=school, user__run="")
    with school_context(school):
        accused = ApoderadoFactory(school=school, run="")
        Participant.objects.create(
            case=scene.case, role=ParticipantRole.DENUNCIADO, apoderado=accused
        )
        scene.refresh()

        assert sight_of(member, scene.case, at=scene.now)[0] == Sight.FULL
        assert scene.case in cases_visible_to(member, at=scene.now)
