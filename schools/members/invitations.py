"""The message that lets a new member choose a password. It carries no name of anybody."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse

from schools.models import User


def password_link(user: User) -> str:
    """Return the address, good for a few days and for one use, where `user` chooses a password."""
    key = default_token_generator.make_token(user)
    where = {"uidb36": user_pk_to_url_str(user), "key": key}
    return settings.SITE_URL + reverse("account_reset_password_from_key", kwargs=where)


def send_password_link(user: User) -> None:
    """Send the link to the member's own address."""
    days = settings.PASSWORD_RESET_TIMEOUT // 86_400
    context = {"link": password_link(user), "days": days}
    body = render_to_string("schools/members/invitation.txt", context)
    send_mail("Su acceso a Convivencia", body, settings.DEFAULT_FROM_EMAIL, [user.email])
