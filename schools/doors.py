"""How a view asks whether the person may be here at all."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from schools.abilities import Ability, can
from schools.audit.services import record
from schools.models.audit import AuditAct

View = Callable[..., HttpResponse]


def ability_required(*abilities: Ability) -> Callable[[View], View]:
    """Let in who holds any of `abilities`; the others get a 403, which is recorded."""

    def decorate(view: View) -> View:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if not any(can(request.membership, ability) for ability in abilities):
                deny(request, "schools.ability", 0, abilities[0])
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def deny(request: HttpRequest, object_type: str, object_id: int, detail: str) -> None:
    """Leave the denial for the middleware, which records it outside the failed transaction."""
    if request.membership is not None:
        request.denial = {
            "object_type": object_type,
            "object_id": min(object_id, 2**63 - 1),
            "detail": detail,
        }


def found_or_404(request: HttpRequest, rows: "object", pk: int) -> "object":
    """Return the row `pk` of `rows`, the ones the person may see; else a recorded 404.

    A row of another school, one the role hides and one that never was answer alike.
    """
    row = rows.filter(pk=pk).first() if pk < 2**63 else None
    if row is None:
        deny(request, rows.model._meta.label_lower, pk, "no existe o no le corresponde")
        raise Http404("No se encontró.")
    record(
        AuditAct.VER, object_type=rows.model._meta.label_lower, object_id=pk,
        user_id=request.user.pk, faint=True,
    )  # fmt: skip
    return row
