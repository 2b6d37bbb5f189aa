"""What the e-mails say. Plain text, and never a name, RUN, course, type of case or fact."""

from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse


@dataclass(frozen=True, slots=True)
class Message:
    """The subject and the text of one e-mail."""

    subject: str
    body: str


def site_url(name: str, *args: object) -> str:
    """Return a whole address of ours; the host is the configured one, never the request's."""
    return f"{settings.SITE_URL.rstrip('/')}{reverse(name, args=args)}"


def compose(template: str, subject: str, **context: object) -> Message:
    """Return the message of `templates/email/<template>.txt` under `subject`."""
    body = render_to_string(f"email/{template}.txt", context)
    return Message(" ".join(subject.split())[:160], body.strip() + "\n")
