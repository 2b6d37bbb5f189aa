"""T04: trying RUNs one after the other tells nothing of another school, and not for long."""

import json
import re
from collections import Counter

import pytest
from django.test import Client
from django.urls import reverse

from cases.lookups import PER_MINUTE, SUBJECT, is_document
from cases.models import IntakeDraft, OutboxMessage
from convivencia.clock import now
from schools.models import AuditEntry, Enrolment, Role, Student
from schools.roster.services import start_import
from schools.roster.tasks import read_roster
from schools.tenancy.context import school_context
from tests.factories import (
    CursoFactory,
    GuardianshipFactory,
    enrolled_student,
    invented_run,
    member_of_each_role,
)
from tests.schools import rosters
from tests.ui.fixtures import enter

pytestmark = pytest.mark.django_db
KNOWN, UNKNOWN = invented_run(900_001), invented_run(900_002)
TRIED = 1000


@pytest.fixture
def people(school, other_school):
    foreign = enrolled_student(other_school, run=KNOWN)
    GuardianshipFactory(school=other_school, student=foreign, apoderado__run=KNOWN)
    return member_of_each_role(school)


def without(text: bytes, *runs: str) -> str:
    """Return a page without what was typed and what is new in each answer."""
    page = text.decode()
    for run in runs:
        page = page.replace(run, "RUN")
    return re.sub(r'(csrfmiddlewaretoken|envio)" value="[^"]*"|FToken": "[^"]*"', "", page)


def search_addresses(people: dict, school: object) -> list[tuple[object, str]]:
    with school_context(school):
        draft = IntakeDraft.objects.create(
            user=people[Role.ENCARGADA].user, created_at=now(), updated_at=now(), data={}
        )
    return [
        (people[Role.ENCARGADA], "/estudiantes/"),
        (people[Role.DIRECTORA], "/estudiantes/"),
        (people[Role.ENCARGADA], "/casos/"),
        (people[Role.ENCARGADA], reverse("intake-search", args=[draft.pk])),
    ]


def test_t04_a_run_of_another_school_is_an_unknown_one(people, school):
    for member, url in search_addresses(people, school):
        client = enter(Client(), member)
        known, unknown = (client.get(url, {"q": run}) for run in (KNOWN, UNKNOWN))

        assert known.status_code == unknown.status_code == 200, url
        assert without(known.content, KNOWN) == without(unknown.content, UNKNOWN), url


def test_t04_creating_tells_nothing_of_another_school(people, school):
    client = enter(Client(), people[Role.ADMINISTRADORA])
    curso = CursoFactory(school=school)
    answers = [
        client.post(
            reverse("student-create"),
            {
                "id_kind": "run", "run": run, "first_names": "Una", "paternal": "Persona",
                "curso": curso.pk, "starts_on": "2026-03-04",
            },
        )
        for run in (KNOWN, UNKNOWN)
    ]  # fmt: skip

    assert [a.status_code for a in answers] == [302, 302]
    with school_context(school):
        assert set(Student.objects.values_list("run", flat=True)) == {KNOWN, UNKNOWN}
        assert Enrolment.objects.count() == 2


def test_t04_an_apoderado_of_another_school_is_not_recognised(people, school):
    client = enter(Client(), people[Role.ADMINISTRADORA])
    student = enrolled_student(school)
    sent = {
        "run": KNOWN, "first_names": "Nombre", "last_names": "Nuevo", "relation": "madre",
        "starts_on": "2026-03-04",
    }  # fmt: skip
    client.post(reverse("guardianship-create", args=[student.pk]), sent)

    with school_context(school):
        assert student.guardianships.get().apoderado.first_names == "Nombre"


def test_t04_a_roster_of_a_thousand_runs_tells_nothing_of_another_school(
    people, school, other_school
):
    """Half of them are pupils of the other school; here each of them is new, and stays so."""
    rows = [rosters.student_row(n) for n in range(TRIED)]
    with school_context(other_school):
        Student.objects.bulk_create(
            Student(
                school=other_school, first_names="De otra", paternal="Escuela",
                run=f"{row[2]}{row[3]}",
            )
            for row in rows[: TRIED // 2]
        )  # fmt: skip
    content = rosters.csv_text(rows).encode()
    with school_context(school):
        roster = start_import(
            content=content, name="n.csv", year=2026, at=now(), actor=people[Role.ADMINISTRADORA]
        )
    read_roster(school_id=school.pk, roster_id=roster.pk)

    with school_context(school):
        roster.refresh_from_db()
        told = Counter(json.dumps({**row, "row": 0}).count("nuevo") > 0 for row in roster.rows)
        assert roster.counts["nuevo"] == TRIED
        assert told == {True: TRIED}
        assert "De otra" not in json.dumps(roster.rows)


def test_t04_a_thousand_runs_stop_after_twenty(people, school):
    client = enter(Client(), people[Role.ENCARGADA])
    codes = [
        client.get("/estudiantes/", {"q": invented_run(900_000 + n)}).status_code
        for n in range(PER_MINUTE.failures)
    ]
    assert set(codes) == {200}

    for n in range(3):
        refused = client.get("/estudiantes/", {"q": invented_run(950_000 + n)})
        assert refused.status_code == 429
        assert refused["Retry-After"] == "60"
    assert client.get("/casos/", {"q": KNOWN}).status_code == 429  # wherever they ask
    assert client.get("/estudiantes/", {"q": "Antilef"}).status_code == 200  # names are not guessed
    assert client.get("/estudiantes/").status_code == 200
    other = enter(Client(), people[Role.DIRECTORA])
    assert other.get("/estudiantes/", {"q": KNOWN}).status_code == 200  # nobody else waits


def test_t04_the_directora_and_the_trail_hear_of_it_once(people, school):
    client = enter(Client(), people[Role.ENCARGADA])
    for n in range(PER_MINUTE.failures + 4):
        client.get("/estudiantes/", {"q": invented_run(900_000 + n)})

    with school_context(school):
        sent = OutboxMessage.objects.get()
        assert (sent.recipient, sent.subject) == (people[Role.DIRECTORA].user.email, SUBJECT)
        assert people[Role.ENCARGADA].user.email not in sent.body
        denials = AuditEntry.objects.filter(act="denegado", object_type="busqueda")
        assert denials.count() == 4


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12.345.678-5", True), ("12345678-K", True), ("1234", True), ("12 345 678", True),
        ("Antilef", False), ("123", False), ("7 básico A", False), ("", False),
    ],
)  # fmt: skip
def test_t04_what_counts_is_what_may_be_a_document(text, expected):
    assert is_document(text) is expected
