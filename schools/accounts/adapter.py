"""How allauth is used here: no public sign-up, e-mail is the name."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by a school's administrator."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
