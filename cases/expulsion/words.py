"""How the procedure is said: grounds, decisions, days and hours of the school."""

from datetime import datetime
from zoneinfo import ZoneInfo

from cases.expulsion.state import HOURS, Procedure
from cases.models.expulsion import Hito, Salida
from convivencia.dates import long_date

GROUNDS = {
    "reglamento": "La conducta está descrita en el reglamento",
    "afectacion": "La conducta afecta gravemente la convivencia escolar",
}
FORBIDDEN = {
    "rendimiento": "El rendimiento académico o la repitencia",
    "economico": "La situación económica, el no pago o no haber renovado la matrícula",
    "ideas": "Ideas políticas, ideológicas o religiosas",
    "nee": "Una necesidad educativa especial o una discapacidad, permanente o transitoria",
    "embarazo": "El embarazo o la maternidad",
    "familia": "El estado civil o la situación familiar de sus padres",
    "discriminacion": "El sexo, la identidad de género, la orientación sexual, la salud, el origen "
    "o la nacionalidad",
}
NORM_FORBIDDEN = (
    "DFL 2/1998, art. 6 letra d); LGE, art. 11; Res. Ex. 482/2018, anexo 7; Res. Ex. 707/2022"
)
DECISIONS = {
    **dict(Salida.choices),
    "otra": "Otra medida, menos gravosa",
    "ninguna": "Sin medida",
}
GRAVITY = {"ninguna": 0, "otra": 1, Salida.CANCELACION: 2, Salida.EXPULSION: 3}
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
TOLD_TO = dict(zip(HOURS, ("estudiante", "familia"), strict=True))
TO_ASK = {True: "cinco días", False: "quince días"}

# What comes next, said as something to do.
TURNS = {
    Hito.REGLAMENTO: "Registrar que la familia recibió el reglamento",
    Hito.REPRESENTACION: "Representar las conductas a la familia y advertir las sanciones",
    Hito.APOYO: "Registrar las medidas de apoyo, cada una con su resultado",
    Hito.EXCEPCION: "Fundar la excepción por ataque directo a la integridad",
    Hito.CAUSAL: "Calificar la causal",
    Hito.EPOCA: "Dejar constancia de que puede matricularse en otro establecimiento",
    Hito.INICIO: "Iniciar el procedimiento, con sus cargos",
    Hito.NOTIFICA_INICIO: "Notificar el inicio al estudiante y a su familia",
    Hito.CAUTELAR: "Decidir si se suspende mientras dura el procedimiento",
    Hito.NOTIFICA_CAUTELAR: "Notificar la suspensión cautelar al estudiante y a su familia",
    Hito.CONTINUIDAD: "Resguardar el proceso académico mientras no asiste",
    Hito.DESCARGOS: "Oír al estudiante y recibir su prueba",
    Hito.COMISION: "Designar a las tres personas de la comisión",
    Hito.INFORME: "Redactar el informe de la comisión",
    Hito.FIRMA: "Firmar el informe de la comisión",
    Hito.RESUELVE: "Resolver",
    Hito.NOTIFICA_RESOLUCION: "Notificar la resolución al estudiante y a su familia",
    Hito.TRAMO: "Decidir si asiste mientras la resolución no está firme",
    Hito.RECONSIDERA: "Esperar si piden reconsideración",
    Hito.PROLONGA: "Dejar constancia de que la suspensión se amplía",
    Hito.CONSEJO: "Recibir el pronunciamiento escrito del Consejo de Profesores",
    Hito.RESUELVE_RECONSIDERACION: "Resolver la reconsideración",
    Hito.NOTIFICA_RECONSIDERACION: "Notificar lo resuelto al estudiante y a su familia",
    Hito.FIRMEZA: "Certificar que la medida está firme",
    Hito.APLICA: "Aplicar la medida firme",
    Hito.RETIRO: "Registrar que la familia retiró al estudiante",
    Hito.OFICIOS: "Emitir los oficios a la Superintendencia y a la Seremi",
    Hito.ENVIO_SIE: "Presentar el informe a la Superintendencia y registrar el envío",
    Hito.ENVIO_SEREMI: "Presentar el informe a la Seremi y registrar el envío",
    Hito.CORRIGE: "Corregir la fecha de una notificación",
    Hito.EXPLICACION: "Explicar lo que no se cumplió",
}


def local(p: Procedure, at: datetime) -> datetime:
    return at.astimezone(ZoneInfo(p.case.school.time_zone))


def day(p: Procedure, at: datetime | None) -> str:
    """Return `21 de julio de 2026`."""
    return long_date(local(p, at).date()) if at else ""


def inside(label: str) -> str:
    """Return the name of an act inside a sentence: only its first letter changes."""
    return label[:1].lower() + label[1:]


def hours(p: Procedure, data: dict) -> str:
    """Return when each of the two was told: `estudiante y familia, 21 de julio de 2026, …`."""
    told: dict[str, list[str]] = {}
    for name, who in TOLD_TO.items():
        if at := data.get(name):
            told.setdefault(moment(p, datetime.fromisoformat(at)), []).append(who)
    return "; ".join(f"{' y '.join(whom)}, {at}" for at, whom in told.items())


def moment(p: Procedure, at: datetime | None) -> str:
    """Return `21 de julio de 2026, 12:00 horas`."""
    return f"{day(p, at)}, {local(p, at):%H:%M} horas" if at else ""


def plazo_to_ask(p: Procedure) -> str:
    """Return how long there is to ask reconsideración, and its norm in words."""
    why = "hubo" if p.cautelar else "no hubo"
    return f"{TO_ASK[p.cautelar]} hábiles desde la notificación, porque {why} suspensión cautelar"
