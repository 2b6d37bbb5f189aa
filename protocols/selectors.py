"""Which rules a case runs under, and on which calendar."""

from datetime import date

from django.db.models import QuerySet

from protocols.catalog import protocol_from_data
from protocols.catalog.calendar import calendar_for
from protocols.catalog.faltas import regimen_from_data
from protocols.days import OwnDays
from protocols.discipline.definitions import Regimen
from protocols.engine import Calendar, Protocol
from protocols.models import ReglamentoVersion
from schools.models import School

# What a version says, some hundred kilobytes: it stays in the database until it is asked for.
CONTENT = ("protocols", "faltas", "medidas")


def with_reglamento(cases: QuerySet) -> QuerySet:
    """Bring with each case which version it is under, and leave what that version says."""
    return cases.select_related("reglamento").defer(*(f"reglamento__{name}" for name in CONTENT))


def reglamento_in_force(on: date) -> ReglamentoVersion | None:
    """Return the school's published version in force on the day of the facts."""
    versions = ReglamentoVersion.objects.filter(in_force_from__lte=on, published_at__isnull=False)
    versions = versions.defer(*CONTENT).order_by("-in_force_from", "-version")
    return next((v for v in versions if v.in_force_until is None or on <= v.in_force_until), None)


def protocol_of(reglamento: ReglamentoVersion, key: str) -> Protocol:
    """Return a protocol of a version, parsed once: a published version never changes.

    Raises KeyError if the version has no such protocol.
    """
    return _parsed(reglamento.pk, key) or _parse(reglamento, key)


_CACHE: dict[tuple[int, str], Protocol] = {}


def _parsed(pk: int, key: str) -> Protocol | None:
    return _CACHE.get((pk, key))


def _parse(reglamento: ReglamentoVersion, key: str) -> Protocol:
    protocol = protocol_from_data(reglamento.protocols[key])
    titles_of(reglamento)  # while what it says is here
    if reglamento.published_at is not None:
        _CACHE[reglamento.pk, key] = protocol
    return protocol


def titles_of(reglamento: ReglamentoVersion) -> dict[str, str]:
    """Return the protocols of a version, {key: title} in its order, read once if published."""
    if reglamento.pk in _TITLES:
        return _TITLES[reglamento.pk]
    found = {key: data["title"] for key, data in reglamento.protocols.items()}
    if reglamento.published_at is not None:
        _TITLES[reglamento.pk] = found
    return found


_TITLES: dict[int, dict[str, str]] = {}


def regimen_of(reglamento: ReglamentoVersion) -> Regimen | None:
    """Return the faltas, measures and ladder of a version; None if it brings none.

    Parsed once: a published version never changes.
    """
    if reglamento.pk not in _REGIMENES:
        found = regimen_from_data(reglamento.modelo, reglamento.faltas, reglamento.medidas)
        if reglamento.published_at is None:
            return found
        _REGIMENES[reglamento.pk] = found
    return _REGIMENES[reglamento.pk]


_REGIMENES: dict[int, Regimen | None] = {}


def calendar_of(school: School, own: OwnDays | None = None) -> Calendar:
    """Return the school's calendar: feriados of its commune, its own days, its zone.

    `own` replaces what the school has written: «what if this were a feriado?».
    """
    own = own or OwnDays.read(school.calendar)
    return calendar_for(
        school.comuna, zone=school.time_zone, no_class=own.no_class(), changes=own.changes()
    )
