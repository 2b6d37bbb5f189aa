"""What each role may do with people and with the school. Cases have their own rules.

The one table to read, to discuss with a school, and to change. A role that is not in it may do
nothing here. Substitutes hold the role of whom they replace, so they need no line of their own.
"""

from enum import StrEnum

from schools.models import Membership, Role


class Ability(StrEnum):
    """One thing a person may do; the value is what the audit trail says."""

    SEE_PEOPLE = "ver a todas las personas"
    SEE_OWN_CURSO = "ver a las personas de su curso"
    SEE_RESERVED_NAME = "ver el nombre social sin uso acordado"
    MANAGE_PEOPLE = "modificar personas"
    IMPORT_ROSTER = "importar la nómina"
    SEE_COURT_ORDER = "ver la resolución judicial"
    MANAGE_MEMBERS = "administrar el equipo"
    OPEN_URGENTLY = "abrir un caso en una urgencia"
    RESET_FACTOR = "restablecer la verificación en dos pasos"
    MANAGE_CALENDAR = "cambiar el calendario"
    DRAFT_REGLAMENTO = "preparar el reglamento"
    PUBLISH_REGLAMENTO = "publicar el reglamento"
    ANSWER_RIGHTS = "atender derechos sobre datos personales"
    MAP_DATA = "ver todo lo que se guarda de una persona"
    RETAIN_CASES = "revisar la conservación de los casos"
    DISPOSE_CASES = "eliminar casos"
    EXPORT_EXPULSIONS = "descargar las expulsiones del año"
    GATHER_FOLDERS = "reunir las carpetas de fiscalización"
    EDIT_LETTERHEAD = "cambiar el membrete de los documentos"


A = Ability
KEEPER = frozenset(
    {A.SEE_PEOPLE, A.SEE_RESERVED_NAME, A.MANAGE_PEOPLE, A.IMPORT_ROSTER, A.SEE_COURT_ORDER}
)

ABILITIES: dict[str, frozenset[Ability]] = {
    Role.ADMINISTRADORA: KEEPER
    | {A.MANAGE_MEMBERS, A.RESET_FACTOR, A.MANAGE_CALENDAR, A.ANSWER_RIGHTS, A.MAP_DATA}
    | {A.EDIT_LETTERHEAD},
    Role.ENCARGADA: KEEPER | {A.DRAFT_REGLAMENTO, A.ANSWER_RIGHTS, A.RETAIN_CASES},
    Role.DIRECTORA: KEEPER
    | {A.EXPORT_EXPULSIONS}
    | {A.RESET_FACTOR, A.MANAGE_CALENDAR, A.DRAFT_REGLAMENTO, A.PUBLISH_REGLAMENTO}
    | {A.ANSWER_RIGHTS, A.MAP_DATA, A.RETAIN_CASES, A.DISPOSE_CASES}
    | {A.GATHER_FOLDERS, A.EDIT_LETTERHEAD},
    Role.EQUIPO: frozenset({A.SEE_PEOPLE, A.SEE_RESERVED_NAME, A.SEE_COURT_ORDER, A.OPEN_URGENTLY}),
    Role.INSPECTORIA: frozenset({A.SEE_PEOPLE, A.OPEN_URGENTLY}),
    Role.PROFESOR_JEFE: frozenset({A.SEE_OWN_CURSO}),
    Role.DIRECTIVO: frozenset({A.OPEN_URGENTLY}),
    Role.DOCENTE: frozenset(),
    Role.RRHH: frozenset(),
    Role.ENFERMERIA: frozenset(),
    Role.SOSTENEDOR: frozenset({A.RESET_FACTOR}),  # counts and consultations, never names
    Role.FISCALIZADOR: frozenset(),
}


def abilities_of(membership: Membership | None) -> frozenset[Ability]:
    """Return what a member may do; nothing for a visitor."""
    return ABILITIES.get(membership.role, frozenset()) if membership else frozenset()


def can(membership: Membership | None, ability: Ability) -> bool:
    """True if the role of `membership` holds `ability`."""
    return ability in abilities_of(membership)


def can_see_some_people(membership: Membership | None) -> bool:
    """True for who sees every student, or those of one course."""
    return can(membership, A.SEE_PEOPLE) or can(membership, A.SEE_OWN_CURSO)
