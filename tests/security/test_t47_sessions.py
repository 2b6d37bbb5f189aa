"""T47: a session begins under a new key, grows old, and ends for good in the next request."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from schools.members.services import end_membership
from schools.models import OpenSession
from schools.session import ages
from schools.tenancy.context import school_context
from tests.factories import PASSWORD, MembershipFactory
from tests.sign_in import code_for, enrol

pytestmark = pytest.mark.django_db
LOGIN = "account_login"
NEW = "Laguna-Quieta-2027"


@pytest.fixture
def member(school):
    return MembershipFactory(school=school, active_from=date(2026, 1, 1))


@pytest.fixture
def moment(monkeypatch):
    """Move the machine's clock: `moment(31 * 60)` is 31 minutes from now."""
    import time

    real, shift = time.time, [0]
    monkeypatch.setattr(ages.time, "time", lambda: real() + shift[0])

    def move(seconds: int) -> None:
        shift[0] += seconds

    return move


def enter(client: Client, member) -> Client:
    """Sign in through both pages."""
    if not hasattr(member, "app"):
        member.app = enrol(member.user)
    client.post(reverse(LOGIN), {"login": member.user.email, "password": PASSWORD})
    assert client.post(reverse("mfa_authenticate"), {"code": code_for(member.user)}).url == "/"
    return client


def is_in(client: Client) -> bool:
    return client.get(reverse("account_sessions")).status_code == 200


def another(member) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def test_t47_the_key_planted_before_is_not_the_key_after(client, member):
    client.get(reverse(LOGIN))
    session = client.session
    session["planted"] = "1"
    session.save()
    client.cookies["sessionid"] = planted = session.session_key

    enter(client, member)
    thief = Client()
    thief.cookies["sessionid"] = planted

    assert client.session.session_key != planted
    assert is_in(client)
    assert not is_in(thief)


def test_t47_after_leaving_the_old_key_is_nobody(client, member):
    client.force_login(member.user)
    key = client.session.session_key

    client.post(reverse("account_logout"))
    thief = Client()
    thief.cookies["sessionid"] = key

    assert not is_in(thief)


def test_t47_thirty_minutes_without_use(client, member, moment):
    client.force_login(member.user)

    moment(29 * 60)
    assert is_in(client)
    moment(29 * 60)
    assert is_in(client)  # used in between
    moment(31 * 60)
    answer = client.get("/", follow=True)

    assert answer.redirect_chain[-1][0].startswith(reverse(LOGIN))
    assert "Su sesión se cerró" in answer.content.decode()


def test_t47_ten_hours_in_all_however_used(client, member, moment):
    client.force_login(member.user)

    for _ in range(20):
        moment(29 * 60)
        assert is_in(client)
    moment(29 * 60)

    assert not is_in(client)


def test_t47_a_session_that_nobody_began_is_over(client, member):
    client.force_login(member.user)
    session = client.session
    del session[ages.STARTED]
    session.save()

    assert not is_in(client)


def test_t47_a_deactivated_person_is_out_at_once(client, member):
    client.force_login(member.user)
    second = another(member)

    member.user.is_active = False
    member.user.save()

    assert not is_in(client)
    assert not is_in(second)


def test_t47_a_new_password_ends_the_other_devices(client, member):
    client.force_login(member.user)
    second = another(member)

    answers = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert client.post(reverse("account_change_password"), answers).status_code == 302

    assert is_in(client)
    assert not is_in(second)
    assert OpenSession.objects.filter(user=member.user).count() == 1


def test_t47_a_role_that_ended_ends_its_sessions(client, member, school):
    from schools.models import Role

    admin = MembershipFactory(school=school, role=Role.ADMINISTRADORA)
    client.force_login(member.user)
    manager = another(admin)

    manager.post(reverse("member-end", args=[member.pk]), {"ends_on": "2026-01-02"})

    assert not is_in(client)


def test_t47_a_role_that_ended_shows_nothing_even_if_the_session_stays(client, member, school):
    with school_context(school):
        end_membership(membership=member, ends_on=member.active_from, actor=member)
    client.force_login(member.user)

    assert client.get(reverse("case-list")).status_code == 302


def test_t47_one_sees_and_ends_only_ones_own_sessions(client, member, school):
    client.force_login(member.user)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    second, stranger = another(member), another(MembershipFactory(school=school))
    rows = {row.key: row.pk for row in OpenSession.objects.all()}

    page = client.get(reverse("account_sessions"))
    assert len(page.context["sessions"]) == 2
    foreign = rows[stranger.session.session_key]
    assert client.post(reverse("account_session_end", args=[foreign])).status_code == 404
    own = rows[second.session.session_key]
    assert client.post(reverse("account_session_end", args=[own])).status_code == 302

    assert is_in(stranger)
    assert not is_in(second)
    assert is_in(client)


def test_t47_all_the_others_at_once(client, member):
    client.force_login(member.user)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    others = [another(member), another(member)]

    client.post(reverse("account_session_end_others"))

    assert is_in(client)
    assert not any(is_in(other) for other in others)
