"""Cases in which an enrolment may end: one to be informed, one that the commission is signing."""

from cases.demo import acts_decision as decision
from cases.demo import acts_expulsion as expulsion
from cases.demo import acts_measures as measures
from cases.demo.stories.base import FOLLOWED, Teller
from cases.demo.story import AFECTADO, DENUNCIADO, Story
from cases.models.expulsion import Hito, Salida

do = expulsion.do
PREPARED = (
    (Hito.REGLAMENTO, "12:10"), (Hito.EXCEPCION, "12:20"), (Hito.CAUSAL, "12:30"),
    (Hito.INICIO, "13:00"), (Hito.CAUTELAR, "13:10"),
)  # fmt: skip


class Ending(Teller):
    """Expulsion with cautelar, from the facts to the file for the authorities; cancelación."""

    def to_send(self) -> Story:
        """Firm since two days ago: its two oficios are issued and wait to be sent."""
        story = self._story(
            "cuchillo", "8A/15", f"8A/{self._older(15)}", self._from(21), receiver="inspectora",
            answers={"reiterado": "no", "delito": "si"},
        )  # fmt: skip
        return story.plan(
            *FOLLOWED,
            (0, "11:30", expulsion.report_crime),
            (0, "13:30", expulsion.send_reports),
            (0, "12:05", expulsion.prepare(Salida.EXPULSION)),
            *((0, hour, do(kind)) for kind, hour in PREPARED),
            (1, "12:00", do(Hito.NOTIFICA_INICIO)),
            (1, "12:10", do(Hito.NOTIFICA_CAUTELAR)),
            (1, "16:00", do(Hito.CONTINUIDAD)),
            (3, "09:00", do(Hito.DESCARGOS)),
            (3, "10:00", do(Hito.COMISION)),
            (5, "16:00", do(Hito.INFORME, "encargada")),
            *self._signed(6),
            (9, "12:00", do(Hito.RESUELVE)),
            (9, "16:00", do(Hito.NOTIFICA_RESOLUCION)),
            (10, "09:00", do(Hito.TRAMO)),
            (13, "17:30", do(Hito.RECONSIDERA)),
            (16, "18:00", do(Hito.CONSEJO)),
            (18, "12:00", do(Hito.RESUELVE_RECONSIDERACION)),
            (18, "16:00", do(Hito.NOTIFICA_RECONSIDERACION)),
            (19, "09:00", do(Hito.FIRMEZA)),
            (20, "10:00", do(Hito.OFICIOS)),
        )

    def being_signed(self) -> Story:
        """A cancelación after measures that did not last: the profesora jefe has to sign."""
        story = self._story("colacion", "8A/5", "8A/8", self._from(58), receiver="profesora8")
        story = self._decided(
            story, 22,
            (22, "12:30", decision.learn(AFECTADO)),
            (22, "18:10", decision.learn(DENUNCIADO)),
            (25, "11:00", decision.carry_out),
        )  # fmt: skip
        prepared = (Hito.REGLAMENTO, Hito.APOYO, Hito.CAUSAL, Hito.EPOCA, Hito.INICIO)
        return story.plan(
            (27, "09:00", expulsion.prepare(Salida.CANCELACION)),
            (27, "10:00", do(Hito.REPRESENTACION)),
            (38, "12:00", measures.keep(40)),
            *((50, f"{10 + n}:30", do(kind)) for n, kind in enumerate(prepared)),
            (51, "09:00", do(Hito.NOTIFICA_INICIO)),
            (53, "09:00", do(Hito.DESCARGOS)),
            (54, "10:00", do(Hito.COMISION)),
            (56, "16:00", do(Hito.INFORME, "encargada")),
            *self._signed(57)[:2],
        )

    def _signed(self, day: int) -> tuple:
        """The three sign; the profesora jefe, last."""
        who = ("encargada", "utp", "profesora8")
        return tuple((day, f"{10 + n}:00", do(Hito.FIRMA, key)) for n, key in enumerate(who))
