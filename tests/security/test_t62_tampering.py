"""T62: whatever a superuser does to the trail is found, with its place and the reason."""

from collections.abc import Callable
from io import StringIO
from pathlib import Path

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from cases.models import OutboxMessage
from cases.reminders.seals import seal_schools
from schools.audit.chain import GENESIS, hash_of
from schools.audit.seals import file_of
from schools.audit.services import record
from schools.models import AuditEntry
from schools.models.audit import AuditAct, AuditLink
from schools.tenancy.context import school_context
from tests.factories import MembershipFactory, SchoolFactory

pytestmark = pytest.mark.django_db(transaction=True)
ENTRIES = 12


@pytest.fixture
def schools(tmp_path, settings) -> tuple:
    """Two schools with a sealed trail of twelve entries each."""
    settings.AUDIT_SEALS_DIR = tmp_path / "sellos"
    pair = SchoolFactory(), SchoolFactory()
    for school in pair:
        MembershipFactory(school=school, role="directora")
        for number in range(1, ENTRIES + 1):
            with school_context(school):
                record(AuditAct.VER, object_type="caso", object_id=number, case_id=number)
    assert seal_schools(now=timezone.now(), folder=settings.AUDIT_SEALS_DIR) == 2
    return pair


def verify(**options: str) -> tuple[int, str]:
    """Run the command; return its exit code and what it printed."""
    out = StringIO()
    try:
        call_command("verify_audit", stdout=out, stderr=StringIO(), **options)
    except CommandError as error:
        return error.returncode, out.getvalue()
    return 0, out.getvalue()


Tamper = Callable[[psycopg.Connection, object, object], None]


def edit(db: psycopg.Connection, one: object, _: object) -> None:
    db.execute(
        "UPDATE schools_auditentry SET case_id = 99 WHERE id = (SELECT entry_id FROM "
        "schools_auditlink WHERE school_id = %s AND seq = 5)", [one.pk],
    )  # fmt: skip


def insert(db: psycopg.Connection, one: object, _: object) -> None:
    """In the middle, with a hash of its own: those that follow move one place."""
    (pk,) = db.execute(
        "INSERT INTO schools_auditentry (school_id, at, act, object_type, who, detail) "
        "VALUES (%s, now(), 'ver', 'caso', '', '') RETURNING id", [one.pk],
    ).fetchone()  # fmt: skip
    db.execute(
        "UPDATE schools_auditlink SET seq = seq + 1000 WHERE school_id = %s AND seq >= 5", [one.pk]
    )
    db.execute("UPDATE schools_auditlink SET seq = seq - 999 WHERE seq > 1000")
    previous = db.execute(
        "SELECT hash FROM schools_auditlink WHERE school_id = %s AND seq = 4", [one.pk]
    ).fetchone()[0]
    row = AuditEntry(pk=pk, school_id=one.pk, act="ver", object_type="caso")
    row.at = db.execute("SELECT at FROM schools_auditentry WHERE id = %s", [pk]).fetchone()[0]
    db.execute(
        "INSERT INTO schools_auditlink (entry_id, school_id, seq, previous, hash) "
        "VALUES (%s, %s, 5, %s, %s)",
        [pk, one.pk, previous, hash_of(row, seq=5, previous=previous)],
    )


def insert_apart(db: psycopg.Connection, one: object, _: object) -> None:
    db.execute(
        "INSERT INTO schools_auditentry (school_id, at, act, object_type, who, detail) "
        "VALUES (%s, now(), 'ver', 'caso', '', '')", [one.pk],
    )  # fmt: skip


def delete(db: psycopg.Connection, one: object, _: object) -> None:
    of = "WHERE school_id = %s AND seq = 5"
    db.execute(
        f"DELETE FROM schools_auditentry WHERE id = (SELECT entry_id FROM schools_auditlink {of})",
        [one.pk],
    )
    db.execute(f"DELETE FROM schools_auditlink {of}", [one.pk])


def delete_content(db: psycopg.Connection, one: object, _: object) -> None:
    of = "WHERE school_id = %s AND seq = 5"
    db.execute(
        f"DELETE FROM schools_auditentry WHERE id = (SELECT entry_id FROM schools_auditlink {of})",
        [one.pk],
    )


def reorder(db: psycopg.Connection, one: object, _: object) -> None:
    for before, after in ((5, 1000), (6, 5), (1000, 6)):
        db.execute(
            "UPDATE schools_auditlink SET seq = %s WHERE school_id = %s AND seq = %s",
            [after, one.pk, before],
        )


def swap(db: psycopg.Connection, one: object, other: object) -> None:
    """The fifth entry of one school for the fifth of another, place and all."""
    fifth = {}
    for school in (one, other):
        (fifth[school],) = db.execute(
            "UPDATE schools_auditlink SET seq = 1000 + school_id WHERE school_id = %s AND seq = 5 "
            "RETURNING entry_id", [school.pk],
        ).fetchone()  # fmt: skip
    for school, into in ((one, other), (other, one)):
        for table, key in (("schools_auditlink", "entry_id"), ("schools_auditentry", "id")):
            db.execute(
                f"UPDATE {table} SET school_id = %s WHERE {key} = %s", [into.pk, fifth[school]]
            )
    db.execute("UPDATE schools_auditlink SET seq = 5 WHERE seq > 1000")


def truncate(db: psycopg.Connection, one: object, _: object) -> None:
    of = f"WHERE school_id = %s AND seq > {ENTRIES - 5}"
    db.execute(
        f"DELETE FROM schools_auditentry WHERE id IN (SELECT entry_id FROM schools_auditlink {of})",
        [one.pk],
    )
    db.execute(f"DELETE FROM schools_auditlink {of}", [one.pk])
    db.execute("DELETE FROM schools_auditseal WHERE school_id = %s", [one.pk])


def rehash(db: psycopg.Connection, one: object, _: object) -> None:
    """An edit, and every hash after it made again, the seal in the database too."""
    edit(db, one, one)
    with school_context(one):
        rows = list(AuditLink.objects.order_by("seq"))
        entries = AuditEntry.objects.in_bulk([row.entry_id for row in rows])
    previous = GENESIS
    for row in rows:
        made = hash_of(entries[row.entry_id], seq=row.seq, previous=previous)
        db.execute(
            "UPDATE schools_auditlink SET previous = %s, hash = %s WHERE entry_id = %s",
            [previous, made, row.entry_id],
        )
        previous = made
    db.execute("UPDATE schools_auditseal SET hash = %s WHERE school_id = %s", [previous, one.pk])


FOUND: dict[Tamper, list[str]] = {
    edit: ["5\tno dice lo que se registró"],
    insert: ["6\tno sigue al anterior", "6\tno dice lo que se registró"],
    insert_apart: ["-\tel registro de id"],
    delete: ["5\tfalta este registro: fue borrado"],
    delete_content: ["5\tsu contenido no está"],
    reorder: ["5\tno sigue al anterior", "6\tno sigue al anterior"],
    swap: ["5\tno dice lo que se registró"],
    truncate: [f"{ENTRIES - 4}\tfalta el final", f"{ENTRIES}\tfalta en la base el sello"],
    rehash: [f"{ENTRIES}\tno es el que se selló"],
}


def test_t62_a_whole_trail_is_whole(schools):
    code, text = verify()

    assert code == 0, text
    assert text.count(f": {ENTRIES} registros, íntegro.") == 2


@pytest.mark.parametrize("tamper", FOUND, ids=lambda t: t.__name__)
def test_t62_tampering_by_a_superuser_is_found(schools, superuser, tamper):
    one, other = schools
    superuser.execute("SET session_replication_role = replica")  # no trigger, no reference
    tamper(superuser, one, other)

    code, text = verify()

    assert code == 1
    for words in FOUND[tamper]:
        assert f"{one.rbd}\t{words}" in text, text
    assert f"{one.rbd}: " in text


@pytest.mark.parametrize("tamper", [truncate, rehash], ids=lambda t: t.__name__)
def test_t62_without_the_copies_outside_the_end_cannot_be_proved(
    schools, superuser, tamper, tmp_path
):
    """The control: it is the copy outside the database that tells."""
    superuser.execute("SET session_replication_role = replica")
    tamper(superuser, *schools)

    assert verify(seals=str(tmp_path / "nada"))[0] == 0


def test_t62_what_was_inserted_apart_is_named(schools, superuser):
    one, other = schools
    superuser.execute("SET session_replication_role = replica")
    insert_apart(superuser, one, other)
    (pk,) = superuser.execute("SELECT max(id) FROM schools_auditentry").fetchone()

    assert f"{one.rbd}\t-\tel registro de id {pk} no está en la cadena" in verify()[1]


def test_one_school_may_be_verified_alone(schools, superuser):
    one, other = schools
    superuser.execute("SET session_replication_role = replica")
    edit(superuser, one, other)

    assert verify(school=other.rbd)[0] == 0
    assert verify(school=one.rbd)[0] == 1


def test_the_seal_is_daily_mailed_and_written_once(schools, settings):
    one, _ = schools
    folder: Path = settings.AUDIT_SEALS_DIR

    assert seal_schools(now=timezone.now(), folder=folder) == 0

    (line,) = file_of(folder, one.rbd).read_text().splitlines()
    with school_context(one):
        head = AuditLink.objects.order_by("seq").last()
        (mail,) = OutboxMessage.objects.filter(kind="sello")
    assert line.split()[0] == one.rbd
    assert line.split()[2:] == [str(ENTRIES), head.hash]
    assert line in mail.body


def test_a_copy_that_could_not_be_written_is_written_later(schools, settings):
    one, _ = schools
    path = file_of(settings.AUDIT_SEALS_DIR, one.rbd)
    before = path.read_text()
    path.unlink()

    seal_schools(now=timezone.now(), folder=settings.AUDIT_SEALS_DIR)

    assert path.read_text() == before
