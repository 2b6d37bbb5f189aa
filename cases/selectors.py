"""The doors from a request to a case."""

from django.db.models import Prefetch
from django.http import Http404, HttpRequest

from cases.access import acting, relate
from cases.models import Case, Participant
from cases.policy import Compartment, Sight
from convivencia.clock import now
from protocols.selectors import with_reglamento
from schools.audit.services import record
from schools.models.audit import AuditAct

MAX_ID = 2**63 - 1
PEOPLE = Prefetch(
    "participants",
    Participant.objects.model._base_manager.select_related(
        "student", "membership__user", "apoderado"
    ).order_by("pk"),
)


def get_case_or_404(
    request: HttpRequest,
    pk: int,
    *,
    at_least: Sight = Sight.FULL,
    opens: Compartment | None = None,
) -> Case:
    """Return the case if the member may see that much of it. The only door from a request.

    With `opens`, that compartment must be open to them instead of `at_least`.

    Another school's case, one that does not exist and a forbidden one answer alike: 404. The
    case carries `sight`, `opened` and `functions`; a denial is recorded after the rollback.
    Queries: 3 (case, people, grants).
    """
    if request.membership is None or pk > MAX_ID:
        raise Http404
    case = with_reglamento(Case.objects).prefetch_related(PEOPLE).filter(pk=pk).first()
    if case is not None:
        case.school = request.school
        relate(request.membership, case, at=now())
        request.membership = acting(request.membership, case)
    if case is None or not (opens in case.opened if opens else case.sight >= at_least):
        request.denial = {"object_type": "caso", "object_id": pk, "detail": request.path[:200]}
        if case is not None:
            request.denial["case_id"] = pk
        raise Http404
    record(
        AuditAct.VER, object_type="caso", object_id=pk, case_id=pk, user_id=request.user.pk,
        detail=request.resolver_match.url_name or "" if request.resolver_match else "", faint=True,
    )  # fmt: skip
    return case
