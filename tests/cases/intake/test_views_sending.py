"""Sending a denuncia: once, and what each may read of its receipt."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from cases.models import Case
from schools.models import Role
from schools.tenancy.context import school_context
from tests.cases.intake.pages import reload, sent, url
from tests.cases.intake.scene import ACOSO, Scene
from tests.factories import MembershipFactory, SchoolFactory
from tests.papers import PDF

pytestmark = pytest.mark.django_db


# -- sending -------------------------------------------------------------------------------


def test_two_clicks_make_one_case(scene: Scene, enter):
    draft = scene.draft(scene.docente)
    client = enter(scene.docente)

    first = sent(scene, draft, client, envio="doble")
    second = sent(scene, draft, client, envio="doble")

    assert first["Location"] == second["Location"]
    with school_context(scene.school):
        assert Case.objects.count() == 1


def test_answers_changed_in_another_window_are_reviewed_first(scene: Scene, enter):
    draft = scene.draft(scene.docente)
    client = enter(scene.docente)
    data = {"envio": "x", "seen": "2026-01-01T00:00:00+00:00"}

    refused = client.post(url(draft, "revision"), data)

    assert "cambiaron en otra ventana" in refused.content.decode()
    assert reload(draft, scene).updated_at.isoformat().replace("+", "&#x2B;") in (
        refused.content.decode().replace("+00:00", "&#x2B;00:00")
    )


def test_a_draft_already_sent_leads_to_its_receipt(scene: Scene, enter):
    draft = scene.draft(scene.docente)
    client = enter(scene.docente)
    done = sent(scene, draft, client)["Location"]

    for page in ("canal", "personas", "revision"):
        assert client.get(url(draft, page))["Location"] == done
    assert client.post(url(draft, "relato"), {"relato": "otra"})["Location"] == done
    save = reverse("intake-save", args=[draft.pk, "relato"])
    assert client.post(save, {"relato": "otra"}).status_code == 409


def test_the_receipt_of_a_docente_tells_nothing_of_the_case(scene: Scene, enter):
    draft = scene.draft(scene.docente)
    client = enter(scene.docente)

    page = client.get(sent(scene, draft, client)["Location"]).content.decode()

    assert "Caso 2026-0001" in page
    assert "Acta de denuncia verbal" not in page
    for secret in ("Sofía", "Bruno", "mochila", "6° básico"):
        assert secret not in page


def test_the_receipt_is_for_who_reported_and_who_leads(scene: Scene, enter):
    done = sent(scene, scene.draft(scene.docente), enter(scene.docente))["Location"]
    other = MembershipFactory(school=scene.school, role=Role.DOCENTE)
    foreign = MembershipFactory(school=SchoolFactory())

    answers = {m.pk: enter(m).get(done).status_code for m in (scene.directora, other, foreign)}

    assert answers == {scene.directora.pk: 200, other.pk: 404, foreign.pk: 404}


def test_a_party_is_refused_with_where_to_go(scene: Scene, enter):
    people = [
        *scene.people(),
        {"role": "denunciado", "kind": "funcionario", "pk": scene.encargada.pk},
    ]
    draft = scene.draft(scene.encargada, people)

    page = sent(scene, draft, enter(scene.encargada)).content.decode()

    assert "Pida a la dirección que la registre" in page
    with school_context(scene.school):
        assert not Case.objects.exists()


def picture() -> bytes:
    """Return one pixel."""
    buffer = io.BytesIO()
    Image.new("RGB", (1, 1)).save(buffer, "PNG")
    return buffer.getvalue()


PNG = picture()


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("carta.pdf", PDF, None),
        ("foto.png", PNG, None),
        ("carta.pdf", b"<html><script>alert(1)</script>", "Sirven: PDF, JPG o PNG"),
        ("carta.pdf", b"MZ\x90\x00", "Sirven: PDF, JPG o PNG"),
        ("foto.png", PNG[:20], "está dañado"),
        ("carta.pdf", b"%PDF-1.4 cortado", "está dañado"),
        ("grande.pdf", b"%PDF-" + b"0" * (20 * 1024 * 1024), "más de 20 MB"),
        ("vacio.pdf", b"", "vacío"),
    ],
)
def test_the_scan_is_judged_by_its_content(scene, enter, name: str, content: bytes, says):
    draft = scene.draft(scene.docente, canal={"canal": "escrita"})

    response = sent(scene, draft, enter(scene.docente), writing=SimpleUploadedFile(name, content))

    if says is None:
        assert response.status_code == 302
    else:
        assert says in response.content.decode()
        assert "Registrar la denuncia" in response.content.decode()


def test_the_answers_may_be_changed_from_the_review(scene: Scene, enter):
    draft = scene.draft(scene.docente)

    response = enter(scene.docente).post(
        url(draft, "relato") + "?volver=revision", {"relato": "Otra cosa", "interpretation": ""}
    )

    assert response["Location"] == url(draft, "revision")


def test_all_the_questions_are_asked(scene: Scene, enter):
    page = enter(scene.docente).get(url(scene.draft(scene.docente), "orientacion")).content.decode()

    assert all(f'name="{key}"' in page for key in ACOSO)


def test_a_nul_in_the_search_box_is_left_out(scene: Scene, enter):
    draft = scene.draft(scene.docente)
    client = enter(scene.docente)
    data = {"q": "re\x00bo", "ref": "", "role": "afectado"}

    assert client.post(reverse("intake-person-add", args=[draft.pk]), data).status_code < 500
