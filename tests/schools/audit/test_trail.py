"""What one request leaves in the trail, rule by rule, without a database."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.http import HttpResponse

from schools.audit import trail as audit
from schools.audit.trail import Note, Trail, refused, shown
from schools.models.audit import AuditAct

NOW = datetime(2026, 6, 3, 15, tzinfo=UTC)
MANY = 2**63 - 1  # the largest number that a row may have


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    monkeypatch.setattr(audit, "now", lambda: NOW)


def note(act: AuditAct = AuditAct.VER, **more: object) -> Note:
    given = {"object_type": "caso", "object_id": 7, "case_id": 7, "user_id": 3} | more
    return Note(school_id=1, at=NOW, act=act, **given)


def asked(method: str = "GET", name: str = "case-detail", **more: object) -> SimpleNamespace:
    match = SimpleNamespace(url_name=name, route=f"casos/{name}", kwargs={"pk": 7})
    request = SimpleNamespace(
        method=method, resolver_match=match, denial=None, user=SimpleNamespace(pk=3),
        membership=SimpleNamespace(school_id=1),
    )  # fmt: skip
    vars(request).update(more)
    return request


@pytest.fixture
def left(monkeypatch):
    """What is written of an answer, as (act, case or object): the notes of its view are given."""

    def told(request, status, *notes, of=shown):
        trail = Trail(list(notes))
        monkeypatch.setattr(Trail, "living", lambda self: self.notes)
        found = of(request, HttpResponse(status=status), trail)
        return [(n.act, n.case_id or n.object_id) for n in found]

    return told


def test_a_page_leaves_one_entry_per_case_the_one_of_most_weight(left):
    notes = [note(), note(AuditAct.IMPRIMIR), note(case_id=9), note(AuditAct.BUSCAR)]

    assert left(asked(), 200, *notes) == [(AuditAct.IMPRIMIR, 7), (AuditAct.VER, 9)]


@pytest.mark.parametrize("act", list(audit.WEIGHT))
def test_no_act_weighs_less_than_a_look(left, act):
    assert left(asked(), 200, note(act), note()) == [(act, 7)]


def test_a_faint_note_gives_way_and_stands_where_there_is_no_other(left):
    faint = note(faint=True)

    assert left(asked(), 200, faint) == [(AuditAct.VER, 7)]
    assert left(asked(), 200, faint, note(AuditAct.DESCARGAR)) == [(AuditAct.DESCARGAR, 7)]
    assert left(asked(), 200, faint, note(faint=True)) == [(AuditAct.VER, 7)]


def test_the_faint_note_of_a_case_stays_beside_another_case_and_is_the_last(left):
    doors = [note(faint=True, detail="uno"), note(faint=True, detail="dos")]

    assert left(asked(), 200, *doors, note(case_id=9)) == [(AuditAct.VER, 7), (AuditAct.VER, 9)]
    (entry,) = shown(asked(), HttpResponse(), Trail(doors))
    assert entry.detail == "dos"


def test_the_faint_note_of_something_else_gives_way_to_what_the_view_said(left):
    """A door to a list notes the list; the view, the case of which it showed something."""
    door = note(object_type="lista", object_id=1, case_id=None, faint=True)

    assert left(asked(), 200, door, note(case_id=9)) == [(AuditAct.VER, 9)]
    assert left(asked(), 200, door) == [(AuditAct.VER, 1)]


def test_each_permission_is_told_and_what_was_changed_beside_it(left):
    grants = [note(AuditAct.OTORGAR), note(AuditAct.OTORGAR)]

    assert left(asked("POST"), 302, *grants, note()) == [(AuditAct.OTORGAR, 7)] * 2
    assert left(asked("POST"), 302, *grants, note(AuditAct.CAMBIAR)) == [
        *[(AuditAct.OTORGAR, 7)] * 2, (AuditAct.CAMBIAR, 7),
    ]  # fmt: skip
    door = note(faint=True)  # of the same request: the permission is what it did
    assert left(asked("POST"), 302, *grants, door) == [(AuditAct.OTORGAR, 7)] * 2


@pytest.mark.parametrize(
    ("method", "status", "expected"),
    [
        ("POST", 302, [(AuditAct.CAMBIAR, 7)]),  # a form that did what it asked
        ("POST", 300, [(AuditAct.CAMBIAR, 7)]),
        ("POST", 399, [(AuditAct.CAMBIAR, 7)]),
        ("POST", 299, [(AuditAct.VER, 7)]),
        ("POST", 400, [(AuditAct.VER, 7)]),  # its form was refused
        ("POST", 204, [(AuditAct.CAMBIAR, 7)]),
        ("POST", 200, [(AuditAct.VER, 7)]),  # a form shown again
        ("GET", 302, []),  # nothing was shown
        ("HEAD", 302, []),
        ("GET", 200, [(AuditAct.VER, 7)]),
        ("GET", 400, [(AuditAct.VER, 7)]),
        ("POST", 410, [(AuditAct.VER, 7)]),
    ],
)
def test_a_form_that_acted_is_a_change_and_a_redirection_is_nothing(left, method, status, expected):
    assert left(asked(method), status, note(faint=True)) == expected


def test_what_a_view_that_only_moves_did_on_the_way_is_told(left):
    assert left(asked(), 302, note(AuditAct.VER), note(AuditAct.EXPORTAR)) == []
    assert left(asked(), 302, note(AuditAct.CAMBIAR)) == [(AuditAct.CAMBIAR, 7)]


def test_a_view_that_says_nothing_leaves_its_address(left):
    assert left(asked(), 200) == [(AuditAct.VER, 7)]
    assert left(asked("POST"), 302) == left(asked("POST"), 399) == [(AuditAct.CAMBIAR, 7)]
    assert left(asked(), 399) == []
    assert left(asked("POST"), 400) == left(asked(), 404) == []
    assert left(asked(name="account_login"), 200) == []
    assert left(asked(membership=None), 200) == []
    assert left(asked(resolver_match=None), 200) == []
    assert left(asked(only_searched=True), 200, note()) == []


def test_a_page_that_shows_nobody_is_recorded_only_if_it_changed_something(left):
    assert left(asked(name="calendar"), 200) == []
    assert left(asked("POST", name="calendar-change"), 200) == []
    assert left(asked("POST", name="calendar-change"), 302) == [(AuditAct.CAMBIAR, 7)]


def test_the_doors_of_two_cases_are_two_entries(left):
    doors = [note(faint=True), note(case_id=9, faint=True)]

    assert left(asked(), 200, *doors) == [(AuditAct.VER, 7), (AuditAct.VER, 9)]


def test_a_number_that_no_row_may_have_fits_in_the_trail(left):
    request = asked()
    request.resolver_match.kwargs = {"pk": 10**30}
    assert left(request, 200) == [(AuditAct.VER, MANY)]
    request.resolver_match.kwargs = {"pk": "RUN"}
    assert left(request, 200) == [(AuditAct.VER, None)]


@pytest.mark.parametrize(
    ("status", "act"),
    [
        (403, AuditAct.DENEGADO), (404, AuditAct.DENEGADO), (429, AuditAct.DENEGADO),
        (500, AuditAct.FALLIDO),
    ],
)  # fmt: skip
def test_what_showed_nothing_is_one_entry(left, status, act):
    notes = [note(AuditAct.CAMBIAR, faint=True), note(case_id=9)]

    assert left(asked(), status, *notes, of=refused) == [(act, 7)]
    assert left(asked(), status, of=refused) == [(act, 7)]
    assert left(asked(resolver_match=None), status, of=refused) == []


def test_of_ones_own_account_only_what_a_door_denied_is_told(left):
    denial = {"object_type": "clave", "object_id": 3}

    assert left(asked(name="account_login"), 404, of=refused) == []
    assert left(asked(name="account_login", denial=denial), 429, of=refused) == [
        (AuditAct.DENEGADO, 3)
    ]


def test_a_door_says_what_it_denied(left):
    denial = {"object_type": "caso", "object_id": 12, "case_id": 12}
    request = asked(denial=denial, resolver_match=None)

    assert left(request, 200, of=refused) == [(AuditAct.DENEGADO, 12)]
    (entry,) = refused(request, HttpResponse(status=404), Trail([]))
    assert (entry.detail, entry.faint, entry.user_id) == ("404 en ", False, 3)
    (entry,) = refused(asked(), HttpResponse(status=404), Trail([]))
    assert entry.detail == "404 en case-detail"


def test_what_is_written_fits_its_column():
    long = note(detail="x" * 300, who="Directora")

    entry = audit._entry(long)

    assert entry.detail == "x" * 200
    assert (entry.school_id, entry.act, entry.case_id, entry.who) == (1, "ver", 7, "Directora")


def test_the_name_of_an_address_fits_too(left):
    request = asked(name="x" * 80)

    (entry,) = refused(request, HttpResponse(status=404), Trail([]))

    assert entry.detail == "404 en " + "x" * 60
