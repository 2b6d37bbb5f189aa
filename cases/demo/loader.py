"""Load the demonstration: once, whole or not at all, school by school."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from cases.demo.acts_intake import start
from cases.demo.finish import FamilyLink, bring_to, family_link, settle_mail
from cases.demo.plans import AROMOS, PEUMO, Plan
from cases.demo.roster import Place, open_school, populate
from cases.demo.stories.first import first_school
from cases.demo.stories.second import second_school
from cases.demo.story import Story, play, situations
from schools.models import Membership, School
from schools.tenancy.context import school_context

STORIES = {AROMOS.rbd: first_school, PEUMO.rbd: second_school}
STEP = 25  # acts between two lines of progress
Say = Callable[[str], None]


@dataclass
class Loaded:
    """What was made, for the table of logins."""

    schools: list[tuple[School, list[Membership]]] = field(default_factory=list)
    link: FamilyLink | None = None
    fresh: bool = False


def load(*, now: datetime, say: Say, small: bool = False) -> Loaded:
    """Make both schools, each in one transaction; one that has people is left as it is."""
    loaded = Loaded()
    for plan in (AROMOS, PEUMO):
        school = open_school(plan)
        with school_context(school):
            if Membership.objects.exists():
                say(f"{school.name}: ya estaba cargado, no se cambia nada.")
            else:
                say(f"{school.name}: creando cursos, estudiantes y personas…")
                place = populate(plan, school, now)
                link = _fill(plan, place, now, say, small=small)
                loaded.link, loaded.fresh = loaded.link or link, True
            loaded.schools.append((school, _members()))
    return loaded


def _fill(plan: Plan, place: Place, now: datetime, say: Say, *, small: bool) -> FamilyLink | None:
    stories = STORIES[plan.rbd](place, situations(), small=small)

    def told(done: int, total: int) -> None:
        if done % STEP == 0 or done == total:
            say(f"{plan.name}: {done} de {total} actos registrados…")

    play(stories, now, told)
    _drafts(place)
    bring_to(now)
    link = family_link(place, now)
    settle_mail(now)
    return link


def _drafts(place: Place) -> None:
    """Leave two denuncias half typed, one of each who would type them."""
    told = situations()
    for key, by, hours in (("pasillo", "encargada", 3), ("apodos", "asistente", 5)):
        at = place.days.ago(hours=hours)
        story = Story(place, told[key], "5A/1", "5A/3", place.days.today, receiver=by)
        start(story, at, by=by)


def _members() -> list[Membership]:
    rows = Membership.objects.select_related("user", "school", "curso", "substitutes")
    return list(rows.order_by("pk"))
