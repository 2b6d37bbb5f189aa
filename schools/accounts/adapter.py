"""How allauth is used here: no public sign-up, e-mail is the name."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse

from schools.selectors import memberships_of


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by a school's administrator."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: str) -> str:
        """Count failures by account and visitor: whoever guesses does not lock the owner out."""
        key = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{key}:{self.get_client_ip(request)}"

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Return where sign-in leads: with several schools or roles, to the choice of one."""
        if len(memberships_of(request.user.pk)) > 1:
            return reverse("membership-choose")
        return super().get_login_redirect_url(request)
