"""One school and one transaction per request, whatever the view does."""

import errno
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from psycopg.errors import DiskFull

from schools.audit.trail import AuditUnavailableError
from schools.models import AuditEntry, Curso
from schools.tenancy import middleware as middleware_module
from schools.tenancy.context import NoSchoolError, current_school_id, school_context
from schools.tenancy.middleware import SchoolMiddleware, unavailable
from tests.factories import MembershipFactory, UserFactory


@pytest.fixture
def ask(db):
    """Send a request of `user` through the middleware to `view`, as Django would."""

    def send(user: object, view: object) -> HttpResponse:
        request = RequestFactory().get("/")
        request.user, request.session = user, {}

        def handle(asked: object) -> HttpResponse:
            try:
                return view(asked)
            except Exception as error:  # noqa: BLE001 -- as the handler of Django does with any of them
                middleware.process_exception(asked, error)
                return HttpResponse(status=500)

        middleware = SchoolMiddleware(handle)
        response = middleware(request)
        response.request = request
        return response

    return send


def write(request: object) -> HttpResponse:
    Curso.objects.create(year=2026, nivel="basica", grade=1, letter="A")
    return HttpResponse(str(current_school_id()))


def test_view_of_a_member_works_in_their_school(ask, school):
    member = MembershipFactory(school=school)

    answer = ask(member.user, write)

    assert answer.content.decode() == str(school.pk)
    assert answer.request.school == school
    with school_context(school):
        assert Curso.objects.count() == 1
    with pytest.raises(NoSchoolError):
        current_school_id()


def test_view_of_who_has_no_school_has_none(ask):
    def view(request: object) -> HttpResponse:
        with pytest.raises(NoSchoolError):
            current_school_id()
        assert (request.membership, request.school, request.memberships) == (None, None, [])
        return HttpResponse()

    assert ask(UserFactory(), view).status_code == 200


@pytest.mark.parametrize("error", [Http404, PermissionDenied, ValueError])
def test_view_that_raises_writes_nothing_but_its_denial(ask, school, error):
    member = MembershipFactory(school=school)

    def view(request: object) -> HttpResponse:
        write(request)
        request.denial = {"object_type": "x", "object_id": 7, "detail": "no"}
        raise error

    ask(member.user, view)

    with school_context(school):
        assert Curso.objects.count() == 0
        assert AuditEntry.objects.values_list("act", "object_id", "user_id").get() == (
            "denegado",
            7,
            member.user_id,
        )


def test_after_a_view_raises_the_answer_may_still_read(ask, school):
    member = MembershipFactory(school=school)
    request_user = member.user
    seen = []

    def view(request: object) -> HttpResponse:
        middleware_error = Http404()
        SchoolMiddleware(lambda _: None).process_exception(request, middleware_error)
        seen.append(Curso.objects.count())
        return HttpResponse(status=404)

    assert ask(request_user, view).status_code == 404
    assert seen == [0]


def test_view_that_breaks_the_transaction_leaves_the_connection_usable(ask, school):
    member = MembershipFactory(school=school)

    def view(request: object) -> HttpResponse:
        with connection.cursor() as cursor:
            cursor.execute("SELECT nothing FROM nowhere")
        return HttpResponse()

    assert ask(member.user, view).status_code == 500
    with transaction.atomic(), school_context(school):
        assert Curso.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "sent_away"),
    [
        ("case-list", True),
        ("", True),
        ("today", False),
        ("membership-choose", False),
        ("membership-switch", False),
        ("account_logout", False),
        ("mfa_index", False),
    ],
)
def test_who_belongs_to_no_school_opens_only_their_account(rf, name, sent_away):
    middleware = SchoolMiddleware(lambda _: None)

    def sent(*, signed_in: bool, membership: object, view: object) -> object:
        request = rf.get("/")
        request.resolver_match = SimpleNamespace(url_name=name or None)
        request.user = SimpleNamespace(is_authenticated=signed_in)
        request.membership = membership
        return middleware.process_view(request, view, [], {})

    def view(request: object) -> HttpResponse:
        return HttpResponse()

    def public(request: object) -> HttpResponse:
        return HttpResponse()

    public.login_required = False

    answer = sent(signed_in=True, membership=None, view=view)
    assert (answer is not None) is sent_away
    if sent_away:
        assert (answer.status_code, answer.url) == (302, "/")
    assert sent(signed_in=True, membership=object(), view=view) is None
    assert sent(signed_in=False, membership=None, view=view) is None
    assert sent(signed_in=True, membership=None, view=public) is None


def test_what_raised_is_undone_and_what_did_not_fit_is_said(rf):
    middleware = SchoolMiddleware(lambda _: None)
    answers = []
    for error in (ValueError(), OSError(errno.ENOSPC, "lleno"), AuditUnavailableError()):
        request = rf.get("/")
        answers.append(middleware.process_exception(request, error))
        assert request.must_roll_back is True

    assert answers[0] is None
    assert [answer.status_code for answer in answers[1:]] == [507, 503]


def test_without_a_trail_it_is_said_that_nothing_is_shown():
    answer = unavailable()

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")


def without_room() -> DatabaseError:
    """Return what Django raises when the disk of the database is full."""
    error = DatabaseError()
    error.__cause__ = DiskFull()
    return error


def failing(error: Exception) -> object:
    def write(notes: list) -> None:
        raise error

    return write


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (AuditUnavailableError(), 503),
        (DatabaseError(), 503),
        (without_room(), 507),
    ],
)
def test_an_answer_whose_entry_is_not_written_is_not_given(ask, school, monkeypatch, error, status):
    member = MembershipFactory(school=school)
    monkeypatch.setattr(middleware_module, "write", failing(error))

    answer = ask(member.user, write)

    assert answer.status_code == status
    with school_context(school):
        assert Curso.objects.count() == 0


def test_what_raises_elsewhere_is_not_hidden(ask, school, monkeypatch):
    monkeypatch.setattr(middleware_module, "write", failing(ZeroDivisionError()))

    with pytest.raises(ZeroDivisionError):
        ask(MembershipFactory(school=school).user, write)


@pytest.mark.parametrize("status", [200, 302, 400, 403, 404, 410, 429, 500])
def test_an_answer_is_told_as_shown_or_as_refused(ask, school, monkeypatch, status):
    told = []
    for name in ("shown", "refused"):
        monkeypatch.setattr(middleware_module, name, lambda *_, name=name: told.append(name) or [])

    ask(MembershipFactory(school=school).user, lambda _: HttpResponse(status=status))

    assert told == ["refused" if status in {403, 404, 429, 500} else "shown"]
