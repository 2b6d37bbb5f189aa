"""The chain of the trail: written by the database, in order, without gaps, under any traffic."""

import itertools
import threading

import pytest
from django.db import ProgrammingError, connection, connections, transaction

from schools.audit import verify
from schools.audit.chain import GENESIS, hash_of
from schools.audit.services import record
from schools.models import AuditEntry
from schools.models.audit import AuditAct, AuditLink
from schools.tenancy.context import school_context
from tests.factories import SchoolFactory

pytestmark = pytest.mark.django_db(transaction=True)


def look(**more: object) -> None:
    record(AuditAct.VER, object_type="caso", **more)


def links(school: object) -> list[tuple[AuditLink, AuditEntry]]:
    with school_context(school):
        rows = list(AuditLink.objects.order_by("seq"))
        entries = AuditEntry.objects.in_bulk([row.entry_id for row in rows])
        return [(row, entries[row.entry_id]) for row in rows]


def test_each_entry_gets_its_place_and_the_hash_of_those_before():
    school = SchoolFactory()
    with school_context(school):
        look(object_id=1, detail='comillas " \\ \n \x1f ñandú 👀')
    with school_context(school):
        look(object_id=2, case_id=7)
        look(who="apoderado 3")

    found = links(school)

    assert [row.seq for row, _ in found] == [1, 2, 3]
    before = GENESIS
    for row, entry in found:
        assert row.previous == before
        assert row.hash == hash_of(entry, seq=row.seq, previous=before)
        before = row.hash


def test_each_school_has_a_chain_of_its_own():
    one, other = SchoolFactory(), SchoolFactory()
    for school in (one, other, one):
        with school_context(school):
            look()

    assert [row.seq for row, _ in links(one)] == [1, 2]
    assert [row.seq for row, _ in links(other)] == [1]


def test_what_is_rolled_back_leaves_no_gap():
    school = SchoolFactory()
    with school_context(school):
        look(object_id=1)
        with transaction.atomic():
            look(object_id=2)
            transaction.set_rollback(True)
        look(object_id=3)

    assert [(row.seq, entry.object_id) for row, entry in links(school)] == [(1, 1), (2, 3)]


def test_many_at_once_make_one_chain_without_gaps():
    school = SchoolFactory()

    def work() -> None:
        for _ in range(25):
            with school_context(school):
                look()
        connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    found = links(school)
    assert [row.seq for row, _ in found] == list(range(1, 151))
    pairs = itertools.pairwise(found)
    assert all(later.previous == row.hash for (row, _), (later, _) in pairs)


def test_a_slow_page_does_not_hold_the_others_back():
    school = SchoolFactory()
    wrote, others_done = threading.Event(), threading.Event()
    waited: list[bool] = []

    def slow() -> None:
        with school_context(school):
            look(object_id=1)
            wrote.set()
            waited.append(others_done.wait(10))
        connections.close_all()

    thread = threading.Thread(target=slow)
    thread.start()
    wrote.wait(10)
    for number in (2, 3, 4):
        with school_context(school):
            look(object_id=number)
    others_done.set()
    thread.join()

    assert waited == [True]
    assert [entry.object_id for _, entry in links(school)] == [2, 3, 4, 1]


INSERT_LINK = (
    "INSERT INTO schools_auditlink (entry_id, school_id, seq, previous, hash) "
    "SELECT 9999, school_id, 9, 'x', 'x' FROM schools_auditentry LIMIT 1"
)
FORBIDDEN = {
    "edit an entry": "UPDATE schools_auditentry SET detail = 'x'",
    "delete an entry": "DELETE FROM schools_auditentry",
    "empty the entries": "TRUNCATE schools_auditentry CASCADE",
    "forge a link": INSERT_LINK,
    "edit a link": "UPDATE schools_auditlink SET hash = 'x'",
    "delete a link": "DELETE FROM schools_auditlink",
    "empty the links": "TRUNCATE schools_auditlink",
    "edit a seal": "UPDATE schools_auditseal SET hash = 'x'",
    "delete a seal": "DELETE FROM schools_auditseal",
    "empty the seals": "TRUNCATE schools_auditseal",
    "edit the history": "UPDATE cases_actuacion SET title = 'x'",
    "delete history": "DELETE FROM cases_actuacion",
    "empty the history": "TRUNCATE cases_actuacion CASCADE",
    "silence a trigger": "ALTER TABLE schools_auditentry DISABLE TRIGGER ALL",
    "silence every trigger": "SET session_replication_role = replica",
    "change the function": "DROP FUNCTION schools_audit_link(bigint, bigint)",
}


@pytest.mark.parametrize("sql", FORBIDDEN.values(), ids=FORBIDDEN)
def test_the_login_of_the_application_may_not(sql):
    school = SchoolFactory()
    with school_context(school):
        look()

    with (
        pytest.raises(ProgrammingError, match=r"permission denied|must be owner"),
        school_context(school),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)

    assert len(links(school)) == 1


@pytest.mark.parametrize("entries", [0, 4, 5])
def test_a_chain_longer_than_a_page_is_read_whole(monkeypatch, entries):
    monkeypatch.setattr(verify, "PAGE", 2)
    school, told = SchoolFactory(), []
    with school_context(school):
        for number in range(entries):
            look(object_id=number)

    with school_context(school):
        read = list(verify._rows())
        faults = list(verify.Verification([], progress=told.append).faults())

    assert [(row.seq, entry.object_id) for row, entry in read] == list(
        zip(range(1, entries + 1), range(entries), strict=True)
    )
    assert (faults, told) == ([], [])


def test_nobody_links_an_entry_twice_or_one_of_another_school():
    school, other = SchoolFactory(), SchoolFactory()
    with school_context(school):
        look()
    entry_id = links(school)[0][1].pk

    with school_context(school), connection.cursor() as cursor:
        cursor.execute("SELECT schools_audit_link(%s, %s)", [entry_id, school.pk])
    with (
        pytest.raises(Exception, match="no rows"),
        school_context(other),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT schools_audit_link(%s, %s)", [entry_id, other.pk])

    assert [row.seq for row, _ in links(school)] == [1]
    assert links(other) == []
