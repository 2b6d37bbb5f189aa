"""Cases that ended: closed and watched over, or archived."""

from datetime import date, datetime, timedelta

from cases.demo import acts_decision as decision
from cases.demo import acts_hearings as hearings
from cases.demo import acts_intake as intake
from cases.demo.stories.base import FOLLOWED, HEARD, OPENING, Teller
from cases.demo.story import AFECTADO, DENUNCIADO, Story
from cases.models.decisions import Resultado
from schools.models import Role


class Ended(Teller):
    """From the first of March to one that a family never came to."""

    def archived(self) -> Story:
        story = self._story("apodos", "7A/0", "7A/7", self.place.days.first_march())
        story.plan(
            *FOLLOWED,
            (4, "11:00", intake.step("bul-22-consejo-profesores", "Se acuerdan turnos de patio.")),
            (18, "12:00", decision.report()),
            (19, "10:00", decision.draft()),
            (20, "10:00", decision.resolve),
            (20, "15:00", decision.notify),
            (20, "18:30", decision.learn(AFECTADO)),
            (21, "08:15", decision.learn(DENUNCIADO)),
            (23, "11:00", decision.carry_out),
            (28, "10:00", decision.close),
            (60, "11:00", decision.watch("Juega en el patio; no se han repetido las burlas.")),
            (110, "11:00", decision.watch("La familia lo nota tranquilo. Sin novedades.")),
        )
        return story.then(self._end_of_watch(28), decision.archive)

    def _end_of_watch(self, closed: int) -> datetime:
        """Six months after the closing, and a week."""
        day = self.place.days.after(self.place.days.first_march(), closed) + timedelta(days=192)
        return self.place.days.at(self.place.days.after(day, 1), "10:00")

    def e01(self) -> Story:
        """The dates of 29 April 2026, each act on its last day."""
        story = self._story("mochila", "6A/1", "6A/12", date(2026, 4, 29))
        return story.plan(
            *HEARD,
            (6, "12:00", hearings.bring(AFECTADO, "Boletas de los útiles repuestos")),
            (10, "16:00", hearings.follow_up),
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
        story = self._story("cancha", "5A/6", "5A/8", self._from(84), receiver="inspectora")
        return story.plan(
            *OPENING,
            (1, "09:00", hearings.hear(AFECTADO, refuses=True)),
            (1, "11:40", hearings.no_show(DENUNCIADO, "10:50 y 11:20, sin respuesta al teléfono")),
            (1, "12:30", hearings.cite_again(2)),
            (3, "17:00", hearings.no_show(DENUNCIADO, "16:20 y 16:45, sin respuesta al teléfono")),
            (10, "11:30", hearings.follow_up),
            (22, "12:00", decision.report()),
            (23, "10:00", decision.draft()),
            (23, "16:00", decision.resolve),
            (24, "10:00", decision.notify),
            (24, "19:00", decision.learn(AFECTADO)),
            (26, "08:30", decision.learn(DENUNCIADO)),
            (27, "11:00", decision.carry_out),
            (34, "10:00", decision.close),
            (60, "11:00", decision.watch("Volvió al taller. El monitor arma los equipos.")),
        )
