"""T08: behind a pooler that hands connections over after each transaction, no foreign row.

`make torture` reads 100,000 times; the suite, a tenth of it.
"""

import os
import re

import pytest
from django.conf import settings
from django.db import connection, connections
from django.test import Client

from schools.models import Role, Student
from schools.tenancy.context import school_context
from tests.factories import StudentFactory, enrolled_student, member_of_each_role
from tests.pgbouncer import pooler
from tests.security.crowd import Reader, crowd
from tests.ui.fixtures import enter

READS = int(os.environ.get("TORTURE_READS", "10000"))
CLIENTS, SERVERS = 6, 2


@pytest.fixture
def bouncer(committed_db, tmp_path_factory):
    folder = tmp_path_factory.mktemp("pgbouncer")
    with pooler(folder, [os.environ["DATABASE_APP_URL"]], servers=SERVERS) as found:
        yield found


@pytest.fixture
def two_schools(bouncer, school, other_school):
    for one in (school, other_school):
        StudentFactory.create_batch(3, school=one)
    return school.pk, other_school.pk


def clients(schools: tuple[int, int], reads: int, **kwargs: bool) -> list[Reader]:
    return [Reader(schools[n % 2], reads // CLIENTS + 1, n, **kwargs) for n in range(CLIENTS)]


def test_t08_no_foreign_row_through_the_pooler(bouncer, two_schools):
    seen = crowd(bouncer, clients(two_schools, READS))

    print(dict(seen))
    assert not [what for what in seen if what.startswith("broke")], seen
    assert seen["foreign"] == 0
    assert seen["reads"] == seen["full"] >= READS
    assert min(seen[mishap] for mishap in ("code", "sql", "timeout", "cancel", "vanish")) > 0


def test_t08_a_setting_of_the_session_would_leak(bouncer, two_schools):
    """The control: with the mistake made, the same crowd sees foreign rows."""
    seen = crowd(bouncer, clients(two_schools, 3000, session_scoped=True))

    print(dict(seen))
    assert seen["foreign"] > 0


def test_t08_what_a_pooler_cannot_share_is_not_used(db):
    """Cursors of the server, prepared statements and settings of a session stay behind."""
    assert connection.settings_dict["DISABLE_SERVER_SIDE_CURSORS"] is True
    connection.ensure_connection()
    assert connection.connection.prepare_threshold is None
    assert "options" not in connection.connection.info.get_parameters()


@pytest.fixture
def behind(bouncer, monkeypatch):
    """The application of this process, behind the pooler."""
    connections.close_all()
    monkeypatch.setitem(connection.settings_dict, "HOST", bouncer.host)
    monkeypatch.setitem(connection.settings_dict, "PORT", str(bouncer.port))
    yield bouncer
    connections.close_all()


def test_t08_the_application_runs_behind_the_pooler(behind, school, other_school):
    """Pages that read, write and fail, as two people of two schools, on two shared connections."""
    visitors = []
    for one in (school, other_school):
        enrolled_student(one)
        member = member_of_each_role(one)[Role.DIRECTORA]
        visitors.append((one, enter(Client(), member)))

    for _ in range(3):
        for one, visitor in visitors:
            page = visitor.get("/estudiantes/")
            assert {s.school_id for s in page.context["page"].object_list} == {one.pk}
            assert visitor.get("/casos/").status_code == 200
            assert visitor.get(f"/estudiantes/{10**9}/").status_code == 404
            sent = visitor.post("/cursos/nuevo/", {"year": "x"})
            assert sent.status_code == 200  # refused beside the field

    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('app.school_id', true)")
        assert cursor.fetchone()[0] in (None, "")
        cursor.execute("SELECT count(*) FROM schools_student")
        assert cursor.fetchone() == (0,)


def test_t08_rows_read_little_by_little_survive_the_pooler(behind, school):
    StudentFactory.create_batch(7, school=school)

    with school_context(school):
        assert len(list(Student.objects.iterator(chunk_size=2))) == 7


SESSION_BOUND = re.compile(
    r"pg_(try_)?advisory_(?!xact|unlock_xact)|\bLISTEN\b|\bpg_notify\b|\bSET SESSION\b|"
    r"\bWITH HOLD\b|\bCREATE TEMP|set_config\([^)]*, false\)"
)


def test_t08_no_code_of_ours_leaves_anything_in_a_session():
    root = settings.BASE_DIR
    ours = [p for app in ("cases", "schools", "protocols") for p in (root / app).rglob("*.py")]
    ours += [p for p in (root / "convivencia").rglob("*.py") if "embedded" not in p.parts]

    assert [str(p) for p in ours if SESSION_BOUND.search(p.read_text())] == []
    assert SESSION_BOUND.search("SELECT pg_advisory_lock(1)")
    assert not SESSION_BOUND.search("SELECT pg_advisory_xact_lock(1)")
