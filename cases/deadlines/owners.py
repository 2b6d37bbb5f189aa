"""Who at the school answers for a step, from the words of the protocol.

Nobody is reminded who could not open the case: a duty of the nurse, of a teacher or of «quien la
recibe» is reminded to the encargada, who hands it over. A family or a party is never an owner.
"""

from collections.abc import Iterable

from cases.models import Vencimiento
from schools.models import Role

# The school role, by the words that name it in a protocol: the first in the text, the longest.
OWNERS = {
    "dirección": Role.DIRECTORA,
    "director": Role.DIRECTORA,
    "consejo escolar": Role.DIRECTORA,
    "consejo de profesores": Role.DIRECTORA,
    "sostenedor": Role.DIRECTORA,
    "equipo directivo": Role.DIRECTIVO,
    "subdirector": Role.DIRECTIVO,
    "coordinador pedagógico": Role.DIRECTIVO,
    "coordinador académico": Role.DIRECTIVO,
    "académica": Role.DIRECTIVO,
    "establecimiento": Role.ENCARGADA,
    "encargado": Role.ENCARGADA,
    "encargada": Role.ENCARGADA,
    "convivencia": Role.ENCARGADA,
    "coordinador": Role.ENCARGADA,
    "encargado de primeros auxilios": Role.ENFERMERIA,
    "encargada de primeros auxilios": Role.ENFERMERIA,
    "enc. primeros auxilios": Role.ENFERMERIA,
    "primeros auxilios": Role.ENFERMERIA,
    "encargada de enfermería": Role.ENFERMERIA,
    "encargado de enfermería": Role.ENFERMERIA,
    "enfermería": Role.ENFERMERIA,
    "encargado de rr.hh": Role.RRHH,
    "encargado de recursos humanos": Role.RRHH,
    "rr.hh": Role.RRHH,
    "recursos humanos": Role.RRHH,
    "inspector": Role.INSPECTORIA,
    "profesor jefe": Role.PROFESOR_JEFE,
    "equipo de convivencia": Role.EQUIPO,
    "equipo": Role.EQUIPO,
    "dupla": Role.EQUIPO,
    "orientador": Role.EQUIPO,
    "orientación": Role.EQUIPO,
    "psicólog": Role.EQUIPO,
    "psicopedagog": Role.EQUIPO,
    "psicosocial": Role.EQUIPO,
    "mediador": Role.EQUIPO,
    "profesional": Role.EQUIPO,
    "docente": Role.DOCENTE,
    "profesor": Role.DOCENTE,
    "educadora": Role.DOCENTE,
    "asistente": Role.DOCENTE,
    "evaluador": Role.DOCENTE,
    "adulto": Role.DOCENTE,
    "receptor": Role.DOCENTE,
    "quien": Role.DOCENTE,
    "todo": Role.DOCENTE,
    "cualquier miembro": Role.DOCENTE,
    "miembro": Role.EQUIPO,
    "integrante": Role.EQUIPO,
    "designado": Role.EQUIPO,
    "delegado": Role.EQUIPO,
    "acompañante": Role.EQUIPO,
    "agentes de cambio": Role.EQUIPO,
    "mentor": Role.EQUIPO,
}
# Who acts for themselves; beside a school role in the same words, the school role answers.
PARTIES = (
    "apoderad", "familia", "pupilo", "estudiante", "alumno", "involucrado", "afectad", "víctima",
    "infractor", "parte", "denunciante", "denunciad", "recurrente", "funcionario", "trabajador",
)  # fmt: skip
REMINDED = (Role.ENCARGADA, Role.DIRECTORA, Role.PROFESOR_JEFE)


def owner_roles(responsible: Iterable[str]) -> tuple[str, ...]:
    """Return the school roles that answer for a step, in order; families and parties have none.

    Words that name nobody known are the encargada's: no duty of the school stays without owner.
    """
    found = [_role_in(words.lower()) for words in responsible]
    return tuple(dict.fromkeys(role for role in found if role))


def _role_in(words: str) -> str:
    found = [(words.index(key), -len(key), role) for key, role in OWNERS.items() if key in words]
    if found:
        return min(found)[2].value
    return "" if any(party in words for party in PARTIES) else Role.ENCARGADA.value


def owner_role(responsible: Iterable[str]) -> str:
    """Return the role that is reminded first; "" if nobody of the school answers."""
    roles = owner_roles(responsible)
    reminded = next((role for role in roles if role in REMINDED), "")
    return reminded or (Role.ENCARGADA.value if roles else "")


def answers_for(row: Vencimiento, role: str) -> bool:
    """Return whether `role` is one of those that the protocol charges with the step."""
    return role in owner_roles(row.responsible.split(" / "))
