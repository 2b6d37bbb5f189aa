"""The desk: what people ask about their data, until when, and what was answered."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from cases.privacy import requests as services
from cases.privacy.clocks import plazo_text
from cases.privacy.doors import ANSWERS, ask, person_or_404, show
from cases.privacy.forms import AnswerForm, ReasonForm, RequestForm
from cases.privacy.guides import guide_for
from cases.privacy.presenters import asked_lines, reply_lines
from cases.privacy.requests import Asking, Holder
from cases.privacy.selectors import (
    complaint_text,
    line_of,
    requests,
    restricted_ties,
    waiting_lines,
    wall_of,
)
from convivencia.clock import now
from schools.doors import found_or_404
from schools.pages import page_of

BACK = "privacy-request"


@ANSWERS
def desk(request: HttpRequest) -> HttpResponse:
    """List what waits for an answer, the most pressing first, and what was answered."""
    wall = wall_of(request.school, now())
    page = page_of(request, requests().exclude(answered_at=None))
    answered = [line_of(row, wall) for row in page.object_list]
    context = {"waiting": waiting_lines(wall), "answered": answered, "page": page}
    return show(request, "desk.html", context, here="privacy")


@ANSWERS
def create(request: HttpRequest, pk: int = 0, kind: str = "") -> HttpResponse:
    """Register a request, of somebody in the school's lists or of somebody else."""
    person = person_or_404(request, kind, pk) if kind else None
    form = RequestForm(request.POST or None, known=person is not None)

    def run(data: dict) -> object:
        given = {key: data.pop(key) for key in ("actor", "now")}
        holder = Holder(**{kind: person}) if kind else Holder(other=data.pop("other"))
        data["by_representative"] = data["by_representative"] == "si"
        data["asked_by"] = data["asked_by"] or holder.name
        return services.register_request(holder=holder, asking=Asking(**data), **given)

    title = "Registrar una solicitud de" if person else "Registrar una solicitud"
    return ask(
        request, form, run, title=title, about=person or "", button="Registrar la solicitud",
        back=reverse("privacy"), done="La solicitud quedó registrada y su plazo está corriendo.",
    )  # fmt: skip


@ANSWERS
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a request, its clock with its norm, and its answer."""
    at = now()
    line = line_of(found_or_404(request, requests(), pk), wall_of(request.school, at))
    row = line.row
    more = line.clock.more and row.extended_at is None and at <= line.deadline.at
    context = {
        "line": line,
        "row": row,
        "asked": asked_lines(row),
        "replied": reply_lines(row),
        "guide": "" if row.answered_at else guide_for(row.right, line.clock),
        "may_extend": bool(more) and row.answered_at is None,
        "complaint": complaint_text(row, request.school, at) if row.answered_at else "",
        "restricted": restricted_ties(row, request.school, at),
    }
    return show(request, "request.html", context, here="privacy")


@ANSWERS
def extend(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the prórroga, with its reason."""
    row = found_or_404(request, requests(), pk)
    line = line_of(row, wall_of(request.school, now()))
    lead = f"Plazo: {plazo_text(line.clock.answer)}. Se puede prorrogar una vez, por hasta "
    lead += f"{line.clock.more} días más. Avise a la persona y dígale por qué."
    return ask(
        request, ReasonForm(request.POST or None),
        lambda data: services.extend_request(row=row, **data),
        title=f"Prorrogar la respuesta {row.folio}", button="Prorrogar", lead=lead,
        back=reverse(BACK, args=[pk]), done="El plazo quedó prorrogado.",
    )  # fmt: skip


@ANSWERS
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Grant or refuse."""
    row = found_or_404(request, requests(), pk)
    clock = line_of(row, wall_of(request.school, now())).clock
    lead = "Si niega algo, la respuesta dirá dónde puede reclamar la persona y hasta cuándo. "
    lead += f"Guarde prueba de haberla entregado. {guide_for(row.right, clock)}"
    return ask(
        request, AnswerForm(request.POST or None),
        lambda data: services.answer_request(row=row, **data),
        title=f"Responder la solicitud {row.folio}", button="Registrar la respuesta", lead=lead,
        back=reverse(BACK, args=[pk]), done="La respuesta quedó registrada.",
    )  # fmt: skip
