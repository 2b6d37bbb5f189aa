"""The desk: who asks, what is answered, and who may be there."""

import pytest
from django.urls import reverse

from cases.models import RightsRequest
from cases.privacy.requests import answer_request
from convivencia.exceptions import AlreadyDoneError
from schools.files import store_file
from schools.models import DataBlock, Guardianship, Role
from schools.models.audit import AuditEntry
from schools.tenancy.context import school_context
from tests.cases.notifications.notices import PDF
from tests.cases.privacy.conftest import TODAY, page, signed_in
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db
TYPED = {
    "right": "acceso",
    "received_at_0": "2026-12-03",
    "received_at_1": "09:30",
    "by_representative": "no",
    "asked_by": "",
    "identity": "cedula",
    "identity_detail": "",
    "what": "Qué tienen anotado.",
    "envio": "uno",
}
ANSWER = {
    "outcome": "concedida",
    "answer": "Se entregó copia de todo lo que se guarda.",
    "norm": "",
    "envio": "dos",
}
DESK = frozenset([Role.DIRECTORA, Role.ENCARGADA, Role.ADMINISTRADORA])


def test_a_request_is_registered_and_its_clock_runs_from_the_day_it_came(scene):
    client = signed_in(scene.encargada)
    student = scene.afectado.student
    address = reverse("privacy-request-student", args=[student.pk])

    assert "No hay solicitudes por responder" in page(scene.encargada, reverse("privacy"))
    client.post(address, TYPED)
    client.post(address, TYPED)  # a second click
    desk = page(scene.encargada, reverse("privacy"))

    with school_context(scene.school):
        row = RightsRequest.objects.get()
        assert (row.student_id, row.folio, row.identity_detail) == (student.pk, "2026-1", "")
    assert f"Acceso · {student}" in desk
    assert "30 días corridos (Ley 19.628, modificada por la Ley 21.719, art. 11)" in desk
    assert "2 ene" in page(scene.encargada, reverse("privacy-request", args=[row.pk]))


def test_somebody_who_is_in_no_list_asks_too(scene):
    signed_in(scene.directora).post(
        reverse("privacy-request-create"), TYPED | {"other": "Ex apoderado de 2019"}
    )

    with school_context(scene.school):
        assert RightsRequest.objects.get().holder == "Ex apoderado de 2019"


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"by_representative": "si"}, "asked_by", "Escriba el nombre"),
        ({"by_representative": "si"}, "identity_detail", "Explique cómo se verificó"),
        ({"identity": "otra"}, "identity_detail", "Explique cómo se verificó"),
        ({"received_at_0": "2026-12-05"}, "received_at", "aún no llegan"),
        ({"what": ""}, "what", "Falta completar"),
    ],
)
def test_what_is_missing_is_said_next_to_the_field(scene, change, field, words):
    address = reverse("privacy-request-student", args=[scene.afectado.student_id])
    answer = signed_in(scene.encargada).post(address, TYPED | change)

    assert words in str(answer.context["form"].errors[field])
    assert answer.context["form"]["identity"].value() == (TYPED | change)["identity"]
    assert 'value="2026-12-0' in answer.content.decode()  # what was typed stays
    with school_context(scene.school):
        assert not RightsRequest.objects.exists()


def test_a_refusal_needs_its_norm_next_to_the_field(scene, ask):
    row = ask()
    address = reverse("privacy-request-answer", args=[row.pk])
    answer = signed_in(scene.directora).post(address, ANSWER | {"outcome": "negada"})

    assert "Indique la norma" in str(answer.context["form"].errors["norm"])
    signed_in(scene.directora).post(
        address, ANSWER | {"outcome": "negada", "norm": "Ley 19.628, art. 7"}
    )
    sheet = page(scene.directora, reverse("privacy-request", args=[row.pk]))
    assert "Puede reclamar ante la Agencia" in sheet
    assert "en plazo" in sheet


def test_an_answer_is_given_once(scene, ask):
    row = ask()
    given = {key: ANSWER[key] for key in ("outcome", "answer", "norm")}
    with school_context(scene.school):
        answer_request(row=row, actor=scene.directora, now=TODAY, **given)
        with pytest.raises(AlreadyDoneError):
            answer_request(row=row, actor=scene.encargada, now=TODAY, **given)


def test_a_blocking_that_is_granted_begins_at_once(scene, ask):
    row = ask("bloqueo")
    signed_in(scene.directora).post(reverse("privacy-request-answer", args=[row.pk]), ANSWER)

    with school_context(scene.school):
        block = DataBlock.objects.get(lifted_at=None)
        assert (block.student_id, block.reason) == (row.student_id, f"Solicitud {row.folio}")


def test_a_court_order_is_seen_before_anything_is_handed_over(scene, ask):
    row = ask()
    before = page(scene.encargada, reverse("privacy-request", args=[row.pk]))
    with school_context(scene.school):
        order = store_file(content=PDF, name="x.pdf", mime="application/pdf", at=TODAY)
        ties = Guardianship.objects.filter(student=scene.afectado.student)
        ties.update(restricted=True, court_order=order)

    assert "restricción judicial" not in before
    assert "restricción judicial" in page(
        scene.encargada, reverse("privacy-request", args=[row.pk])
    )


def test_each_step_leaves_its_line_in_the_trail_without_a_word_of_it(scene, ask):
    row = ask()
    signed_in(scene.directora).post(reverse("privacy-request-answer", args=[row.pk]), ANSWER)

    with school_context(scene.school):
        details = " ".join(AuditEntry.objects.values_list("detail", flat=True))
    assert f"{row.folio}: registró una solicitud de acceso" in details
    assert f"{row.folio}: respondió la solicitud: concedida" in details
    assert "mi hija" not in details


@pytest.mark.parametrize("role", sorted(set(Role.values) - DESK))
def test_for_the_rest_the_desk_does_not_exist(scene, ask, role):
    row = ask()
    client = signed_in(MembershipFactory(school=scene.school, role=role))

    for address in (
        reverse("privacy"),
        reverse("privacy-people"),
        reverse("privacy-breaches"),
        reverse("privacy-retention"),
        reverse("privacy-request", args=[row.pk]),
    ):
        assert client.get(address).status_code == 404
    assert reverse("privacy") not in client.get("/").content.decode()


@pytest.mark.parametrize("role", sorted(DESK))
def test_who_attends_finds_it_in_the_navigation(scene, role):
    member = MembershipFactory(school=scene.school, role=role)

    assert f'href="{reverse("privacy")}"' in signed_in(member).get("/").content.decode()


def test_one_of_another_school_is_as_if_it_were_not(scene, ask, other_school):
    row = ask()
    client = signed_in(MembershipFactory(school=other_school, role=Role.DIRECTORA))

    assert client.get(reverse("privacy-request", args=[row.pk])).status_code == 404
    assert client.get(reverse("privacy-map-student", args=[row.student_id])).status_code == 404
