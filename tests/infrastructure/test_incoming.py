"""What reaches our code: the address of who asks, and text that can be kept."""

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from convivencia.incoming import ClientAddressMiddleware
from schools.models import Role
from tests.factories import PASSWORD, MembershipFactory

PROXY = "172.18.0.1"


def seen_from(settings, forwarded: str, *, behind: bool = True) -> str:
    settings.BEHIND_PROXY = behind
    request = RequestFactory().get("/", REMOTE_ADDR=PROXY, headers={"X-Forwarded-For": forwarded})
    ClientAddressMiddleware(lambda _: HttpResponse())(request)
    return request.META["REMOTE_ADDR"]


@pytest.mark.parametrize(
    ("forwarded", "address"),
    [("10.0.0.7", "10.0.0.7"), ("1.2.3.4, 10.0.0.7", "10.0.0.7"), ("2001:db8::7", "2001:db8::7")],
)
def test_behind_the_proxy_the_visitor_is_the_address_it_added(settings, forwarded, address):
    assert seen_from(settings, forwarded) == address


@pytest.mark.parametrize("forwarded", ["", "unknown", "10.0.0.7, <script>"])
def test_what_is_no_address_is_not_believed(settings, forwarded):
    assert seen_from(settings, forwarded) == PROXY


def test_without_a_proxy_nobody_chooses_their_address(settings):
    assert seen_from(settings, "10.0.0.7", behind=False) == PROXY


def sign_in(client: Client, email: str, password: str = PASSWORD, **more: object) -> int:
    data = {"login": email, "password": password}
    return client.post(reverse("account_login"), data, **more).status_code


def test_who_guesses_through_the_proxy_stops_nobody_else(settings, school):
    settings.BEHIND_PROXY = True
    member = MembershipFactory(school=school)
    for n in range(12):
        sign_in(Client(), f"n{n}@x.example", "x", headers={"X-Forwarded-For": "203.0.113.8"})

    assert sign_in(Client(), member.user.email, headers={"X-Forwarded-For": "198.51.100.3"}) == 302


def test_who_guesses_a_password_is_stopped_and_its_owner_is_not(school):
    member = MembershipFactory(school=school)
    guesser, owner = Client(REMOTE_ADDR="203.0.113.9"), Client(REMOTE_ADDR="198.51.100.4")
    for _ in range(6):
        sign_in(guesser, member.user.email, "x")

    assert sign_in(guesser, member.user.email) == 200
    assert sign_in(owner, member.user.email) == 302


@pytest.mark.parametrize(
    "path",
    [
        "/familia/%00/abc/",
        "/estudiantes/?q=%00",
        "/v/9999-9/?codigo=%00",
        "/cuenta/login/?next=%00",
    ],
)
def test_a_nul_in_an_address_is_a_bad_request(client, db, path):
    client.raise_request_exception = False

    assert client.get(path).status_code == 400


@pytest.mark.parametrize("charset", ["utf-7", "utf-16", "unicode_escape", "latin-1"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_text_in_another_charset_is_a_bad_request(client, db, charset, method):
    client.raise_request_exception = False
    form = f"multipart/form-data; boundary=x; charset={charset}"

    answer = client.generic(method, "/cuenta/login/?next=+2AA-", b"--x--", content_type=form)

    assert answer.status_code == 400


class Unreadable:
    def read(self, *_: object) -> bytes:
        raise AssertionError("se leyó el cuerpo")

    readline = read


@pytest.mark.parametrize("path", ["/cuenta/login/", "/familia/90008-7/abc/antecedentes/", "/nada/"])
@pytest.mark.parametrize("size", ["2147483648", "9" * 400])
def test_a_request_too_large_is_refused_before_it_is_read(client, db, path, size):
    body = {"CONTENT_LENGTH": size, "wsgi.input": Unreadable()}

    answer = client.generic("POST", path, b"", "multipart/form-data; boundary=x", **body)

    assert answer.status_code == 413
    assert "Lo que envió es demasiado grande" in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"


def test_ten_files_of_the_largest_fit_in_a_request(settings):
    assert 10 * settings.UPLOAD_MAX_BYTES < settings.REQUEST_MAX_BYTES < 2**28


def test_a_number_of_five_thousand_digits_is_no_school_year(client, school):
    client.force_login(MembershipFactory(school=school, role=Role.ENCARGADA).user)

    assert client.get("/cursos/", {"año": "9" * 5_000}).status_code == 200
