"""What is written about members. A membership is ended, never deleted."""

from datetime import date

from django.db import transaction

from convivencia.exceptions import AlreadyDoneError, DomainError
from schools.audit.services import record
from schools.members import selectors
from schools.members.invitations import send_password_link
from schools.models import Curso, Membership, Role, User
from schools.models.audit import AuditAct
from schools.saving import save_checked

SAME_ROLE = "Esa persona ya tiene ese rol en esas fechas."


@transaction.atomic
def invite_member(
    *,
    email: str,
    person: dict,
    role: str,
    job_title: str,
    curso: Curso | None,
    active_from: date,
    active_until: date | None,
    actor: Membership,
) -> Membership:
    """Give a person a role in the school, and an account if they have none.

    A new account has no password: the link to choose one is sent after the commit. An account that
    exists keeps its own names, so that one school cannot rename a person of another.
    """
    user = User.objects.filter(email=email).first() or _new_user(email, person)
    membership = _open(
        user=user,
        role=role,
        job_title=job_title,
        curso=curso,
        active_from=active_from,
        active_until=active_until,
        actor=actor,
        detail=f"dio el rol {role}",
    )
    if not user.has_usable_password():
        _send_link_after_commit(user)
    return membership


def _send_link_after_commit(user: User) -> None:
    """Send the link; if the mail server does not answer, the role stays and the link is resent."""

    def send() -> None:
        send_password_link(user)

    transaction.on_commit(send, robust=True)


def _new_user(email: str, person: dict) -> User:
    user = User(email=email, **person)
    user.set_unusable_password()
    save_checked(user, taken="Ya existe una cuenta con ese correo.")
    return user


def _open(*, user: User, actor: Membership, detail: str, **fields: object) -> Membership:
    membership = Membership(user=user, **fields)
    since, until = membership.active_from, membership.active_until
    if selectors.overlapping(user.pk, membership.role, since, until).exists():
        raise AlreadyDoneError(SAME_ROLE, code="role")
    save_checked(membership, taken=SAME_ROLE)
    _trail(actor, membership, detail)
    return membership


@transaction.atomic
def end_membership(*, membership: Membership, ends_on: date, actor: Membership) -> Membership:
    """Give a membership its last day; the school keeps at least one administradora."""
    membership = Membership.objects.select_for_update().get(pk=membership.pk)
    if ends_on < membership.active_from:
        raise DomainError(
            f"No puede terminar antes de comenzar ({membership.active_from:%d-%m-%Y}).",
            code="ends_on",
        )
    is_admin = membership.role == Role.ADMINISTRADORA
    if is_admin and not selectors.other_administrators(membership, ends_on).exists():
        raise DomainError("Debe quedar al menos una administradora: agregue antes a otra persona.")
    membership.active_until = ends_on
    membership.save(update_fields=["active_until"])
    _trail(actor, membership, f"terminó el rol {membership.role}")
    return membership


@transaction.atomic
def appoint_substitute(
    *, absent: Membership, user: User, active_from: date, active_until: date, actor: Membership
) -> Membership:
    """Give `user` the role of `absent` for a time. The one who is away keeps their own."""
    if user.pk == absent.user_id:
        raise DomainError("Nadie se subroga a sí mismo: elija a otra persona.", code="user")
    return _open(
        user=user,
        role=absent.role,
        job_title=f"{absent.title} (S)"[:80],
        curso=absent.curso,
        substitutes=absent,
        active_from=active_from,
        active_until=active_until,
        actor=actor,
        detail=f"subroga la pertenencia {absent.pk}",
    )


def resend_link(*, membership: Membership, actor: Membership) -> None:
    """Send again the link to choose a password to who has never chosen one."""
    if membership.user.has_usable_password():
        raise AlreadyDoneError("Esa persona ya tiene contraseña: puede pedir otra al ingresar.")
    _trail(actor, membership, "reenvió el enlace de ingreso")
    _send_link_after_commit(membership.user)


def _trail(actor: Membership, membership: Membership, detail: str) -> None:
    record(
        AuditAct.OTORGAR,
        object_type="schools.membership",
        object_id=membership.pk,
        user_id=actor.user_id,
        detail=detail,
    )
