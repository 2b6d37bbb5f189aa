"""Taking a lost second factor away: one asks, another confirms, the owner hears of both."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from convivencia.clock import now
from convivencia.exceptions import AlreadyDoneError, DomainError
from schools.accounts.resets import ask_reset, decide_reset
from schools.models import AuditEntry, FactorReset, OpenSession, Role
from schools.tenancy.context import school_context
from tests.factories import MembershipFactory
from tests.sign_in import enrol

pytestmark = pytest.mark.django_db
WHY = "Perdió su teléfono; la vi y me mostró su cédula."


@pytest.fixture
def people(school):
    roles = (Role.ENCARGADA, Role.ADMINISTRADORA, Role.DIRECTORA)
    lost, admin, directora = (MembershipFactory(school=school, role=role) for role in roles)
    enrol(lost.user)
    Client().force_login(lost.user)
    with school_context(school):
        yield lost, admin, directora


def ask(lost, actor):
    return ask_reset(membership=lost, reason=WHY, actor=actor, now=now())


def decide(reset, actor, *, is_granted: bool = True):
    return decide_reset(reset=reset, is_granted=is_granted, actor=actor, now=now())


def test_two_people_take_it_away(people, mailoutbox, django_capture_on_commit_callbacks):
    lost, admin, directora = people
    with django_capture_on_commit_callbacks(execute=True):
        reset = ask(lost, admin)
        assert Authenticator.objects.filter(user=lost.user).exists()
        decide(reset, directora)

    assert not Authenticator.objects.filter(user=lost.user).exists()
    assert not OpenSession.objects.filter(user=lost.user).exists()
    assert [m.to for m in mailoutbox] == [[lost.user.email]] * 2
    assert all(lost.user.last_names not in m.body + m.subject for m in mailoutbox)
    details = list(AuditEntry.objects.order_by("pk").values_list("user_id", "detail"))
    assert [user for user, _ in details] == [admin.user_id, directora.user_id]


def test_t21_neither_who_asked_nor_who_lost_it_confirms(people):
    lost, admin, _ = people
    reset = ask(lost, admin)

    for actor in (admin, lost):
        with pytest.raises(DomainError, match="otra persona"):
            decide(reset, actor)
    assert Authenticator.objects.filter(user=lost.user).exists()


def test_t21_the_same_person_under_another_role_does_not_confirm(people, school):
    lost, admin, _ = people
    reset = ask(lost, admin)
    again = MembershipFactory(school=school, role=Role.DIRECTORA, user=admin.user)

    with pytest.raises(DomainError, match="otra persona"):
        decide(reset, again)


def test_t21_nobody_asks_for_themselves_nor_twice(people):
    lost, admin, directora = people
    with pytest.raises(DomainError, match="Nadie pide esto para sí"):
        ask(lost, lost)
    reset = ask(lost, admin)
    with pytest.raises(AlreadyDoneError):
        ask(lost, directora)

    decide(reset, directora, is_granted=False)

    assert Authenticator.objects.filter(user=lost.user).exists()
    with pytest.raises(AlreadyDoneError):
        decide(reset, directora)


def test_without_a_reason_there_is_no_request(client, people):
    lost, admin, _ = people
    client.force_login(admin.user)

    page = client.post(reverse("factor-reset", args=[lost.pk]), {"reason": "perdido"})

    assert page.status_code == 200
    assert not FactorReset.objects.exists()
