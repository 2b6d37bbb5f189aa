"""Who asked to remain unknown leaks nowhere: no page, paper, e-mail, search, trail or team."""

import pytest
from django.test import Client
from django.urls import reverse

from cases.intake.drafts import add_person
from cases.intake.services import register_denuncia
from cases.models import Actuacion, Case, CaseAccess, Document, IntakeDraft, OutboxMessage
from convivencia.exceptions import DomainError
from schools.files import read_file
from schools.models import Apoderado, AuditEntry, Membership, Student
from schools.tenancy.context import school_context
from tests.cases.documents.pdf import text_of
from tests.cases.intake.scene import NOW, Scene
from tests.factories import GuardianshipFactory, enrolled_student
from tests.security.pages import pages_of

pytestmark = pytest.mark.django_db
NAME = "Quirquincho"
RESERVED = {"role": "denunciante", "reserved": True, "now": NOW}


@pytest.fixture
def scene(school) -> Scene:
    return Scene.make(school)


def somebody(scene: Scene, kind: str) -> dict:
    """Return who denounces: somebody of no list, a pupil, or an apoderado."""
    if kind == "tercero":
        return {"kind": kind, "name": f"Xenia {NAME}"}
    pupil = enrolled_student(scene.school, scene.curso, first_names="Xenia", paternal=NAME)
    if kind == "estudiante":
        return {"kind": kind, "pk": pupil.pk}
    tie = GuardianshipFactory(school=scene.school, student=scene.sofia)
    with school_context(scene.school):
        Apoderado.objects.filter(pk=tie.apoderado.pk).update(last_names=NAME)
        Student.objects.filter(pk=pupil.pk).update(paternal="Manquel")
    return {"kind": kind, "pk": tie.apoderado.pk}


def denounced(scene: Scene, kind: str) -> Case:
    draft = scene.draft(scene.encargada)
    who = somebody(scene, kind)
    with school_context(scene.school):
        add_person(draft=draft, **RESERVED, **who)
        return register_denuncia(draft=draft, actor=scene.encargada, now=NOW)


LISTS = ("/", "/casos/", f"/casos/?q={NAME}", "/denuncias/")


@pytest.mark.parametrize("kind", ["tercero", "estudiante", "apoderado"])
def test_no_page_of_the_case_nor_list_says_who(scene, kind):
    case = denounced(scene, kind)
    told = []
    for person in (scene.encargada, scene.directora, scene.docente):
        client = Client()
        client.force_login(person.user)
        for path in (*pages_of(case.pk), *LISTS):
            answer = client.get(path)
            text = answer.content.decode(errors="ignore")
            # A family is offered by its own name where it is a party's, never as who denounces.
            if NAME in text.replace(f"?q={NAME}", "").replace(f'value="{NAME}"', ""):
                told.append((person.role, path))

    assert [where for where in told if kind != "apoderado"] == []
    assert not [p for _, p in told if "documentos" in p or "accesos" in p or "equipo" in p]


@pytest.mark.parametrize("kind", ["tercero", "estudiante", "apoderado"])
def test_no_row_but_the_sealed_one_holds_the_name(scene, kind):
    case = denounced(scene, kind)

    with school_context(scene.school):
        texts = [str(vars(row)) + row.text + str(row.data) for row in Actuacion.objects.all()]
        texts += [row.subject + row.body + row.recipient for row in OutboxMessage.objects.all()]
        texts += [str(row.detail) + row.who for row in AuditEntry.objects.all()]
        texts += [row.reason for row in CaseAccess.objects.all()]
        texts += [str(row.data) for row in IntakeDraft.objects.all()]
        texts += [str(person) + person.notes for person in case.participants.all()]
        for paper in Document.objects.filter(case=case):
            texts += [text_of(read_file(paper.file_id)[1]), str(paper.snapshot), paper.title]

    assert [text for text in texts if NAME in text] == []


def staff(scene: Scene, member: Membership) -> dict:
    return {"kind": "funcionario", "pk": member.pk}


@pytest.mark.parametrize("who", ["encargada", "docente"])
def test_who_types_or_receives_it_cannot_be_the_unknown_one(client, scene, who):
    """They are in the history with their name; the docente is who received it."""
    draft = scene.draft(scene.encargada)
    with school_context(scene.school):
        add_person(draft=draft, **RESERVED, **staff(scene, getattr(scene, who)))
        with pytest.raises(DomainError) as refused:
            register_denuncia(draft=draft, actor=scene.encargada, now=NOW)
    client.force_login(scene.encargada.user)

    page = client.get(reverse("intake-review", args=[draft.pk])).content.decode()

    assert refused.value.code == "reserva"
    assert refused.value.message in page


def test_the_review_warns_of_a_name_that_was_typed(client, scene):
    relato = {"relato": f"Me lo contó la señora QUIRQUÍNCHO, del negocio. {scene.sofia.paternal}"}
    draft = scene.draft(scene.encargada, relato=relato)
    with school_context(scene.school):
        add_person(draft=draft, **RESERVED, kind="tercero", name=f"Ana {NAME}")
    client.force_login(scene.encargada.user)

    page = client.get(reverse("intake-review", args=[draft.pk])).content.decode()

    assert "aparece «QUIRQUÍNCHO»." in page
    assert "tape antes su nombre" in page


def test_without_a_reserve_nobody_is_warned(client, scene):
    draft = scene.draft(scene.encargada, relato={"relato": f"Lo contó {NAME}."})
    with school_context(scene.school):
        add_person(draft=draft, role="denunciante", kind="tercero", name=NAME, now=NOW)
    client.force_login(scene.encargada.user)

    page = client.get(reverse("intake-review", args=[draft.pk])).content.decode()

    assert "El nombre que se debe reservar" not in page
    assert "tape antes" not in page
