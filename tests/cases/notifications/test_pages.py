"""The staff's pages of notices: the door, the ladder, the forms."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cases.models import Notificacion, NotificacionEvento, Participant
from schools.tenancy.context import school_context
from tests.cases.notifications.notices import SENT, decided, notify
from tests.cases.scenes import Scene
from tests.factories import MembershipFactory
from tests.papers import JPEG

PAGES = ("case-notifications", "notification-delivery", "notification-resend", "notification-other")


@pytest.fixture
def scene(school) -> Scene:
    return decided(school)


@pytest.fixture
def notice(scene) -> Notificacion:
    return notify(scene, scene.afectado, scene.mother, medium="personal")


def address(name: str, notice: Notificacion) -> str:
    args = [notice.case_id] if name == "case-notifications" else [notice.case_id, notice.pk]
    return reverse(name, args=args)


def post(client, path: str, **data: object):
    page = client.get(path).content.decode()
    envio = re.search(r'name="envio" value="(\w+)"', page)[1]
    return client.post(path, {"envio": envio, **data})


@pytest.mark.parametrize("name", PAGES)
def test_the_team_sees_them(client, scene, notice, name):
    client.force_login(scene.encargada.user)

    assert client.get(address(name, notice)).status_code == 200


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("who", ["profesor_jefe", "sostenedor", "other_school", "party"])
def test_nobody_else_does(client, scene, notice, other_school, name, who):
    if who == "party":
        member = scene.encargada
        with school_context(scene.school):
            Participant.objects.create(case=scene.case, role="denunciado", membership=member)
    else:
        school = other_school if who == "other_school" else scene.school
        role = "encargada" if who == "other_school" else who
        member = MembershipFactory(school=school, role=role)
    client.force_login(member.user)

    response = client.get(address(name, notice))

    assert response.status_code == 404
    assert scene.mother.last_names not in response.content.decode()


def test_a_delivery_with_its_photo_is_registered_and_kept(client, scene, notice):
    client.force_login(scene.encargada.user)
    photo = SimpleUploadedFile("copia.jpg", JPEG, content_type="image/jpeg")

    response = post(
        client, address("notification-delivery", notice),
        outcome="entregado", at_0="2026-06-04", at_1="12:30", photo=photo,
    )  # fmt: skip

    assert response.status_code == 302
    with school_context(scene.school):
        event = NotificacionEvento.objects.get(kind="entregado")
        assert f"{event.at.astimezone(SENT.tzinfo):%Y-%m-%d %H:%M}" == "2026-06-04 12:30"
    kept = client.get(
        reverse("notification-evidence", args=[notice.case_id, event.pk]), follow=True
    )
    assert kept.content.startswith(JPEG[:3])
    assert kept.headers["Content-Disposition"].startswith("attachment")


def test_a_delivery_without_photo_keeps_what_was_typed(client, scene, notice):
    client.force_login(scene.encargada.user)

    page = post(
        client, address("notification-delivery", notice),
        outcome="entregado", at_0="2026-06-04", at_1="12:30", detail="La recibió en portería",
    ).content.decode()  # fmt: skip

    assert "Adjunte la foto" in page
    assert "La recibió en portería" in page


def test_the_ladder_shows_each_stamp_and_the_last_day(client, scene, notice):
    client.force_login(scene.encargada.user)
    post(
        client, address("notification-delivery", notice),
        outcome="se_nego", at_0="2026-06-03", at_1="18:00", witness="Rosa Manquel, inspectora",
    )  # fmt: skip

    page = client.get(address("case-notifications", notice)).content.decode()

    assert "Testigo: Rosa Manquel, inspectora" in page
    assert "miércoles 10 de junio de 2026" in page
