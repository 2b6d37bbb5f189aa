"""The pages, as a person walks them."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from cases.intake.drafts import start_draft
from cases.models import Case, IntakeDraft
from schools.models import Membership, Role, School
from schools.tenancy.context import school_context
from tests.cases.intake.scene import ACOSO, NOW, Scene, at
from tests.factories import MembershipFactory, SchoolFactory, StudentFactory
from tests.papers import PDF

pytestmark = pytest.mark.django_db
REPORTERS = {
    "encargada", "equipo", "directora", "directivo", "inspectoria", "profesor_jefe", "docente",
    "rrhh", "enfermeria",
}  # fmt: skip


def url(draft: IntakeDraft, page: str) -> str:
    if page == "revision":
        return reverse("intake-review", args=[draft.pk])
    return reverse("intake-page", args=[draft.pk, page])


def sent(scene: Scene, draft: IntakeDraft, client: Client, **extra: object):
    """Send the review as its page asks."""
    draft = reload(draft, scene)
    seen = draft.updated_at.isoformat()
    data = {"envio": extra.pop("envio", "e1"), "seen": seen, **extra}
    return client.post(url(draft, "revision"), data)


def reload(draft: IntakeDraft, scene: Scene) -> IntakeDraft:
    with school_context(scene.school):
        return IntakeDraft.objects.get(pk=draft.pk)


def empty_draft(scene: Scene, actor: Membership) -> IntakeDraft:
    with school_context(scene.school):
        return start_draft(actor=actor, values={}, now=NOW)


# -- who -----------------------------------------------------------------------------------


@pytest.mark.parametrize("role", Role.values)
def test_every_adult_who_works_with_students_may_report(scene: Scene, enter, role: str):
    client = enter(MembershipFactory(school=scene.school, role=role))

    assert client.get(reverse("intake-start")).status_code == (200 if role in REPORTERS else 403)


def test_a_visitor_is_asked_to_sign_in(scene: Scene, client: Client):
    response = client.get(reverse("intake-start"))

    assert response.status_code == 302
    assert "/cuenta/" in response["Location"]


PATHS = [
    ("intake-page", ["canal"]),
    ("intake-page", ["personas"]),
    ("intake-review", []),
    ("intake-discard", []),
    ("intake-search", []),
]


@pytest.mark.parametrize(("name", "args"), PATHS)
def test_a_draft_of_somebody_else_does_not_exist(scene: Scene, enter, name: str, args: list):
    draft = scene.draft(scene.encargada)
    client = enter(scene.docente)

    theirs = client.get(reverse(name, args=[draft.pk, *args]))
    absent = client.get(reverse(name, args=[999_999, *args]))

    assert theirs.status_code == absent.status_code == 404


def test_a_draft_of_another_school_does_not_exist(scene: Scene, enter, other_school):
    stranger = MembershipFactory(school=other_school)
    draft = scene.draft(scene.encargada)

    response = enter(stranger).post(url(draft, "canal"), {"canal": "correo"})

    assert response.status_code == 404
    assert reload(draft, scene).data["canal"]["values"]["canal"] == "presencial"


# -- pages ---------------------------------------------------------------------------------


def test_the_whole_way_from_the_first_page_to_the_folio(scene: Scene, enter):
    client = enter(scene.docente)
    pages = scene.typed()
    response = client.post(reverse("intake-start"), {**pages["canal"], "envio": "uno"})
    with school_context(scene.school):
        draft = IntakeDraft.objects.get()
    assert response["Location"] == url(draft, "conocimiento")

    for page, following in (("conocimiento", "relato"), ("relato", "personas")):
        response = client.post(url(draft, page), pages[page])
        assert response["Location"] == url(draft, following)
    add = reverse("intake-person-add", args=[draft.pk])
    for role, student in (("afectado", scene.sofia), ("denunciado", scene.bruno)):
        client.post(add, {"ref": f"estudiante:{student.pk}", "role": role})
    assert client.post(url(draft, "personas"))["Location"] == url(draft, "hechos")
    for page, following in (
        ("hechos", "orientacion"), ("orientacion", "protocolo"), ("protocolo", "revision"),
    ):  # fmt: skip
        response = client.post(url(draft, page), pages[page])
        assert response["Location"] == url(draft, following), response.content.decode()
    assert "Me esconden la mochila" in client.get(url(draft, "revision")).content.decode()

    response = sent(scene, draft, client)

    draft = reload(draft, scene)
    assert response["Location"] == reverse("intake-done", args=[draft.case_id])
    page = client.get(response["Location"]).content.decode()
    assert "Caso 2026-0001" in page
    assert "Constancia de recepción de denuncia" in page


BAD = [
    ("canal", {"canal": "paloma"}, "Escoja"),
    ("canal", {"received_by": "999999"}, "persona del establecimiento"),
    ("conocimiento", {"known_at_1": ""}, "hora"),
    ("conocimiento", {"known_at_0": "2026-04-30"}, "aún no llegan"),
    ("conocimiento", {"known_at_0": "2006-04-29"}, "Revise el año"),
    ("conocimiento", {"known_at_0": "0001-01-01"}, "Revise el año"),
    ("conocimiento", {"known_at_0": "29-13-2026"}, "día que exista"),
    (
        "conocimiento",
        {"received_at_0": "2026-04-29", "received_at_1": "10:19"},
        "anterior a la toma",
    ),
    ("relato", {"relato": "   "}, "Falta"),
    ("relato", {"relato": "a" * 30_001}, "sobran 1"),
    ("hechos", {"place": ""}, "Falta"),
    ("hechos", {"occurred_on": "2026-04-30"}, "aún no llega"),
    ("hechos", {"occurred_on": "2026-04-29", "occurred_hour": "10:21"}, "después de la toma"),
    ("hechos", {"occurred_on": "", "occurred_hour": ""}, None),
    ("hechos", {"occurred_on": "", "occurred_hour": "", "occurred_text": ""}, "en palabras"),
    ("hechos", {"occurred_on": "", "occurred_hour": "12:00"}, "indique también el día"),
    ("orientacion", {"delito": ""}, "Responda"),
    ("orientacion", {"delito": "quizas"}, "Escoja"),
    ("protocolo", {"protocol": "oficio"}, "protocolos disponibles"),
]


@pytest.mark.parametrize(("page", "change", "says"), BAD)
def test_a_wrong_answer_is_explained_and_what_was_typed_is_kept(scene, enter, page, change, says):
    draft = scene.draft(scene.docente)
    typed = scene.typed()[page] | change
    typed.pop("choice_reason", None)  # not asked: there is one protocol, the suggested one

    response = enter(scene.docente).post(url(draft, page), typed)

    assert response.status_code == (200 if says else 302)
    if says:
        assert says in response.content.decode()
    assert reload(draft, scene).data[page]["values"].items() >= typed.items()


def test_a_protocol_that_is_not_the_suggested_one_needs_a_reason(scene: Scene, enter):
    draft = scene.draft(scene.docente, orientacion={"adulto": "si"})
    client = enter(scene.docente)

    page = client.get(url(draft, "protocolo")).content.decode()
    refused = client.post(url(draft, "protocolo"), {"protocol": "acoso_escolar"})
    taken = client.post(
        url(draft, "protocolo"), {"protocol": "acoso_escolar", "choice_reason": "Participan pares"}
    )

    assert "Maltrato o violencia que no es acoso escolar" in page
    assert "escriba por qué" in refused.content.decode()
    assert taken.status_code == 302


def test_not_reporting_a_crime_needs_a_reason(scene: Scene, enter):
    draft = scene.draft(scene.docente, orientacion={"delito": "si"})
    client, answer = enter(scene.docente), {"protocol": "acoso_escolar", "report": "no"}

    refused = client.post(url(draft, "protocolo"), answer)
    taken = client.post(
        url(draft, "protocolo"), {**answer, "no_report_reason": "Ya lo hizo la PDI"}
    )

    assert "por qué no se denunciará" in refused.content.decode()
    assert taken.status_code == 302


def test_a_page_jumped_to_leads_to_the_first_that_is_missing(scene: Scene, enter):
    draft = scene.draft(scene.docente, relato={"relato": ""})
    client = enter(scene.docente)

    for page in ("hechos", "protocolo", "revision"):
        assert client.get(url(draft, page))["Location"] == url(draft, "relato")
    assert client.get(url(draft, "conocimiento")).status_code == 200


def test_the_24_hours_are_said_on_the_page(scene: Scene, enter):
    draft = scene.draft(scene.docente)
    client = enter(scene.docente)

    page = client.get(url(draft, "conocimiento")).content.decode()
    live = client.get(
        reverse("intake-limit"), {"known_at_0": "2026-04-28", "known_at_1": "09:00"}
    ).content.decode()

    assert "Jueves 30 de abril de 2026, 10:20" in page
    assert "Miércoles 29 de abril de 2026, 09:00" in live
    assert "Ya terminaron las 24 horas" in live


@pytest.mark.parametrize(
    "typed", [("", ""), ("x", "y"), ("0001-01-01", "00:00"), ("9999-12-31", "23:59")]
)
def test_the_live_hint_answers_to_anything(scene: Scene, enter, typed: tuple):
    query = dict(zip(("known_at_0", "known_at_1"), typed, strict=True))

    assert enter(scene.docente).get(reverse("intake-limit"), query).status_code == 200


def test_hours_are_those_of_the_school(scene: Scene, enter):
    with school_context(scene.school):
        School.objects.filter(pk=scene.school.pk).update(time_zone="Pacific/Easter")
    scene.encargada.school.refresh_from_db()
    draft = scene.draft(scene.encargada, conocimiento={"known_at_1": "08:20"},
                        hechos={"occurred_hour": "08:00"})  # fmt: skip
    client = enter(scene.encargada)

    sent(scene, draft, client)

    with school_context(scene.school):
        assert Case.objects.get().known_at == at("2026-04-29 10:20")


# -- drafts --------------------------------------------------------------------------------


def test_what_is_typed_is_kept_without_leaving_the_page(scene: Scene, enter):
    draft = empty_draft(scene, scene.docente)

    response = enter(scene.docente).post(
        reverse("intake-save", args=[draft.pk, "relato"]), {"relato": "a medio escri\x00bir"}
    )

    assert response.status_code == 204
    kept = reload(draft, scene)
    assert kept.data["relato"]["values"]["relato"] == "a medio escribir"
    assert kept.page == "relato"


def test_only_the_fields_of_the_page_are_kept(scene: Scene, enter):
    draft = empty_draft(scene, scene.docente)
    extra = {"school": "1", "case": "1", "user": "1", "relato": "x"}

    enter(scene.docente).post(reverse("intake-save", args=[draft.pk, "relato"]), extra)

    assert set(reload(draft, scene).data["relato"]["values"]) == {"relato", "interpretation"}


def test_another_window_does_not_overwrite_in_silence(scene: Scene, enter):
    draft = scene.draft(scene.docente)
    client = enter(scene.docente)
    first = {"relato": "desde la primera", "tab": "aaa", "seen": "1"}
    second = {"relato": "desde la segunda", "tab": "bbb", "seen": "1"}

    client.post(reverse("intake-save", args=[draft.pk, "relato"]), first)
    again = client.post(
        reverse("intake-save", args=[draft.pk, "relato"]), first | {"relato": "sigo"}
    )
    late = client.post(url(draft, "relato"), second)

    assert again.status_code == 204
    assert "otra ventana" in late.content.decode()
    assert "desde la segunda" in late.content.decode()
    assert reload(draft, scene).data["relato"]["values"]["relato"] == "sigo"


def test_a_long_text_is_refused_with_its_size_and_kept(scene: Scene, enter):
    draft = scene.draft(scene.docente)
    text = "ñ" * 1_000_000  # two megabytes

    response = enter(scene.docente).post(url(draft, "relato"), {"relato": text})

    assert "sobran 970.000" in response.content.decode()
    assert len(reload(draft, scene).data["relato"]["values"]["relato"]) == 1_000_000


def test_the_first_page_shows_what_is_half_typed(scene: Scene, enter):
    draft = scene.draft(scene.docente)
    scene.draft(scene.encargada)

    page = enter(scene.docente).get(reverse("intake-start")).content.decode()

    assert "Tiene 1 denuncia sin terminar" in page
    assert url(draft, "personas") in page


def test_a_first_page_sent_twice_opens_one_draft(scene: Scene, enter):
    client, data = enter(scene.docente), {**scene.typed()["canal"], "envio": "doble"}

    client.post(reverse("intake-start"), data)
    second = client.post(reverse("intake-start"), data)

    assert second.status_code == 302
    with school_context(scene.school):
        assert IntakeDraft.objects.count() == 1


def test_a_draft_is_thrown_away_only_after_asking(scene: Scene, enter):
    draft = scene.draft(scene.docente)
    client = enter(scene.docente)

    asked = client.get(reverse("intake-discard", args=[draft.pk]))
    assert "No se podrá recuperar" in asked.content.decode()
    client.post(reverse("intake-discard", args=[draft.pk]))

    with school_context(scene.school):
        assert not IntakeDraft.objects.exists()


def test_the_quick_word_stamps_the_hour_and_goes_on_later(scene: Scene, enter):
    data = {
        "known_at_0": "2026-04-29",
        "known_at_1": "10:50",
        "relato": "Vi un empujón",
        "envio": "w",
    }

    response = enter(scene.docente).post(reverse("intake-word"), data)

    with school_context(scene.school):
        draft = IntakeDraft.objects.get()
    assert response["Location"] == url(draft, "personas")
    assert draft.data["conocimiento"]["values"]["known_at_1"] == "10:50"


# -- people --------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["nancupil", "ÑANCUPIL sof", "Sofía", "órdenes"])
def test_a_student_is_found_without_accents_and_shown_by_initials(scene: Scene, enter, text: str):
    draft = empty_draft(scene, scene.docente)

    page = enter(scene.docente).get(reverse("intake-search", args=[draft.pk]), {"q": text})

    html = page.content.decode()
    assert f'value="estudiante:{scene.sofia.pk}"' in html
    assert "S. Ñ. O." in html or "S. Ñ. Ó." in html
    assert "6° básico A" in html
    assert "Sofía Ñancupil" not in html


def test_a_student_is_found_by_run_written_in_any_way(scene: Scene, enter):
    draft, run = empty_draft(scene, scene.docente), scene.sofia.shown_run

    page = enter(scene.docente).get(reverse("intake-search", args=[draft.pk]), {"q": run})

    assert f'value="estudiante:{scene.sofia.pk}"' in page.content.decode()


def test_nobody_is_found_by_the_beginning_of_a_run(scene: Scene, enter):
    """Else whoever may report could find the RUN of every pupil, one digit after another."""
    draft, run = empty_draft(scene, scene.docente), scene.sofia.run

    page = enter(scene.docente).get(reverse("intake-search", args=[draft.pk]), {"q": run[:-2]})

    assert 'type="radio"' not in page.content.decode()


@pytest.mark.parametrize("text", ["", "s", "so", "12.345.678-0", "<script>", "%", "a" * 9000])
def test_a_search_for_nobody_shows_nobody(scene: Scene, enter, text: str):
    draft = empty_draft(scene, scene.docente)

    page = enter(scene.docente).get(reverse("intake-search", args=[draft.pk]), {"q": text})

    assert page.status_code == 200
    assert 'type="radio"' not in page.content.decode()
    assert "<script>" not in page.content.decode()


def test_students_of_another_school_are_neither_found_nor_added(scene: Scene, enter, other_school):
    foreign = StudentFactory(school=other_school, first_names="Zacarías", paternal="Ajeno")
    draft = scene.draft(scene.docente)
    client = enter(scene.docente)

    found = client.get(reverse("intake-search", args=[draft.pk]), {"q": "zacarias"})
    add = reverse("intake-person-add", args=[draft.pk])
    added = client.post(add, {"ref": f"estudiante:{foreign.pk}", "role": "testigo"})

    assert "estudiante:" not in found.content.decode()
    assert "no está en el establecimiento" in added.content.decode()
    assert len(reload(draft, scene).data["personas"]["values"]) == 2


@pytest.mark.parametrize(
    ("ref", "role", "says"),
    [
        ("sofia", "denunciado", "afectada y denunciada a la vez"),
        ("bruno", "testigo", "denunciada y testigo a la vez"),
        ("sofia", "afectado", "ya está con ese rol"),
        ("", "testigo", "elíjala de la lista"),
        ("curso:1", "testigo", "de la lista"),
        ("sofia", "", "Elija una opción"),
        ("sofia", "juez", "Escoja"),
    ],
)
def test_a_person_that_cannot_be_is_refused_with_its_reason(scene, enter, ref, role, says):
    draft = scene.draft(scene.docente)
    student = getattr(scene, ref, None)
    data = {"ref": f"estudiante:{student.pk}" if student else ref, "role": role}

    response = enter(scene.docente).post(reverse("intake-person-add", args=[draft.pk]), data)

    assert says in response.content.decode()
    assert len(reload(draft, scene).data["personas"]["values"]) == 2


def test_one_human_being_on_two_lists_is_one_person(scene: Scene, enter):
    with school_context(scene.school):
        scene.mother.run = scene.directora.user.run
        scene.mother.save()
    draft = scene.draft(
        scene.docente, [{"role": "afectado", "kind": "apoderado", "pk": scene.mother.pk}]
    )
    data = {"ref": f"funcionario:{scene.directora.pk}", "role": "denunciado"}

    response = enter(scene.docente).post(reverse("intake-person-add", args=[draft.pk]), data)

    assert "a la vez" in response.content.decode()


def test_a_third_party_is_noted_by_name_and_printed_as_text(scene: Scene, enter):
    draft = scene.draft(scene.docente)
    client = enter(scene.docente)
    data = {"name": "<img src=x>", "kind": "tercero", "role": "testigo"}

    client.post(reverse("intake-person-add", args=[draft.pk]), data)

    page = client.get(url(draft, "personas")).content.decode()
    assert "&lt;img src=x&gt;" in page
    assert "<img src=x>" not in page


def test_a_person_is_taken_out(scene: Scene, enter):
    draft = scene.draft(scene.docente)
    key = draft.data["personas"]["values"][1]["key"]

    enter(scene.docente).post(reverse("intake-person-remove", args=[draft.pk, key]))

    assert [p["role"] for p in reload(draft, scene).data["personas"]["values"]] == ["afectado"]


def test_without_anybody_affected_it_does_not_go_on(scene: Scene, enter):
    draft = scene.draft(scene.docente)
    client = enter(scene.docente)
    key = draft.data["personas"]["values"][0]["key"]
    client.post(reverse("intake-person-remove", args=[draft.pk, key]))

    page = client.post(url(draft, "personas"))

    assert "al menos a una persona afectada" in page.content.decode()


def test_an_open_case_with_the_same_people_is_shown_only_to_who_may_see_it(scene: Scene, enter):
    client = enter(scene.encargada)
    sent(scene, scene.draft(scene.encargada), client)
    again, theirs = scene.draft(scene.encargada), scene.draft(scene.docente)

    mine = client.get(url(again, "revision")).content.decode()
    docente = enter(scene.docente).get(url(theirs, "revision")).content.decode()

    assert "Caso 2026-0001" in mine
    assert "2026-0001" not in docente
    assert "Ya hay un caso" not in docente


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
