"""The cases of the second school: few, and one whose plazo crosses 20 August in Chillán."""

from datetime import date

from cases.demo import acts_decision as decision
from cases.demo import acts_intake as intake
from cases.demo.roster import Place
from cases.demo.stories.base import FOLLOWED, HEARD, OPENING
from cases.demo.story import AFECTADO, DENUNCIADO, Situation, Story


def second_school(place: Place, told: dict[str, Situation], *, small: bool) -> list[Story]:
    """Return the cases of the second school; with `small`, one."""

    def story(key: str, victim: str, accused: str, start: date, **more: object) -> Story:
        return Story(place, told[key], victim, accused, start, **more)

    back = place.days.back
    received = story("notas", "8A/0", "8A/2", back(1), canal="correo")
    received.then(place.days.ago(hours=2, minutes=5), intake.denuncia)
    citing = story("fila", "4A/0", "4A/3", back(2)).plan(*HEARD)
    if small:
        return [received]
    today = place.days.today
    year = today.year - (today < date(today.year, 10, 15))
    august = story("bus", "7A/0", "7A/3", place.days.after(date(year, 7, 31), 1)).plan(
        *FOLLOWED,
        (18, "12:00", decision.report()),
        (19, "10:00", decision.draft()),
        (19, "15:00", decision.resolve),
        (20, "10:00", decision.notify),
        (20, "19:00", decision.learn(AFECTADO)),
        (21, "10:00", decision.learn(DENUNCIADO)),
        (23, "11:00", decision.carry_out),
        (28, "10:00", decision.close),
        (40, "11:00", decision.watch("Viaja tranquila. La asistente no informa novedades.")),
    )
    waiting = story("mochila", "6A/0", "6A/6", back(21), receiver="profesor6").plan(
        *FOLLOWED, (19, "16:00", decision.report()), (20, "10:00", decision.draft())
    )
    cited = story("apodos", "3A/1", "3A/4", back(1)).plan(*OPENING[:3])
    return [august, waiting, citing, cited, received]
