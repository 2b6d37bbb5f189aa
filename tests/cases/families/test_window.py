"""Inside the window: read, acknowledge, send, ask again. Nothing of anybody else."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cases.models import Actuacion, Antecedente, Notificacion, NotificacionEvento, Reconsideracion
from cases.notifications.services import acknowledge
from cases.states import Acto
from schools.models import AuditEntry
from schools.tenancy.context import school_context
from tests.cases.families.visits import enter
from tests.cases.notifications.notices import Mailbox, notify, paper
from tests.cases.scenes import Scene, at
from tests.factories import GuardianshipFactory
from tests.papers import PDF


@pytest.fixture
def inside(client, mailbox) -> str:
    return enter(client, mailbox)


def envio(client: Client, path: str) -> str:
    page = client.get(path).content.decode()
    return re.search(r'name="envio" value="(\w+)"', page)[1]


def upload(name: str = "captura.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def notice_of(scene: Scene) -> Notificacion:
    with school_context(scene.school):
        return Notificacion.objects.get(apoderado=scene.mother)


def test_each_entry_is_a_rung_and_a_line_without_names(client, scene, inside):
    with school_context(scene.school):
        assert NotificacionEvento.objects.filter(kind="abierto").count() == 1
        assert Actuacion.objects.filter(acto=Acto.ABRIR_NOTIFICACION).count() == 1
        (entry,) = AuditEntry.objects.filter(who__startswith="apoderado")
    assert scene.mother.last_names not in entry.who + entry.detail


def test_the_window_says_nothing_of_the_other_pupil_nor_of_the_facts(client, scene, inside):
    with school_context(scene.school):
        other = scene.denunciado.student
    for page in ("", "derechos/", "antecedentes/", "reconsideracion/", "recibos/"):
        text = client.get(f"{inside}{page}").content.decode()
        for word in (other.first_names, other.paternal, other.initials, other.shown_run, "acoso"):
            assert word not in text


def test_acknowledging_is_a_legal_event_and_dates_the_next_step(client, scene, inside):
    pk = notice_of(scene).pk
    path = f"{inside}acuse/{pk}/"

    client.post(path, {"envio": envio(client, path)})

    page = client.get(inside).content.decode()
    assert "Usted acusó recibo" in page
    assert "miércoles 10 de junio de 2026" in page
    with school_context(scene.school):
        assert Actuacion.objects.filter(acto=Acto.NOTIFICAR, actor=None).count() == 1


def test_a_double_click_acknowledges_once(client, scene, inside):
    path = f"{inside}acuse/{notice_of(scene).pk}/"
    data = {"envio": envio(client, path)}

    answers = [client.post(path, data).status_code for _ in range(2)]

    assert answers == [302, 302]
    with school_context(scene.school):
        assert NotificacionEvento.objects.filter(kind="acusado").count() == 1


def test_the_count_is_shown_day_by_day(client, scene, inside):
    with school_context(scene.school):
        acknowledge(notificacion=notice_of(scene), now=at("2026-06-03 11:00"))

    page = client.get(f"{inside}cuenta/reconsideracion/").content.decode()

    assert "5 días hábiles" in page
    assert "10 de junio" in page


def test_the_document_is_read_and_each_look_recorded(client, scene, inside):
    pk = notice_of(scene).document_id

    read = client.get(f"{inside}documento/{pk}/archivo/")
    kept = client.get(f"{inside}documento/{pk}/archivo/?guardar")

    assert read.headers["Content-Disposition"].startswith("inline")
    assert kept.headers["Content-Disposition"].startswith("attachment")
    with school_context(scene.school):
        acts = AuditEntry.objects.filter(object_type="documento").values_list("act", flat=True)
        assert sorted(acts) == ["descargar", "ver"]


@pytest.mark.parametrize("whose", ["other_family", "acta", "annulled"])
def test_no_other_document_opens(client, scene, inside, whose):
    if whose == "other_family":
        document = notify(scene, scene.denunciado, scene.father).document
    else:
        document = paper(scene, scene.afectado, "D-12" if whose == "acta" else "D-21")
        with school_context(scene.school):
            Notificacion.objects.create(
                case=scene.case, document=document, participant=scene.afectado,
                apoderado=scene.mother, purpose="resultado", medium="carta",
                created_at=at("2026-06-03 10:00"),
            )  # fmt: skip
            document.state = "anulado" if whose == "annulled" else "emitido"
            document.save()

    assert client.get(f"{inside}documento/{document.pk}/archivo/").status_code == 404
    assert client.get(f"{inside}documento/{document.pk}/").status_code == 404


def test_antecedentes_are_received_with_a_number_each(client, scene, inside):
    path = f"{inside}antecedentes/"
    data = {"envio": envio(client, path), "description": "Capturas", "files": [upload(), upload()]}

    response = client.post(path, data, follow=True)

    assert "Comprobante N°" in response.content.decode()
    with school_context(scene.school):
        numbers = list(Antecedente.objects.values_list("number", flat=True))
        assert numbers == [1, 2]
        assert Actuacion.objects.filter(acto=Acto.RECIBIR_ANTECEDENTE).count() == 2


def test_a_file_that_is_not_what_it_says_is_refused_by_name(client, scene, inside):
    path = f"{inside}antecedentes/"
    bad = upload("foto.jpg", b"MZ\x90\x00programa")

    page = client.post(
        path, {"envio": envio(client, path), "description": "Mi versión", "files": [bad]}
    ).content.decode()

    assert "foto.jpg" in page
    assert "Mi versión" in page  # what was typed is kept
    with school_context(scene.school):
        assert not Antecedente.objects.exists()


def ask(client: Client, inside: str, text: str = "No estoy de acuerdo.", files: tuple = ()):
    path = f"{inside}reconsideracion/"
    data = {"envio": envio(client, path), "text": text, "files": list(files)}
    return client.post(path, data, follow=True)


def test_reconsideracion_in_time(client, scene, inside):
    with school_context(scene.school):
        acknowledge(notificacion=notice_of(scene), now=at("2026-06-03 11:00"))

    page = ask(client, inside, files=[upload()]).content.decode()

    with school_context(scene.school):
        row = Reconsideracion.objects.get()
        assert (row.late, row.document.code, row.file.size) == (False, "D-70", len(PDF))
        assert Actuacion.objects.get(acto=Acto.RECONSIDERAR).actor is None
    scene.refresh()
    assert scene.case.state == "en_reconsideracion"
    assert row.document.folio in page


def test_reconsideracion_late_is_marked_and_received(client, scene, mailbox, clock):
    with school_context(scene.school):
        acknowledge(notificacion=notice_of(scene), now=at("2026-06-03 11:00"))
    clock(days=8)
    inside = enter(client, mailbox)

    page = ask(client, inside).content.decode()

    assert "Llegó después del plazo" in page
    with school_context(scene.school):
        assert Reconsideracion.objects.get().late is True


def test_each_family_has_its_own_last_day(client, scene, mailbox, clock):
    """Late for the other family is in time for this one: it knew later."""
    notify(scene, scene.denunciado, scene.father)
    with school_context(scene.school):
        his = Notificacion.objects.get(apoderado=scene.father)
        acknowledge(notificacion=his, now=at("2026-06-03 11:00"))
        acknowledge(notificacion=notice_of(scene), now=at("2026-06-08 11:00"))
    clock(days=8)  # 11 June: his term ended on the 10th, hers on the 15th

    ask(client, enter(client, mailbox))

    with school_context(scene.school):
        assert Reconsideracion.objects.get().late is False


def test_a_second_adult_of_the_same_student_joins_the_pending_request(client, scene, inside):
    ask(client, inside)
    with school_context(scene.school):
        student = scene.afectado.student
        father = GuardianshipFactory(school=scene.school, student=student, is_main=False).apoderado
    notify(scene, scene.afectado, father)
    other = Client()
    path = enter(other, Mailbox(scene, father.email), father.run)

    ask(other, path, "Yo también lo pido.")

    with school_context(scene.school):
        assert Reconsideracion.objects.count() == 1
        assert Antecedente.objects.get().delivered_by == father.name


def test_before_a_decision_there_is_nothing_to_look_at_again(client, school, clock):
    scene = Scene.open(school).heard()
    notify(scene, scene.afectado, scene.mother, purpose="citacion")
    inside = enter(client, Mailbox(scene, scene.mother.email))

    page = client.get(f"{inside}reconsideracion/").content.decode()

    assert "Todavía no hay una decisión" in page
    with school_context(scene.school):
        assert not Reconsideracion.objects.exists()


def test_two_adults_do_not_see_each_other_s_receipts(client, scene, inside):
    path = f"{inside}antecedentes/"
    client.post(path, {"envio": envio(client, path), "description": "Carta", "files": []})
    with school_context(scene.school):
        student = scene.afectado.student
        father = GuardianshipFactory(
            school=scene.school, student=student, is_main=False, relation="padre"
        ).apoderado
    notify(scene, scene.afectado, father)
    other = Client()
    theirs = enter(other, Mailbox(scene, father.email), father.run)

    assert "Comprobante N°" in client.get(f"{inside}recibos/").content.decode()
    assert "Comprobante N°" not in other.get(f"{theirs}recibos/").content.decode()
