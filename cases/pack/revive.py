"""An issued document as a report again, from the snapshot it was issued with.

A copy with initials is drawn from it: the words are those of that day, and nothing else is read.
"""

import types
from collections.abc import Iterator
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from cases.documents.reports import Report
from cases.models import Document

DAY = len("2026-11-20")


def report_of(document: Document) -> Report | None:
    """Return the report that the document was drawn from; None if its kind is no longer known."""
    data = document.snapshot
    cls = next(
        (cls for cls in _classes(Report) if {f.name for f in fields(cls)} == set(data)), None
    )
    return _build(cls, data) if cls else None


def texts_of(value: Any) -> Iterator[str]:
    """Yield every text of a snapshot, in order."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from texts_of(one)
    elif isinstance(value, list):
        for one in value:
            yield from texts_of(one)


def _classes(base: type) -> Iterator[type]:
    yield base
    for cls in base.__subclasses__():
        yield from _classes(cls)


@cache
def _hints(cls: type) -> dict[str, Any]:
    return get_type_hints(cls)


def _build(cls: type, data: dict) -> Any:
    hints = _hints(cls)
    given = {f.name: _value(hints[f.name], data[f.name]) for f in fields(cls) if f.name in data}
    needed = [f for f in fields(cls) if f.default is MISSING and f.default_factory is MISSING]
    return cls(**given) if all(f.name in given for f in needed) else None


def _value(hint: Any, value: Any) -> Any:
    """Return plain JSON as the type that the field declares. A picture left only its hash."""
    options = get_args(hint) if get_origin(hint) in {Union, types.UnionType} else (hint,)
    if value is None or hint is Any:
        return value
    if bytes in options:
        return b""
    if isinstance(value, str) and {date, datetime} & set(options):
        is_day = len(value) <= DAY
        return date.fromisoformat(value) if is_day else datetime.fromisoformat(value)
    if isinstance(value, list):
        return _sequence(options[0], value)
    found = next((one for one in options if is_dataclass(one)), None)
    return _build(found, value) if found and isinstance(value, dict) else value


def _sequence(hint: Any, values: list) -> tuple:
    inner = get_args(hint)
    if len(inner) == 2 and inner[1] is Ellipsis:  # noqa: PLR2004 -- tuple[X, ...]
        return tuple(_value(inner[0], one) for one in values)
    if inner:
        return tuple(_value(kind, one) for kind, one in zip(inner, values, strict=True))
    return tuple(values)
