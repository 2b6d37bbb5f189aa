"""T55: no form is taken from elsewhere, at any address; and reading changes nothing."""

import hashlib
import re

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from psycopg import sql

from schools.tenancy.context import school_context
from tests.cases.families.visits import enter
from tests.cases.notifications.notices import SENT, Mailbox
from tests.security.routes import ROUTES, Rule
from tests.security.world import World, build, routes

pytestmark = pytest.mark.django_db
FORBIDDEN = 403
OURS = ("cases", "convivencia", "protocols", "schools")
# What a look leaves: who looked, how lately the session was used, how often an address asked.
TRACES = {
    "schools_auditentry", "schools_audithead", "django_session", "schools_session", "shared_cache",
}  # fmt: skip

LAST = "family-exit"  # a link, so that it works at once: it ends the session, and nothing else


@pytest.fixture
def world(school) -> World:
    return build(school)


@pytest.mark.parametrize("signed_in", [True, False])
def test_t55_no_address_takes_a_form_from_elsewhere(world, signed_in):
    client, wrong = Client(enforce_csrf_checks=True), []
    if signed_in:
        client.force_login(world.scene.encargada.user)
    refusal = client.post("/cuenta/login/").content
    for name, paths in routes().items():
        for route in sorted(paths):
            answer = client.post(world.path(name, route), {"csrfmiddlewaretoken": "x" * 64})
            if answer.status_code != FORBIDDEN or answer.content != refusal:
                wrong.append((name, answer.status_code))

    assert wrong == []
    assert "solicitud" in refusal.decode() or "formulario" in refusal.decode()


def test_t55_no_code_of_ours_takes_the_protection_off():
    files = [p for app in OURS for p in (settings.BASE_DIR / app).rglob("*.py")]
    found = [p.name for p in files if re.search(r"csrf_exempt|requires_csrf", p.read_text())]

    assert found == []


def digests(school: object) -> dict[str, str]:
    """Return a digest of every row that the school in context has, by table."""
    found = {}
    with school_context(school), connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            query = sql.SQL("SELECT t::text FROM {} t").format(sql.Identifier(table))
            cursor.execute(query.as_string(connection.connection))
            rows = sorted(row for (row,) in cursor.fetchall())
            found[table] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return found


def changed(before: dict[str, str], after: dict[str, str]) -> set[str]:
    return {table for table in after if before[table] != after[table]} - TRACES


def read_everything(world: World, client: Client, *, family: bool = False) -> int:
    """Ask for every address; return how many answered with a page."""
    shown = 0
    for name, paths in sorted(routes().items(), key=lambda found: found[0] == LAST):
        if (ROUTES.get(name) is Rule.TOKEN) is family:
            for route in sorted(paths):
                shown += client.get(world.path(name, route)).status_code == 200
    return shown


@pytest.mark.parametrize("who", ["encargada", "directora", "nobody"])
def test_t55_reading_changes_nothing(world, who):
    client = Client()
    if who != "nobody":
        client.force_login(getattr(world.scene, who).user)
    before = digests(world.scene.school)

    shown = read_everything(world, client)

    assert changed(before, digests(world.scene.school)) == set()
    assert shown > (5 if who == "nobody" else 60)


def test_t55_a_family_that_reads_changes_nothing(world, monkeypatch):
    monkeypatch.setattr("cases.families.views.now", lambda: SENT)
    monkeypatch.setattr("cases.families.access.now", lambda: SENT)
    client = Client()
    enter(client, Mailbox(world.scene, world.scene.mother.email))
    before = digests(world.scene.school)

    shown = read_everything(world, client, family=True)

    assert changed(before, digests(world.scene.school)) == set()
    assert shown > 6


def test_t55_the_digest_sees_a_change(world):
    before = digests(world.scene.school)
    with school_context(world.scene.school):
        type(world.scene.case).objects.update(number=7_777)

    assert changed(before, digests(world.scene.school)) == {"cases_case"}
