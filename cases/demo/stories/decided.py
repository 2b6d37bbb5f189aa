"""Cases with a decision: being notified, asked again, carried out."""

from cases.demo import acts_decision as decision
from cases.demo import acts_hearings as hearings
from cases.demo import acts_intake as intake
from cases.demo.papers import SCREENSHOTS
from cases.demo.stories.base import FOLLOWED, Teller
from cases.demo.story import AFECTADO, DENUNCIADO, Story
from cases.models.decisions import Resultado
from schools.models import Role

CLOSE = "Los dos estudiantes siguen sentados juntos, y la medida no lo cambiaba."
CHANGED = "A la medida se agrega el cambio de puesto en la sala; lo demás se mantiene."


class Decided(Teller):
    """Founded and not founded, each a little further."""

    def notified(self) -> Story:
        """One family acknowledged; of the other, nothing yet."""
        story = self._story("foto", "8A/1", "8A/9", self._from(23), receiver="profesora8")
        return self._decided(story, 22, (22, "13:00", decision.learn(AFECTADO)))

    def resolved(self) -> Story:
        """Resolved and sent yesterday; one adult opened the notice, nobody acknowledged."""
        story = self._story("notas", "6B/0", "6B/6", self._from(20), receiver="psicologa")
        return story.plan(
            *FOLLOWED,
            (18, "12:00", decision.report()),
            (18, "16:30", decision.draft()),
            (19, "11:00", decision.resolve),
            (19, "12:30", decision.notify),
            (19, "19:10", decision.learn(AFECTADO, only_opens=True)),
        )

    def in_reconsideracion(self) -> Story:
        """Asked again; the sostenedor has not been consulted."""
        story = self._story("colacion", "4A/0", "4A/6", self._from(27), receiver="inspectora")
        return self._decided(
            story, 21,
            (21, "12:10", decision.learn(AFECTADO)),
            (21, "20:15", decision.learn(DENUNCIADO)),
            (23, "11:00", decision.carry_out),
            (25, "18:40", decision.reconsider(DENUNCIADO)),
        )  # fmt: skip

    def reconsidered(self) -> Story:
        story = self._story("exclusion", "7B/0", "7B/3", self._from(33), receiver="utp")
        return self._decided(
            story, 22,
            (22, "12:10", decision.learn(AFECTADO)),
            (23, "08:05", decision.learn(DENUNCIADO)),
            (25, "11:00", decision.carry_out),
            (27, "17:20", decision.reconsider(AFECTADO)),
            (29, "11:00", decision.consult),
            (32, "10:00", decision.answer("modifica", CLOSE, CHANGED)),
        )  # fmt: skip

    def measures_pending(self) -> Story:
        """Everybody knows; the profesor jefe has to put the measure in practice."""
        story = self._story(
            "grupo_mensajeria", "6A/3", "6A/6", self._from(22), receiver="profesor6"
        )
        story = self._decided(
            story, 20,
            (20, "18:00", decision.learn(AFECTADO)),
            (21, "08:20", decision.learn(DENUNCIADO)),
            owner=Role.PROFESOR_JEFE,
        )  # fmt: skip
        return story.plan(
            (0, "12:50", intake.protect(Role.PROFESOR_JEFE)),
            (5, "10:00", hearings.bring(AFECTADO, "Capturas impresas", file=SCREENSHOTS)),
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
