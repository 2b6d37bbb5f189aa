"""The first text of a resolución, made from what the file already proves. People edit it.

No wording is guessed: each sentence states a fact, a document or an article of the case.
"""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from cases.models import Actuacion, Case, Informe
from cases.models.case import ParticipantRole
from cases.models.decisions import Resultado
from cases.states import Acto
from convivencia.dates import long_date


@dataclass(frozen=True, slots=True)
class Draft:
    """The three parts of a resolución, and the support of the affected student."""

    vistos: str
    considerando: str
    resuelvo: str
    support: str = ""


PARTIES = (ParticipantRole.AFECTADO, ParticipantRole.DENUNCIADO)
SHOWN = (
    Acto.RECIBIR_DENUNCIA,
    Acto.ACTIVAR,
    Acto.RESGUARDAR,
    Acto.CITAR,
    Acto.ENTREVISTAR,
    Acto.REGISTRAR_INASISTENCIA,
    Acto.RECIBIR_ANTECEDENTE,
    Acto.PRORROGAR,
    Acto.INFORMAR,
)


def compose_resolucion(case: Case, informe: Informe, actuaciones: list[Actuacion]) -> Draft:
    """Return the draft that the team starts from: acts, proof, finding, measures proposed."""
    zone = ZoneInfo(case.school.time_zone)
    acts = [row for row in actuaciones if row.acto in SHOWN]
    founded = informe.resultado == Resultado.FUNDADA
    vistos = "\n".join(_visto(n, row, zone) for n, row in enumerate(acts, start=1))
    considerando = _numbered([*_hearing(case, actuaciones), *_considerandos(informe, founded)])
    return Draft(vistos, considerando, _resuelvo(informe, founded))


def _visto(n: int, row: Actuacion, zone: ZoneInfo) -> str:
    proof = f" ({_named(row)}N° {row.document.folio})" if row.document else ""
    return f"{n}. {row.title}, {_day(row.at, zone)}{proof}."


def _named(row: Actuacion) -> str:
    return "" if row.document.title == row.title else f"{row.document.title}, "


def _day(at: datetime, zone: ZoneInfo) -> str:
    return f"el {long_date(at.astimezone(zone).date())}"


def _numbered(lines: list[str]) -> str:
    return "\n".join(f"{n}. {line}" for n, line in enumerate(lines, start=1))


def _hearing(case: Case, actuaciones: list[Actuacion]) -> list[str]:
    """Say who was heard and who did not come: only what the history proves."""
    parties = [p for p in case.participants.all() if p.role in PARTIES]
    done = {a.data.get("party") for a in actuaciones if a.acto == Acto.ENTREVISTAR}
    absent = {a.data.get("party") for a in actuaciones if a.acto == Acto.REGISTRAR_INASISTENCIA}
    heard = [p.initials for p in parties if p.pk in done]
    missed = [p.initials for p in parties if p.pk in absent - done]
    lines = []
    if heard:
        lines.append(f"Que fue oída la familia de {' y la de '.join(heard)}".rstrip(".") + ".")
    if missed:
        lines.append(
            f"Que la familia de {' y la de '.join(missed)} fue citada y no asistió, según consta."
        )
    return lines


def _considerandos(informe: Informe, founded: bool) -> list[str]:
    lines = [f"Que el informe de la investigación tiene por acreditado: {informe.findings}"]
    if founded:
        lines.append(
            "Que las medidas atienden a la edad, la madurez y el desarrollo de quien las "
            "recibe, son proporcionadas a la gravedad de los hechos y consideran el interés "
            "superior de los estudiantes."
        )
    else:
        lines.append("Que los antecedentes reunidos no permiten tener por acreditados los hechos.")
    return lines


def _resuelvo(informe: Informe, founded: bool) -> str:
    if not founded:
        return (
            "1. Declárase no fundada la denuncia.\n"
            "2. Manténganse las medidas de resguardo mientras corre el término adicional.\n"
            "3. Notifíquese a las familias."
        )
    text = informe.recommendations.strip()
    return (
        "1. Declárase fundada la denuncia.\n"
        f"2. Aplíquense las medidas que aquí se indican.{' ' + text if text else ''}\n"
        "3. Notifíquese a las familias, con indicación de su derecho a pedir reconsideración."
    )


def compose_proceedings(case: Case) -> str:
    """Return the list of what was done, one act per line, for the report to start from."""
    zone = ZoneInfo(case.school.time_zone)
    rows = case.actuaciones.select_related("document").order_by("at", "pk")
    acts = [row for row in rows if row.acto in SHOWN]
    return "\n".join(_visto(n, row, zone) for n, row in enumerate(acts, start=1))
