"""The administradora gives the paper its logo; what is no picture never gets there."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from cases.documents.builders.common import heading
from cases.documents.kinds import KINDS
from cases.documents.render import render
from cases.documents.reports import CargoReport
from schools.models import AuditEntry, Role, School
from schools.tenancy.context import school_context
from tests.cases.documents.pdf import open_pdf, text_of
from tests.cases.documents.samples import SAMPLES
from tests.factories import MembershipFactory, SchoolFactory

TEXTS = {
    "address": "Los Boldos 220",
    "phone": "+56 2 0000 0000",
    "email": "x@aromos.example",
    "encargada_title": "Coordinadora de convivencia educativa",
    "directora_title": "Rectora",
}


def picture(kind: str = "PNG", side: int = 1200) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (side, side), (15, 82, 87)).save(out, kind)
    return out.getvalue()


def save(client, scene, role=Role.ADMINISTRADORA, content=b"", name="insignia.png", **more):
    client.force_login(MembershipFactory(school=scene.school, role=role).user)
    envio = client.get(reverse("letterhead")).context["form"]["envio"].value()
    files = {"logo": SimpleUploadedFile(name, content)} if content else {}
    return client.post(reverse("letterhead"), {"envio": envio, **TEXTS, **more, **files})


def test_the_logo_is_kept_small_and_printed(client, scene):
    assert save(client, scene, content=picture("JPEG"), name="a.jpg").status_code == 302

    school = School.objects.get(pk=scene.school.pk)
    image = Image.open(io.BytesIO(bytes(school.logo)))
    assert (image.format, image.size) == ("PNG", (600, 600))
    with school_context(school):
        scene.refresh()
        head = heading(scene.case, "D-16")["letterhead"]
        assert AuditEntry.objects.filter(object_type="membrete", act="cambiar").count() == 1
    fields = {**vars(SAMPLES["D-16"]), "letterhead": head}
    _, pdf = render(CargoReport(**fields), KINDS["D-16"])
    assert "Los Boldos 220" in text_of(pdf)
    with open_pdf(pdf) as opened:
        alts = [str(o.Alt) for o in opened.objects if _is_figure(o)]
    assert f"Insignia de {school.name}" in alts


def _is_figure(item: object) -> bool:
    return getattr(item, "get", None) is not None and item.get("/S") == "/Figure"


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>",
        b"%PDF-1.4",
        b"\x89PNG\r\n\x1a\nbasura",
        b"GIF89a\x01\x00\x01\x00\x00\x00\x00;",
    ],
    ids=["svg", "svg with a script", "pdf", "broken", "gif"],
)
def test_what_is_no_picture_is_refused(client, scene, content):
    response = save(client, scene, content=content)

    assert response.status_code == 200
    assert not School.objects.get(pk=scene.school.pk).logo


def test_the_logo_stays_until_it_is_taken_away(client, scene):
    save(client, scene, content=picture())
    save(client, scene)
    assert School.objects.get(pk=scene.school.pk).logo
    save(client, scene, remove="on")
    assert not School.objects.get(pk=scene.school.pk).logo


def test_nobody_else_changes_it(client, scene):
    client.force_login(scene.encargada.user)
    assert client.get(reverse("letterhead")).status_code == 403
    assert client.post(reverse("letterhead"), TEXTS).status_code == 403
    assert School.objects.get(pk=scene.school.pk).address != TEXTS["address"]


def test_the_directora_of_another_school_changes_only_her_own(client, scene):
    before = School.objects.get(pk=scene.school.pk)
    other = MembershipFactory(school=SchoolFactory(), role=Role.DIRECTORA)
    client.force_login(other.user)
    page = client.get(reverse("letterhead"))
    envio = page.context["form"]["envio"].value()
    logo = SimpleUploadedFile("insignia.png", picture())
    sent = {"envio": envio, **TEXTS, "logo": logo, "school": scene.school.pk}

    assert client.post(reverse("letterhead"), sent).status_code == 302

    after = School.objects.get(pk=scene.school.pk)
    assert (after.address, after.logo) == (before.address, before.logo)
    assert School.objects.get(pk=other.school_id).address == TEXTS["address"]
    assert scene.school.name not in page.content.decode()
