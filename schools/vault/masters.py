"""The top of the chain: school keys closed with a master key of the installation."""

from cryptography.exceptions import InvalidTag
from django.conf import settings

from schools.vault.envelope import place, unwrap, wrap
from schools.vault.errors import KeyLostError


def current() -> str:
    """Return the name of the master key in use: the last of the list."""
    try:
        return list(settings.MASTER_KEYS)[-1]
    except IndexError:
        raise KeyLostError from None


def close_school_key(key: bytes, *, school_id: int, version: int) -> tuple[bytes, str]:
    """Return the key closed with the master key in use, and the name of that one."""
    name = current()
    return wrap(key, settings.MASTER_KEYS[name], _where(school_id, version)), name


def open_school_key(wrapped: bytes | None, *, master: str, school_id: int, version: int) -> bytes:
    """Return the school's key; KeyLostError if this installation has not what closed it."""
    known = settings.MASTER_KEYS.get(master)
    if known is None or wrapped is None:
        raise KeyLostError
    try:
        return unwrap(bytes(wrapped), known, _where(school_id, version))
    except InvalidTag as error:
        raise KeyLostError from error


def _where(school_id: int, version: int) -> bytes:
    return place("school_key", school_id, version)
