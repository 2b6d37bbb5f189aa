"""The second step: set up before anything else, asked for, replaced, taken away by two people."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.urls import reverse

from tests.factories import PASSWORD, MembershipFactory
from tests.schools.accounts.test_pages import shown
from tests.sign_in import code_for, enrol

LOGIN, STEP = "account_login", "mfa_authenticate"


@pytest.fixture
def user(school):
    return MembershipFactory(school=school).user


def type_password(client, user):
    return client.post(reverse(LOGIN), {"login": user.email, "password": PASSWORD})


def set_up(client) -> object:
    """Read the secret of the page, type its code, and return where that leads."""
    form = client.get(reverse("mfa_activate_totp")).context["form"]
    counter = next(iter(yield_hotp_counters_from_time()))
    code = format_hotp_value(hotp_value(form.secret, counter))
    return client.post(reverse("mfa_activate_totp"), {"code": code}, follow=True)


def test_who_has_none_sets_one_up_before_anything_else(client, user):
    assert type_password(client, user).status_code == 302
    asked = client.get("/", follow=True)

    page = shown(asked)
    assert asked.redirect_chain[-1][0] == reverse("mfa_activate_totp")
    assert "Código QR de la cuenta" in page
    assert "la contraseña no basta" in page
    assert "Cerrar sesión" in page
    assert 'aria-label="Principal"' not in page  # no places to go yet


def test_recovery_codes_are_shown_once(client, user):
    type_password(client, user)

    first = set_up(client)
    codes = first.context["unused_codes"]
    again = client.get(reverse("mfa_view_recovery_codes"))

    assert len(codes) == 10
    assert all(code in shown(first) for code in codes)
    assert not any(code in shown(again) for code in codes)
    assert "no se pueden volver a ver" in shown(again)
    assert client.get(reverse("mfa_download_recovery_codes")).status_code == 403
    assert client.get("/").status_code == 200


def test_a_wrong_code_says_so_beside_the_field(client, user):
    type_password(client, user)

    page = shown(client.post(reverse("mfa_activate_totp"), {"code": "000"}))

    assert 'id="id_code_error"' in page
    assert not Authenticator.objects.exists()


def test_after_that_each_sign_in_asks_for_a_code(client, user):
    enrol(user)

    assert type_password(client, user).url == reverse(STEP)
    assert "Código de verificación" in shown(client.get(reverse(STEP)))
    assert client.post(reverse(STEP), {"code": code_for(user)}).url == "/"
    assert client.get("/").status_code == 200


def test_the_secret_is_not_readable_in_the_database(user):
    row = enrol(user)

    assert "secret" in row.data
    assert len(row.data["secret"]) > 60
    assert code_for(user)


def test_a_session_that_never_showed_it_ends_once_the_account_has_one(client, user):
    type_password(client, user)
    enrol(user)

    answer = client.get("/")

    assert answer.url == reverse(LOGIN)
    assert "_auth_user_id" not in client.session


def test_the_demo_asks_only_who_turned_it_on(client, user, settings):
    settings.SECOND_FACTOR_REQUIRED = False

    type_password(client, user)

    assert client.get("/").status_code == 200


def test_who_changes_phone_sets_the_new_one_up_at_once(client, user, mailoutbox):
    type_password(client, user)
    set_up(client)

    assert "¿Desactivar" in shown(client.get(reverse("mfa_deactivate_totp")))
    client.post(reverse("mfa_deactivate_totp"))

    assert client.get("/").url == reverse("mfa_activate_totp")
    assert not Authenticator.objects.filter(user=user).exists()
    assert {m.subject for m in mailoutbox} >= {"Se desactivó una aplicación de códigos"}
