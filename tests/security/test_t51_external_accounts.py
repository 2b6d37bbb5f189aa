"""T51: an account of another issuer opens a door only to who connected it by their own hand."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from schools.accounts import external
from schools.accounts.oidc import Identity
from schools.models import ExternalIdentity, User
from tests.factories import PASSWORD, MembershipFactory
from tests.security.issuer import OTHER_KEY, issuer
from tests.sign_in import code_for, enrol

pytestmark = pytest.mark.django_db
LOGIN, SECOND = "/cuenta/login/", "/cuenta/2fa/authenticate/"


def configured(found, name="Google"):
    return {
        "name": name,
        "issuer": found.issuer,
        "client_id": "cliente",
        "client_secret": "secreto",
        "email_is_of_directory": False,
    }


@pytest.fixture
def google(settings):
    with issuer() as found:
        settings.OIDC_PROVIDERS = {"google": configured(found)}
        yield found


@pytest.fixture
def user(school):
    user = MembershipFactory(school=school).user
    enrol(user)
    return user


def go(client, key="google", way="account_external_start"):
    """Leave to be asked; return what the issuer reads in the address."""
    answer = client.get(reverse(way, args=[key]))
    assert answer.status_code == 302
    return {name: values[0] for name, values in parse_qs(urlsplit(answer.url).query).items()}


def come_back(client, asked, found, key="google", **changes):
    """Return with the issuer's answer to what was asked."""
    found.nonce = changes.pop("nonce", asked["nonce"])
    data = {"code": "abc", "state": asked["state"]} | changes
    return client.get(reverse("account_external_back", args=[key]), data)


def connected(user, found, subject="persona-1"):
    return external.link(user, Identity(found.issuer, subject))


def test_t51_who_connected_it_enters_and_is_asked_for_the_second_step(user, google):
    connected(user, google)
    client = Client()

    answer = come_back(client, go(client), google)

    assert answer.url == SECOND
    assert client.post(SECOND, {"code": code_for(user)}).url == "/"
    assert google.asked["code_verifier"]


def test_t51_without_an_issuer_in_the_environment_there_is_none(client, db):
    assert client.get(reverse("account_external_start", args=["google"])).status_code == 404
    assert "Ingresar con" not in client.get(LOGIN).content.decode().replace("con mi llave", "")


def test_t51_it_is_connected_with_the_password_again(client, user, google):
    client.force_login(user)
    assert (
        "/reauthenticate/" in client.get(reverse("account_external_connect", args=["google"])).url
    )

    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    answer = come_back(client, go(client, way="account_external_connect"), google)

    assert answer.url == reverse("account_external")
    row = ExternalIdentity.objects.get()
    assert (row.user, row.issuer, row.subject) == (user, google.issuer, "persona-1")


def refused(client, answer) -> bool:
    return answer.status_code == 302 and answer.url == LOGIN and "_auth" not in str(client.session)


def test_t51_the_same_subject_of_another_issuer_is_nobody(user, google, settings):
    connected(user, google)
    with issuer() as other:
        settings.OIDC_PROVIDERS |= {"microsoft": configured(other, "Microsoft")}
        client = Client()

        answer = come_back(client, go(client, "microsoft"), other, "microsoft")

    assert refused(client, answer)


def test_t51_the_e_mail_of_an_account_of_ours_links_nothing(user, google):
    google.claims["email"] = user.email
    client = Client()

    answer = come_back(client, go(client), google)

    assert refused(client, answer)
    assert not ExternalIdentity.objects.exists()
    assert User.objects.filter(email=user.email).count() == 1


def test_t51_nobody_is_made_an_account(google):
    before = User.objects.count()
    client = Client()

    come_back(client, go(client), google)

    assert User.objects.count() == before


@pytest.mark.parametrize("claim", [False, None, "true"])
def test_t51_an_e_mail_that_is_not_verified(user, google, claim):
    connected(user, google)
    google.claims["email_verified"] = claim
    client = Client()

    assert refused(client, come_back(client, go(client), google))


@pytest.mark.parametrize("algorithm", ["none", "HS256"])
def test_t51_an_answer_without_the_issuers_signature(user, google, algorithm):
    connected(user, google)
    google.algorithm = algorithm
    client = Client()

    assert refused(client, come_back(client, go(client), google))


def test_t51_an_answer_signed_by_another_key(user, google):
    connected(user, google)
    google.key = OTHER_KEY
    client = Client()

    assert refused(client, come_back(client, go(client), google))


@pytest.mark.parametrize(
    "claims", [{"iss": "https://otro.example"}, {"aud": "otro"}, {"exp": 1}, {"sub": None}]
)
def test_t51_an_answer_of_another_for_another_or_of_yesterday(user, google, claims):
    connected(user, google)
    google.claims |= claims
    client = Client()

    assert refused(client, come_back(client, go(client), google))


def test_t51_the_answer_to_an_earlier_question(user, google):
    connected(user, google)
    client = Client()
    first = go(client)

    assert refused(client, come_back(client, go(client), google, nonce=first["nonce"]))


def test_t51_an_answer_serves_once(user, google):
    connected(user, google)
    client = Client()
    asked = go(client)
    assert come_back(client, asked, google).url == SECOND

    again = Client()
    again.cookies = client.cookies
    assert refused(again, come_back(again, asked, google)) or "_auth_user_id" not in again.session


def test_t51_an_answer_that_this_browser_did_not_ask_for(user, google):
    connected(user, google)
    thief, client = Client(), Client()
    asked = go(thief)

    assert refused(client, come_back(client, asked, google))
    go(client)
    assert refused(client, come_back(client, asked, google))


def test_t51_an_issuer_that_names_itself_otherwise(user, google, client):
    google.says_it_is = "https://otro.example"

    assert client.get(reverse("account_external_start", args=["google"])).url == LOGIN


def test_t51_a_deactivated_person_does_not_enter(user, google):
    connected(user, google)
    user.is_active = False
    user.save()
    client = Client()

    assert refused(client, come_back(client, go(client), google))


def test_t51_an_account_is_of_one_person(client, user, google, school):
    connected(MembershipFactory(school=school).user, google)
    client.force_login(user)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    come_back(client, go(client, way="account_external_connect"), google)

    assert not user.external_identities.exists()
