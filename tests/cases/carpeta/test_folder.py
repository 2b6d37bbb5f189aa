"""The folder ticks nothing by itself: a record, a paper in force, an acknowledgement."""

import csv
import io
from dataclasses import replace
from types import SimpleNamespace

import pytest
from django.urls import reverse

from cases.carpeta.demands import Proof
from cases.carpeta.forms import PURPOSES
from cases.carpeta.selectors import folder_of
from cases.carpeta.services import HEAD, write_csv
from cases.documents.services import annul_document, issue_document
from cases.models import Actuacion, Document, Notificacion
from cases.models.expulsion import Hito
from cases.states import Acto
from schools.files import read_file
from schools.models import AuditEntry, Role
from schools.tenancy.context import school_context
from tests.cases.documents.pdf import text_of
from tests.cases.documents.samples import SAMPLES
from tests.cases.expulsion.scenes import Walk
from tests.cases.scenes import Scene, at
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db
NOW = at("2026-05-20 09:00")


@pytest.fixture
def scene(school):
    return Scene.open(school)


@pytest.fixture
def inside(scene):
    with school_context(scene.school):
        yield scene


def line(scene, acto: str, now=NOW):
    lines = [line for line in folder_of(scene.case, now=now).lines if line.step.acto == acto]
    return lines[0]


def issued(scene, code: str) -> Document:
    return issue_document(
        case=scene.case, code=code, report=SAMPLES[code], actor=scene.encargada.user, at=NOW
    )


def test_a_record_without_its_paper_proves_nothing(inside):
    assert line(inside, Acto.ACTIVAR).proof is Proof.SIN_DOCUMENTO
    assert line(inside, Acto.ACTIVAR).lacks == ("Registro de activación de protocolo",)


def test_a_paper_without_its_record_proves_nothing(inside):
    issued(inside, "D-10")

    assert line(inside, Acto.RESGUARDAR).proof is not Proof.ACREDITADO


def test_both_prove_it_until_the_paper_is_annulled(inside):
    paper = issued(inside, "D-04")
    assert line(inside, Acto.ACTIVAR).proof is Proof.ACREDITADO

    annul_document(document=paper, actor=inside.directora.user)

    assert line(inside, Acto.ACTIVAR).proof is Proof.SIN_DOCUMENTO


def test_each_family_that_was_heard_has_its_own_acta(inside):
    inside.heard()
    issued(inside, "D-12")
    assert line(inside, Acto.ENTREVISTAR).proof is Proof.SIN_DOCUMENTO

    issued(inside, "D-12")

    assert line(inside, Acto.ENTREVISTAR).proof is Proof.ACREDITADO


def test_who_had_to_be_told_must_have_received_it(inside):
    paper = issued(inside, "D-11")
    assert line(inside, Acto.CITAR).proof is Proof.SIN_ACUSE
    notice = Notificacion.objects.create(
        case=inside.case, participant=inside.afectado, apoderado=inside.mother, document=paper,
        purpose="citacion", medium="correo", created_at=NOW, sent_at=NOW, delivered_at=NOW,
    )  # fmt: skip
    assert line(inside, Acto.CITAR).lacks == (f"Acuse de {inside.afectado.initials}",)

    notice.acknowledged_at = NOW
    notice.save()

    assert line(inside, Acto.CITAR).proof is Proof.ACREDITADO


def test_a_step_that_ran_out_is_told_and_one_that_does_not_hold_is_set_aside(inside):
    folder = folder_of(inside.case, now=at("2026-06-20 09:00"))

    assert Proof.VENCIDO in {line.proof for line in folder.lines}
    aside = [line for section in folder.sections for line in section.set_aside]
    assert aside
    assert not {line.step.id for line in aside} & {line.step.id for line in folder.lines}


def test_what_was_handed_in_with_the_record_stands_for_one_paper_only(inside):
    act = Actuacion.objects.get(acto=Acto.ACTIVAR)
    assert line(inside, Acto.ACTIVAR).papers[0].attached is False

    Actuacion.objects.create(
        case=inside.case, acto=Acto.ACTIVAR, event=act.event, at=act.at, created_at=NOW,
        actor_name="x", title="x", data={"file": 1},
    )  # fmt: skip

    assert line(inside, Acto.ACTIVAR).proof is Proof.ACREDITADO


def test_an_expulsion_is_proven_by_its_own_papers_and_notices(school):
    """Another reglamento calls its papers in words of its own: nothing there has our codes."""
    walk = Walk.e05(school).to(Hito.OFICIOS)
    with school_context(school):
        found = {one.step.id: one for one in folder_of(walk.case, now=walk.now).lines}
    for step in ("EX-05", "EX-06", "EX-10", "EX-11", "EX-12", "EX-14", "EX-15", "EX-16"):
        assert found[step].proof is Proof.ACREDITADO, step
    [[(text, paper)]] = [paper.proofs for paper in found["EX-10"].papers]
    assert text == f"Resolución del procedimiento N° {paper.folio}"
    assert [(one.whom, one.medium) for one in found["EX-11"].receipts] == [
        ("Estudiante", "Entrega personal, con firma"),
        ("Familia", "Entrega personal, con firma"),
    ]
    assert not {"EX-19", "EX-20"} & set(found)  # the Ministry's, as its line says
    assert found["EX-18"].proof is Proof.VENCIDO
    assert found["EX-18"].lacks == ("El registro de la actuación",)


def send(client, scene, address: str, **more: str):
    client.force_login(scene.directora.user)
    form = client.get(address).context["form"]
    data = {"envio": form["envio"].value(), "purpose": PURPOSES[0][0], "reference": "Acta 12"}
    return client.post(address, data | more)


def test_the_paper_says_what_for_and_names_nobody(client, scene):
    response = send(client, scene, reverse("case-folder-issue", args=[scene.case.pk]))

    assert response.status_code == 302
    with school_context(scene.school):
        document = Document.objects.get(code="D-130")
        text = text_of(read_file(document.file_id)[1])
        entry = AuditEntry.objects.filter(act="exportar").get()
    assert "Fiscalización o requerimiento" in text
    assert "Acta 12" in text
    assert "Rebolledo" not in text
    assert "Trinidad" not in text
    assert entry.detail.endswith("(Acta 12)")


def test_no_purpose_no_paper(client, scene):
    response = send(client, scene, reverse("case-folder-issue", args=[scene.case.pk]), purpose="")

    assert response.status_code == 200
    with school_context(scene.school):
        assert not Document.objects.filter(code="D-130").exists()


def test_sent_twice_it_is_one_paper(client, scene):
    address = reverse("case-folder-issue", args=[scene.case.pk])
    client.force_login(scene.directora.user)
    envio = client.get(address).context["form"]["envio"].value()
    for _ in range(2):
        client.post(address, {"envio": envio, "purpose": "interna"})

    with school_context(scene.school):
        assert Document.objects.filter(code="D-130").count() == 1


def test_the_directora_lists_a_period_and_the_look_is_kept(client, scene):
    days = {"first": "2026-04-01", "last": "2026-04-30"}

    page = send(client, scene, reverse("folders"), **days)
    empty = send(client, scene, reverse("folders"), first="2026-01-01", last="2026-01-31")
    sheet = send(client, scene, reverse("folders"), planilla="1", **days)

    assert scene.case.folio in page.content.decode()
    assert "No hay casos" in empty.content.decode()
    assert sheet["Content-Type"].startswith("text/csv")
    rows = list(csv.reader(io.StringIO(sheet.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0] == list(HEAD)
    assert {row[0] for row in rows[1:]} == {scene.case.folio}
    assert "Trinidad" not in sheet.content.decode() + page.content.decode()
    with school_context(scene.school):
        assert AuditEntry.objects.filter(object_type="carpetas", act="exportar").count() == 1


def test_a_period_is_a_year_at_most(client, scene):
    page = send(client, scene, reverse("folders"), first="2024-01-01", last="2026-04-30")

    assert "como máximo un año" in page.content.decode()


@pytest.mark.parametrize("role", [Role.ENCARGADA, Role.DOCENTE, Role.ADMINISTRADORA])
def test_only_the_directora_lists_the_school(client, scene, role):
    client.force_login(MembershipFactory(school=scene.school, role=role).user)

    assert client.get(reverse("folders")).status_code == 403


EVIL = {"folio": "\n=1+1"}


def test_no_cell_is_a_formula(inside):
    folder = folder_of(inside.case, now=NOW)
    case = replace(folder, case=SimpleNamespace(**EVIL, known_at=NOW, state=inside.case.state))
    read = list(csv.reader(io.StringIO(write_csv([case]).decode("utf-8-sig")), delimiter=";"))
    assert read[0][0] == "Caso"
    assert {row[0] for row in read[1:]} == {"'\n=1+1"}
