"""The year of the first school: at least one case in every state, dates counted from today."""

from cases.demo.roster import Place
from cases.demo.stories.decided import Decided
from cases.demo.stories.ended import Ended
from cases.demo.stories.ending import Ending
from cases.demo.stories.running import Running
from cases.demo.story import Situation, Story


def first_school(place: Place, told: dict[str, Situation], *, small: bool) -> list[Story]:
    """Return the cases of the first school; with `small`, one in each state and little else."""
    ended, decided, running = Ended(place, told), Decided(place, told), Running(place, told)
    ending = Ending(place, told)
    few = [
        ended.archived, ended.watched, decided.in_reconsideracion, decided.notified,
        decided.resolved, running.waits_for_directora, running.received_now, running.ends_today,
        ending.to_send,
    ]  # fmt: skip
    rest = [
        ended.e01, ended.not_founded_closed, decided.extra_term, decided.reconsidered,
        decided.measures_pending, running.returned, running.extended, running.overdue,
        running.second_citation, running.cited_for_tomorrow, running.protected,
        running.activated, running.crime, running.staff_is_party, ending.being_signed,
    ]  # fmt: skip
    return [make() for make in (few if small else [*few, *rest])]
