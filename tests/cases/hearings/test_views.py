"""The screens: what they ask, what they show before an act, what they refuse."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cases.models import Actuacion, Antecedente, Citacion, Document, Entrevista, Medida, WorkDraft
from schools.models import Role
from schools.tenancy.context import school_context
from tests import papers
from tests.cases.hearings.conftest import open_inquiry
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def scene(school):
    return open_inquiry(school)


@pytest.fixture
def walk(scene):
    """`walk("activate", "cite")` takes the case there by the real services."""

    def go(*steps):
        with school_context(scene.school):
            for step in steps:
                getattr(scene, step)()
        return scene

    return go


@pytest.fixture
def enter(client):
    def login(member):
        client.force_login(member.user, backend=BACKEND)
        return client

    return login


def url(name, scene, *args):
    return reverse(name, args=[scene.case.pk, *args])


def hidden(response):
    """Return the hidden fields of the page's form, and not of the search on top."""
    html = response.content.decode()
    return {
        m["name"]: m["value"]
        for tag in re.findall(r"<input[^>]+type=\"hidden\"[^>]*>", html)
        if (m := _attrs(tag)).get("name") not in {"csrfmiddlewaretoken", "buscar"}
    }


def _attrs(tag):
    found = dict(re.findall(r'(\w+)="([^"]*)"', tag))
    return {"value": "", **found}


def moment(name, text):
    day, hour = text.split()
    return {f"{name}_0": day, f"{name}_1": hour}


def in_school(scene, query):
    with school_context(scene.school):
        return query()


ACTIVATION = {"grounds": "Corresponde investigar.", **moment("at", "2026-04-29 12:00")}


def test_activation_shows_a_card_with_dates_and_then_acts(scene, enter, clock):
    clock("2026-04-29 12:05")
    client, page = enter(scene.directora), url("case-activate", scene)
    typed = {**hidden(client.get(page)), **ACTIVATION, "investigator": scene.encargada.pk}

    card = client.post(page, typed)
    before = in_school(scene, Document.objects.count)
    done = client.post(page, {**typed, "paso": "confirmar"})

    assert "Jueves 30 de abril" in card.content.decode()
    assert before == 0
    assert done.url == url("case-detail", scene)
    assert in_school(scene, Document.objects.count) == 2


def test_a_double_click_acts_once_and_says_so(scene, enter, clock):
    clock("2026-04-29 12:05")
    client, page = enter(scene.directora), url("case-activate", scene)
    typed = {**hidden(client.get(page)), **ACTIVATION, "investigator": scene.encargada.pk}
    typed["paso"] = "confirmar"

    client.post(page, typed)
    again = client.post(page, typed, follow=True)

    assert "ya se activó" in again.content.decode()
    assert in_school(scene, Document.objects.count) == 2


def test_a_stale_form_is_refused_and_keeps_what_was_typed(scene, enter, clock, walk):
    walk("activate")
    clock("2026-04-29 13:00")
    client, page = enter(scene.encargada), url("case-resguardo", scene)
    typed = {**hidden(client.get(page)), **_measure(scene)}
    walk("cite")
    clock("2026-04-29 15:10")

    answer = client.post(page, {**typed, "paso": "confirmar"})
    html = answer.content.decode()

    assert "El caso cambió mientras usted escribía" in html
    assert "Recreos en patios distintos" in html
    assert in_school(scene, Medida.objects.count) == 0
    again = client.post(page, {**typed, **hidden(answer), "paso": "confirmar"})
    assert again.status_code == 302


def _measure(scene, **more):
    row = {
        "participant": scene.denunciado.pk,
        "kind": "separacion",
        "detail": "Recreos en patios distintos",
        "grounds": "Protege a la afectada.",
        "owner_role": "profesor_jefe",
        "starts_on": "2026-04-30",
        "review_on": "2026-05-08",
        "ends_on": "",
        **more,
    }
    return {**moment("at", "2026-04-29 12:30"), **{f"medida-0-{k}": v for k, v in row.items()}}


def test_resguardo_gives_the_task_to_the_profesor_jefe(scene, enter, clock, walk):
    walk("activate")
    clock("2026-04-29 13:00")
    client, page = enter(scene.encargada), url("case-resguardo", scene)
    typed = {**hidden(client.get(page)), **_measure(scene)}

    card = client.post(page, typed)
    client.post(page, {**typed, "paso": "confirmar"})

    assert "Viernes 8 de mayo" in card.content.decode()
    with school_context(scene.school):
        grant = scene.case.accesses.get(team_role="ejecuta")
        assert grant.user == scene.profesor.user
        assert scene.state("bul-07") == "cumplido"


def test_a_suspension_over_five_school_days_is_refused_beside_the_form(scene, enter, clock, walk):
    walk("activate")
    clock("2026-04-29 13:00")
    client, page = enter(scene.encargada), url("case-resguardo", scene)
    row = _measure(scene, kind="suspension", starts_on="2026-04-30", ends_on="2026-05-08")

    answer = client.post(page, {**hidden(client.get(page)), **row})

    assert "hasta el 07-05-2026" in answer.content.decode()


def _calls(scene, one="2026-04-30 09:00", two="2026-04-30 11:00", **more):
    mother, father = scene.adults[scene.afectado.pk]
    (other,) = scene.adults[scene.denunciado.pk]
    a, b = f"familia-{scene.afectado.pk}-", f"familia-{scene.denunciado.pk}-"
    return {
        **moment(a + "meets_at", one),
        a + "mode": "presencial",
        a + "place": "Oficina",
        a + f"medium_{mother.pk}": "correo",
        a + f"medium_{father.pk}": "correo",
        **moment(b + "meets_at", two),
        b + "mode": "presencial",
        b + "place": "Oficina",
        b + f"medium_{other.pk}": "correo",
        **more,
    }


def test_citation_tells_the_last_safe_day_and_warns_but_does_not_block(scene, enter, clock, walk):
    walk("activate")
    clock("2026-04-29 15:00")
    client, page = enter(scene.encargada), url("case-citar", scene)
    shown = client.get(page)
    typed = {**hidden(shown), **_calls(scene, two="2026-05-05 11:00")}

    card = client.post(page, typed).content.decode()
    done = client.post(page, {**typed, "paso": "confirmar"})

    assert "jueves 30 de abril de 2026" in shown.content.decode()
    assert "después del último día a tiempo: jueves 30 de abril de 2026" in card
    assert done.status_code == 302
    assert in_school(scene, Citacion.objects.count) == 2


def test_families_that_would_meet_are_refused(scene, enter, clock, walk):
    walk("activate")
    clock("2026-04-29 15:00")
    client, page = enter(scene.encargada), url("case-citar", scene)
    typed = {**hidden(client.get(page)), **_calls(scene, two="2026-04-30 09:30")}

    answer = client.post(page, typed)

    assert "por separado y en horarios distintos" in answer.content.decode()


def test_leaving_one_parent_out_needs_a_reason(scene, enter, clock, walk):
    walk("activate")
    clock("2026-04-29 15:00")
    client, page = enter(scene.encargada), url("case-citar", scene)
    father = scene.adults[scene.afectado.pk][1]
    typed = _calls(scene, **{f"familia-{scene.afectado.pk}-medium_{father.pk}": "nadie"})

    answer = client.post(page, {**hidden(client.get(page)), **typed})

    assert "Ambos padres tienen derecho a ser citados" in answer.content.decode()


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
