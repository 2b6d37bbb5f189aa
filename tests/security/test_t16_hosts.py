"""T16: whoever says to be another host gets nothing, and no link of ours repeats what they said."""

import re
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client

from schools.accounts.tasks import send_password_help
from tests.factories import PASSWORD, MembershipFactory

pytestmark = pytest.mark.django_db
ELSEWHERE = "otro.example"
BAD_REQUEST, OK, FOUND = 400, 200, 302
SAID = {
    "X-Forwarded-Host": ELSEWHERE,
    "X-Forwarded-Server": ELSEWHERE,
    "X-Host": ELSEWHERE,
    "X-Original-URL": f"//{ELSEWHERE}/",
    "X-Rewrite-URL": f"//{ELSEWHERE}/",
    "Forwarded": f"host={ELSEWHERE};proto=https",
}


@pytest.mark.parametrize(
    "host",
    [
        ELSEWHERE,
        f"testserver.{ELSEWHERE}",
        f"testserver@{ELSEWHERE}",
        "testserver:80@x",
        "x y",
        "/",
    ],
)
@pytest.mark.parametrize("address", ["/", "/cuenta/login/", "/cuenta/password/reset/"])
def test_t16_another_host_is_refused(host, address):
    client = Client(raise_request_exception=False)

    answer = client.get(address, headers={"host": host})

    assert answer.status_code == BAD_REQUEST
    assert (
        host not in answer.content.decode().replace('"/"', "").replace("/static", "") or host == "/"
    )


def test_t16_what_a_visitor_says_of_the_host_is_not_believed(client):
    answer = client.get("/cuenta/login/", headers=SAID)

    assert answer.status_code == OK
    assert ELSEWHERE not in answer.content.decode() + str(answer.headers)
    assert answer.wsgi_request.get_host() == "testserver"


def test_t16_without_a_proxy_nobody_says_that_it_was_tls(client):
    answer = client.get("/cuenta/login/", headers={"X-Forwarded-Proto": "https"})

    assert not answer.wsgi_request.is_secure()


def test_t16_the_link_to_a_new_password_leads_to_the_configured_host(
    client, school, mailoutbox, settings
):
    settings.SITE_URL = "https://convivencia.example"
    user = MembershipFactory(school=school).user
    client.post(
        "/cuenta/password/reset/", {"email": user.email}, headers={"host": "localhost", **SAID}
    )
    send_password_help()

    (mail,) = mailoutbox
    links = re.findall(r"https?://\S+", f"{mail.subject}\n{mail.body}")
    assert links
    assert {urlsplit(link).netloc for link in links} == {"convivencia.example"}


@pytest.mark.parametrize(
    "to", ["//otro.example", "https://otro.example/", "/\\otro.example", "javascript:alert(1)"]
)
def test_t16_signing_in_leads_nowhere_else(client, school, to):
    user = MembershipFactory(school=school).user
    answer = client.post("/cuenta/login/", {"login": user.email, "password": PASSWORD, "next": to})

    assert answer.status_code == FOUND
    assert ELSEWHERE not in answer.url
    assert answer.url.startswith("/")


def test_t16_nothing_builds_an_address_from_the_request():
    apps = ("cases", "convivencia", "protocols", "schools")
    files = [p for app in apps for p in (settings.BASE_DIR / app).rglob("*.py")]
    said = re.compile(r"build_absolute_uri|get_current_site|\.get_host\(|USE_X_FORWARDED_HOST")

    assert [p.name for p in files if said.search(p.read_text())] == []
