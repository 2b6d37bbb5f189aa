"""Pages of the account that say less than the library's."""

from allauth.account.views import LogoutView
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from django.contrib.auth.decorators import login_not_required, login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from schools.accounts import factor, totp
from schools.session import services


@require_safe
@login_required
def own_email(request: HttpRequest) -> HttpResponse:
    """Show the e-mail one signs in with. Who could change it would receive another's invitation."""
    return render(request, "account/email.html")


class LeaveView(LogoutView):
    """End the session; the browser forgets what it kept of ours, but not that it is a usual one."""

    def post(self, *args: object, **kwargs: object) -> HttpResponse:
        response = super().post(*args, **kwargs)
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response


class ActivateView(ActivateTOTPView):
    """Set an app of codes up; the code typed does not serve again."""

    def form_valid(self, form: totp.ActivateForm) -> HttpResponse:
        response = super().form_valid(form)
        row = Authenticator.objects.get(user=self.request.user, type=Authenticator.Type.TOTP)
        totp.spend(row, form.cleaned_data["code"])
        factor.note_set_up(self.request, row)
        services.renew(self.request)
        return response


activate_totp = ActivateView.as_view()
log_out = login_not_required(LeaveView.as_view())
