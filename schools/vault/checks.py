"""An installation that cannot open its own words says so before it serves a page."""

from collections.abc import Iterable, Sequence

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError, connections, transaction
from django.db.backends.utils import CursorWrapper as Cursor

from schools.vault.errors import KeyLostError
from schools.vault.masters import open_school_key

HINT = (
    "Defina CONVIVENCIA_MASTER_KEY_FILE (o CONVIVENCIA_MASTER_KEY) con todas las llaves maestras "
    "vigentes: docs/operations.md."
)
KEYS = "SELECT version, wrapped, master FROM schools_schoolkey WHERE wrapped IS NOT NULL"


@register(Tags.security)
def there_is_a_master_key(**_: object) -> Iterable[CheckMessage]:
    """Nothing can be written without one."""
    if not settings.MASTER_KEYS:
        yield Error("Falta la llave maestra del cifrado.", hint=HINT, id="vault.E001")


@register(Tags.database)
def every_school_opens(
    databases: Sequence[str] | None = None, **_: object
) -> Iterable[CheckMessage]:
    """Open the key of each school: `manage.py check --database default`."""
    if "default" not in (databases or ()):
        return
    try:
        with transaction.atomic("default"), connections["default"].cursor() as cursor:
            closed = [name for pk, name in _schools(cursor) if not _opens(cursor, pk)]
    except DatabaseError:
        return  # not migrated yet, or unreachable: others say it better
    if closed:
        yield Error(
            f"Ninguna llave maestra abre la llave de: {', '.join(closed)}.",
            hint=HINT,
            id="vault.E002",
        )


def _schools(cursor: Cursor) -> list[tuple[int, str]]:
    cursor.execute("SELECT id, rbd FROM schools_school ORDER BY id")
    return cursor.fetchall()


def _opens(cursor: Cursor, school_id: int) -> bool:
    cursor.execute("SELECT set_config('app.school_id', %s, true)", [str(school_id)])
    cursor.execute(KEYS)
    try:
        for version, wrapped, master in cursor.fetchall():
            open_school_key(wrapped, master=master, school_id=school_id, version=version)
    except KeyLostError:
        return False
    return True
