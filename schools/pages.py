"""Pages that every capability of this app shares."""

from django import forms
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render

PER_PAGE = 50


def form_page(
    request: HttpRequest,
    form: forms.Form,
    *,
    title: str,
    button: str,
    back: str,
    lead: str = "",
    danger: bool = False,
    about: object = "",
) -> HttpResponse:
    """Render one form on a page of its own, with a way back.

    `about` is whose it is: said on the page, and not in its title, which the browser keeps.
    """
    context = {
        "form": form,
        "tab": title.removesuffix(" de"),
        "title": f"{title} {about}".strip(),
        "button": button,
        "back": back,
        "lead": lead,
        "danger": danger,
    }
    return render(request, "schools/form_page.html", context)


def done(request: HttpRequest, text: str, to: str, *args: object) -> HttpResponseRedirect:
    """Say that it was done and go to where it can be seen."""
    messages.success(request, text)
    return redirect(to, *args)


def page_of(request: HttpRequest, rows: "QuerySet | list", per_page: int = PER_PAGE) -> Page:
    """Return the page asked for, the nearest one if there is none. Queries: 2."""
    return Paginator(rows, per_page).get_page(request.GET.get("pagina"))
