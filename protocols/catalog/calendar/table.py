"""Reading the reviewed table of feriados and building calendars from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import yaml  # type: ignore[import-untyped,unused-ignore]
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from protocols.engine.calendar import Calendar, Feriado, Scope
from protocols.engine.territory import Territory

HERE = Path(__file__).parent
TABLE, SINGULARES = HERE / "feriados.yaml", HERE / "singulares.yaml"
STRICT = ConfigDict(extra="forbid", frozen=True)


class FeriadoRow(BaseModel):
    """One line of the table."""

    model_config = STRICT

    fecha: date
    nombre: str = Field(min_length=3)
    ley: str = Field(min_length=3)
    alcance: Scope = Scope.PAIS
    codigos: tuple[str, ...] = ()

    def to_engine(self) -> Feriado:
        """Return the row as the engine knows it."""
        return Feriado(self.fecha, self.nombre, self.ley, self.alcance, self.codigos)


class FeriadoTable(BaseModel):
    """The whole table: its version, its limits and its rows."""

    model_config = STRICT

    version: str
    desde: date
    hasta: date
    feriados: tuple[FeriadoRow, ...]


def read_feriados(path: Path) -> tuple[Feriado, ...]:
    """Return the feriados of a file that is a bare list of rows."""
    rows = TypeAdapter(tuple[FeriadoRow, ...]).validate_python(_read(path))
    return tuple(row.to_engine() for row in rows)


@lru_cache(maxsize=1)
def load_table() -> FeriadoTable:
    """Return the committed table, read once per process."""
    return FeriadoTable.model_validate(_read(TABLE))


def _read(path: Path) -> object:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 -- safe loaders


@lru_cache(maxsize=1)
def _feriados() -> tuple[Feriado, ...]:
    return tuple(row.to_engine() for row in load_table().feriados)


@dataclass(frozen=True, slots=True)
class Changes:
    """What a school's calendar says beyond the reviewed table: one more feriado, or one less."""

    added: tuple[Feriado, ...] = ()
    removed: tuple[date, ...] = ()


NO_CHANGES = Changes()


@lru_cache(maxsize=512)
def _calendar(
    comuna: str, no_class: tuple[tuple[date, str], ...], zone: str, changes: Changes
) -> Calendar:
    table = load_table()
    kept = [feriado for feriado in _feriados() if feriado.on not in changes.removed]
    return Calendar(
        Territory(comuna),
        [*kept, *changes.added],
        table.desde,
        table.hasta,
        no_class=dict(no_class),
        zone=zone,
        version=table.version,
    )


def calendar_for(
    comuna: str,
    *,
    no_class: Mapping[date, str] | None = None,
    zone: str = "",
    changes: Changes = NO_CHANGES,
) -> Calendar:
    """Return the calendar of a comuna and of its school days, built once per process.

    Raises: TerritoryError for a code or a zone that does not exist.
    """
    return _calendar(comuna, tuple(sorted((no_class or {}).items())), zone, changes)
