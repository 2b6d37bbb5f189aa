"""How the notes of a request become entries: when, in which school, and which are forgotten."""

from dataclasses import FrozenInstanceError
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, transaction

from schools.audit import trail as audit
from schools.audit.services import record
from schools.audit.trail import AuditUnavailableError, Note, request_trail, tell, write
from schools.models import AuditEntry
from schools.models.audit import AuditAct
from schools.tenancy.context import school_context

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 3, 15, tzinfo=UTC)


def note(school: object, number: int = 1, **more: object) -> Note:
    given = {"object_type": "caso", "object_id": number} | more
    return Note(school_id=school.pk, at=NOW, act=AuditAct.VER, **given)


def written(school: object) -> list[int]:
    with school_context(school):
        return list(AuditEntry.objects.order_by("pk").values_list("object_id", flat=True))


def test_each_entry_is_written_in_its_school_wherever_one_is(school, other_school):
    mixed = [note(school, 1), note(other_school, 2), note(school, 3)]
    write(mixed)
    with school_context(school):
        write([*mixed, note(other_school, 4)])

    assert written(school) == [1, 3, 1, 3]
    assert written(other_school) == [2, 2, 4]


def test_what_is_told_outside_a_request_is_written_at_once(school):
    tell(note(school, 1))
    assert written(school) == [1]

    with request_trail() as trail:
        tell(note(school, 2))
        assert [one.object_id for one in trail.notes] == [2]
    assert written(school) == [1]

    tell(note(school, 3))
    assert written(school) == [1, 3]


def test_a_request_that_breaks_leaves_no_trail_open(school):
    with pytest.raises(ZeroDivisionError), request_trail():
        1 / 0  # noqa: B018 -- something breaks inside

    tell(note(school))
    assert written(school) == [1]


def test_what_a_savepoint_undid_is_forgotten(school):
    with request_trail() as trail:
        tell(note(school, 1))
        with transaction.atomic():
            tell(note(school, 2))
            transaction.set_rollback(True)
        with transaction.atomic():
            tell(note(school, 3))
        alive = trail.living()

    assert [one.object_id for one in alive] == [1, 3]
    assert [one.object_id for one in trail.notes] == [1, 2, 3]


@pytest.mark.parametrize(
    ("error", "raised"),
    [(DatabaseError, AuditUnavailableError), (ZeroDivisionError, ZeroDivisionError)],
)
def test_what_cannot_be_written_is_said_so(school, monkeypatch, error, raised):
    def refuse(_: list) -> None:
        raise error

    rows = SimpleNamespace(bulk_create=refuse)
    monkeypatch.setattr(audit, "AuditEntry", lambda **_: None)
    monkeypatch.setattr(audit.AuditEntry, "objects", rows, raising=False)

    with pytest.raises(raised):
        write([note(school)])


def test_what_a_note_is_about(school):
    about_a_case = note(school, 5, case_id=7)

    assert about_a_case.key == note(school, 6, case_id=7, object_type="acta").key
    assert about_a_case.key == (school.pk, "", 7)
    assert note(school, 5).key == (school.pk, "caso", 5)
    assert note(school, None).key == (school.pk, "caso", 0)
    with pytest.raises(FrozenInstanceError):
        about_a_case.act = AuditAct.CAMBIAR


def test_what_a_view_records_says_everything_and_is_not_faint(school, monkeypatch):
    monkeypatch.setattr("schools.audit.services.now", lambda: NOW)
    said = {"object_type": "acta", "object_id": 3, "case_id": 7, "user_id": 2, "who": "Madre",
            "detail": "leyó"}  # fmt: skip
    with request_trail() as trail, school_context(school):
        record("imprimir", **said)
        record(AuditAct.VER, object_type="caso", faint=True)
        record(AuditAct.VER, object_type="caso")

    first, door, last = trail.notes
    assert {name: getattr(first, name) for name in said} == said
    assert (first.school_id, first.at, first.act) == (school.pk, NOW, AuditAct.IMPRIMIR)
    assert (first.faint, door.faint, last.faint) == (False, True, False)
    assert (last.object_id, last.case_id, last.user_id, last.who) == (None, None, None, "")
