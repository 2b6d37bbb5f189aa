"""Drafts of the notices of a breach: plain text to read, correct and send from the school."""

from zoneinfo import ZoneInfo

from django.template.loader import render_to_string

from cases.models import Breach
from cases.privacy.clocks import BREACH_NORM
from schools.models import School


def notices_of(breach: Breach, school: School) -> list[tuple[str, str]]:
    """Return the title and the text of each notice that the law asks for."""
    wanted = [("Aviso a la Agencia de Protección de Datos Personales", "aviso_agencia.txt")]
    if breach.tells_holders:
        wanted.append(("Aviso a las personas o a quien las representa", "aviso_personas.txt"))
    known_at = breach.known_at.astimezone(ZoneInfo(school.time_zone))
    context = {"breach": breach, "school": school, "norm": BREACH_NORM, "known_at": known_at}
    return [
        (title, render_to_string(f"cases/privacy/{name}", context).strip())
        for title, name in wanted
    ]
