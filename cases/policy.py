"""Who may see what of a case: the one table to read, to discuss with a school, to change.

A person stands to a case in one or more relations: by their role in the school, or by what they do
in the team of the case (`CaseAccess`). Each relation opens compartments; what no line opens is
closed. `cases.access` asks this table and nothing else.

                 constancia  tareas  expediente  acusado  salud  accesos  from
    lidera           ●         ●         ●          ●       ●       ●     §1 DIR, ENC
    dirige           ●         ●         ●          ●       ●       ●     §1, incompatibilidades
    investiga        ●         ●         ●          ●       –       –     §1 ENC, INT
    apoya            ●         ●         ●          1       –       –     §1 ECV, ORI, EDI
    atiende          –         ●         –          ●       ●       –     §1 PSI, ENF; C-19
    ejecuta          –         2         –          –       –       –     §2, «medidas a ejecutar»
    urgente, 60 min  ●         ●         ●          ●       –       –     §1 ECV, EDI, ING
    denuncio         ●         –         –          –       –       –     C-25; 5.2.3.1 d
    es parte         –         –         –          –       –       –     §1, incompatibilidades

1. «Acusado» matters while sexual facts are investigated (C-05): to whom it is closed, the file that
   names the accused is closed too, and tasks are left. Of those who support, it opens to the team
   of convivencia and to human resources (§2, identidad del acusado), not to directivos.
2. Who carries out a task knows the pupils it is about, and a profesor jefe those of the course; of
   the others, nothing (A-58; C-08).

Source: modelo A, roles y confidencialidad. The reserve of a case (N1–N3) never widens a line: N3,
the level of every protocol that names a child, is what these lines say; what is N1 (faltas leves)
is shown to the same people. The identity of who asked to remain unknown is in no compartment: it
is asked for, one person and one time, to the directora (`cases.reserve`).
"""

from enum import IntEnum, StrEnum

from cases.models.access import TeamRole
from cases.models.case import CaseState
from schools.models import Role


class Compartment(StrEnum):
    """A part of the file that is opened, or not, as a whole."""

    CONSTANCIA = "constancia"  # that what one told was received
    TAREAS = "tareas"  # what one must do, without the account of facts
    EXPEDIENTE = "expediente"  # account, interviews, people, papers, history
    ACUSADO = "acusado"  # who is accused of sexual facts that are not yet clear
    SALUD = "salud"  # health and psychosocial notes
    ACCESOS = "accesos"  # who looked, and who is in the team


C = Compartment
FILE = frozenset({C.CONSTANCIA, C.TAREAS, C.EXPEDIENTE})
WHOLE = FILE | {C.ACUSADO}

BY_ROLE: dict[str, frozenset[Compartment]] = {
    Role.ENCARGADA: WHOLE | {C.SALUD, C.ACCESOS},
    Role.DIRECTORA: WHOLE | {C.SALUD, C.ACCESOS},
}
BY_FUNCTION: dict[str, frozenset[Compartment]] = {
    TeamRole.DIRIGE: WHOLE | {C.SALUD, C.ACCESOS},
    TeamRole.INVESTIGA: WHOLE,
    TeamRole.APOYA: FILE,
    TeamRole.ATIENDE: frozenset({C.TAREAS, C.ACUSADO, C.SALUD}),
    TeamRole.EJECUTA: frozenset({C.TAREAS}),
    TeamRole.URGENTE: WHOLE,  # read alone: no act of `cases.states` is open to it
    TeamRole.DENUNCIO: frozenset({C.CONSTANCIA}),
}
# Who supports an inquiry into sexual facts and may know whom it accuses.
SUPPORT_THAT_KNOWS = frozenset({Role.EQUIPO, Role.RRHH})
RESERVES_THE_ACCUSED = frozenset({"agresiones_sexuales"})
UNCLEAR = frozenset({CaseState.RECIBIDO, CaseState.EN_INVESTIGACION, CaseState.INFORMADO})
# Never a case by any other grant: counts and consultations, or people, without content.
BLIND = {
    Role.SOSTENEDOR: frozenset({TeamRole.DIRIGE}),
    Role.ADMINISTRADORA: frozenset(),
}


class Sight(IntEnum):
    """The widest compartment of a member, as one number: lists and doors compare it."""

    NONE = 0
    REPORT = 1
    TASKS = 2
    FULL = 3


WIDEST = ((C.EXPEDIENTE, Sight.FULL), (C.TAREAS, Sight.TASKS), (C.CONSTANCIA, Sight.REPORT))


def sight_in(compartments: frozenset[Compartment]) -> Sight:
    """Return the sight that these compartments give."""
    return next((sight for one, sight in WIDEST if one in compartments), Sight.NONE)


ROLE_SIGHT = {role: sight_in(opened) for role, opened in BY_ROLE.items()}
TEAM_SIGHT = {TeamRole(name): sight_in(opened) for name, opened in BY_FUNCTION.items()}


def counted(role: str, functions: frozenset[str]) -> frozenset[str]:
    """Return the functions that count for a member of `role`."""
    return functions & BLIND[role] if role in BLIND else functions


def opened_to(
    role: str, functions: frozenset[str], *, accused_reserved: bool = False
) -> frozenset[Compartment]:
    """Return what a member who is no party sees of a case."""
    opened = set(BY_ROLE.get(role, frozenset()))
    for function in counted(role, functions):
        opened |= BY_FUNCTION[function]
    if C.EXPEDIENTE in opened and role in SUPPORT_THAT_KNOWS:
        opened.add(C.ACUSADO)
    if accused_reserved and C.ACUSADO not in opened:
        opened.discard(C.EXPEDIENTE)
    return frozenset(opened)
