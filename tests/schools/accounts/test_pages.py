"""Pages of the account: in our words, with no script of others."""

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from schools.accounts.password_help import send_help
from tests.factories import MembershipFactory, UserFactory

PUBLIC = {
    "account_login": "¿Olvidó su contraseña?",
    "account_reset_password": "Enviar el enlace",
    "account_reset_password_done": "Revise su correo",
    "account_reset_password_from_key_done": "Su contraseña quedó guardada",
    "account_inactive": "Esta cuenta está cerrada",
    "account_signup": "Las cuentas las crea su establecimiento",
}
SIGNED_IN = {
    "account_change_password": "Cambiar la contraseña",
    "account_logout": "¿Quiere cerrar la sesión?",
    "account_reauthenticate": "Confirme que es usted",
    "account_email": "hable con quien administra las cuentas",
    "mfa_index": "Verificación en dos pasos",
}


def shown(response) -> str:
    page = response.content.decode()
    assert "<style" not in page
    assert " style=" not in page
    assert "<script>" not in page
    return page


@pytest.mark.parametrize("name", PUBLIC)
def test_public_page_is_ours(client, db, name):
    assert PUBLIC[name] in shown(client.get(reverse(name)))


@pytest.mark.parametrize("name", SIGNED_IN)
def test_page_of_a_member_is_ours(client, school, name):
    client.force_login(MembershipFactory(school=school).user)

    assert SIGNED_IN[name] in shown(client.get(reverse(name)))


def test_wrong_password_and_unknown_account_answer_alike(client, db):
    user = UserFactory()

    answers = [
        shown(client.post(reverse("account_login"), {"login": email, "password": "x"}))
        for email in (user.email, "nadie@aromos.example")
    ]

    assert all('class="error-summary"' in page for page in answers)
    assert answers[0].count("<li>") == answers[1].count("<li>")


def test_reset_of_known_and_unknown_accounts_answer_alike(client, db, mailoutbox):
    user = UserFactory()

    answers = [
        client.post(reverse("account_reset_password"), {"email": email}).url
        for email in (user.email, "nadie@aromos.example")
    ]

    assert answers == [reverse("account_reset_password_done")] * 2
    assert mailoutbox == []  # a worker looks for the account, not the page
    assert send_help() == 2
    known, unknown = mailoutbox
    assert "abra este enlace" in known.body
    assert user.first_names not in known.body
    assert "no hay" in unknown.body


def test_nobody_takes_an_address_that_is_not_theirs(client, school):
    """Whoever held it would be given the role of the person invited with it."""
    user = MembershipFactory(school=school).user
    client.force_login(user)
    wanted = "directora@boldos.example"

    for action in ("action_add", "action_primary"):
        answer = client.post(reverse("account_email"), {action: "", "email": wanted})
        assert answer.status_code == 405

    user.refresh_from_db()
    assert user.email != wanted
    assert not EmailAddress.objects.filter(email=wanted).exists()
