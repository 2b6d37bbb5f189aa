"""«Hoy» says what waits of personal data, to who attends to it, and names nobody."""

import pytest

from cases.privacy.breaches import add_act, register_breach
from cases.privacy.requests import answer_request
from schools.models import Role
from schools.tenancy.context import school_context
from tests.cases.privacy.conftest import TODAY, page
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db
WAITS = "Responder una solicitud de bloqueo temporal"
UNTOLD = "Falta el aviso a la Agencia"


@pytest.fixture
def breach(scene):
    facts = dict.fromkeys(("what", "data_kinds", "whose", "effects", "measures"), "Lo que fue.")
    with school_context(scene.school):
        return register_breach(data=facts | {"known_at": TODAY}, actor=scene.directora, now=TODAY)


@pytest.mark.parametrize(
    ("role", "shown"),
    [
        (Role.DIRECTORA, True),
        (Role.ENCARGADA, True),
        (Role.ADMINISTRADORA, True),
        (Role.EQUIPO, False),
        (Role.DOCENTE, False),
        (Role.SOSTENEDOR, False),
    ],
)
def test_who_attends_sees_what_waits(scene, ask, breach, role, shown):
    row = ask("bloqueo")
    text = page(MembershipFactory(school=scene.school, role=role), "/")

    assert (WAITS in text, UNTOLD in text) == (shown, shown)
    assert (f"Solicitud {row.folio}" in text) is shown
    if role == Role.ADMINISTRADORA:
        assert str(scene.afectado.student) not in text


def test_what_was_answered_or_closed_is_no_longer_there(scene, ask, breach):
    row = ask("bloqueo")
    given = {"actor": scene.directora, "now": TODAY}
    with school_context(scene.school):
        answer_request(row=row, outcome="negada", answer="No.", norm="Ley 19.628", **given)
        add_act(breach=breach, kind="agencia", at=TODAY, text="Hecho.", **given)
    told = page(scene.directora, "/")
    with school_context(scene.school):
        add_act(breach=breach, kind="cierre", at=TODAY, text="Hecho.", **given)
    text = page(scene.directora, "/")

    assert WAITS not in told
    assert "Cerrar la vulneración de seguridad" in told
    assert "Cerrar la vulneración" not in text
