"""The pages of sign-in, in a browser: they fit, they are accessible, and a key opens the door."""

from contextlib import contextmanager

import pytest
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page

from schools.models import Membership, Role
from tests.factories import PASSWORD, MembershipFactory
from tests.sign_in import enrol
from tests.ui.browser import PHONE, WIDE, Visit, visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = {
    "sesiones": "account_sessions",
    "segundo-paso": "mfa_index",
    "llaves": "mfa_list_webauthn",
    "verificaciones-perdidas": "factor-resets",
    "urgencia": "case-urgent",
}
ROLES = {"verificaciones-perdidas": Role.DIRECTORA, "urgencia": Role.INSPECTORIA}


@pytest.fixture
def member(school: object) -> Membership:
    return MembershipFactory(school=school, role=Role.INSPECTORIA)


def is_sound(seen: Visit) -> None:
    assert seen.faults() == []


@pytest.mark.parametrize("name", PAGES)
def test_account_page_fits_and_is_accessible(school, live_server, browser, name):
    member = MembershipFactory(school=school, role=ROLES.get(name, Role.ENCARGADA))
    address = live_server.url + reverse(PAGES[name])
    for size in (WIDE, PHONE):
        with visit(browser, address, member, size) as seen:
            if "reauthenticate" in seen.page.url:
                is_sound(seen)
                seen.shot(f"cuenta-confirmar-{size[0]}")
                seen.page.fill("[name=password]", PASSWORD)
                seen.page.press("[name=password]", "Enter")
                seen.page.wait_for_url(address)
            seen.shot(f"cuenta-{name}-{size[0]}")
            is_sound(seen)


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_first_sign_in_sets_the_second_step_up(member, live_server, browser, size):
    with visit(browser, live_server.url + "/", None, size) as seen:
        type_password(seen.page, member)
        seen.page.wait_for_url("**/totp/activate/")
        seen.shot(f"cuenta-activar-{size[0]}")
        assert seen.page.locator("img[alt^='Código QR']").evaluate("e => e.naturalWidth") > 100
        is_sound(seen)


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_the_step_of_the_code(member, live_server, browser, size):
    enrol(member.user)
    with visit(browser, live_server.url + "/", None, size) as seen:
        seen.shot(f"cuenta-ingresar-{size[0]}")
        is_sound(seen)
        type_password(seen.page, member)
        seen.page.wait_for_url("**/authenticate/")
        seen.page.fill("[name=code]", "000000")
        seen.page.press("[name=code]", "Enter")
        seen.page.wait_for_selector(".error-summary")
        seen.shot(f"cuenta-codigo-{size[0]}")
        is_sound(seen)


def test_a_key_is_registered_and_opens_the_door_alone(member, live_server, browser):
    with visit(browser, live_server.url + "/", None, PHONE) as seen:
        page = seen.page
        with a_key(page.context, page):
            type_password(page, member)
            page.wait_for_url("**/totp/activate/")
            page.click("text=Registrar una llave")
            page.check("[name=passwordless]")
            seen.shot("cuenta-llave-360")
            is_sound(seen)
            page.click("#registrar")
            page.wait_for_url("**/recovery-codes/")
            seen.shot("cuenta-recuperacion-360")
            is_sound(seen)
            page.click("text=Ya los guardé")
            page.wait_for_url(f"{live_server.url}/")
            leave(page)
            page.goto(live_server.url + reverse("account_login"))
            page.click("#passkey_login")
            page.wait_for_url(f"{live_server.url}/")
            leave(page)
            type_password(page, member)
            page.wait_for_url("**/authenticate/")
            page.click("#usar-llave")
            page.wait_for_url(f"{live_server.url}/")
        assert seen.complaints == []


def type_password(page: Page, member: Membership) -> None:
    if "/login/" not in page.url:
        page.goto(page.url.split("/cuenta")[0])
    page.fill("[name=login]", member.user.email)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")


def leave(page: Page) -> None:
    page.context.clear_cookies()
    page.goto(page.url)
    page.wait_for_url("**/login/**")


@contextmanager
def a_key(context: BrowserContext, page: Page):
    """Give the browser a platform authenticator that always says yes."""
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    yield
