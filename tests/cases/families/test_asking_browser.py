"""A family reads its sheet in plain words and chooses which decision it asks to be seen again."""

import pytest

from cases.models import Reconsideracion
from schools.tenancy.context import school_context
from tests.cases.expulsion.scenes import H, Walk
from tests.cases.expulsion.test_family_window import ASKED_AT, decide, send
from tests.cases.notifications.notices import Mailbox
from tests.ui.browser import PHONE, WIDE, visit
from tests.ui.fixtures import browser  # noqa: F401 -- a fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIZES = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])


@pytest.fixture
def walk(school, monkeypatch) -> Walk:
    """An expulsion beside a case of acoso that was resolved too: both told to the family."""
    for module in ("views", "access"):
        monkeypatch.setattr(f"cases.families.{module}.now", lambda: ASKED_AT)
    walk = Walk.e05(school, modelo="A", protocol="acoso_escolar").to(H.TRAMO)
    send(walk, "citacion")
    decide(walk)
    return walk


@SIZES
def test_which_decision_is_chosen_and_the_other_stays(walk, live_server, browser, size):  # noqa: F811
    mailbox = Mailbox(walk, walk.mother.email)
    url = live_server.url + mailbox.link()
    with visit(browser, url, None, size) as seen:
        page = seen.page
        page.fill("[name=run]", walk.mother.run)
        page.click("main button[type=submit]")
        page.fill("[name=code]", mailbox.code())
        page.click("main button[type=submit]")
        text = page.inner_text("main")
        assert "Puede pedir que se revise la expulsión" in text
        assert "Puede pedir que se revise lo decidido sobre la denuncia" in text
        seen.shot(f"familia-dos-plazos-{size[0]}")
        assert seen.faults() == []

        page.click("main a.btn:has-text('Pedir que se revise')")
        page.fill("[name=text]", "No estoy de acuerdo.")
        page.click("main button:has-text('Presentar')")
        assert "Elija cuál de las dos decisiones" in page.inner_text("main")
        assert page.input_value("[name=text]") == "No estoy de acuerdo."
        seen.shot(f"familia-elige-{size[0]}")
        assert seen.faults() == []
        page.check("[name=against][value=expulsion]")
        page.click("main button:has-text('Presentar')")
        seen.shot(f"familia-comprobante-{size[0]}")
        assert "Recibimos su solicitud" in page.inner_text("body")
        assert seen.faults() == []

        page.goto(url + "reconsideracion/")
        assert page.locator("[name=against]").count() == 0
        assert page.locator("[name=text]").count() == 1
        page.goto(url + "cuenta/expulsion/")
        seen.shot(f"familia-cuenta-{size[0]}")
    with school_context(walk.school):
        assert Reconsideracion.objects.get().expulsion_id == walk.row.pk
