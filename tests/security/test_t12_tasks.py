"""T12: a message in the queue may say anything; a task believes only the database."""

import inspect
import json

import pytest
from kombu.exceptions import ContentDisallowed
from kombu.serialization import dumps, loads

from convivencia.celery import app
from convivencia.clock import now
from schools.files import store_file
from schools.models import RosterImport
from schools.roster.tasks import read_roster
from schools.tenancy.context import NoSchoolError, school_context
from schools.tenancy.tasks import SchoolTask, SteppedSchoolTask
from tests.factories import MembershipFactory

OURS = ("cases.", "schools.", "protocols.", "convivencia.")
FORGED = [None, "", "1", "1 OR 1=1", -1, 0, 2**40, True, 1.0, [1], {"id": 1}]


def our_tasks() -> dict[str, object]:
    app.loader.import_default_modules()
    return {name: task for name, task in app.tasks.items() if name.startswith(OURS)}


def roster_of(school: object) -> RosterImport:
    member = MembershipFactory(school=school)
    with school_context(school):
        file = store_file(content=b"RUN;Nombres\n", name="n.csv", mime="text/csv", at=now())
        return RosterImport.objects.create(
            file=file, year=2026, state="leyendo", created_by=member.user, created_at=now()
        )


def test_t12_a_task_names_its_school_or_serves_all_and_takes_nothing():
    """No default school: one sweeps with a login of its own, or is told which school."""
    tasks = our_tasks()
    loose = [
        name
        for name, task in tasks.items()
        if not isinstance(task, SchoolTask | SteppedSchoolTask)
        and inspect.signature(task.run).parameters
    ]

    assert loose == []
    assert len(tasks) > 4


def test_t12_the_school_of_a_task_is_required():
    for task in our_tasks().values():
        if isinstance(task, SchoolTask | SteppedSchoolTask):
            assert inspect.signature(task.run).parameters["school_id"].default is inspect._empty
            with pytest.raises(TypeError):
                task()


@pytest.mark.django_db
@pytest.mark.parametrize("school_id", FORGED, ids=repr)
def test_t12_a_forged_school_is_refused(school, school_id):
    roster = roster_of(school)

    with pytest.raises(NoSchoolError):
        read_roster(school_id=school_id, roster_id=roster.pk)

    with school_context(school):
        roster.refresh_from_db()
    assert roster.state == "leyendo"


@pytest.mark.django_db
def test_t12_a_row_of_another_school_is_an_absent_row(school, other_school):
    roster = roster_of(school)

    read_roster(school_id=other_school.pk, roster_id=roster.pk)
    with school_context(school):
        roster.refresh_from_db()
    assert roster.state == "leyendo"

    read_roster(school_id=school.pk, roster_id=roster.pk)  # it does something to its own
    with school_context(school):
        roster.refresh_from_db()
    assert roster.state != "leyendo"


def test_t12_only_json_is_read_from_the_queue():
    """A pickle in the queue would be code of whoever wrote it."""
    accepted = app.conf.accept_content

    assert set(accepted) == {"json"}
    content_type, encoding, payload = dumps({"a": 1}, serializer="pickle")
    with pytest.raises(ContentDisallowed):
        loads(payload, content_type, encoding, accept={"application/json"})
    assert json.loads(dumps({"a": 1}, serializer="json")[2]) == {"a": 1}
