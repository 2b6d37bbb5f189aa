"""Interviews, what families bring, the prórroga."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cases.models import Antecedente, Entrevista, Medida, WorkDraft
from schools.models import Role
from schools.tenancy.context import school_context
from tests import papers
from tests.cases.hearings.conftest import open_inquiry
from tests.cases.hearings.pages import _measure, hidden, in_school, moment, url
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db


INTERVIEW = {
    "day": "2026-04-30",
    "starts": "09:00",
    "ends": "09:40",
    "mode": "presencial",
    "place": "Oficina",
    "student_words": "Me esperan <b>en el baño</b>.",
    "apoderado_words": "Pide que la acompañen.",
    "informed": "on",
    "presentes-TOTAL_FORMS": "2",
    "presentes-INITIAL_FORMS": "0",
    "presentes-0-name": "Trinidad Rebolledo",
    "presentes-0-title": "Estudiante",
    "presentes-1-name": "Marta Rebolledo",
    "presentes-1-title": "Apoderada",
    "acuerdos-TOTAL_FORMS": "1",
    "acuerdos-INITIAL_FORMS": "0",
    "acuerdos-0-what": "Entregar los pantallazos",
    "acuerdos-0-who": "Apoderada",
    "acuerdos-0-due_on": "2026-05-08",
}


SIGNED = {
    "firma-0-method": "declarada",
    "firma-0-declared": "on",
    "firma-1-method": "declarada",
    "firma-1-declared": "on",
    "firma-2-method": "se_nego",
    "firma-2-statement": "Quiere consultarlo.",
    "firma-2-witness": "Inspectora general",
}


def test_an_interview_is_typed_reviewed_signed_and_issued(scene, enter, clock, walk):
    walk("activate", "cite")
    clock("2026-04-30 09:45")
    client, person = enter(scene.encargada), scene.afectado.pk

    typed = client.post(url("case-entrevista-write", scene, person), INTERVIEW)
    page = client.get(typed.url)
    done = client.post(typed.url, {**hidden(page), **SIGNED})

    html = page.content.decode()
    assert "viernes 8 de mayo de 2026" in html
    assert "Me esperan &lt;b&gt;en el baño&lt;/b&gt;." in html
    assert done.status_code == 302
    with school_context(scene.school):
        row = Entrevista.objects.get()
        assert row.document.code == "D-12"
        assert row.document.addressee is None
        assert {s.method for s in row.document.signatures.all()} == {"declarada", "se_nego"}
        assert not WorkDraft.objects.exists()


def test_an_unsigned_interview_is_not_issued(scene, enter, clock, walk):
    walk("activate", "cite")
    clock("2026-04-30 09:45")
    client = enter(scene.encargada)
    typed = client.post(url("case-entrevista-write", scene, scene.afectado.pk), INTERVIEW)
    page = client.get(typed.url)
    half = {k: v for k, v in SIGNED.items() if not k.startswith("firma-2")}

    answer = client.post(typed.url, {**hidden(page), **half})

    assert "Elija una opción: Cómo firma." in answer.content.decode()
    assert in_school(scene, Entrevista.objects.count) == 0


def test_what_is_typed_is_kept_for_its_author_only(scene, enter, clock, walk):
    walk("activate", "cite")
    clock("2026-04-30 09:20")
    page = url("case-entrevista-write", scene, scene.afectado.pk)
    half = {**INTERVIEW, "ends": "", "informed": ""}

    saved = enter(scene.encargada).post(
        url("case-entrevista-autosave", scene, scene.afectado.pk), half
    )
    mine = enter(scene.encargada).get(page).content.decode()
    others = enter(scene.directora).get(page).content.decode()

    assert saved.status_code == 204
    assert "Pide que la acompañen." in mine
    assert "Revise lo siguiente" not in mine
    assert "Pide que la acompañen." not in others


def test_several_files_get_a_cargo_each_and_a_bad_one_is_named(scene, enter, clock, walk):
    walk("activate", "cite", "hear_both")
    clock("2026-05-11 09:00")
    client, page = enter(scene.encargada), url("case-antecedente", scene)
    good = [SimpleUploadedFile(f"foto{n}.jpg", papers.JPEG) for n in (1, 2)]
    bad = SimpleUploadedFile("virus.pdf", b"MZ no es un pdf")
    typed = {
        "participant": scene.afectado.pk,
        "delivered_by": "Marta Rebolledo, madre",
        "description": "Capturas",
        **moment("at", "2026-05-11 08:50"),
    }

    refused = client.post(page, {**hidden(client.get(page)), **typed, "files": [*good, bad]})
    received = client.post(
        page, {**hidden(client.get(page)), **typed, "files": [_rewind(f) for f in good]}
    )

    assert "«virus.pdf» está dañado o no es del tipo" in refused.content.decode()
    assert "Marta Rebolledo, madre" in refused.content.decode()
    assert received.status_code == 302
    listed = client.get(page).content.decode()
    assert "falta la revisión del antivirus" in listed
    links = in_school(scene, lambda: [url("case-attachment", scene, pk) for pk in brought(scene)])
    assert [link for link in links if link not in listed] == []
    rows = in_school(scene, lambda: list(Antecedente.objects.values_list("number", "late")))
    assert rows == [(1, True), (2, True)]


def brought(scene) -> list[int]:
    """Return the acts that say what was brought."""
    rows = scene.case.actuaciones.filter(acto="recibir_antecedente")
    return list(rows.values_list("pk", flat=True))


def _rewind(file):
    file.seek(0)
    return file


def test_a_prorroga_is_the_directoras_and_shows_both_readings(scene, enter, clock, walk):
    walk("activate", "cite", "hear_both")
    clock("2026-05-29 10:00")
    page = url("case-prorroga", scene)
    typed = {"days": "10", "grounds": "Faltan dos testigos."}

    denied = enter(scene.encargada).get(page).content.decode()
    client = enter(scene.directora)
    typed |= hidden(client.get(page))
    card = client.post(page, typed).content.decode()
    done = client.post(page, {**typed, "paso": "confirmar"})

    assert "Su rol no permite registrar «prórroga»" in denied
    assert "lunes 15 de junio de 2026" in card
    assert "jueves 11 de junio de 2026" in card
    assert done.status_code == 302


def test_a_late_prorroga_shows_the_gate_and_no_form(scene, enter, clock, walk):
    walk("activate", "cite", "hear_both")
    clock("2026-06-02 10:00")

    html = enter(scene.directora).get(url("case-prorroga", scene)).content.decode()

    assert "antes de que venza el plazo" in html
    assert 'name="days"' not in html


PAGES = [
    "case-activate", "case-resguardo", "case-citar", "case-citacion-outcome", "case-entrevista",
    "case-antecedente", "case-prorroga", "case-seguimiento", "case-traslado", "case-oficio",
    "case-oficio-send", "case-no-denuncia", "case-renuncia",
]  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_another_school_and_no_sight_get_the_same_404(name, method, scene, enter, other_school):
    outsider = MembershipFactory(school=other_school, role=Role.ENCARGADA)
    colleague = MembershipFactory(school=scene.school, role=Role.DOCENTE)

    answers = [getattr(enter(member), method)(url(name, scene)) for member in (outsider, colleague)]

    assert [a.status_code for a in answers] == [404, 404]
    assert all(scene.case.folio not in a.content.decode() for a in answers)


@pytest.mark.parametrize("name", PAGES)
def test_every_page_opens(name, scene, enter, clock, walk):
    walk("activate", "cite")
    clock("2026-04-30 09:45")

    answer = enter(scene.encargada).get(url(name, scene), follow=True)

    assert answer.status_code == 200


@pytest.mark.parametrize(
    "name",
    [
        "case-citacion-outcome",
        "case-entrevista-write",
        "case-entrevista-review",
        "case-oficio-send",
    ],
)
def test_a_foreign_id_is_an_absent_id(name, scene, enter, other_school):
    other = open_inquiry(other_school)

    answer = enter(scene.encargada).get(url(name, scene, other.afectado.pk))

    assert answer.status_code == 404


def test_a_person_of_another_case_is_not_in_the_list(scene, enter, clock, other_school):
    other = open_inquiry(other_school)
    clock("2026-04-29 13:00")
    client, page = enter(scene.encargada), url("case-resguardo", scene)
    row = _measure(scene, participant=other.denunciado.pk)

    answer = client.post(page, {**hidden(client.get(page)), **row, "paso": "confirmar"})

    assert answer.status_code == 200
    assert in_school(scene, Medida.objects.count) == 0
