"""Who may register a denuncia, and the zone in which they type the hour."""

from collections.abc import Callable
from functools import wraps
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from cases.intake.selectors import draft_of
from cases.models import IntakeDraft
from schools.doors import deny
from schools.models import Role

# Every adult who works with students: nobody may be turned away (modelo A, A-72; LGE 16 E f).
REPORTERS = frozenset(Role) - {Role.SOSTENEDOR, Role.FISCALIZADOR, Role.ADMINISTRADORA}

View = Callable[..., HttpResponse]


def reporter_required(view: View) -> View:
    """Let in who may register a denuncia; hours are typed and shown in the school's zone."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.membership is None or request.membership.role not in REPORTERS:
            deny(request, "cases.intake", 0, "registrar una denuncia")
            raise PermissionDenied
        with timezone.override(ZoneInfo(request.school.time_zone)):
            return view(request, *args, **kwargs)

    return guarded


def get_draft_or_404(request: HttpRequest, pk: int, *, lock: bool = False) -> IntakeDraft:
    """Return the member's own draft; anybody else's, or none, is the same 404, recorded."""
    draft = draft_of(request.membership, pk, lock=lock)
    if draft is None:
        deny(request, "cases.intakedraft", pk, "borrador ajeno o inexistente")
        raise Http404("No se encontró.")
    return draft
