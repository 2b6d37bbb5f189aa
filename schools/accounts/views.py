"""Pages of the account that say less than the library's."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
@login_required
def own_email(request: HttpRequest) -> HttpResponse:
    """Show the e-mail one signs in with. Who could change it would receive another's invitation."""
    return render(request, "account/email.html")
