"""What goes out of the school, and what comes after: oficios, transfers, follow-up, waivers."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cases.models import Actuacion, Document, WorkDraft
from schools.tenancy.context import school_context
from tests import papers
from tests.cases.hearings.conftest import open_inquiry
from tests.cases.hearings.pages import hidden, in_school, moment, url

pytestmark = pytest.mark.django_db


OFICIO = {
    "institution": "fiscalia",
    "subject": "Denuncia hechos",
    "sender_email": "direccion@aromos.example",
    "sender_phone": "+56 2 0000 0000",
    "account": "El 29 de abril se supo lo siguiente.",
}


def test_an_oficio_is_issued_sent_and_meets_the_duty(school, enter, clock):
    scene = open_inquiry(school, constituye_delito=True, agresor_edad=15)
    clock("2026-04-29 18:00")
    client, page = enter(scene.directora), url("case-oficio", scene)
    shown = client.get(page)
    typed = {**hidden(shown), **OFICIO, "sender": scene.directora.pk}
    card = client.post(page, typed).content.decode()
    issued = client.post(page, {**typed, "paso": "confirmar"}, follow=True)
    sending = issued.redirect_chain[-1][0]
    sent = client.post(
        sending,
        {
            **hidden(client.get(sending)),
            **moment("sent_at", "2026-04-29 18:00"),
            "channel": "ojv",
            "reference": "Folio 4512",
        },
    )

    assert "14 o más a la fecha de los hechos" in shown.content.decode()
    assert "Me esperan en el baño del segundo piso" in shown.content.decode()
    assert "no puede cambiarse" in card
    assert sent.status_code == 302
    with school_context(school):
        assert scene.state("bul-06") == "cumplido"
        assert scene.state("ofi-02") == "cumplido"
        assert scene.state("ofi-03") == "cumplido"
        codes = list(Document.objects.order_by("pk").values_list("code", flat=True))
    assert codes == ["D-40", "D-41"]


def test_unknown_age_asks_for_both_ways(school, enter, clock):
    scene = open_inquiry(school, constituye_delito=True, agresor_edad=None)
    clock("2026-04-29 18:00")
    client, page = enter(scene.directora), url("case-oficio", scene)
    for institution in ("fiscalia", "familia"):
        typed = {**hidden(client.get(page)), **OFICIO, "sender": scene.directora.pk}
        typed |= {"institution": institution, "paso": "confirmar"}
        sending = client.post(page, typed, follow=True).redirect_chain[-1][0]
        data = {**moment("sent_at", "2026-04-29 18:00"), "channel": "ojv", "reference": "Folio 1"}
        client.post(sending, {**hidden(client.get(sending)), **data})
        if institution == "fiscalia":
            assert in_school(scene, lambda: scene.state("bul-06")) != "cumplido"

    assert in_school(scene, lambda: scene.state("bul-06")) == "cumplido"


def test_why_it_was_not_reported_is_kept_in_writing(school, enter, clock):
    scene = open_inquiry(school, constituye_delito=True)
    clock("2026-04-29 18:00")
    client, page = enter(scene.directora), url("case-no-denuncia", scene)
    reason = "La madre denunció hoy en Carabineros, parte 1.234."

    client.post(page, {**hidden(client.get(page)), "reason": reason})

    with school_context(school):
        assert Actuacion.objects.get(title="Por qué no se denunció").text == reason
        assert scene.state("bul-06") != "cumplido"


def test_a_transfer_keeps_the_hour_of_the_notice(scene, enter, clock, walk):
    walk("activate")
    clock("2026-04-29 16:00")
    client, page = enter(scene.encargada), url("case-traslado", scene)
    typed = {
        "participant": scene.afectado.pk,
        "signs": "Moretón en el brazo",
        **moment("detected_at", "2026-04-29 15:00"),
        **moment("left_at", "2026-04-29 15:20"),
        "centre": "Centro de salud familiar",
        "companion": "Inspectora general",
        "companion_title": "Inspectoría",
        "told_to": "La madre",
        **moment("told_at", "2026-04-29 15:10"),
        "told_how": "Llamada",
    }

    shown = client.get(page)
    done = client.post(page, {**hidden(shown), **typed, "paso": "confirmar"})

    assert "No pida constatar lesiones" in shown.content.decode()
    assert done.status_code == 302
    with school_context(scene.school):
        assert scene.state("bul-08") == "cumplido"
        assert Document.objects.get(code="D-29").snapshot["told_at"].startswith("2026-04-29T")


def test_a_follow_up_that_finds_it_goes_on_offers_a_new_denuncia(scene, enter, clock, walk):
    walk("activate", "cite", "hear_both")
    clock("2026-05-15 10:00")
    client, page = enter(scene.encargada), url("case-seguimiento", scene)
    typed = {
        "participant": scene.afectado.pk,
        **moment("starts_at", "2026-05-15 09:00"),
        "place": "Oficina",
        "persists": "si",
        "student_words": "Sigue igual.",
    }

    client.post(page, {**hidden(client.get(page)), **typed, "paso": "confirmar"})
    html = client.get(page).content.decode()

    assert "denuncia por reincidencia" in html
    assert in_school(scene, lambda: scene.state("bul-21")) == "cumplido"


def test_a_waiver_needs_every_family(scene, enter, clock, walk):
    walk("activate", "cite", "hear_both")
    clock("2026-05-04 10:00")
    client, page = enter(scene.encargada), url("case-renuncia", scene)
    typed = {"sure": "on"}
    for person in (scene.afectado, scene.denunciado):
        prefix = f"familia-{person.pk}-"
        typed |= {
            prefix + "signed_by": "Apoderada",
            **moment(prefix + "signed_at", "2026-05-04 09:00"),
            prefix + "file": SimpleUploadedFile("r.pdf", papers.PDF),
        }
    half = {k: v for k, v in typed.items() if not k.startswith(f"familia-{scene.denunciado.pk}")}

    refused = client.post(page, {**hidden(client.get(page)), **half})
    for name, value in typed.items():
        if name.endswith("file"):
            value.seek(0)
    done = client.post(page, {**hidden(client.get(page)), **typed})

    assert refused.status_code == 200
    assert done.status_code == 302
    with school_context(scene.school):
        assert Actuacion.objects.filter(event="ev_renuncia_antecedentes").count() == 1


def test_a_nul_typed_in_an_interview_is_left_out(scene, walk, enter):
    walk("activate", "cite")
    client = enter(scene.encargada)

    kept = client.post(
        url("case-entrevista-autosave", scene, scene.afectado.pk), {"student_words": "di\x00jo"}
    )

    assert kept.status_code == 204
    draft = in_school(scene, WorkDraft.objects.get)
    assert draft.data == {"student_words": ["dijo"]}
