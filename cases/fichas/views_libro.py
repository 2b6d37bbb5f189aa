"""What a case has to note in the libro de clases, ready to be copied."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from cases.fichas.libro import mark_copied, notes_of
from cases.hearings.pages import refusals
from cases.once import OnceMixin
from cases.overview.frame import open_case
from cases.states import Acto
from convivencia.clock import now
from convivencia.exceptions import DomainError


def libro(request: HttpRequest, pk: int) -> HttpResponse:
    """Show each act that is noted in the libro, with its text and whether it was copied."""
    frame = open_case(request, pk, "case-fichas")
    blocked = refusals(frame.case, request.membership, Acto.ANOTAR_LIBRO)
    context = {"notes": notes_of(frame.case), "blocked": blocked}
    context["lines"] = [(note, OnceMixin()) for note in context["notes"]]
    return render(request, "cases/fichas/libro.html", frame.context(**context))


@require_POST
def copied(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Note in the history that the text was copied."""
    frame = open_case(request, pk, "case-fichas")
    found = next((note.row for note in notes_of(frame.case) if note.row.pk == row), None)
    if found is None:
        raise Http404
    form = OnceMixin(request.POST)
    try:
        envio = form.cleaned_data["envio"] if form.is_valid() else ""
        mark_copied(case=frame.case, row=found, envio=envio, actor=request.membership, now=now())
        messages.success(request, "Quedó registrado que se copió en el libro de clases.")
    except DomainError as error:
        messages.info(request, error.message)
    return redirect("case-libro", pk=pk)
