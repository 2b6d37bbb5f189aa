"""How the procedure is said: grounds, decisions, days and hours of the school."""

from datetime import datetime
from zoneinfo import ZoneInfo

from cases.expulsion.state import Procedure
from cases.models.expulsion import Salida
from convivencia.dates import long_date

GROUNDS = {
    "reglamento": "La conducta está descrita en el reglamento",
    "afectacion": "La conducta afecta gravemente la convivencia escolar",
}
FORBIDDEN = {
    "rendimiento": "El rendimiento académico",
    "economico": "La situación económica o el no pago",
    "ideas": "Ideas políticas o ideológicas",
    "nee": "Una necesidad educativa especial o una discapacidad",
    "embarazo": "El embarazo o la maternidad",
}
NORM_FORBIDDEN = "DFL 2/1998, art. 6 letra d); Res. Ex. 482/2018, anexo 7"
DECISIONS = {
    **dict(Salida.choices),
    "otra": "Otra medida, menos gravosa",
    "ninguna": "Sin medida",
}
EFFECTS = {
    Salida.EXPULSION: "lo que queda del año escolar en curso y el año escolar siguiente",
    Salida.CANCELACION: "el año escolar siguiente",
}
OUTCOMES = {
    "mantiene": "Se mantiene la medida",
    "modifica": "Se modifica la medida",
    "deja_sin_efecto": "Se deja sin efecto la medida",
}
MEDIA = {
    "personal": "Entrega personal, con firma",
    "carta": "Carta certificada",
    "correo": "Correo electrónico, con acuse de recibo",
    "negativa": "Se negó a recibir o firmar, ante testigo",
}
TO_ASK = {True: "cinco días", False: "quince días"}


def local(p: Procedure, at: datetime) -> datetime:
    return at.astimezone(ZoneInfo(p.case.school.time_zone))


def day(p: Procedure, at: datetime | None) -> str:
    """Return `21 de julio de 2026`."""
    return long_date(local(p, at).date()) if at else ""


def moment(p: Procedure, at: datetime | None) -> str:
    """Return `21 de julio de 2026, 12:00 horas`."""
    return f"{day(p, at)}, {local(p, at):%H:%M} horas" if at else ""


def plazo_to_ask(p: Procedure) -> str:
    """Return how long there is to ask reconsideración, and its norm in words."""
    why = "hubo" if p.cautelar else "no hubo"
    return f"{TO_ASK[p.cautelar]} hábiles desde la notificación, porque {why} suspensión cautelar"
