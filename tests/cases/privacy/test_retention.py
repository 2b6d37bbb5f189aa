"""Which cases are due, what holds them, and their end."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cases.erasure.services import erase_case
from cases.models import Case, Disposal, LegalHold
from cases.privacy.retention import due_cases, hold_case, lift_hold
from cases.privacy.rules import rule_of, rules
from convivencia.exceptions import AlreadyDoneError, DomainError
from schools.models import Role
from schools.tenancy.context import school_context
from tests.cases.privacy.conftest import TODAY, page, signed_in
from tests.cases.scenes import Scene
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db
REASON = {"reason": "Lo pide el tribunal de familia.", "envio": "uno"}
FIVE = timedelta(days=5 * 365 + 2)


@pytest.fixture
def old(scene) -> Scene:
    """The case was closed a little more than five years ago."""
    close(scene, TODAY - FIVE)
    return scene


def close(scene, when, **more):
    with school_context(scene.school):
        Case.objects.filter(pk=scene.case.pk).update(state="archivado", closed_at=when, **more)
    scene.refresh()


def hold(scene):
    with school_context(scene.school):
        return hold_case(case=scene.case, reason="Hay un juicio.", actor=scene.encargada, now=TODAY)


def due(scene):
    with school_context(scene.school):
        return [line.case.pk for line in due_cases(scene.directora, at=TODAY)]


def test_a_case_is_due_the_day_its_term_ends_and_not_before(scene):
    five_years_ago = TODAY.replace(year=2021)
    close(scene, five_years_ago + timedelta(days=1))
    assert due(scene) == []

    close(scene, five_years_ago)
    assert due(scene) == [scene.case.pk]


def test_a_sexual_case_is_never_due_and_an_open_one_neither(scene):
    close(scene, TODAY - 4 * FIVE, protocol_key="agresiones_sexuales")
    assert due(scene) == []

    close(scene, None, protocol_key="acoso_escolar")
    assert due(scene) == []


def test_the_table_has_a_source_for_each_line():
    assert rule_of("caso").years == 5
    for rule in rules():
        assert rule.norm
        assert rule.why
        assert (rule.years is None) == ("término" in rule.since or "decide" in rule.since)


def test_the_page_with_nothing_and_with_a_case(scene):
    address = reverse("privacy-retention")
    empty = page(scene.directora, address)
    close(scene, TODAY - FIVE)
    full = page(scene.directora, address)

    assert "Ningún caso cerrado ha cumplido" in empty
    assert "Ningún caso está retenido" in empty
    assert scene.case.folio in full
    assert reverse("privacy-dispose", args=[scene.case.pk]) in full
    assert reverse("privacy-dispose", args=[scene.case.pk]) not in page(scene.encargada, address)


def test_any_case_is_held_by_its_folio(scene):
    client = signed_in(scene.encargada)
    find = reverse("privacy-hold-find")
    wrong = client.post(find, {"folio": "2020-9999"})
    right = client.post(find, {"folio": scene.case.folio})
    client.post(right.url, REASON)

    assert "No hay un caso" in str(wrong.context["form"].errors["folio"])
    assert "Lo pide el tribunal" in page(scene.encargada, reverse("privacy-retention"))
    with school_context(scene.school):
        assert LegalHold.objects.get().case_id == scene.case.pk


def test_t72_a_held_case_is_not_erased_until_it_is_let_go(old):
    hold(old)
    given = {"case": old.case, "actor": old.directora, "reason": "Terminó su plazo.", "now": TODAY}
    with school_context(old.school):
        with pytest.raises(DomainError, match="retenido"):
            erase_case(**given)
        with pytest.raises(AlreadyDoneError):
            hold_case(case=old.case, reason="Otra vez.", actor=old.directora, now=TODAY)
        lift_hold(case=old.case, reason="Terminó el juicio.", actor=old.directora, now=TODAY)
        erase_case(**given)

        assert Disposal.objects.get().case_id == old.case.pk


def test_a_case_that_is_held_offers_no_erasure(old):
    hold(old)
    text = page(old.directora, reverse("privacy-retention"))

    assert reverse("privacy-dispose", args=[old.case.pk]) not in text
    assert reverse("privacy-hold-lift", args=[old.case.pk]) in text


def test_the_directora_erases_by_typing_the_folio_again(old):
    client = signed_in(old.directora)
    address = reverse("privacy-dispose", args=[old.case.pk])
    typed = {"reason": "Terminó el plazo de cinco años.", "folio": "2026-0000", "envio": "a"}
    wrong = client.post(address, typed)
    assert "No es el folio" in str(wrong.context["form"].errors["folio"])

    client.post(address, typed | {"folio": old.case.folio})
    text = page(old.directora, reverse("privacy-retention"))
    with school_context(old.school):
        row = Disposal.objects.get()
    paper = client.get(reverse("document", args=[row.case_id, row.certificate_id]))

    assert "Terminó el plazo de cinco años." in text
    assert paper.status_code == 200
    assert paper.content.startswith(b"%PDF")
    assert client.get(reverse("case-detail", args=[old.case.pk])).status_code == 410


def test_before_its_term_the_page_says_until_when(scene):
    close(scene, TODAY - timedelta(days=30))
    answer = signed_in(scene.directora).post(
        reverse("privacy-dispose", args=[scene.case.pk]),
        {"reason": "Ya no hace falta.", "folio": scene.case.folio, "envio": "a"},
    )

    assert "debe conservarse hasta el 04-11-2031" in answer.content.decode()


@pytest.mark.parametrize("role", [Role.ENCARGADA, Role.ADMINISTRADORA, Role.SOSTENEDOR])
def test_nobody_else_erases(old, role):
    member = MembershipFactory(school=old.school, role=role)
    address = reverse("privacy-dispose", args=[old.case.pk])

    assert signed_in(member).get(address).status_code == 404
    assert signed_in(member).post(address, {"envio": "a"}).status_code == 404
