"""The sign-in form: labels above the fields, and one way to recover the password."""

from allauth.account.forms import LoginForm as BaseLoginForm
from allauth.account.forms import ResetPasswordForm as BaseResetForm
from django.http import HttpRequest

from schools.accounts.password_help import ask_help


class LoginForm(BaseLoginForm):
    """The form of the library, without its placeholders and its second link."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class ResetPasswordForm(BaseResetForm):
    """Take the address, and look for its account later: the answer takes the same for all."""

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()

    def save(self, request: HttpRequest, **_: object) -> str:
        ask_help(self.cleaned_data["email"])
        return self.cleaned_data["email"]
