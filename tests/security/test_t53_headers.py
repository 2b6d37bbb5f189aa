"""T53: the exact security headers of every class of answer, against the table of the contract."""

import os
import runpy
from http import HTTPStatus

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from cases.documents.codes import new_code
from cases.documents.views import PDF_POLICY
from cases.families import views as families
from convivencia.middleware import INERT, PERMISSIONS, POLICY
from schools.models import Role
from schools.tenancy.context import school_context
from tests.cases.families.visits import enter
from tests.cases.notifications.notices import SENT, Mailbox
from tests.factories import PASSWORD, MembershipFactory
from tests.security.world import World, build

pytestmark = pytest.mark.django_db
PAGE = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": PERMISSIONS,
    "Referrer-Policy": "strict-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
FILE = {**PAGE, "Referrer-Policy": "no-referrer"}
PDF = {**FILE, "Content-Security-Policy": PDF_POLICY}
INERT_FILE = {**FILE, "Content-Security-Policy": INERT}
STATIC = {**INERT_FILE, "Cache-Control": "max-age=60, public"}
# What the other headers of an answer may be: nothing that says what the site is made of.
OTHERS = {
    "Allow", "Clear-Site-Data", "Content-Disposition", "Content-Language", "Content-Length",
    "Content-Type", "ETag", "Last-Modified", "Location", "Vary",
}  # fmt: skip
MUST = {"object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "default-src 'none'"}
DOES_NOT_EXIST = 10**9


def broken(*args: object) -> None:
    raise RuntimeError


@pytest.fixture
def world(school) -> World:
    return build(school)


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


@pytest.fixture
def inside(client, world) -> Client:
    client.force_login(world.scene.encargada.user)
    return client


def headers_of(response) -> dict[str, str]:
    return {k: v for k, v in response.headers.items() if k not in OTHERS}


def check(response, status: int, contract: dict[str, str]) -> None:
    assert response.status_code == status
    assert headers_of(response) == contract


def test_t53_pages(inside, world):
    check(inside.get(reverse("today")), HTTPStatus.OK, PAGE)
    check(inside.get(reverse("case-detail", args=[world.scene.case.pk])), HTTPStatus.OK, PAGE)
    check(inside.get(reverse("student-list")), HTTPStatus.OK, PAGE)


def test_t53_the_sign_in_and_the_way_to_it(client):
    check(client.get("/cuenta/login/"), HTTPStatus.OK, PAGE)
    check(client.get("/casos/"), HTTPStatus.FOUND, PAGE)


@pytest.mark.parametrize(
    ("address", "status"),
    [("/nada/", 404), (f"/casos/{DOES_NOT_EXIST}/", 404), ("/estudiantes/?q=%00", 400)],
)
def test_t53_what_is_not_there_or_not_understood(inside, address, status):
    check(inside.get(address), status, PAGE)


def test_t53_what_one_may_not_do(client, school):
    client.force_login(MembershipFactory(school=school, role=Role.DOCENTE).user)

    check(client.get(reverse("member-list")), HTTPStatus.FORBIDDEN, PAGE)


def test_t53_a_form_from_elsewhere():
    check(Client(enforce_csrf_checks=True).post("/cuenta/login/"), HTTPStatus.FORBIDDEN, PAGE)


def test_t53_an_error_of_ours(inside, monkeypatch):
    monkeypatch.setattr("cases.documents.views.get_document_or_404", broken)

    check(inside.get("/documentos/1/"), HTTPStatus.INTERNAL_SERVER_ERROR, PAGE)


def test_t53_another_host_and_another_method(client):
    check(client.get("/", headers={"host": "otro.example"}), HTTPStatus.BAD_REQUEST, PAGE)
    check(client.generic("TRACE", "/"), HTTPStatus.METHOD_NOT_ALLOWED, PAGE)


def test_t53_a_file_of_the_interface(client):
    found = client.get("/static/img/icono.svg")
    found.close()
    check(found, HTTPStatus.OK, STATIC)
    check(client.get("/static/no-existe.css"), HTTPStatus.NOT_FOUND, PAGE)


def test_t53_a_document(inside, world):
    address = reverse("document-download", args=[world.given["document_pk"]])

    check(inside.get(address), HTTPStatus.OK, PDF)
    check(inside.get(f"{address}?descargar"), HTTPStatus.OK, PDF)
    check(inside.get(f"/casos/{DOES_NOT_EXIST}/documentos/1/"), HTTPStatus.NOT_FOUND, PAGE)


def test_t53_an_export(inside, world):
    address = reverse("reglamento-export", args=[world.given["pk:reglamento"]])

    check(inside.get(address), HTTPStatus.OK, INERT_FILE)


def test_t53_the_window_of_a_family(world, monkeypatch):
    client = Client()
    monkeypatch.setattr("cases.families.views.now", lambda: SENT)
    monkeypatch.setattr("cases.families.access.now", lambda: SENT)
    mailbox = Mailbox(world.scene, world.scene.mother.email)
    check(client.get(mailbox.link()), HTTPStatus.OK, PAGE)
    window = enter(client, mailbox)
    check(client.get(window), HTTPStatus.OK, PAGE)
    link = {"rbd": world.given["rbd"], "token": world.given["token"]}
    document = {**link, "pk": world.given["pk:familia"]}

    frame = {**PAGE, "Content-Security-Policy": f"{POLICY}; frame-src 'self'"}
    check(client.get(reverse("family-document", kwargs=document)), HTTPStatus.OK, frame)
    framed = {**FILE, "Content-Security-Policy": families.PDF_POLICY}
    check(client.get(reverse("family-file", kwargs=document)), HTTPStatus.OK, framed)
    away = client.post(reverse("family-exit", kwargs=link))
    assert away["Referrer-Policy"] == "no-referrer"
    assert away["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    check(client.get("/familia/90008-7/nadie/"), HTTPStatus.NOT_FOUND, PAGE)


def test_t53_the_public_verification(client, world):
    with school_context(world.scene.school):
        document = world.scene.case.documents.get(pk=world.given["document_pk"])
        document.pk, document.number, document.verification_code = None, 99, new_code()
        document.save(force_insert=True)
    good = [world.given["rbd"], document.verification_code]

    check(client.get(reverse("verify-document", args=good)), HTTPStatus.OK, PAGE)
    check(client.get(reverse("verify-document", args=[good[0], "X"])), HTTPStatus.NOT_FOUND, PAGE)


def test_t53_leaving_makes_the_browser_forget(inside):
    before = inside.cookies[settings.SESSION_COOKIE_NAME].value
    answer = inside.post(reverse("account_logout"))

    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    check(answer, HTTPStatus.FOUND, PAGE)
    assert answer.cookies[settings.SESSION_COOKIE_NAME].value != before
    assert not Session.objects.filter(session_key=before).exists()


@pytest.mark.parametrize("policy", [POLICY, INERT, PDF_POLICY])
def test_t53_no_policy_lets_in_a_script_of_elsewhere_or_written_in_the_page(policy):
    parts = {part.strip() for part in policy.split(";")}
    scripts = {part for part in parts if part.startswith("script-src")}

    assert parts >= MUST
    assert scripts <= {"script-src 'self'"}
    assert not {"'unsafe-eval'", "*", "http:", "https:"} & set(policy.split())


def production() -> dict[str, object]:
    """Return the settings that production adds, read from its own file."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(os.environ, "SECRET_KEY", "k" * 60)
        found = runpy.run_path(str(settings.BASE_DIR / "convivencia/settings/production.py"))
    return {name: value for name, value in found.items() if name.isupper()}


def test_t53_production_adds_tls_for_a_year_and_locked_cookies(school, settings):
    member = MembershipFactory(school=school)
    given = production()
    for name in given:
        if name.startswith(("SECURE_", "SESSION_COOKIE", "CSRF_COOKIE", "DEVICE_")):
            setattr(settings, name, given[name])
    client = Client()
    plain = client.get("/cuenta/login/")
    data = {"login": member.user.email, "password": PASSWORD}
    page = client.get("/cuenta/login/", secure=True)
    entered = client.post("/cuenta/login/", data, secure=True)

    check(plain, HTTPStatus.MOVED_PERMANENTLY, PAGE)
    tls = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload"}
    check(page, HTTPStatus.OK, PAGE | tls)
    cookies = {**page.cookies, **entered.cookies}
    assert {"__Host-sesion", "__Host-csrf"} <= set(cookies)
    for name, cookie in cookies.items():
        assert name.startswith("__Host-")
        assert (cookie["secure"], cookie["path"], cookie["domain"]) == (True, "/", "")
        assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert given["DEBUG"] is False
