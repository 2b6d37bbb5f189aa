"""What the page of an import shows, already decided."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from schools.models import RosterImport
from schools.models.imports import ImportState

STALLED_AFTER = timedelta(minutes=2)
VIEWS = {
    "nuevo": ("Nuevos en el establecimiento", "nuevo", "nuevos", "is-new"),
    "cambia": ("Cambian, antes y después", "con cambios", "con cambios", "is-changed"),
    "invalido": ("Filas no válidas: no se importan", "no válido", "no válidos", "is-bad"),
    "igual": ("Sin cambios", "sin cambios", "sin cambios", ""),
    "faltan": (
        "Tienen matrícula y no vienen en el archivo",
        "no viene en el archivo",
        "no vienen en el archivo",
        "is-missing",
    ),
    "avisos": ("Con avisos", "con aviso", "con avisos", ""),
}


@dataclass(frozen=True, slots=True)
class CountCard:
    """One of the big numbers on top, which opens its list."""

    key: str
    number: int
    words: str
    css_class: str


@dataclass(frozen=True, slots=True)
class ImportPage:
    """An import as it is shown: its numbers and the rows of the list that is open."""

    cards: list[CountCard]
    view: str
    title: str
    rows: list[dict]
    is_reviewable: bool
    can_apply: bool
    can_undo: bool
    is_stalled: bool


def import_page(roster: RosterImport, asked: str, at: datetime) -> ImportPage:
    """Return the view-model of an import. Queries: 0."""
    numbers = {"faltan": len(roster.missing)} | roster.counts
    cards = [
        CountCard(key, numbers.get(key, 0), one if numbers.get(key) == 1 else many, css)
        for key, (_, one, many, css) in VIEWS.items()
        if key != "avisos" or numbers.get(key)
    ]
    view = asked if asked in VIEWS else next((c.key for c in cards if c.number), "nuevo")
    reviewable = roster.state == ImportState.REVISION
    writes = numbers.get("nuevo", 0) + numbers.get("cambia", 0) + numbers["faltan"]
    return ImportPage(
        cards=cards,
        view=view,
        title=VIEWS[view][0],
        rows=_rows(roster, view),
        is_reviewable=reviewable,
        can_apply=reviewable and writes > 0,
        can_undo=roster.state == ImportState.APLICADA,
        is_stalled=at - roster.created_at > STALLED_AFTER,
    )


def _rows(roster: RosterImport, view: str) -> list[dict]:
    if view == "avisos":
        return [row for row in roster.rows if row["notes"]]
    return [row for row in roster.rows if row["kind"] == view]
