"""T23: whatever is sent twice, by a double click or a network that tries again, is done once.

Every form that any address shows is answered, sent, and sent again exactly as it was.
"""

from collections.abc import Collection

import pytest
from django.test import Client

from cases.models import Notificacion
from schools.models import Role
from schools.tenancy.context import school_context
from tests.cases.families.visits import enter
from tests.cases.notifications.notices import SENT, Mailbox
from tests.factories import MembershipFactory
from tests.security.routes import ROUTES, Rule
from tests.security.sheets import CONFIRM, crawl, rewound, undone
from tests.security.stored import rows
from tests.security.world import World, build

pytestmark = pytest.mark.django_db
MOVED, OK = 302, 200
# What asking leaves, twice if it is asked twice: who looked, how lately, how often.
TRACES = {"schools_auditentry", "schools_audithead", "schools_opensession", "django_session",
          "shared_cache", "schools_failedattempts"}  # fmt: skip


@pytest.fixture
def world(school) -> World:
    return build(school)


def grown(school: object, before: dict[str, int]) -> dict[str, int]:
    with school_context(school):
        after = rows()
    return {t: after[t] - before[t] for t in after if after[t] != before[t] and t not in TRACES}


def twice(world: World, client: Client, sheet: object) -> tuple[bool, str]:
    """Send the form twice; return whether the first was taken, and what the second did."""
    school = world.scene.school
    answers = sheet.filled(world.scene.now.date())
    with undone():
        first = _send(client, sheet, answers)
        if first.status_code != MOVED:
            return False, ""
        with school_context(school):
            before = rows()
        again = _send(client, sheet, answers)
        more = grown(school, before)
    if again.status_code >= 500:
        return True, f"error {again.status_code}"
    return True, str(more) if more else ""


def _send(client: Client, sheet: object, answers: dict) -> object:
    answer = client.post(sheet.action, rewound(answers))
    if answer.status_code == OK and CONFIRM in answer.content:
        return _send(client, sheet, answers | {"paso": "confirmar"})
    return answer


def try_twice(
    world: World, client: Client, without: Collection[str] = ()
) -> tuple[set[str], dict[str, str]]:
    """Return the addresses that took a form, and those that took it again."""
    taken, repeated = set(), {}
    for name, sheet in crawl(world, client, without=without):
        done, more = twice(world, client, sheet)
        taken |= {name} if done else set()
        if more:
            repeated[name] = more
    return taken, repeated


def test_t23_no_form_is_acted_upon_twice(world):
    """As each of those who may do most; what one was seen to do is not tried by the next."""
    admin = MembershipFactory(school=world.scene.school, role=Role.ADMINISTRADORA)
    taken, repeated = set(), {}
    for member in (world.scene.directora, world.scene.encargada, admin):
        client = Client()
        client.force_login(member.user)
        more, again = try_twice(world, client, without=taken)
        taken |= more
        repeated |= again

    print(len(taken), sorted(taken))
    assert repeated == {}
    assert len(taken) >= 40


def test_t23_nor_those_of_a_family(world, monkeypatch):
    monkeypatch.setattr("cases.families.views.now", lambda: SENT)
    monkeypatch.setattr("cases.families.access.now", lambda: SENT)
    client = Client()
    enter(client, Mailbox(world.scene, world.scene.mother.email))
    with school_context(world.scene.school):
        world.rows["family-acknowledge"] = {"pk": Notificacion.objects.get().pk}
    staff = [name for name, rule in ROUTES.items() if rule is not Rule.TOKEN]

    taken, repeated = try_twice(world, client, without=staff)

    assert repeated == {}
    assert {"family-acknowledge", "family-antecedentes"} <= taken
