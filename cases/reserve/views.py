"""Ask for an identity, decide, look; and the notes of health."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from cases.acting import perform
from cases.models import IdentityRequest, ReservedIdentity
from cases.overview.frame import open_case
from cases.policy import Compartment
from cases.reserve import identities, notes
from cases.reserve.forms import AskForm, DecideForm, NoteForm
from convivencia.clock import now
from convivencia.exceptions import DomainError
from schools.models import Role


def identity(request: HttpRequest, pk: int) -> HttpResponse:
    """Show that an identity is reserved, what was asked and answered, and how to ask."""
    frame, at = open_case(request, pk, "case-identity"), now()
    if frame.only_reads:
        raise Http404
    found = ReservedIdentity.objects.filter(participant__case=frame.case).first()
    if found is None:
        raise Http404
    decides = request.membership.role == Role.DIRECTORA
    rows = found.requests.all() if decides else found.requests.filter(asked_by=request.user)
    form = AskForm(request.POST or None)
    waits = identities.waiting_of(found, request.user)
    if request.method == "POST" and not waits and form.is_valid():
        done = perform(
            request,
            form,
            lambda: identities.ask_identity(
                case=frame.case, identity=found, actor=request.membership,
                reason=form.cleaned_data["reason"], now=at,
            ),
            now=at,
            done="Solicitud enviada a dirección." if not decides else "Solicitud registrada.",
        )  # fmt: skip
        if done:
            return redirect("case-identity", pk)
    context = {"requests": rows, "form": form, "waits": waits, "decides": decides, "at": at}
    return render(request, "cases/reserve/identity.html", frame.context(**context))


def decide(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Let the directora say yes or no, and why."""
    frame, at = open_case(request, pk, "case-identity"), now()
    asked = _asked(frame.case, row)
    if request.membership.role != Role.DIRECTORA:
        raise Http404
    form = DecideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        done = perform(
            request,
            form,
            lambda: identities.decide_identity(
                case=frame.case, pk=asked.pk, actor=request.membership,
                grant=data["grant"] == "si", answer=data["answer"], now=at,
            ),
            now=at,
            done="Respuesta registrada.",
        )  # fmt: skip
        if done:
            return redirect("case-identity", pk)
    return render(request, "cases/reserve/decide.html", frame.context(form=form, asked=asked))


def reveal(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Show the name to who was let know, while it lasts."""
    frame, at = open_case(request, pk, "case-identity"), now()
    asked = _asked(frame.case, row)
    try:
        found = identities.look_at_identity(
            case=frame.case, pk=asked.pk, actor=request.membership, now=at
        )
    except DomainError as error:
        raise Http404 from error
    return render(
        request, "cases/reserve/reveal.html", frame.context(identity_kept=found, asked=asked)
    )


def note_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the notes of health, and write another."""
    frame, at = open_case(request, pk, "case-notes", opens=Compartment.SALUD), now()
    people = {str(p.pk): p for p in notes.pupils_of(frame.case)}
    choices = [(key, p.name) for key, p in people.items()]
    form = NoteForm(request.POST or None, people=choices)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        done = perform(
            request,
            form,
            lambda: notes.write_note(
                case=frame.case, participant=people[data["participant"]], kind=data["kind"],
                text=data["text"], actor=request.membership, now=at,
            ),
            now=at,
            done="Nota guardada.",
        )  # fmt: skip
        if done:
            return redirect("case-notes", pk)
    context = frame.context(form=form, notes=notes.notes_of(frame.case), people=people)
    return render(request, "cases/reserve/notes.html", context)


def _asked(case: object, row: int) -> IdentityRequest:
    found = IdentityRequest.objects.filter(pk=row, identity__participant__case=case).first()
    if found is None:
        raise Http404
    return found
