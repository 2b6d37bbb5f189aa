"""The pages, as a person walks them."""

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Case, IntakeDraft
from schools.models import Role, School
from schools.tenancy.context import school_context
from tests.cases.intake.pages import reload, sent, url
from tests.cases.intake.scene import Scene, at
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db


REPORTERS = {
    "encargada", "equipo", "directora", "directivo", "inspectoria", "profesor_jefe", "docente",
    "rrhh", "enfermeria",
}  # fmt: skip


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
