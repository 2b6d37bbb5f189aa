"""The only way into a school's data."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django_scopes import get_scope, scope

from schools.vault.ring import open_ring


class NoSchoolError(RuntimeError):
    """Code touched a school's data outside `school_context`."""


def current_school_id() -> int:
    """Return the id of the school in context; NoSchoolError outside one."""
    school_id = get_scope().get("school")
    if school_id is None:
        raise NoSchoolError("No hay un establecimiento en contexto.")
    return school_id


@contextmanager
def school_context(school: "int | object") -> Iterator[None]:
    """Open a transaction in which only the rows of `school` exist.

    `school` is a School or its id. The database setting is local to the transaction, so it cannot
    leak through a connection pooler; on leaving a nested context the outer school is restored.
    """
    school_id = school if isinstance(school, int) else school.pk
    outer, nested = get_scope().get("school"), connection.in_atomic_block
    with transaction.atomic(), scope(school=school_id), open_ring(school_id):
        _set_local("app.school_id", school_id)
        yield
        if nested and outer != school_id and not connection.needs_rollback:
            _set_local("app.school_id", outer)


@contextmanager
def user_context(user_id: int) -> Iterator[None]:
    """Open a transaction in which a user sees their own memberships of every school."""
    nested = connection.in_atomic_block
    with transaction.atomic():
        _set_local("app.user_id", user_id)
        yield
        if nested and not connection.needs_rollback:
            _set_local("app.user_id", None)


def _set_local(name: str, value: int | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config(%s, %s, true)", [name, "" if value is None else str(value)]
        )
