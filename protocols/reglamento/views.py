"""Pages of the reglamento: read, prepare, compare, publish, export."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from convivencia.clock import now
from protocols.linter.words import plazo_words
from protocols.reglamento import drafts, forms, selectors
from protocols.reglamento.files import from_yaml, to_yaml
from schools.abilities import Ability, can
from schools.audit.services import record
from schools.doors import ability_required
from schools.models.audit import AuditAct
from schools.pages import done, form_page
from schools.saving import attempt

DRAFTS = ability_required(Ability.DRAFT_REGLAMENTO)
PUBLISHES = ability_required(Ability.PUBLISH_REGLAMENTO)


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


@DRAFTS
def adopt(request: HttpRequest) -> HttpResponse:
    form = forms.AdoptForm(request.POST or None)
    if request.method == "POST":
        draft = attempt(
            form,
            lambda data: drafts.draft_from_modelo(
                data["modelo"], title=data["title"], actor=request.membership
            ),
        )
        if draft:
            return done(request, "El borrador está listo.", "reglamento-version", draft.pk)
    return form_page(
        request,
        form,
        title="Adoptar un modelo",
        button="Crear el borrador",
        back=reverse("reglamento"),
        lead="Se copia completo; después cambie lo que su reglamento diga distinto y publíquelo.",
    )


@DRAFTS
def draft_from(request: HttpRequest, pk: int) -> HttpResponse:
    source = selectors.version_or_404(pk)
    form = forms.DraftForm(request.POST or None, initial={"title": source.title})
    if request.method == "POST":
        draft = attempt(
            form,
            lambda data: drafts.draft_from_version(
                source, title=data["title"], actor=request.membership
            ),
        )
        if draft:
            return done(request, "El borrador está listo.", "reglamento-version", draft.pk)
    return form_page(
        request,
        form,
        title=f"Cambiar la versión {source.version}",
        button="Crear el borrador",
        back=reverse("reglamento"),
        lead="Se copia la versión; la que rige no cambia hasta que publique la nueva.",
    )


@DRAFTS
def step_edit(request: HttpRequest, pk: int, key: str, step_id: str) -> HttpResponse:
    version = selectors.version_or_404(pk)
    protocol = selectors.protocol_or_404(version, key)
    step = selectors.step_or_404(protocol, step_id)
    form = forms.StepForm(request.POST or None, initial=forms.StepForm.of(step, version.revision))
    if request.method == "POST" and attempt(
        form,
        lambda data: drafts.edit_step(
            version,
            key,
            step_id,
            change=form.change(step),
            revision=data["revision"],
            actor=request.membership,
        ),
    ):
        return done(request, f"«{step.title}» quedó guardado.", "reglamento-protocol", pk, key)
    original = selectors.step_in_modelo(version, key, step_id)
    context = {"version": version, "protocol": protocol, "step": step, "form": form}
    context["original"] = original
    context["original_plazo"] = plazo_words(original.plazo) if original else ""
    return render(request, "protocols/step_edit.html", context)


def compare(request: HttpRequest, pk: int) -> HttpResponse:
    version = selectors.version_or_404(pk)
    name, changes = selectors.comparison(version, request.GET.get("con", ""))
    others = [row for row in selectors.versions(request.school.local_date(now())) if row.pk != pk]
    context = {"version": version, "base": name, "changes": changes, "others": others}
    return render(request, "protocols/compare.html", context)


@PUBLISHES
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    draft = selectors.version_or_404(pk)
    at = now()
    today = request.school.local_date(at)
    form = forms.PublishForm(
        request.POST or None, initial={"revision": draft.revision, "in_force_from": today}
    )
    if request.method == "POST" and attempt(
        form,
        lambda data: drafts.publish(draft, today=today, actor=request.membership, now=at, **data),
    ):
        return done(request, "La versión quedó publicada.", "reglamento-version", pk)
    return form_page(
        request,
        form,
        title=f"Publicar la versión {draft.version}",
        button="Publicar",
        back=reverse("reglamento-version", args=[pk]),
        lead="Desde ese día rige para los hechos que ocurran. Los casos abiertos no cambian. "
        "Una versión publicada no se edita.",
    )


@DRAFTS
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    draft = selectors.version_or_404(pk)
    form = forms.DiscardForm(request.POST or None, initial={"revision": draft.revision})
    if request.method == "POST" and attempt(
        form,
        lambda data: drafts.discard(draft, actor=request.membership, **data) or True,
    ):
        return done(request, "El borrador se descartó.", "reglamento")
    return form_page(
        request,
        form,
        title="Descartar el borrador",
        button="Descartar",
        back=reverse("reglamento-version", args=[pk]),
        danger=True,
        lead="Se pierden los cambios que no se publicaron.",
    )


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


@DRAFTS
def import_file(request: HttpRequest) -> HttpResponse:
    form = forms.ImportForm(request.POST or None, request.FILES or None)

    def run(data: dict) -> object:
        modelo, protocols = from_yaml(data["file"])
        return drafts.draft_from_file(
            protocols, modelo=modelo, title=data["title"], actor=request.membership
        )

    if request.method == "POST":
        draft = attempt(form, run)
        if draft:
            return done(request, "El archivo es un borrador.", "reglamento-version", draft.pk)
    return form_page(
        request,
        form,
        title="Importar un reglamento",
        button="Importar como borrador",
        back=reverse("reglamento"),
        lead="Queda como borrador: revíselo antes de publicarlo.",
    )
