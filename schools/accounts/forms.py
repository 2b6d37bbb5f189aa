"""The sign-in form: labels above the fields, and one way to recover the password."""

from allauth.account.forms import LoginForm as BaseLoginForm


class LoginForm(BaseLoginForm):
    """The form of the library, without its placeholders and its second link."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
