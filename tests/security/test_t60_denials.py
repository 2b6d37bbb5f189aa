"""T60: what a request was denied, or failed to show, is recorded though the request is undone."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path

from schools.audit.services import record
from schools.models import AuditEntry, Curso
from schools.models.audit import AuditAct
from schools.tenancy.context import school_context
from tests.factories import MembershipFactory, SchoolFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls(__name__)]
ERRORS = {404: Http404, 403: PermissionDenied, 500: ValueError}


def failing(request: HttpRequest, pk: int) -> HttpResponse:
    """Look, write, and fail as the address says."""
    record(AuditAct.VER, object_type="caso", object_id=7, case_id=7, user_id=request.user.pk)
    Curso.objects.create(year=2026, nivel="basica", grade=1, letter="A")
    raise ERRORS[pk]


urlpatterns = [
    path("falla/<int:pk>/", failing, name="failing"),
    path("", include("convivencia.urls")),
]


@pytest.mark.parametrize(
    ("code", "act"), [(404, "denegado"), (403, "denegado"), (500, "fallido")], ids=str
)
def test_t60_the_entry_survives_the_rollback(code, act):
    school = SchoolFactory()
    member = MembershipFactory(school=school, role="encargada")
    client = Client(raise_request_exception=False)
    client.force_login(member.user)

    assert client.get(f"/falla/{code}/").status_code == code

    with school_context(school):
        assert not Curso.objects.exists()
        (entry,) = AuditEntry.objects.all()
    assert (entry.act, entry.user_id, entry.case_id) == (act, member.user_id, 7)
    assert str(code) in entry.detail


def test_t60_a_case_of_another_school_is_a_denial_here_and_nothing_there():
    school, other = SchoolFactory(), SchoolFactory()
    member = MembershipFactory(school=school, role="encargada")
    client = Client()
    client.force_login(member.user)

    assert client.get("/casos/123456/").status_code == 404

    with school_context(school):
        (entry,) = AuditEntry.objects.all()
    assert (entry.act, entry.object_type, entry.object_id) == ("denegado", "caso", 123456)
    assert entry.case_id is None
    with school_context(other):
        assert not AuditEntry.objects.exists()
