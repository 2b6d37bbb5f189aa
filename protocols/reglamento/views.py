"""Pages of the reglamento that only read: versions, protocols, comparison, sheet, file."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from convivencia.clock import now
from protocols.reglamento import selectors
from protocols.reglamento.files import to_yaml
from schools.abilities import Ability, can
from schools.audit.services import record
from schools.models.audit import AuditAct


def version_list(request: HttpRequest) -> HttpResponse:
    rows = selectors.versions(request.school.local_date(now()))
    context = {
        "versions": rows,
        "draft": next((row for row in rows if row.is_draft), None),
        "current": next((row for row in rows if row.word == "Vigente"), None),
        "may_draft": can(request.membership, Ability.DRAFT_REGLAMENTO),
    }
    return render(request, "protocols/version_list.html", context)


def version_detail(request: HttpRequest, pk: int) -> HttpResponse:
    version = selectors.version_or_404(pk)
    context = selectors.version_page(version, request.school.local_date(now()))
    context["may_draft"] = can(request.membership, Ability.DRAFT_REGLAMENTO) and version.is_draft
    context["may_publish"] = (
        can(request.membership, Ability.PUBLISH_REGLAMENTO) and version.is_draft
    )
    return render(request, "protocols/version_detail.html", context)


def protocol_detail(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    version = selectors.version_or_404(pk)
    context = selectors.protocol_page(version, selectors.protocol_or_404(version, key))
    context["may_draft"] = can(request.membership, Ability.DRAFT_REGLAMENTO) and version.is_draft
    return render(request, "protocols/protocol_detail.html", context)


def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the whole reglamento on one sheet, to print and sign."""
    version = selectors.version_or_404(pk)
    record(AuditAct.IMPRIMIR, object_type="reglamento", object_id=pk, user_id=request.user.pk)
    return render(request, "protocols/sheet.html", selectors.sheet_page(version))


def compare(request: HttpRequest, pk: int) -> HttpResponse:
    version = selectors.version_or_404(pk)
    name, changes = selectors.comparison(version, request.GET.get("con", ""))
    others = [row for row in selectors.versions(request.school.local_date(now())) if row.pk != pk]
    context = {"version": version, "base": name, "changes": changes, "others": others}
    return render(request, "protocols/compare.html", context)


@require_GET
def export(request: HttpRequest, pk: int) -> HttpResponse:
    version = selectors.version_or_404(pk)
    record(
        AuditAct.EXPORTAR,
        object_type="reglamento",
        object_id=pk,
        user_id=request.user.pk,
    )
    answer = HttpResponse(to_yaml(version), content_type="application/yaml; charset=utf-8")
    name = f"reglamento-version-{version.version}.yaml"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
