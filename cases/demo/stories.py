"""The year of the first school: at least one case in every state, dates counted from today.

Numbers are business days after the denuncia; `_from(n)` starts a case n business days ago.
"""

from datetime import date, timedelta

from cases.demo import acts_decision as decision
from cases.demo import acts_opening as opening
from cases.demo.papers import SCREENSHOTS
from cases.demo.roster import Place
from cases.demo.story import AFECTADO, DENUNCIADO, Situation, Story
from cases.models.decisions import Resultado
from schools.models import Role

Rows = tuple[tuple[int, str, object], ...]
OPENING: Rows = (
    (0, "10:20", opening.denuncia),
    (0, "12:00", opening.activate),
    (0, "12:40", opening.protect()),
    (0, "15:00", opening.cite),
)
HEARD: Rows = (
    *OPENING,
    (1, "09:00", opening.hear(AFECTADO)),
    (1, "10:30", opening.hear(DENUNCIADO)),
)
FOLLOWED: Rows = (*HEARD, (11, "11:30", opening.follow_up))


def first_school(place: Place, told: dict[str, Situation], *, small: bool) -> list[Story]:
    """Return the cases of the first school; with `small`, one in each state and little else."""
    make = Maker(place, told)
    few = [make.archived(), make.watched(), make.in_reconsideracion(), make.notified(),
           make.resolved(), make.waits_for_directora(), make.received_now(), make.ends_today()]  # fmt: skip
    if small:
        return few
    return [
        *few, make.e01(), make.not_founded_closed(), make.extra_term(), make.reconsidered(),
        make.measures_pending(), make.returned(), make.extended(), make.overdue(),
        make.second_citation(), make.cited_for_tomorrow(), make.protected(), make.activated(),
        make.crime(), make.staff_is_party(),
    ]  # fmt: skip


class Maker:
    """Each method is one case."""

    def __init__(self, place: Place, told: dict[str, Situation]) -> None:
        self.place, self.told = place, told

    def _story(self, key: str, victim: str, accused: str, start: date, **more: object) -> Story:
        return Story(self.place, self.told[key], victim, accused, start, **more)

    def _from(self, n: int) -> date:
        return self.place.days.back(n)

    # -- ended ----------------------------------------------------------------------------

    def archived(self) -> Story:
        story = self._story("apodos", "7A/0", "7A/7", self.place.days.first_march())
        story.plan(
            *FOLLOWED,
            (4, "11:00", opening.step("bul-22-consejo-profesores", "Se acuerdan turnos de patio.")),
            (18, "12:00", decision.report()),
            (19, "10:00", decision.draft()),
            (20, "10:00", decision.resolve),
            (20, "15:00", decision.notify),
            (21, "09:30", decision.learn(AFECTADO)),
            (21, "18:00", decision.learn(DENUNCIADO)),
            (23, "11:00", decision.carry_out),
            (28, "10:00", decision.close),
            (60, "11:00", decision.watch("Juega en el patio; no se han repetido las burlas.")),
            (110, "11:00", decision.watch("La familia lo nota tranquilo. Sin novedades.")),
        )
        return story.then(self._end_of_watch(28), decision.archive)

    def _end_of_watch(self, closed: int) -> object:
        """Six months after the closing, and a week."""
        day = self.place.days.after(self.place.days.first_march(), closed) + timedelta(days=192)
        return self.place.days.at(self.place.days.after(day, 1), "10:00")

    def e01(self) -> Story:
        """The dates of 29 April 2026, each act on its last day."""
        story = self._story("mochila", "6A/1", "6A/12", date(2026, 4, 29))
        return story.plan(
            *HEARD,
            (6, "12:00", opening.bring(AFECTADO, "Boletas de los útiles repuestos")),
            (10, "16:00", opening.follow_up),
            (21, "12:00", decision.report()),
            (22, "10:00", decision.draft(Role.PROFESOR_JEFE)),
            (22, "16:00", decision.resolve),
            (23, "09:00", decision.notify),
            (23, "13:00", decision.learn(AFECTADO)),
            (23, "18:30", decision.learn(DENUNCIADO)),
            (26, "11:00", decision.carry_out),
            (28, "17:00", decision.reconsider(DENUNCIADO)),
            (31, "11:00", decision.consult),
            (33, "10:00", decision.answer("mantiene", "La medida es formativa y proporcionada.")),
            (33, "11:00", decision.learn(DENUNCIADO, "reconsideracion")),
            (33, "17:00", decision.close),
            (55, "11:00", decision.watch("Sin nuevos hechos. Usa el casillero con llave.")),
            (80, "11:00", decision.watch("Entrevista breve con la madre: está bien en el curso.")),
            (110, "12:00", decision.watch("Trabajan en grupos distintos, sin conflictos.")),
        )

    def not_founded_closed(self) -> Story:
        story = self._story("fila", "2A/0", "2A/5", self._from(112), receiver="psicologa")
        return story.plan(
            *FOLLOWED,
            (19, "12:00", decision.report(Resultado.NO_FUNDADA)),
            (20, "10:00", decision.draft()),
            (20, "15:30", decision.resolve),
            (21, "10:00", decision.notify),
            (22, "09:40", decision.learn(AFECTADO)),
            (22, "13:10", decision.learn(DENUNCIADO)),
            (22, "15:00", decision.extra_term),
            (33, "12:00", decision.close),
            (60, "10:30", decision.watch("La asistente informa ingresos tranquilos.")),
            (90, "10:30", decision.watch("Sin novedades en el trimestre.")),
        )

    def watched(self) -> Story:
        """A family that came to none of two citations, and another that would not sign."""
        story = self._story("cancha", "5A/6", "5A/8", self._from(84))
        return story.plan(
            *OPENING,
            (1, "09:00", opening.hear(AFECTADO, refuses=True)),
            (1, "11:40", opening.no_show(DENUNCIADO, "10:50 y 11:20, sin respuesta al teléfono")),
            (1, "12:30", opening.cite_again(2)),
            (3, "17:00", opening.no_show(DENUNCIADO, "16:20 y 16:45, sin respuesta al teléfono")),
            (12, "11:30", opening.follow_up),
            (22, "12:00", decision.report()),
            (23, "10:00", decision.draft()),
            (23, "16:00", decision.resolve),
            (24, "10:00", decision.notify),
            (24, "19:00", decision.learn(AFECTADO)),
            (26, "08:30", decision.learn(DENUNCIADO)),
            (28, "11:00", decision.carry_out),
            (34, "10:00", decision.close),
            (60, "11:00", decision.watch("Volvió al taller. El monitor arma los equipos.")),
        )

    # -- decided --------------------------------------------------------------------------

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

    def notified(self) -> Story:
        """One family acknowledged; of the other, nothing yet."""
        story = self._story("foto", "8A/1", "8A/9", self._from(23), receiver="profesora8")
        return self._decided(story, 22, (22, "13:00", decision.learn(AFECTADO)))

    def resolved(self) -> Story:
        """Resolved and sent; one adult opened the notice, nobody acknowledged."""
        story = self._story("notas", "6B/0", "6B/6", self._from(21))
        opened = decision.learn(AFECTADO, only_opens=True)
        return self._decided(story, 20, (20, "19:10", opened))

    def in_reconsideracion(self) -> Story:
        """Asked again; the sostenedor has not been consulted."""
        story = self._story("colacion", "4A/0", "4A/6", self._from(27))
        return self._decided(
            story, 21,
            (21, "12:10", decision.learn(AFECTADO)),
            (21, "20:15", decision.learn(DENUNCIADO)),
            (23, "11:00", decision.carry_out),
            (25, "18:40", decision.reconsider(DENUNCIADO)),
        )  # fmt: skip

    def reconsidered(self) -> Story:
        story = self._story("exclusion", "7B/0", "7B/3", self._from(33))
        return self._decided(
            story, 22,
            (22, "12:10", decision.learn(AFECTADO)),
            (23, "08:05", decision.learn(DENUNCIADO)),
            (25, "11:00", decision.carry_out),
            (27, "17:20", decision.reconsider(AFECTADO)),
            (29, "11:00", decision.consult),
            (32, "10:00", decision.answer("modifica", "Se agrega el cambio de puesto en la sala.")),
        )  # fmt: skip

    def measures_pending(self) -> Story:
        """Everybody knows; the profesor jefe has to put the measure in practice."""
        story = self._story("grupo_mensajeria", "6A/3", "6A/6", self._from(22))
        story = self._decided(
            story, 20,
            (20, "18:00", decision.learn(AFECTADO)),
            (21, "08:20", decision.learn(DENUNCIADO)),
            owner=Role.PROFESOR_JEFE,
        )  # fmt: skip
        return story.plan(
            (0, "12:50", opening.protect(Role.PROFESOR_JEFE)),
            (5, "10:00", opening.bring(AFECTADO, "Capturas impresas", file=SCREENSHOTS)),
        )

    def extra_term(self) -> Story:
        """Not founded; the extra term is running."""
        story = self._story("fila", "3A/1", "3A/6", self._from(27))
        return story.plan(
            *FOLLOWED,
            (20, "12:00", decision.report(Resultado.NO_FUNDADA)),
            (21, "10:00", decision.draft()),
            (21, "15:30", decision.resolve),
            (22, "10:00", decision.notify),
            (22, "18:40", decision.learn(AFECTADO)),
            (23, "09:10", decision.learn(DENUNCIADO)),
            (23, "12:00", decision.extra_term),
        )

    # -- reported -------------------------------------------------------------------------

    def waits_for_directora(self) -> Story:
        story = self._story("pasillo", "8A/2", "8A/3", self._from(20), receiver="psicologa")
        return story.plan(*FOLLOWED, (18, "16:00", decision.report()), (19, "11:00", decision.draft()))

    def returned(self) -> Story:
        story = self._story("acento", "7A/3", "7A/1", self._from(20))
        return story.plan(
            *FOLLOWED,
            (18, "12:00", decision.report()),
            (18, "17:00", decision.draft()),
            (19, "12:00", decision.give_back),
        )

    # -- under inquiry --------------------------------------------------------------------

    def extended(self) -> Story:
        story = self._story("bus", "5B/0", "5B/7", self._from(25), canal="telefono")
        return story.plan(*FOLLOWED, (20, "12:00", decision.extend(10)))

    def overdue(self) -> Story:
        """The report should have been issued three business days ago."""
        return self._story("exclusion", "5B/2", "5B/3", self._from(24)).plan(*FOLLOWED)

    def ends_today(self) -> Story:
        """Both families heard; the last day to bring antecedentes is today."""
        story = self._story("acento", "6B/2", "6B/3", self._from(6))
        return story.plan(*HEARD, (4, "12:00", opening.bring(DENUNCIADO, "Carta del entrenador")))

    def second_citation(self) -> Story:
        story = self._story("colacion", "3A/2", "3A/3", self._from(2))
        return story.plan(
            *OPENING,
            (1, "09:00", opening.hear(AFECTADO)),
            (1, "11:40", opening.no_show(DENUNCIADO, "10:50 y 11:15, buzón de voz")),
            (1, "12:30", opening.cite_again(3, "08:30")),
        )

    def cited_for_tomorrow(self) -> Story:
        """The families were called in the last office hour for the next business day."""
        story = self._story("cancha", "4A/2", "4A/5", self._from(1))
        story.plan(*OPENING[:3])
        return story.then(self.place.days.office(ago=timedelta(minutes=30)), opening.cite)

    def protected(self) -> Story:
        story = self._story("apodos", "1A/0", "1A/1", self._from(2), receiver="psicologa")
        return story.plan(
            *OPENING[:3],
            (1, "16:00", opening.step("bul-22-consejo-profesores", "Se acuerda cuidar los recreos.")),
        )

    def activated(self) -> Story:
        """Activated yesterday; the resguardo is due today."""
        story = self._story("mochila", "6A/7", "6A/9", self._from(1), receiver="profesor6")
        return story.plan((0, "12:10", opening.denuncia), (0, "15:30", opening.activate))

    def staff_is_party(self) -> Story:
        """Somebody of the staff is accused: they do not see the case."""
        story = self._story(
            "adulto", "7B/4", "@inspectora", self._from(8), canal="escrita", receiver="directora",
            answers={"adulto": "si", "entre_pares": "no"},
        )  # fmt: skip
        return story.plan(
            (0, "09:40", opening.denuncia),
            (0, "11:00", opening.activate),
            (0, "12:30", opening.protect(Role.ENCARGADA)),
        )

    # -- just arrived ---------------------------------------------------------------------

    def crime(self) -> Story:
        """Known almost a day ago: few hours are left to report it."""
        story = self._story(
            "golpe", "8A/5", self._older(), self._from(1), canal="telefono", receiver="encargada",
            answers={"senales": "si", "delito": "si"},
        )  # fmt: skip
        known = (self.place.days.now - timedelta(hours=20, minutes=10)).replace(second=0, microsecond=0)
        story.then(known, opening.denuncia)
        return story.then(known + timedelta(minutes=40), opening.transfer)

    def _older(self) -> str:
        """Return somebody of 8° who has turned fourteen."""
        days = self.place.days
        ages = [s.age_on(days.today) for s in self.place.cursos["8A"]]
        return f"8A/{next((n for n, age in enumerate(ages) if age >= 14 and n > 5), 6)}"

    def received_now(self) -> Story:
        story = self._story("grupo_mensajeria", "7A/9", "7A/10", self._from(1), canal="correo")
        story.receiver = "profesor6"
        known = (self.place.days.now - timedelta(hours=1, minutes=35)).replace(second=0, microsecond=0)
        return story.then(known, opening.denuncia)
