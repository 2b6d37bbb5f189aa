"""One school and one transaction per request, whatever the view does."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.http import Http404, HttpResponse
from django.test import RequestFactory

from schools.models import AuditEntry, Curso
from schools.tenancy.context import NoSchoolError, current_school_id, school_context
from schools.tenancy.middleware import SchoolMiddleware
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
