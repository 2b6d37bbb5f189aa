"""Accounts of Google or Microsoft with which people who were invited sign in."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from convivencia.exceptions import DomainError
from schools.accounts.oidc import Identity
from schools.models import ExternalIdentity, User

UNKNOWN = (
    "Esa cuenta no está conectada con ninguna de Convivencia. Ingrese con su contraseña y "
    "conéctela desde «Mis cuentas conectadas»."
)
TAKEN = "Esa cuenta ya está conectada, o usted ya tiene una de ese servicio."


def user_of(identity: Identity) -> User:
    """Return who connected `identity`; its e-mail plays no part. Queries: 1."""
    rows = ExternalIdentity.objects.select_related("user")
    row = rows.filter(issuer=identity.issuer, subject=identity.subject).first()
    if row is None or not row.user.is_active:
        raise DomainError(UNKNOWN)
    return row.user


def link(user: User, identity: Identity) -> ExternalIdentity:
    """Connect `identity` to who is signed in, by their own hand."""
    try:
        with transaction.atomic():
            return ExternalIdentity.objects.create(
                user=user,
                issuer=identity.issuer,
                subject=identity.subject,
                linked_at=timezone.now(),
            )
    except IntegrityError:
        raise DomainError(TAKEN) from None


def unlink(user: User, pk: int) -> bool:
    return ExternalIdentity.objects.filter(user=user, pk=pk).delete()[0] > 0
