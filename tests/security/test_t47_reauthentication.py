"""T47: who shows again who they are gets a new key, and must do so to end a session."""

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.test import Client
from django.urls import reverse

from schools.models import OpenSession
from tests.factories import PASSWORD, MembershipFactory
from tests.sign_in import code_for, enrol

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(school):
    return MembershipFactory(school=school)


def key_of(client: Client) -> str:
    return client.cookies["sessionid"].value


def is_in(client: Client) -> bool:
    return client.get(reverse("account_sessions")).status_code == 200


def long_ago(client: Client) -> None:
    """Make the session one whose owner identified themselves an hour ago."""
    session = client.session
    records = session[AUTHENTICATION_METHODS_SESSION_KEY]
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{**r, "at": r["at"] - 3600} for r in records]
    session.save()


@pytest.mark.parametrize("how", ["password", "code"])
def test_t47_the_password_again_gives_a_new_key(client, member, how):
    enrol(member.user)
    client.force_login(member.user)
    before = key_of(client)
    if how == "password":
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    else:
        client.post(reverse("mfa_reauthenticate"), {"code": code_for(member.user)})
    thief = Client()
    thief.cookies["sessionid"] = before

    assert key_of(client) != before
    assert is_in(client)
    assert not is_in(thief)
    assert list(OpenSession.objects.values_list("key", flat=True)) == [key_of(client)]


def test_t47_a_wrong_password_changes_nothing(client, member):
    client.force_login(member.user)
    before = key_of(client)

    client.post(reverse("account_reauthenticate"), {"password": "x"})

    assert key_of(client) == before


@pytest.mark.parametrize("which", ["one", "others"])
def test_t47_ending_a_session_asks_for_the_password(client, member, which):
    client.force_login(member.user)
    second = Client()
    second.force_login(member.user)
    row = OpenSession.objects.get(key=key_of(second))
    address = {
        "one": reverse("account_session_end", args=[row.pk]),
        "others": reverse("account_session_end_others"),
    }[which]
    long_ago(client)

    asked = client.post(address)
    assert asked.url.startswith(reverse("account_reauthenticate"))
    assert is_in(second)

    client.post(asked.url, {"password": PASSWORD, "next": address})
    assert not is_in(second)
    assert is_in(client)
