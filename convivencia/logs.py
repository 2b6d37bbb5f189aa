"""Log lines that say where something failed, and nothing of anybody.

The database repeats in its errors what was being saved, and an address may hold the key of a
family's window: neither belongs in a log.
"""

import copy
import logging
import re
import time
import traceback
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError

# What would begin a line of its own, or move the cursor of who reads it.
CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]")
KEYS = re.compile(r"(/familia/[^/\s]+/|/password/reset/key/)[^/\s]+")
# Those whose first line tells of machines, not of people.
TELLING = (ConnectionError, TimeoutError, ImproperlyConfigured, OperationalError)


class ReservedFormatter(logging.Formatter):
    """Print a traceback without the values that errors carry, and addresses without their keys.

    The hour is in UTC, and a message is one line, whatever somebody wrote in it.
    """

    converter = time.gmtime
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def format(self, record: logging.LogRecord) -> str:
        record = copy.copy(record)
        record.exc_text = None  # another formatter may have kept its own
        error = record.exc_info[1] if record.exc_info else None
        text = _message(record, error) if error else record.getMessage()
        record.msg, record.args = CONTROL.sub(_written, text), None
        return KEYS.sub(r"\1…", super().format(record))

    def formatException(self, ei: tuple[Any, ...]) -> str:  # noqa: N802 -- logging's name
        lines: list[str] = []
        for error in reversed(list(_chain(ei[1]))):
            lines += [*traceback.format_tb(error.__traceback__), f"{_said(error)}\n"]
        return "".join(lines).rstrip()


def use_reserved_logs(logger: logging.Logger) -> None:
    """Make every line of `logger` reserved: Celery sets up handlers of its own."""
    for handler in logger.handlers:
        handler.setFormatter(
            ReservedFormatter("{asctime} {levelname} {name}: {message}", style="{")
        )


def _written(found: re.Match[str]) -> str:
    return found[0].encode("unicode_escape").decode("ascii")


def _message(record: logging.LogRecord, error: BaseException) -> str:
    """Return the message, without the words of the error where it repeats them."""
    text = record.getMessage()
    for one in _chain(error):
        for words in (repr(one), str(one)):
            text = text.replace(words, _said(one)) if words else text
    return text


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an error and those that led to it."""
    while error is not None:
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _said(error: BaseException) -> str:
    name = f"{type(error).__module__}.{type(error).__qualname__}"
    first = str(error).partition("\n")[0]
    return f"{name}: {first}" if first and isinstance(error, TELLING) else name
