"""Pages of the reglamento that write: adopt, import, edit, publish, discard. Each acts once."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from convivencia.clock import now
from convivencia.exceptions import AlreadyDoneError
from protocols.models import ReglamentoVersion
from protocols.reglamento import drafts, forms, selectors
from protocols.reglamento.files import from_yaml
from schools.abilities import Ability
from schools.doors import ability_required
from schools.pages import done, form_page
from schools.saving import attempt

DRAFTS = ability_required(Ability.DRAFT_REGLAMENTO)
PUBLISHES = ability_required(Ability.PUBLISH_REGLAMENTO)


def _once(
    request: HttpRequest, form: forms.PlainForm, run: Callable[[dict], object], again: str, *args
) -> object | None:
    """Return what `run` gives; the way to `again` if the form was sent before; None if refused."""

    def told(data: dict) -> object:
        try:
            return run({key: value for key, value in data.items() if key != "envio"})
        except AlreadyDoneError as error:
            messages.info(request, error.message)
            return redirect(again, *args)

    return attempt(form, told) if request.method == "POST" else None


def _to_draft(request: HttpRequest, found: object, text: str) -> HttpResponse:
    if isinstance(found, ReglamentoVersion):
        return done(request, text, "reglamento-version", found.pk)
    return found


@DRAFTS
def adopt(request: HttpRequest) -> HttpResponse:
    form = forms.AdoptForm(request.POST or None)
    found = _once(
        request,
        form,
        lambda data: drafts.draft_from_modelo(
            **data, actor=request.membership, sent_with=form.sent_with
        ),
        "reglamento",
    )
    if found:
        return _to_draft(request, found, "El borrador está listo.")
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
    found = _once(
        request,
        form,
        lambda data: drafts.draft_from_version(
            source, **data, actor=request.membership, sent_with=form.sent_with
        ),
        "reglamento",
    )
    if found:
        return _to_draft(request, found, "El borrador está listo.")
    return form_page(
        request,
        form,
        title=f"Cambiar la versión {source.version}",
        button="Crear el borrador",
        back=reverse("reglamento"),
        lead="Se copia la versión; la que rige no cambia hasta que publique la nueva.",
    )


@DRAFTS
def import_file(request: HttpRequest) -> HttpResponse:
    form = forms.ImportForm(request.POST or None, request.FILES or None)
    found = _once(
        request,
        form,
        lambda data: drafts.draft_from_file(
            from_yaml(data["file"]),
            title=data["title"],
            actor=request.membership,
            sent_with=form.sent_with,
        ),
        "reglamento",
    )
    if found:
        return _to_draft(request, found, "El archivo es un borrador.")
    return form_page(
        request,
        form,
        title="Importar un reglamento",
        button="Importar como borrador",
        back=reverse("reglamento"),
        lead="Queda como borrador: revíselo antes de publicarlo. Si el archivo no trae faltas ni "
        "medidas, se toman las del modelo que dice.",
    )


@DRAFTS
def step_edit(request: HttpRequest, pk: int, key: str, step_id: str) -> HttpResponse:
    version = selectors.version_or_404(pk)
    protocol = selectors.protocol_or_404(version, key)
    step = selectors.step_or_404(protocol, step_id)
    form = forms.StepForm(request.POST or None, initial=forms.StepForm.of(step, version.revision))
    terms = {"actor": request.membership}
    found = _once(
        request,
        form,
        lambda data: drafts.edit_step(
            version,
            key,
            step_id,
            change=form.change(step),
            revision=data["revision"],
            sent_with=form.sent_with,
            **terms,
        ),
        "reglamento-protocol",
        pk,
        key,
    )
    if isinstance(found, HttpResponse):
        return found
    if found:
        return done(request, f"«{step.title}» quedó guardado.", "reglamento-protocol", pk, key)
    context = selectors.step_page(version, protocol, step) | {"form": form}
    return render(request, "protocols/step_edit.html", context)


@PUBLISHES
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    draft = selectors.version_or_404(pk)
    at = now()
    today = request.school.local_date(at)
    form = forms.PublishForm(
        request.POST or None, initial={"revision": draft.revision, "in_force_from": today}
    )
    terms = {"today": today, "actor": request.membership, "now": at}
    found = _once(
        request,
        form,
        lambda data: drafts.publish(draft, **terms, sent_with=form.sent_with, **data),
        "reglamento-version",
        pk,
    )
    if found:
        return _to_draft(request, found, "La versión quedó publicada.")
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
    try:
        draft = selectors.version_or_404(pk)
    except Http404:
        if request.method == "POST" and drafts.was_discarded(pk):
            messages.info(request, "Ese borrador ya se había descartado.")
            return redirect("reglamento")
        raise
    form = forms.DiscardForm(request.POST or None, initial={"revision": draft.revision})
    found = _once(
        request,
        form,
        lambda data: drafts.discard(draft, actor=request.membership, **data) or True,
        "reglamento",
    )
    if isinstance(found, HttpResponse):
        return found
    if found:
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
