"""Reading a document as a member, and checking one as anybody."""

import hashlib

import pytest
from django.core.cache import cache
from django.urls import reverse

from cases.documents import services, views
from cases.models.access import TeamRole
from cases.team.grants import grant_access
from convivencia.exceptions import DomainError
from schools.files import read_file
from schools.models import AuditEntry, Role
from schools.tenancy.context import school_context
from tests.cases.documents.pdf import pages_of
from tests.cases.documents.samples import SAMPLES, at
from tests.factories import MembershipFactory

AT = at("2026-11-13T12:40")


@pytest.fixture(autouse=True)
def fresh_count(db):
    cache.clear()


def issue(scene, code="D-16"):
    with school_context(scene.school):
        return services.issue_document(
            case=scene.case, code=code, report=SAMPLES[code], actor=scene.encargada.user, at=AT
        )


@pytest.fixture
def paper(scene):
    return issue(scene)


def address(paper) -> str:
    return reverse("document", args=[paper.case_id, paper.pk])


def check(rbd: str, code: str) -> str:
    return reverse("verify-document", args=[rbd, code])


def test_member_reads_the_very_bytes(client, scene, paper):
    client.force_login(scene.encargada.user)

    response = client.get(address(paper))

    assert response.status_code == 200
    assert response.content.startswith(b"%PDF-")
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"] == f'inline; filename="cargo-{paper.folio}.pdf"'
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["Cache-Control"] == "no-store"


def test_saving_is_an_attachment(client, scene, paper):
    client.force_login(scene.encargada.user)

    response = client.get(reverse("document-download", args=[paper.pk]) + "?descargar")

    assert response["Content-Disposition"].startswith("attachment;")


def test_each_look_is_recorded(client, scene, paper):
    client.force_login(scene.encargada.user)

    client.get(address(paper))

    with school_context(scene.school):
        entry = AuditEntry.objects.get(act="descargar")
    assert (entry.object_id, entry.case_id) == (paper.pk, paper.case_id)
    assert entry.user_id == scene.encargada.user_id


@pytest.mark.parametrize("role", [Role.DOCENTE, Role.SOSTENEDOR, Role.ADMINISTRADORA])
def test_who_does_not_see_the_case_does_not_see_its_papers(client, scene, paper, role):
    client.force_login(MembershipFactory(school=scene.school, role=role).user)

    for url in (address(paper), reverse("document-download", args=[paper.pk])):
        assert client.get(url).status_code == 404


def test_another_school_answers_as_if_there_were_none(client, other_school, paper):
    client.force_login(MembershipFactory(school=other_school).user)

    foreign, absent = client.get(address(paper)), client.get(reverse("document", args=[9, 999_999]))

    assert foreign.status_code == absent.status_code == 404
    assert foreign.content == absent.content


def test_a_document_is_not_found_under_another_case(client, scene, paper):
    client.force_login(scene.encargada.user)

    response = client.get(reverse("document", args=[paper.case_id + 1, paper.pk]))

    assert response.status_code == 404


def test_visitor_is_asked_to_sign_in(client, paper):
    assert client.get(address(paper)).status_code == 302


def grant(scene, member, function):
    with school_context(scene.school):
        grant_access(
            case=scene.case,
            member=member,
            team_role=function,
            granted_by=scene.encargada,
            reason="prueba",
            at=AT,
        )


@pytest.mark.parametrize(
    ("function", "code", "status"),
    [
        (TeamRole.DENUNCIO, "D-01", 200),
        (TeamRole.DENUNCIO, "D-16", 404),
        (TeamRole.EJECUTA, "D-01", 404),
        (TeamRole.APOYA, "D-16", 200),
    ],
)
def test_who_received_the_denuncia_reads_its_constancia_only(client, scene, function, code, status):
    member = MembershipFactory(school=scene.school, role=Role.DOCENTE)
    grant(scene, member, function)
    document = issue(scene, code)
    client.force_login(member.user)

    assert client.get(address(document)).status_code == status


def test_anybody_checks_an_authentic_document(client, scene, paper):
    response = client.get(check(scene.school.rbd, paper.verification_code))

    page = response.content.decode()
    assert response.status_code == 200
    for item in ("Documento auténtico", paper.folio, scene.school.name, "13 de noviembre de 2026"):
        assert item in page


def test_the_check_shows_nothing_of_anybody(client, scene, paper):
    page = client.get(check(scene.school.rbd, paper.verification_code)).content.decode()

    secrets = ["Trinidad", "Baltasar", "Manquel", paper.title, scene.case.folio, "D-16", "Caso"]
    assert [s for s in secrets if s in page] == []


@pytest.mark.parametrize(
    ("state", "words"), [("anulado", "anulado"), ("reemplazado", "reemplazado")]
)
def test_the_check_says_what_became_of_it(client, scene, paper, state, words):
    with school_context(scene.school):
        paper.state = state
        paper.save(update_fields=["state"])

    page = client.get(check(scene.school.rbd, paper.verification_code)).content.decode()

    assert f"Documento {words}" in page
    assert "Documento auténtico" not in page


def test_what_is_not_there_answers_always_alike(client, scene, other_school, paper):
    wrong = [
        check(scene.school.rbd, "K7QMW2XHRP9BTD4NVCF6ZJ8YAE"),
        check(other_school.rbd, paper.verification_code),
        check("11111-1", paper.verification_code),
        check(scene.school.rbd, "corto"),
    ]

    answers = [client.get(url) for url in wrong]

    assert {a.status_code for a in answers} == {404}
    assert len({a.content for a in answers}) == 1
    assert "No encontramos ese documento" in answers[0].content.decode()


def test_a_typed_code_arrives_at_the_same_page(client, scene, paper):
    form = reverse("verify-form", args=[scene.school.rbd])
    typed = "-".join([paper.verification_code[:5].lower(), paper.verification_code[5:]])

    response = client.get(form, {"codigo": typed})

    assert client.get(form).status_code == 200
    assert response["Location"] == check(scene.school.rbd, paper.verification_code)


def test_too_many_checks_must_wait(client, scene, monkeypatch):
    monkeypatch.setattr(views, "CHECKS_PER_MINUTE", 2)
    url = check(scene.school.rbd, "K7QMW2XHRP9BTD4NVCF6ZJ8YAE")

    answers = [client.get(url) for _ in range(3)]

    assert [a.status_code for a in answers] == [404, 404, 429]
    assert answers[-1]["Retry-After"] == "60"


@pytest.mark.parametrize("word", ["ANULADO", "REEMPLAZADO"])
def test_what_is_not_in_force_says_so_on_each_page(client, scene, word):
    paper = issue(scene, "D-12")
    with school_context(scene.school):
        if word == "ANULADO":
            services.annul_document(document=paper, actor=scene.directora.user)
        else:
            services.replace_document(
                document=paper, report=SAMPLES["D-12"], actor=scene.directora.user, at=AT
            )
    client.force_login(scene.encargada.user)

    shown = pages_of(client.get(address(paper)).content)
    original = client.get(address(paper) + "?original").content

    assert len(shown) > 1
    assert all(word in page for page in shown)
    assert not any(word in page for page in pages_of(original))
    assert hashlib.sha256(original).hexdigest() == paper.sha256


def mark(pdf: bytes, **_: object) -> bytes:
    return pdf + b"\n% sellado"


def refuse(pdf: bytes, **_: object) -> bytes:
    raise OSError("token")


def test_a_seal_of_the_school_is_put_before_the_hash(scene, settings):
    settings.DOCUMENT_SEAL = f"{__name__}.mark"

    paper = issue(scene)

    with school_context(scene.school):
        content = read_file(paper.file_id)[1]
    assert content.endswith(b"% sellado")
    assert hashlib.sha256(content).hexdigest() == paper.sha256


def test_without_its_seal_nothing_is_issued(scene, settings):
    settings.DOCUMENT_SEAL = f"{__name__}.refuse"

    with pytest.raises(DomainError, match="certificado"):
        issue(scene)
