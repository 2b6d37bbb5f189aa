"""What most cases begin with. Numbers are business days after the denuncia."""

from datetime import date

from cases.demo import acts_decision as decision
from cases.demo import acts_hearings as hearings
from cases.demo import acts_intake as intake
from cases.demo import acts_measures as measures
from cases.demo.roster import Place
from cases.demo.story import AFECTADO, DENUNCIADO, Act, Situation, Story
from cases.intake.facts import RESPONSIBLE_FROM
from schools.models import Role

Rows = tuple[tuple[int, str, Act], ...]
OPENING: Rows = (
    (0, "10:20", intake.denuncia),
    (0, "12:00", intake.activate),
    (0, "12:40", intake.protect()),
    (0, "15:00", hearings.cite),
)
HEARD: Rows = (
    *OPENING,
    (1, "09:00", hearings.hear(AFECTADO)),
    (1, "10:30", hearings.hear(DENUNCIADO)),
)
FOLLOWED: Rows = (
    *HEARD,
    (2, "12:00", measures.apply),
    (9, "12:00", measures.keep(30)),
    (10, "11:30", hearings.follow_up),
)


class Teller:
    """Makes the stories of a school; `_from(n)` is the day n business days ago."""

    def __init__(self, place: Place, told: dict[str, Situation]) -> None:
        self.place, self.told = place, told

    def _story(self, key: str, victim: str, accused: str, start: date, **more: object) -> Story:
        return Story(self.place, self.told[key], victim, accused, start, **more)

    def _from(self, n: int) -> date:
        return self.place.days.back(n)

    def _decided(self, story: Story, n: int, *rows: tuple, owner: str = Role.ENCARGADA) -> Story:
        """A founded case whose decision is notified n business days after the denuncia."""
        return story.plan(
            *FOLLOWED,
            (n - 2, "12:00", decision.report()),
            (n - 1, "10:00", decision.draft(owner)),
            (n - 1, "15:30", decision.resolve),
            (n, "09:30", decision.notify),
            *rows,
        )

    def _older(self, after: int) -> int:
        """Return the place in the list, past `after`, of somebody of 8° who has turned fourteen."""
        today = self.place.days.today
        ages = [student.age_on(today) for student in self.place.cursos["8A"]]
        fits = (n for n, age in enumerate(ages) if n > after and age >= RESPONSIBLE_FROM)
        return next(fits, after + 1)
