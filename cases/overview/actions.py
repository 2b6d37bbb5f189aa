"""What a member may record in a case now: the menu of the identity bar."""

from cases.access import may
from cases.models import Case
from cases.overview.screens import address
from cases.procedure import actos_of
from cases.states import Acto, state_reason
from protocols.selectors import protocol_of
from schools.models import Membership

# What people call it, its address, and the act that the table of acts judges.
ACTIONS = (
    ("Recibir antecedentes", "case-antecedente", Acto.RECIBIR_ANTECEDENTE),
    ("Citar a una familia", "case-citar", Acto.CITAR),
    ("Registrar una entrevista", "case-entrevista", Acto.ENTREVISTAR),
    ("Resguardar a un estudiante", "case-resguardo", Acto.RESGUARDAR),
    ("Prorrogar un plazo", "case-prorroga", Acto.PRORROGAR),
    ("Preparar un oficio", "case-oficio", Acto.REDACTAR_OFICIO),
    ("Imputar una falta", "case-falta-search", Acto.IMPUTAR_FALTA),
    ("Expulsión o cancelación", "case-expulsion", Acto.PROPONER_MEDIDA),
    ("Redactar el informe", "case-informe", Acto.INFORMAR),
    ("Preparar la resolución", "case-resolucion", Acto.ENVIAR_RESOLUCION),
    ("Notificar la decisión", "case-notify", Acto.NOTIFICAR),
    ("Recibir una reconsideración", "case-reconsiderar", Acto.RECONSIDERAR),
    ("Precisar un dato", "case-facts", Acto.PRECISAR_DATO),
    ("Cerrar el caso", "case-close", Acto.CERRAR),
    ("Anotar en la vigilancia", "case-vigilancia", Acto.VIGILAR),
)
# What may be done whatever the protocol; and the act of the protocol that another one prepares.
EVERYWHERE = frozenset(
    {
        Acto.RECIBIR_ANTECEDENTE,
        Acto.RESGUARDAR,
        Acto.REDACTAR_OFICIO,
        Acto.IMPUTAR_FALTA,
        Acto.PROPONER_MEDIDA,
        Acto.CERRAR,
        Acto.VIGILAR,
        Acto.PRECISAR_DATO,
    }
)
NEEDS = {Acto.PRORROGAR: Acto.INFORMAR, Acto.ENVIAR_RESOLUCION: Acto.RESOLVER}


def actions_of(case: Case, membership: Membership) -> list[tuple[str, str]]:
    """Return (label, URL) of each act that the state of the file and the person's role allow.

    An act that its protocol does not have is not offered: nobody interviews where it says not to.
    The gates of the protocol are not asked here: their screens say what is missing.
    """
    protocol = protocol_of(case.reglamento, case.protocol_key)
    actos = actos_of(protocol)
    return [
        (label, url)
        for label, name, acto in ACTIONS
        if NEEDS.get(acto, acto) in actos | EVERYWHERE
        and not state_reason(case.state, acto, actos)
        and not may(membership, case.functions, acto)
        and (url := address(name, case.pk))
    ]
