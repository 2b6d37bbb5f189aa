"""A draft is kept while it is typed, by one window at a time, for whom its part is open."""

import pytest
from django.urls import reverse

from cases.models import Actuacion, Document, Ficha
from cases.models.access import TeamRole
from cases.models.fichas import FichaState
from cases.team.grants import grant_access
from schools.models import Role
from schools.tenancy.context import school_context
from tests.cases.fichas.scenes import FichaScene
from tests.factories import MembershipFactory, SchoolFactory
from tests.security.stored import tables_that_say

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script>{{ r.parts }}<img src=file:///etc/passwd>"


@pytest.fixture
def scene(school, frozen_clock):
    return FichaScene.open(school)


def kept(scene: FichaScene, row: Ficha) -> Ficha:
    with school_context(scene.school):
        return Ficha.objects.get(pk=row.pk)


def save_url(scene: FichaScene, row: Ficha, name: str = "case-ficha-save") -> str:
    return reverse(name, args=[scene.case.pk, row.pk])


def test_what_is_typed_is_kept_right_or_wrong(scene, client):
    scene.enter(client)
    row = scene.begin(client, "entrevista_apoderado")

    answer = client.post(
        save_url(scene, row), {"temas": "A medio escr", "fecha": "99", "rev": "0", "tab": "una"}
    )

    assert answer.status_code == 204
    row = kept(scene, row)
    assert (row.answers, row.revision) == ({"temas": ["A medio escr"], "fecha": ["99"]}, 1)
    page = client.get(reverse("case-ficha", args=[scene.case.pk, row.pk])).content.decode()
    assert "A medio escr" in page
    assert "Hay un problema" not in page


def test_the_same_window_goes_on_saving_another_is_told(scene, client):
    scene.enter(client)
    row = scene.begin(client, "entrevista_apoderado")
    url = save_url(scene, row)
    client.post(url, {"temas": "Uno", "rev": "0", "tab": "una"})

    again = client.post(url, {"temas": "Uno y dos", "rev": "0", "tab": "una"})
    other = client.post(url, {"temas": "Otra cosa", "rev": "0", "tab": "otra"})

    assert (again.status_code, other.status_code) == (204, 409)
    assert kept(scene, row).answers["temas"] == ["Uno y dos"]


def test_a_stale_page_keeps_what_was_typed_and_may_insist(scene, client):
    scene.enter(client)
    row = scene.begin(client, "entrevista_apoderado")
    client.post(save_url(scene, row), {"temas": "Uno", "rev": "0", "tab": "una"})
    url = reverse("case-ficha", args=[scene.case.pk, row.pk])
    mine = {"temas": "Lo mío", "rev": "0", "tab": "otra", "accion": "guardar"}

    told = client.post(url, mine)

    assert told.status_code == 200
    page = told.content.decode()
    assert "Otra persona cambió esta ficha" in page
    assert "Lo mío" in page
    assert kept(scene, row).answers["temas"] == ["Uno"]
    assert client.post(url, mine | {"rev": str(told.context["rev"])}).status_code == 302
    assert kept(scene, row).answers["temas"] == ["Lo mío"]


def test_what_was_reviewed_is_what_is_issued(scene, client):
    """Somebody else saves between the review and the signature: nothing is issued."""
    scene.enter(client)
    row = scene.begin(client, "entrevista_apoderado")
    url = reverse("case-ficha", args=[scene.case.pk, row.pk])
    review = client.post(url, scene.typed(row, accion="revisar")).url
    signed = scene.signed(client, review)
    client.post(url, scene.typed(row, temas="Otros temas", rev="1", tab="otra", accion="guardar"))

    answer = client.post(review, signed)

    assert "La ficha cambió después" in answer.content.decode()
    assert kept(scene, row).state == FichaState.BORRADOR
    with school_context(scene.school):
        assert not Document.objects.exists()


def test_issuing_twice_leaves_one_document(scene, client):
    scene.enter(client)
    row = scene.begin(client, "llamado_apoderados")
    url = reverse("case-ficha", args=[scene.case.pk, row.pk])
    review = client.post(url, scene.typed(row, accion="revisar")).url
    signed = scene.signed(client, review)

    answers = [client.post(review, signed).status_code for _ in range(2)]

    assert answers == [302, 302]
    with school_context(scene.school):
        assert Document.objects.count() == 1
        assert Actuacion.objects.filter(acto="cumplir_paso").count() == 1


def test_a_call_that_nobody_answers_meets_no_step(scene, client):
    scene.enter(client)

    row = scene.issue(
        client, "llamado_apoderados", resultado="no_contesta", motivo_no_contesta="buzon"
    )

    assert (row.actuacion.acto, row.actuacion.event) == ("emitir_ficha", "")
    with school_context(scene.school):
        assert scene.case.vencimientos.get(step_id="SJ-16").state != "cumplido"


def test_an_annulled_form_makes_its_step_due_again(scene, client):
    scene.enter(client)
    row = scene.issue(client, "entrevista_apoderado")
    url = reverse("case-ficha-annul", args=[scene.case.pk, row.pk])
    envio = {"envio": "una-sola-vez", "reason": "Se llenó con otra familia."}

    assert client.post(url, envio).status_code == 302

    row = kept(scene, row)
    with school_context(scene.school):
        assert (row.state, row.document.state) == ("anulada", "anulado")
        assert not scene.case.vencimientos.get(step_id="SJ-17").state.startswith("cumplido")


def test_what_is_told_is_sealed_in_the_database(scene, client):
    scene.enter(client)
    row = scene.begin(client, "entrevista_apoderado")
    client.post(save_url(scene, row), {"temas": "CANARIOFICHA", "rev": "0", "tab": "una"})

    with school_context(scene.school):
        assert tables_that_say("CANARIOFICHA") == set()
    assert kept(scene, row).answers["temas"] == ["CANARIOFICHA"]


def test_markup_is_text_on_every_page_and_on_paper(scene, client):
    scene.enter(client)
    row = scene.begin(client, "entrevista_apoderado")
    url = reverse("case-ficha", args=[scene.case.pk, row.pk])
    typed = scene.typed(row, temas=HOSTILE, direccion=HOSTILE, apoderado="otra")
    review = client.post(url, typed | {"apoderado_otra": HOSTILE, "accion": "revisar"}).url

    for page in (url, review):
        text = client.get(page).content.decode()
        assert "<script>alert(1)" not in text
        assert "&lt;script&gt;alert(1)" in text
    pdf = client.get(reverse("case-ficha-draft", args=[scene.case.pk, row.pk]))
    assert pdf["Content-Type"] == "application/pdf"


def attending(scene: FichaScene, role: TeamRole) -> object:
    member = MembershipFactory(school=scene.school, role=Role.ENFERMERIA)
    with school_context(scene.school):
        scene.case.opened = frozenset()
        grant_access(
            case=scene.case, member=member, team_role=role, granted_by=scene.directora,
            reason="Atiende", at=scene.now,
        )  # fmt: skip
    return member


def test_who_attends_fills_forms_of_health_and_no_other(scene, client):
    scene.enter(client, attending(scene, TeamRole.ATIENDE))
    url = reverse("case-ficha-start", args=[scene.case.pk])

    assert client.post(url, {"ficha": "entrevista_apoderado", "envio": "x"}).status_code == 404
    row = scene.issue(client, "atencion_enfermeria")

    assert row.document.code == "D-80"
    assert row.actuacion.title == "Ficha reservada de salud (D-80)"
    paper = reverse("document-download", args=[row.document_id])
    assert client.get(paper).status_code == 200


def test_who_investigates_sees_no_paper_of_health(scene, client):
    scene.enter(client)
    row = scene.issue(client, "atencion_enfermeria")
    member = MembershipFactory(school=scene.school, role=Role.INSPECTORIA)
    with school_context(scene.school):
        grant_access(
            case=scene.case, member=member, team_role=TeamRole.INVESTIGA,
            granted_by=scene.directora, reason="Investiga", at=scene.now,
        )  # fmt: skip
    scene.enter(client, member)

    case = scene.case.pk
    shut = [
        reverse("document-download", args=[row.document_id]),
        reverse("case-ficha", args=[case, row.pk]),
        reverse("case-ficha-paper", args=[case, row.pk]),
    ]
    assert [client.get(url).status_code for url in shut] == [404, 404, 404]
    for name in ("case-documents", "case-fichas", "case-detail"):
        page = client.get(reverse(name, args=[case])).content.decode()
        assert "enfermería" not in page


def test_a_form_of_another_school_does_not_exist(scene, client):
    other = FichaScene.open(SchoolFactory())
    with school_context(other.school):
        pk = other.case.pk
    scene.enter(client)

    assert client.get(reverse("case-fichas", args=[pk])).status_code == 404
    assert client.get(reverse("case-ficha", args=[scene.case.pk, 10**9])).status_code == 404


def test_a_form_is_found_without_its_name_in_an_address(scene, client):
    scene.enter(client)
    url = reverse("case-fichas", args=[scene.case.pk])

    def search(text):
        return client.post(url, {"buscar": "1", "q": text}, follow=True)

    assert "Ninguna ficha se llama así" in search("INSPECCION visita").content.decode()
    found = search("VISITA domicili")
    assert "Registro de visita domiciliaria" in found.content.decode()
    assert "domicili" not in found.redirect_chain[0][0]
