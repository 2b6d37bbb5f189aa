"""The team of a case: see it, let somebody in, take them out, hand the inquiry over."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from cases.acting import perform
from cases.overview.frame import CaseFrame, open_case
from cases.policy import Compartment
from cases.team import selectors, services
from cases.team.forms import HandOverForm, JoinForm, LeaveForm
from convivencia.clock import now


def team(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who is in the team, what each sees and why."""
    frame, at = _open(request, pk), now()
    context = frame.context(lines=selectors.team_lines(frame.case, viewer=frame.membership, at=at))
    return render(request, "cases/team/team.html", context)


def join(request: HttpRequest, pk: int) -> HttpResponse:
    """Let somebody into the team."""
    frame, at = _open(request, pk), now()
    form = JoinForm(request.POST or None, people=selectors.who_may_join(frame.case, at=at))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        done = perform(
            request,
            form,
            lambda: services.join(
                case=frame.case, member=form.chosen, team_role=form.function,
                reason=data["reason"], until=data["until"], actor=request.membership, now=at,
            ),
            now=at,
            done="Ya es parte del equipo del caso.",
        )  # fmt: skip
        if done:
            return redirect("case-team", pk)
    return _draw(request, frame, form, "join")


def leave(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Take somebody out of the team, at once."""
    frame, at = _open(request, pk), now()
    access = frame.case.accesses.select_related("user").filter(pk=row).first()
    if access is None:
        raise Http404
    form = LeaveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        given = {"case": frame.case, "pk": row, "actor": request.membership, "now": at}
        done = perform(
            request,
            form,
            lambda: services.leave(reason=reason, **given),
            now=at,
            done=f"{access.user.get_full_name()} ya no ve el caso por esa función.",
        )
        if done:
            return redirect("case-team", pk)
    return _draw(request, frame, form, "leave", access=access)


def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the inquiry to another, with an acta of what is pending."""
    frame, at = _open(request, pk), now()
    form = HandOverForm(request.POST or None, people=selectors.who_may_take_over(frame.case, at=at))
    if request.method == "POST" and form.is_valid():
        done = perform(
            request,
            form,
            lambda: services.hand_over(
                case=frame.case, member=form.chosen, reason=form.cleaned_data["reason"],
                actor=request.membership, now=at,
            ),
            now=at,
            done="Investigación entregada. El acta quedó en la historia del caso.",
        )  # fmt: skip
        if done:
            return redirect("case-team", pk)
    return _draw(request, frame, form, "hand_over", tasks=services.pending_tasks(frame.case))


def _open(request: HttpRequest, pk: int) -> CaseFrame:
    return open_case(request, pk, "case-team", opens=Compartment.ACCESOS)


def _draw(
    request: HttpRequest, frame: CaseFrame, form: object, page: str, **more: object
) -> HttpResponse:
    return render(request, f"cases/team/{page}.html", frame.context(form=form, **more))
