"""The link of a family: 160 bits that only they hold; the school keeps its hash."""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.urls import reverse

from schools.models import School

TOKEN_BYTES = 20
LINK_LIFE = timedelta(days=90)


def new_token() -> str:
    """Return a token that nobody can guess."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def hash_of(token: str) -> str:
    """Return what is kept of a token. It is random and long: a plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def link_url(school: School, token: str) -> str:
    """Return the whole address that goes in the e-mail; the host is the configured one."""
    path = reverse("family-window", kwargs={"rbd": school.rbd, "token": token})
    return f"{settings.SITE_URL.rstrip('/')}{path}"
