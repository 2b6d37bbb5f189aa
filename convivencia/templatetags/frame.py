"""The frame of the page: navigation by role, optional addresses, school switcher."""

from dataclasses import dataclass

from django import template
from django.urls import NoReverseMatch, reverse

register = template.Library()

CASE_READERS = frozenset(
    {
        "encargada",
        "equipo",
        "directora",
        "directivo",
        "inspectoria",
        "profesor_jefe",
        "fiscalizador",
    }
)
PEOPLE_MANAGERS = frozenset(["encargada", "directora", "directivo", "administradora"])
EVERYBODY = frozenset()


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the main navigation; an address that does not exist yet is not shown."""

    label: str
    url_name: str
    roles: frozenset[str] = EVERYBODY


PLACES = (
    Place("Hoy", "today"),
    Place("Casos", "case-list", CASE_READERS),
    Place("Carpetas", "folders", frozenset(["directora"])),
    Place("Agenda", "agenda", CASE_READERS),
    Place("Estudiantes", "student-list", PEOPLE_MANAGERS | {"equipo", "inspectoria"}),
    Place("Nómina", "roster-list", PEOPLE_MANAGERS),
    Place("Equipo", "member-list", PEOPLE_MANAGERS),
    Place("Reglamento", "reglamento"),
    Place("Calendario", "calendar", PEOPLE_MANAGERS),
    Place("Planificador", "planner", frozenset(["encargada", "equipo", "directora"])),
    Place("Membrete", "letterhead", frozenset(["directora", "administradora"])),
    Place("Datos personales", "privacy", frozenset(["encargada", "directora", "administradora"])),
)


def address(name: str) -> str:
    """Return the URL of a name without arguments, or "" while nobody serves it."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


@register.inclusion_tag("components/navigation.html", takes_context=True)
def navigation(context: template.Context) -> dict:
    """Draw the main navigation of the member's role, with the present place marked."""
    membership = context.get("membership")
    request = context.get("request")
    if membership is None or request is None:
        return {"places": []}
    places = []
    for place in PLACES:
        url = address(place.url_name)
        if url and (not place.roles or membership.role in place.roles):
            places.append(
                {"label": place.label, "url": url, "current": _current(url, request.path)}
            )
    return {"places": places}


def _current(url: str, path: str) -> bool:
    return path == url if url == "/" else path.startswith(url)


@register.simple_tag(takes_context=True)
def case_search_url(context: template.Context) -> str:
    """Return where the search box goes; "" for a role that sees no case."""
    membership = context.get("membership")
    return address("case-list") if membership and membership.role in CASE_READERS else ""


@register.inclusion_tag("components/school_switcher.html", takes_context=True)
def school_switcher(context: template.Context) -> dict:
    """Draw the school's name; a menu if the person belongs to several."""
    request = context.get("request")
    others = getattr(request, "memberships", None) or []
    return {
        "membership": context.get("membership"),
        "memberships": others if len(others) > 1 else [],
        "switch_url": address("membership-switch"),
        "csrf_token": context.get("csrf_token"),
    }
