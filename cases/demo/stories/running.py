"""Cases under inquiry, from the one that arrived an hour ago to the one that is late."""

from datetime import timedelta

from cases.demo import acts_decision as decision
from cases.demo import acts_hearings as hearings
from cases.demo import acts_intake as intake
from cases.demo.stories.base import FOLLOWED, HEARD, OPENING, Teller
from cases.demo.story import AFECTADO, DENUNCIADO, Story
from schools.models import Role

VICTIM = 5  # of the crime, in the list of 8° A


class Running(Teller):
    """Received, protected, cited, heard, late, reported."""

    def waits_for_directora(self) -> Story:
        story = self._story("pasillo", "8A/2", "8A/3", self._from(20), receiver="psicologa")
        return story.plan(
            *FOLLOWED, (18, "16:00", decision.report()), (19, "11:00", decision.draft())
        )

    def returned(self) -> Story:
        story = self._story("acento", "7A/3", "7A/1", self._from(20), receiver="profesora8")
        return story.plan(
            *FOLLOWED,
            (18, "12:00", decision.report()),
            (18, "17:00", decision.draft()),
            (19, "12:00", decision.give_back),
        )

    def extended(self) -> Story:
        story = self._story(
            "bus", "5B/0", "5B/7", self._from(25), canal="telefono", receiver="encargada"
        )
        return story.plan(*FOLLOWED, (20, "12:00", decision.extend(10)))

    def overdue(self) -> Story:
        """The report should have been issued three business days ago."""
        return self._story("exclusion", "5B/2", "5B/3", self._from(24)).plan(*FOLLOWED)

    def ends_today(self) -> Story:
        """Both families heard; the last day to bring antecedentes is today."""
        story = self._story("acento", "6B/2", "6B/3", self._from(6), receiver="profesor6")
        typed = {"temas": "Cómo llega a la casa después del colegio y con quién conversa."}
        return story.plan(
            *HEARD,
            (4, "12:00", hearings.bring(DENUNCIADO, "Carta del entrenador")),
            (5, "11:00", hearings.begin_form("entrevista_apoderado", **typed)),
        )

    def second_citation(self) -> Story:
        story = self._story("colacion", "3A/2", "3A/3", self._from(2))
        return story.plan(
            *OPENING,
            (1, "09:00", hearings.hear(AFECTADO)),
            (1, "11:40", hearings.no_show(DENUNCIADO, "10:50 y 11:15, buzón de voz")),
            (1, "12:30", hearings.cite_again(3, "08:30")),
        )

    def cited_for_tomorrow(self) -> Story:
        """The families were called in the last office hour for the next business day."""
        story = self._story("cancha", "4A/2", "4A/5", self._from(1))
        story.plan(*OPENING[:3])
        return story.then(self.place.days.office(ago=timedelta(minutes=30)), hearings.cite)

    def protected(self) -> Story:
        story = self._story("apodos", "1A/0", "1A/1", self._from(2), receiver="psicologa")
        return story.plan(
            *OPENING[:3],
            (
                1,
                "16:00",
                intake.step("bul-22-consejo-profesores", "Se acuerda cuidar los recreos."),
            ),
        )

    def activated(self) -> Story:
        """Activated yesterday; the resguardo is due today."""
        story = self._story("mochila", "6A/7", "6A/9", self._from(1), receiver="profesor6")
        return story.plan((0, "12:10", intake.denuncia), (0, "15:30", intake.activate))

    def staff_is_party(self) -> Story:
        """Somebody of the staff is accused: they do not see the case."""
        story = self._story(
            "adulto", "7B/4", "@inspectora", self._from(8), canal="escrita", receiver="directora",
            answers={"adulto": "si", "entre_pares": "no"},
        )  # fmt: skip
        return story.plan(
            (0, "09:40", intake.denuncia),
            (0, "11:00", intake.activate),
            (0, "12:30", intake.protect(Role.ENCARGADA)),
        )

    def crime(self) -> Story:
        """Known almost a day ago: few hours are left to report it."""
        story = self._story(
            "golpe", f"8A/{VICTIM}", f"8A/{self._older(VICTIM)}", self._from(1), canal="telefono",
            receiver="encargada", answers={"senales": "si", "delito": "si"},
        )  # fmt: skip
        known = self.place.days.ago(hours=20, minutes=10)
        story.then(known, intake.denuncia)
        return story.then(known + timedelta(minutes=40), intake.transfer)

    def received_now(self) -> Story:
        story = self._story("grupo_mensajeria", "7A/9", "7A/10", self._from(1), canal="correo")
        story.receiver = "profesor6"
        known = (self.place.days.now - timedelta(hours=1, minutes=35)).replace(
            second=0, microsecond=0
        )
        return story.then(known, intake.denuncia)
