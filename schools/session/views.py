"""Choose under which school and role to work, for people with several."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from schools.selectors import SESSION_KEY


@login_required
def membership_choose(request: HttpRequest) -> HttpResponse:
    return render(request, "schools/membership_choose.html", {"memberships": request.memberships})


@require_POST
@login_required
def membership_switch(request: HttpRequest) -> HttpResponse:
    wanted = request.POST.get("membership", "")
    chosen = next((m for m in request.memberships if str(m.pk) == wanted), None)
    if chosen is None:
        raise Http404("No se encontró.")
    request.session[SESSION_KEY] = chosen.pk
    return redirect(settings.LOGIN_REDIRECT_URL)
