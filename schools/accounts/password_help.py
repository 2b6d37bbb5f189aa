"""The link of who forgot the password, sent by a worker: the page answers all alike."""

import logging
from datetime import timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from schools.members.invitations import password_link
from schools.models import PasswordHelp, User

logger = logging.getLogger(__name__)

AT_ONCE = 50
GIVE_UP = timedelta(hours=1)


def ask_help(email: str) -> None:
    """Write the request down. Queries: 1, whoever asks."""
    PasswordHelp.objects.create(email=email, asked_at=timezone.now())


def send_help() -> int:
    """Send what waits, and forget each address once its message left. May run twice at a time."""
    PasswordHelp.objects.filter(asked_at__lt=timezone.now() - GIVE_UP).delete()
    sent = 0
    for _ in range(AT_ONCE):
        with transaction.atomic():
            row = PasswordHelp.objects.select_for_update(skip_locked=True).first()
            if row is None:
                break
            try:
                _send(row.email)
            except (OSError, SMTPException) as error:
                logger.warning("no salió un enlace de contraseña: %s", type(error).__name__)
                break
            row.delete()
            sent += 1
    return sent


def _send(email: str) -> None:
    user = User.objects.filter(email=email, is_active=True).first()
    kind = "password_reset_key" if user else "unknown_account"
    context = {"password_reset_url": password_link(user)} if user else {}
    subject = render_to_string(f"account/email/{kind}_subject.txt").strip()
    body = render_to_string(f"account/email/{kind}_message.txt", context)
    send_mail(subject, body, settings.DEFAULT_FROM_EMAIL, [email])
