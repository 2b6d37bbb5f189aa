"""What a password may be: long, any composition, and nothing that is tried first."""

import re

import pytest
from django.contrib.auth.hashers import identify_hasher, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.urls import reverse

from convivencia.settings import base
from tests.factories import PASSWORD, MembershipFactory, SchoolFactory, UserFactory

pytestmark = pytest.mark.django_db
NEW = "Laguna quieta de abril"


def is_taken(password: str, user=None) -> bool:
    try:
        validate_password(password, user)
    except ValidationError:
        return False
    return True


def change(client, old: str, new: str):
    answers = {"oldpassword": old, "password1": new, "password2": new}
    return client.post(reverse("account_change_password"), answers)


def test_short_is_refused():
    assert not is_taken("qJ7#xP2!mZ9")
    assert is_taken("qJ7#xP2!mZ9w")


@pytest.mark.parametrize(
    "password",
    [
        "tortugaamarillavolando",
        "8305517264093",
        "#¡&/()=?*¨[]_:;",
        "ÑANDÚÑANDÚ ÉBANO",
        "una frase con espacios",
        "🦙🌵🏔️🌊🦩🐧🌋🦊🌾🍇🥑🪁",
        "x" + "Kq7" * 40,
    ],
)
def test_any_composition_is_taken(password):
    assert is_taken(password)


@pytest.mark.parametrize(
    "password",
    [
        "qwerty123456",
        "Password2026!",
        "P4ssw0rd2026!",
        "iloveyou-2026",
        "SUNSHINE.1234",
        "passwordpassword",
        "abcabcabcabc",
        "111111111111",
        "1234123412341",
    ],
)
def test_a_common_one_made_longer_is_refused(password):
    assert not is_taken(password)


def test_a_known_word_with_much_beside_it_is_taken():
    assert is_taken("sunshine 83 05 51 72 64")
    assert is_taken("convivencia en el faro verde")


def test_words_of_ours_and_of_the_person_are_refused(school):
    member = MembershipFactory(
        school=SchoolFactory(name="Colegio Los Quillayes"),
        user=UserFactory(
            first_names="Rosalba Inés", last_names="Quintupil", email="lacasa.azul@quillay.example"
        ),
    )
    for password in (
        "Convivencia2026",
        "C0nv1v3nci@2026",
        "clave-colegio-1",
        "Contraseña-2026",
        "EscuelaChile2026",
    ):
        assert not is_taken(password), password
    for password in ("Rosalba.Quintupil1", "quillayes-2026!", "LacasaAzul12345"):
        assert is_taken(password), password
        assert not is_taken(password, member.user), password


def test_the_change_asks_for_the_present_one(client, school):
    user = MembershipFactory(school=school).user
    client.force_login(user)

    assert change(client, "otra cosa muy larga", NEW).status_code == 200
    user.refresh_from_db()
    assert user.check_password(PASSWORD)

    assert change(client, PASSWORD, NEW).status_code == 302
    user.refresh_from_db()
    assert user.check_password(NEW)


def test_the_change_says_why_it_refuses(client, school):
    client.force_login(MembershipFactory(school=school).user)

    page = change(client, PASSWORD, "Convivencia2026").content.decode()

    assert "Es fácil de adivinar" in page


def test_it_is_compared_as_it_was_typed(client, school):
    user = MembershipFactory(school=school).user
    long = "  " + "Faro verde, " * 20
    client.force_login(user)
    assert change(client, PASSWORD, long).status_code == 302

    user.refresh_from_db()

    assert user.check_password(long)
    assert not any(user.check_password(other) for other in (long.strip(), long.lower(), long[:64]))


@pytest.mark.parametrize("name", ["account_login", "account_change_password"])
def test_it_is_hidden_and_may_be_pasted(client, school, name):
    if name != "account_login":
        client.force_login(MembershipFactory(school=school).user)

    page = client.get(reverse(name)).content.decode()

    inputs = re.findall(r"<input[^>]*password[^>]*>", page)
    assert inputs
    for field in inputs:
        assert 'type="password"' in field
        assert re.search(r'autocomplete="(current|new)-password"', field), field
        assert "onpaste" not in field
        assert "maxlength" not in field


def test_it_is_kept_with_a_costly_function(settings):
    settings.PASSWORD_HASHERS = base.PASSWORD_HASHERS
    kept = make_password(NEW)

    algorithm, work, *_ = kept.split("$")
    assert (identify_hasher(kept).algorithm, algorithm, int(work)) == ("scrypt", "scrypt", 2**14)
