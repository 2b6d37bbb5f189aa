"""A form of the library, as it is printed: one shape for all of them."""

from dataclasses import dataclass

from cases.documents.reports.common import Report


@dataclass(frozen=True, kw_only=True)
class FichaRow:
    """One answer. `kind`: short (a cell), long (paragraphs), quoted, list or boxes."""

    label: str
    kind: str = "short"
    text: str = ""
    lines: tuple[str, ...] = ()
    boxes: tuple[tuple[bool, str], ...] = ()  # every option, ticked or not
    hint: str = ""  # when it is to be answered, on a paper to fill by hand


@dataclass(frozen=True, kw_only=True)
class FichaPart:
    """A section: first what fits in cells, then what is told."""

    title: str
    rows: tuple[FichaRow, ...]

    @property
    def short(self) -> list[FichaRow]:
        return [row for row in self.rows if row.kind in {"short", "boxes"}]

    @property
    def told(self) -> list[FichaRow]:
        return [row for row in self.rows if row.kind not in {"short", "boxes"}]


@dataclass(frozen=True, kw_only=True)
class FichaReport(Report):
    """What was answered, section by section."""

    parts: tuple[FichaPart, ...]
    statement: str = ""  # a sentence in the first person of who signs
    notice: str = ""
    formula: str = ""  # before the signatures
    receives: str = ""
    form_version: str = ""  # «F08, versión 1»
    by_hand: bool = False  # what is missing has room to be written
