"""Whether an error says that nothing more fits, and what is answered then."""

import errno
from types import SimpleNamespace

import pytest
from django.db import DatabaseError
from django.http import HttpResponse
from psycopg.errors import DiskFull

from schools.tenancy.room import is_full, no_room, server_error


def caused(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "full"),
    [
        (None, False),
        (ValueError(), False),
        (OSError(errno.EACCES, "no"), False),
        (OSError(errno.ENOSPC, "lleno"), True),
        (OSError(errno.EDQUOT, "lleno"), True),
        (DiskFull(), True),
        (caused(DatabaseError(), DiskFull()), True),
        (caused(ValueError(), caused(DatabaseError(), OSError(errno.ENOSPC, "lleno"))), True),
        (caused(ValueError(), OSError(errno.EACCES, "no")), False),
    ],
)
def test_what_says_that_nothing_more_fits(error, full):
    assert is_full(error) is full


@pytest.fixture
def upload(rf):
    """A request with two uploads: one on the disk, one whose handler keeps nothing."""
    request = rf.get("/")
    spooled = SimpleNamespace(file=SimpleNamespace(closed=False))
    spooled.file.close = lambda: setattr(spooled.file, "closed", True)
    request.upload_handlers = [SimpleNamespace(), SimpleNamespace(file=None), spooled]
    return request


def test_without_room_what_was_half_received_is_thrown_away(upload):
    answer = no_room(upload)

    assert answer.status_code == 507
    assert upload.upload_handlers[-1].file.closed


def answer_of(request: object, error: Exception) -> HttpResponse:
    """Answer as Django does: while the error is being handled."""
    try:
        view(error)
    except Exception:  # noqa: BLE001 -- the answer to any of them
        return server_error(request)


def view(error: Exception) -> None:
    raise error


def test_only_what_did_not_fit_is_answered_so(upload):
    assert answer_of(upload, OSError(errno.ENOSPC, "lleno")).status_code == 507
    assert answer_of(upload, ValueError()).status_code == 500
