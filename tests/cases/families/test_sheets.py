"""The sheet in plain words goes with its notice: only its own family reads it in the window."""

import pytest
from django.urls import reverse

from cases.decisions.aftermath import Addressee, notify_result
from cases.documents.services import annul_document
from cases.models import Document
from schools.files import read_file
from schools.tenancy.context import school_context
from tests.cases.documents.pdf import text_of
from tests.cases.families.visits import enter
from tests.cases.notifications.notices import SENT, Mailbox
from tests.cases.scenes import Scene


@pytest.fixture
def scene(school, clock) -> Scene:
    """Both families told of the result: one by e-mail, one on paper."""
    scene = Scene.open(school).heard().reported().drafted().resolved()
    with school_context(school):
        told = [
            Addressee(scene.afectado, scene.mother, "correo"),
            Addressee(scene.denunciado, scene.father, "personal"),
        ]
        notify_result(case=scene.case, actor=scene.encargada, addressees=told, now=SENT)
    scene.refresh()
    return scene


def sheet_for(scene: Scene, participant) -> Document:
    with school_context(scene.school):
        return Document.objects.select_related("explains").get(code="D-21s", addressee=participant)


def test_the_family_reads_its_own_in_its_window(client, scene):
    own, other = sheet_for(scene, scene.afectado), sheet_for(scene, scene.denunciado)
    inside = enter(client, Mailbox(scene, scene.mother.email))
    page = client.get(f"{inside}documento/{own.explains_id}/explicacion/").content.decode()
    assert f"{inside}documento/{own.pk}/" in page
    assert client.get(f"{inside}documento/{own.pk}/").status_code == 200
    file = client.get(f"{inside}documento/{own.pk}/archivo/")

    text = text_of(b"".join(file) if file.streaming else file.content)
    assert "Qué se decidió" in text
    assert scene.denunciado.student.paternal not in text
    assert client.get(f"{inside}documento/{other.pk}/archivo/").status_code == 404


def test_staff_hand_it_over_with_the_paper(client, scene):
    sheet = sheet_for(scene, scene.denunciado)
    client.force_login(scene.encargada.user)

    page = client.get(reverse("case-notifications", args=[scene.case.pk])).content.decode()

    assert reverse("document-download", args=[sheet.pk]) in page
    assert "para entregarla junto con el documento" in page


def test_it_is_void_with_what_it_explains(client, scene):
    sheet = sheet_for(scene, scene.afectado)
    with school_context(scene.school):
        annul_document(document=sheet.explains, actor=scene.directora.user)
        sheet.refresh_from_db()
        assert sheet.state == "anulado"
        assert read_file(sheet.file_id)  # its bytes stay
    inside = enter(client, Mailbox(scene, scene.mother.email))
    assert client.get(f"{inside}documento/{sheet.pk}/archivo/").status_code == 404
