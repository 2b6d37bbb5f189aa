"""Reads of the trail of a case."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from cases.looks.wording import ACCESS, told
from cases.models import Case, CaseAccess
from schools.models import Apoderado, AuditEntry, Membership, User
from schools.models.audit import AuditAct

PAGE = 50
MOST = 2000  # on paper
FAMILY = re.compile(r"apoderado (\d+)")
STAFF_KEY, FAMILY_KEY = "u", "f"


@dataclass(frozen=True, slots=True)
class Look:
    """One line: when, who, with which role, and what."""

    at: datetime
    who: str
    role: str
    act: str
    what: str
    is_denied: bool = False


def looks_of(case: Case, answers: dict, *, before: int = 0, most: int = PAGE) -> list[AuditEntry]:
    """Return one more than `most` of the looks that the filter leaves, newest first. Queries: 1."""
    rows = _filtered(AuditEntry.objects.filter(case_id=case.pk), case, answers)
    if before:
        rows = rows.filter(pk__lt=before)
    return list(rows.select_related("user").order_by("-pk")[: most + 1])


def lines_of(entries: Iterable[AuditEntry]) -> list[Look]:
    """Return the lines as they are read. Queries: 1 to 3."""
    entries = list(entries)
    roles, families, holders = _roles(entries), _families(entries), _holders(entries)
    return [_line(entry, roles, families, holders) for entry in entries]


def people_of(case: Case) -> list[tuple[str, str]]:
    """Return who ever looked, for the filter. Queries: 2 or 3."""
    rows = AuditEntry.objects.filter(case_id=case.pk)
    staff = User.objects.filter(pk__in=rows.exclude(user=None).order_by().values("user_id"))
    found = [(f"{STAFF_KEY}{user.pk}", user.get_full_name()) for user in staff]
    who = rows.filter(user=None).order_by().values_list("who", flat=True).distinct()
    ids = {int(match[1]) for text in who if (match := FAMILY.match(text))}
    found += [(f"{FAMILY_KEY}{pk}", f"{name} (familia)") for pk, name in _named(ids).items()]
    return sorted(found, key=lambda pair: pair[1])


def _filtered(rows: QuerySet[AuditEntry], case: Case, answers: dict) -> QuerySet[AuditEntry]:
    who, zone = answers.get("quien", ""), ZoneInfo(case.school.time_zone)
    if who.startswith(STAFF_KEY):
        rows = rows.filter(user_id=int(who[1:]))
    elif who.startswith(FAMILY_KEY):
        rows = rows.filter(who__startswith=f"apoderado {who[1:]},")
    if "que" in answers:
        rows = rows.filter(act=answers["que"])
    if "desde" in answers:
        rows = rows.filter(at__gte=_midnight(answers["desde"], zone))
    if "hasta" in answers and answers["hasta"] < date.max:
        rows = rows.filter(at__lt=_midnight(answers["hasta"] + timedelta(days=1), zone))
    return rows


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(0), tzinfo=zone)


def _line(
    entry: AuditEntry, roles: dict, families: dict[int, str], holders: dict[int, str]
) -> Look:
    act, what = told(entry, holders.get(entry.object_id, ""))
    match = FAMILY.match(entry.who)
    if entry.user_id:
        who, role = entry.user.get_full_name(), _role_on(roles.get(entry.user_id, []), entry.at)
    else:
        who = families.get(int(match[1]), "Familia") if match else entry.who or "El sistema"
        role = "Familia" if match else ""
    return Look(entry.at, who, role, act, what, entry.act == AuditAct.DENEGADO)


def _roles(entries: list[AuditEntry]) -> dict[int, list[Membership]]:
    found: dict[int, list[Membership]] = {}
    users = {entry.user_id for entry in entries if entry.user_id}
    for row in Membership.objects.filter(user_id__in=users).order_by("active_from", "pk"):
        found.setdefault(row.user_id, []).append(row)
    return found


def _role_on(rows: list[Membership], at: datetime) -> str:
    """Return the role that somebody held that day; the last one known otherwise."""
    held = [row for row in rows if row.is_active(at.date())] or rows[-1:]
    return " y ".join(dict.fromkeys(row.get_role_display() for row in held))


def _holders(entries: list[AuditEntry]) -> dict[int, str]:
    """Return whose each access was. Queries: 1, or 0 if no line is of an access."""
    ids = {entry.object_id for entry in entries if entry.object_type == ACCESS}
    if not ids:
        return {}
    rows = CaseAccess.objects.filter(pk__in=ids).select_related("user")
    return {row.pk: row.user.get_full_name() for row in rows}


def _families(entries: list[AuditEntry]) -> dict[int, str]:
    return _named({int(match[1]) for e in entries if (match := FAMILY.match(e.who))})


def _named(ids: set[int]) -> dict[int, str]:
    return {row.pk: str(row) for row in Apoderado.objects.filter(pk__in=ids)} if ids else {}
