"""The family's window: one thing per page, no account, nothing of any other pupil."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters

from cases.acting import perform
from cases.families import access, services
from cases.families.access import Link, family_page, verified_page
from cases.families.codes import check_code, request_code
from cases.families.forms import (
    AcknowledgeForm,
    AntecedentesForm,
    CodeForm,
    ReconsideracionForm,
    RunForm,
)
from cases.families.next_dates import count_of
from cases.families.window import readable_document, sheet_of, window_of
from cases.models import Document
from cases.notifications import services as notices
from convivencia.clock import now
from convivencia.exceptions import DomainError
from convivencia.middleware import POLICY
from schools.audit.services import record
from schools.files import read_file
from schools.models.audit import AuditAct

NEUTRAL = "https://es.wikipedia.org/"
PDF_POLICY = (
    "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; form-action 'none'; "
    "base-uri 'none'; frame-ancestors 'self'"
)


@sensitive_post_parameters()
@family_page
def window(request: HttpRequest, link: Link) -> HttpResponse:
    """The door: asks the RUN; once inside, the window itself."""
    at = now()
    if access.is_inside(request, link, at=at):
        access.leave_look(request, link)
        return _show(request, link, "window", window=window_of(link, now=at))
    form = RunForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        right = form.cleaned_data["run"] == link.notice.apoderado.run
        try:
            request_code(
                notice=link.notice, school=link.school, right_run=right,
                source=access.source_of(request), now=at,
            )  # fmt: skip
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            access.knock(request, link, right_run=right)
            return redirect("family-code", **link.kwargs)
    return _show(request, link, "door", form=form)


@sensitive_post_parameters()
@family_page
def code(request: HttpRequest, link: Link) -> HttpResponse:
    """Ask for the code that was sent, or not, to the contact that the school holds."""
    knocked = access.knocked(request, link)
    if "right_run" not in knocked:
        return redirect("family-window", **link.kwargs)
    form, at = CodeForm(request.POST or None), now()
    if request.method == "POST" and form.is_valid():
        try:
            opened = check_code(
                notice=link.notice, code=form.cleaned_data["code"],
                right_run=knocked["right_run"], source=access.source_of(request), now=at,
            )  # fmt: skip
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            if opened:
                return _enter(request, link)
            form.add_error("code", "El código no es correcto, o ya venció.")
    return _show(request, link, "code", form=form)


def _enter(request: HttpRequest, link: Link) -> HttpResponse:
    at = now()
    access.enter(request, link, at=at)
    notices.mark_opened(notificacion=link.notice, now=at)
    _look(link, AuditAct.VER, "notificación", link.notice.pk)
    return redirect("family-window", **link.kwargs)


@family_page
def leave_quickly(request: HttpRequest, link: Link) -> HttpResponse:
    """End the session and go to a neutral site; the browser forgets what it kept of ours."""
    if request.user.is_authenticated:
        access.leave(request, link)
    else:
        request.session.flush()
    response = HttpResponseRedirect(NEUTRAL)
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@verified_page
def document(request: HttpRequest, link: Link, pk: int) -> HttpResponse:
    """Read one document on the page, or open the file where the telephone prefers."""
    found = _document_or_404(link, pk)
    response = _show(request, link, "document", document=found, window=window_of(link, now=now()))
    response.headers["Content-Security-Policy"] = f"{POLICY}; frame-src 'self'"
    return response


@verified_page
def document_file(request: HttpRequest, link: Link, pk: int) -> HttpResponse:
    """The PDF: to read in the browser, or to keep with `?guardar`."""
    found = _document_or_404(link, pk)
    keep = "guardar" in request.GET
    _look(link, AuditAct.DESCARGAR if keep else AuditAct.VER, "documento", found.pk)
    _, content = read_file(found.file_id)
    response = HttpResponse(content, content_type="application/pdf")
    how = "attachment" if keep else "inline"
    response.headers["Content-Disposition"] = f'{how}; filename="documento-{found.folio}.pdf"'
    response.headers["Content-Security-Policy"] = PDF_POLICY
    return response


@verified_page
def explained(request: HttpRequest, link: Link, pk: int) -> HttpResponse:
    """What the document means, in plain words."""
    found = _document_or_404(link, pk)
    view = window_of(link, now=now())
    notice = next((n for n in view.notices if n.document_id == pk), None)
    if notice is None:
        raise Http404
    context = {"document": found, "notice": notice, "sheet": sheet_of(found)}
    return _show(request, link, "explained", window=view, **context)


@verified_page
def acknowledge(request: HttpRequest, link: Link, pk: int) -> HttpResponse:
    """«Acuso recibo»: the statement, the button and what it starts."""
    view = window_of(link, now=now())
    notice = next((n for n in view.to_acknowledge if n.pk == pk), None)
    if notice is None:
        return redirect("family-window", **link.kwargs)
    form, at = AcknowledgeForm(request.POST or None), now()
    sent = request.method == "POST" and form.is_valid()
    if sent and perform(
        request, form, lambda: notices.acknowledge(notificacion=notice, now=at), now=at,
        done="Quedó registrado que usted recibió el documento.",
    ):  # fmt: skip
        return redirect("family-window", **link.kwargs)
    return _show(request, link, "acknowledge", form=form, notice=notice, window=view)


@verified_page
def count(request: HttpRequest, link: Link, which: str) -> HttpResponse:
    """«Ver la cuenta»: each day that counts and each that does not."""
    found = count_of(link, which, now=now())
    if found is None:
        raise Http404
    return _show(request, link, "count", computation=found)


@verified_page
def antecedentes(request: HttpRequest, link: Link) -> HttpResponse:
    """Send what the family wants to be seen."""
    form, at = AntecedentesForm(request.POST or None, request.FILES or None), now()
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if perform(
            request, form,
            lambda: services.deliver_antecedentes(
                notice=link.notice, description=data["description"], files=data["files"], now=at
            ),
            now=at, done="Recibimos lo que envió. Aquí está su comprobante.",
        ):  # fmt: skip
            return redirect("family-receipts", **link.kwargs)
    return _show(request, link, "antecedentes", form=form, window=window_of(link, now=at))


@verified_page
def reconsideracion(request: HttpRequest, link: Link) -> HttpResponse:
    """Ask that the decision be looked at again; late is marked, never refused."""
    at = now()
    view = window_of(link, now=at)
    form = ReconsideracionForm(
        request.POST or None, request.FILES or None, decisions=view.decisions
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if perform(
            request, form,
            lambda: services.request_reconsideracion(
                notice=link.notice, text=data["text"], files=data["files"], now=at,
                against=data.get("against", ""),
            ),
            now=at, done="Recibimos su solicitud. Aquí está su comprobante.",
        ):  # fmt: skip
            return redirect("family-receipts", **link.kwargs)
    return _show(request, link, "reconsideracion", form=form, window=view)


@verified_page
def receipts(request: HttpRequest, link: Link) -> HttpResponse:
    """What the family sent, with its numbers, and when it will be answered."""
    return _show(request, link, "receipts", window=window_of(link, now=now()))


@verified_page
def rights(request: HttpRequest, link: Link) -> HttpResponse:
    """What a family may always ask."""
    return _show(request, link, "rights", window=window_of(link, now=now()))


def _document_or_404(link: Link, pk: int) -> Document:
    found = readable_document(link, pk)
    if found is None:
        raise Http404
    return found


def _look(link: Link, act: AuditAct, kind: str, pk: int) -> None:
    record(
        act, object_type=kind, object_id=pk, case_id=link.notice.case_id,
        who=access.who_of(link),
    )  # fmt: skip


def _show(request: HttpRequest, link: Link, page: str, **context: object) -> HttpResponse:
    return render(request, f"cases/families/{page}.html", {"link": link, **context})
