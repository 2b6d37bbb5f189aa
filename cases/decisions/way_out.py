"""What ends an enrolment is decided by its own procedure and by no other act of the case.

Source: DFL 2/1998 art. 6 d): warnings and measures, commission, reasons, reconsideración heard by
the Consejo de Profesores. Not to renew an enrolment is to cancel it (modelo B, §IV.3).
"""

import re
from collections.abc import Iterable

from django.urls import reverse

from cases.models import Case
from convivencia.exceptions import DomainError
from convivencia.text import plain

REFUSED = (
    "Poner término a una matrícula, o no renovarla, sólo se decide en su procedimiento: "
    "advertencia y apoyos previos, comisión que informa, resolución fundada y reconsideración "
    "oído el Consejo de Profesores (DFL 2/1998, art. 6 letra d; LGE, art. 16 E letra i)."
)
MENTION = (
    "Si el texto sólo la menciona, dígalo como advertencia («podría aplicarse») o como algo que no "
    "se aplica."
)
ANSWERED_THERE = (
    "Esta solicitud es de un procedimiento de expulsión o cancelación: la resuelve la dirección, "
    "oído el Consejo de Profesores por escrito (DFL 2/1998, art. 6 letra d)."
)
WAY = "Ir a «Expulsión o cancelación de matrícula»"

PLACES = r"(?:sala|aula|clases?|patio|taller|biblioteca|cancha|partido|juego|grupo|actividad\w*)"
ORDER = re.compile(
    r"\bexpuls(?:ese|ase|a al|ar al?|a a)\b"
    r"|\b(?:cancel|caduc)(?:ese|ase|a|ar)\b[^.;\n]{0,40}\bmatricula"
    r"|\bno se (?:le )?(?:renuev|renov)\w*[^.;\n]{0,30}\bmatricula"
)
NAME = re.compile(
    rf"\bexpuls\w*\b(?! de (?:la |el |las |los |su )?{PLACES})"
    r"|\b(?:cancel|caduc)\w*[^.;\n]{0,40}\bmatricula"
    r"|\b(?:termino|fin|perdida)\b (?:a|de|anticipado)[^.;\n]{0,25}\bmatricula"
    r"|\bno renovacion\b|\bno renovar\w*[^.;\n]{0,40}\bmatricula"
)
BEFORE = re.compile(
    r"\b(?:no|ni|sin|nunca|tampoco|descart\w*|rechaz\w*|desestim\w*|adviert\w*|advert\w*|"
    r"podr\w*|puede\w*|pudier\w*|evit\w*|preven\w*|si (?:se )?(?:reiter|repit)\w*|en caso de)\b"
)
AFTER = re.compile(
    r"^[^.;\n]*\b(?:no (?:procede|corresponde|se aplica|es proporcional)|es improcedente|"
    r"queda descartad\w*|se (?:descarta|rechaza|desestima))\b"
)
COMMANDS = re.compile(r"\b(?:apli\w+|impon\w+|impong\w+|decret\w+|dispon\w+|orden\w+|adopt\w+)\b")


class OnlyByProcedureError(DomainError):
    """An expulsion or cancelación was asked for outside its procedure; `way` leads to it."""

    code = "solo_procedimiento"

    def __init__(self, case: Case, reasons: Iterable[str] = (), message: str = REFUSED) -> None:
        super().__init__(message, reasons=tuple(reasons))
        self.way = (WAY, reverse("case-expulsion", args=[case.pk]))


def ends_enrolment(text: str) -> bool:
    """Return whether the text applies the end of an enrolment: not if it warns of it or denies it.

    The text is read sentence by sentence. A doubt is a refusal: its page says how to write it.
    """
    return any(_orders(one) for one in re.split(r"[.;\n]", plain(text)))


def _orders(sentence: str) -> bool:
    if _unsoftened(ORDER, sentence):
        return True
    found = NAME.search(sentence)
    if not found or BEFORE.search(sentence[: found.start()]):
        return False
    commanded = COMMANDS.search(sentence[: found.start()])
    return bool(commanded) or not AFTER.match(sentence[found.end() :])


def _unsoftened(pattern: re.Pattern[str], sentence: str) -> bool:
    found = pattern.search(sentence)
    return found is not None and not BEFORE.search(sentence[: found.start()])


def refuse_ending(case: Case, *texts: str) -> None:
    """Raise OnlyByProcedureError if any of what would be decided here ends an enrolment."""
    if any(ends_enrolment(text) for text in texts):
        raise OnlyByProcedureError(case, (MENTION,))
