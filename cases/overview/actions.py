"""What a member may record in a case now: the menu of the identity bar."""

from cases.access import may
from cases.models import Case
from cases.overview.screens import address
from cases.states import Acto, state_reason
from schools.models import Membership

# What people call it, its address, and the act that the table of acts judges.
ACTIONS = (
    ("Recibir antecedentes", "case-antecedente", Acto.RECIBIR_ANTECEDENTE),
    ("Citar a una familia", "case-citar", Acto.CITAR),
    ("Registrar una entrevista", "case-entrevista", Acto.ENTREVISTAR),
    ("Resguardar a un estudiante", "case-resguardo", Acto.RESGUARDAR),
    ("Prorrogar un plazo", "case-prorroga", Acto.PRORROGAR),
    ("Preparar un oficio", "case-oficio", Acto.REDACTAR_OFICIO),
    ("Redactar el informe", "case-informe", Acto.INFORMAR),
    ("Preparar la resolución", "case-resolucion", Acto.ENVIAR_RESOLUCION),
    ("Recibir una reconsideración", "case-reconsiderar", Acto.RECONSIDERAR),
    ("Cerrar el caso", "case-close", Acto.CERRAR),
    ("Anotar en la vigilancia", "case-vigilancia", Acto.VIGILAR),
)


def actions_of(case: Case, membership: Membership) -> list[tuple[str, str]]:
    """Return (label, URL) of each act that the state of the file and the person's role allow.

    The gates of the protocol are not asked here: their screens say what is missing.
    """
    return [
        (label, url)
        for label, name, acto in ACTIONS
        if not state_reason(case.state, acto)
        and not may(membership, case.functions, acto)
        and (url := address(name, case.pk))
    ]
