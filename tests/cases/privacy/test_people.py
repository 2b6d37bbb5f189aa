"""What is held of a person, redacted of everybody else; and their data, blocked."""

import pytest
from django.urls import reverse

from cases.models import Participant
from cases.models.case import ParticipantRole
from cases.reserve.identities import keep_identity
from schools.models import DataBlock, Role
from schools.models.audit import AuditEntry
from schools.privacy.blocks import set_block
from schools.tenancy.context import school_context
from tests.cases.privacy.conftest import TODAY, page, signed_in
from tests.factories import CursoFactory, MembershipFactory, enrolled_student

pytestmark = pytest.mark.django_db
REASON = {"reason": "Lo pidió por escrito.", "envio": "uno"}
WORDS = "la zarigüeya escondió los zapatos"


def map_url(scene, what="map"):
    return reverse(f"privacy-{what}-student", args=[scene.afectado.student_id])


def block(scene, person):
    with school_context(scene.school):
        return set_block(person=person, reason="Lo pidió.", actor=scene.directora, now=TODAY)


def test_the_map_counts_and_says_nothing_of_anybody_else(scene):
    other = scene.denunciado.student
    with school_context(scene.school):
        Participant.objects.filter(pk=scene.afectado.pk).update(curso_name="6° básico A")
        note = Participant.objects.create(
            case=scene.case, role=ParticipantRole.TESTIGO, third_party="Ermenegildo Inventado"
        )
        note.notes = WORDS
        note.save()

    for text in (
        page(scene.directora, map_url(scene)),
        page(scene.directora, map_url(scene, "print")),
    ):
        assert scene.case.folio in text
        assert str(scene.afectado.student) in text
        for hidden in (str(other), other.shown_run, "Ermenegildo", WORDS, "acoso", "Acoso"):
            assert hidden not in text


def test_who_asked_to_remain_unknown_is_in_no_line(scene):
    """Even if a participation carried the person, their own map would not lead to it."""
    student = enrolled_student(scene.school, CursoFactory(school=scene.school))
    with school_context(scene.school):
        row = Participant.objects.create(
            case=scene.case, role=ParticipantRole.DENUNCIANTE, student=student
        )
        address = reverse("privacy-map-student", args=[student.pk])
        known = page(scene.directora, address)
        keep_identity(
            participant=row, name=student.name, detail="", taken_by=scene.encargada.user, at=TODAY
        )

    assert scene.case.folio in known
    assert scene.case.folio not in page(scene.directora, address)


def test_each_look_at_the_map_leaves_its_line(scene):
    page(scene.directora, map_url(scene))
    page(scene.directora, map_url(scene, "print"))

    with school_context(scene.school):
        rows = AuditEntry.objects.filter(object_type="todo lo de una persona").order_by("pk")
        assert [(row.act, row.object_id) for row in rows] == [
            ("ver", scene.afectado.student_id),
            ("exportar", scene.afectado.student_id),
        ]


def test_who_sees_no_case_sees_that_part_closed(scene):
    member = MembershipFactory(school=scene.school, role=Role.ADMINISTRADORA)
    text = page(member, map_url(scene))

    assert "Su rol no ve casos" in text
    assert scene.case.folio not in text


def test_the_directora_who_is_a_party_does_not_find_the_case_here_either(scene):
    with school_context(scene.school):
        Participant.objects.create(
            case=scene.case, role=ParticipantRole.DENUNCIADO, membership=scene.directora
        )

    assert scene.case.folio not in page(scene.directora, map_url(scene))
    hold = reverse("privacy-hold", args=[scene.case.pk])
    assert signed_in(scene.directora).get(hold).status_code == 404


def test_the_encargada_answers_but_does_not_map(scene):
    assert signed_in(scene.encargada).get(map_url(scene)).status_code == 404


def test_an_apoderado_has_a_map_too(scene):
    text = page(scene.directora, reverse("privacy-map-apoderado", args=[scene.mother.pk]))

    assert "Vínculos vigentes con estudiantes" in text
    assert str(scene.father) not in text


def test_a_search_finds_few_and_is_recorded(scene):
    address = reverse("privacy-people")

    assert "Trinidad" in page(scene.encargada, f"{address}?q=trinidad")
    assert "Nadie coincide" in page(scene.encargada, f"{address}?q=zzz")
    assert "al menos tres letras" in page(scene.encargada, f"{address}?q=zz")
    assert "Nadie tiene sus datos bloqueados" in page(scene.encargada, address)
    with school_context(scene.school):
        found = AuditEntry.objects.filter(act="buscar").order_by("pk")
        assert [row.detail for row in found] == ["1 resultados", "0 resultados"]


def test_data_are_blocked_seen_and_let_go(scene):
    client, student = signed_in(scene.encargada), scene.afectado.student
    client.post(reverse("privacy-block-student", args=[student.pk]), REASON)
    shown = page(scene.encargada, reverse("privacy-people") + "?q=trinidad")
    with school_context(scene.school):
        row = DataBlock.objects.get()
    client.post(reverse("privacy-block-lift", args=[row.pk]), REASON | {"envio": "dos"})

    assert shown.count(str(student)) >= 2
    assert "Datos bloqueados" in shown
    with school_context(scene.school):
        row.refresh_from_db()
        assert row.lifted_by == scene.encargada.user
    again = client.post(reverse("privacy-block-lift", args=[row.pk]), REASON | {"envio": "tres"})
    assert again.url == reverse("privacy-people")  # somebody did it first: not an error


def test_blocked_data_are_seen_with_a_notice_and_not_handed_over(scene):
    block(scene, scene.afectado.student)
    sheet = signed_in(scene.directora).get(map_url(scene, "print"))

    assert "Datos bloqueados desde el 4 de diciembre de 2026" in page(
        scene.directora, map_url(scene)
    )
    student = reverse("student-detail", args=[scene.afectado.student_id])
    assert "Datos bloqueados desde" in page(scene.encargada, student)
    assert sheet.status_code == 409
    assert "bloqueados a su solicitud" in sheet.content.decode()


def test_what_that_very_person_asked_for_is_handed_over(scene, ask):
    block(scene, scene.afectado.student)
    ask("acceso")

    assert scene.case.folio in page(scene.directora, map_url(scene, "print"))


def test_a_block_without_a_reason_is_not_set(scene):
    address = reverse("privacy-block-student", args=[scene.afectado.student_id])
    answer = signed_in(scene.encargada).post(address, REASON | {"reason": "sí"})

    assert "reason" in answer.context["form"].errors
    with school_context(scene.school):
        assert not DataBlock.objects.exists()
