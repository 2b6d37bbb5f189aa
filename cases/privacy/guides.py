"""What to keep in mind before answering each right, in one paragraph, with its norm."""

from cases.models.privacy import Right
from cases.privacy.clocks import BEFORE, Clock

OURS = "Entregue sólo lo de esta persona: nada que permita conocer a otra, ni quién denunció."
FILES = (
    "Los expedientes de convivencia se llevan porque la ley lo ordena, no porque alguien lo "
    "autorice (art. 13 b)"
)
GUIDES: dict[str, str] = {
    Right.ACCESO: f"Es gratis al menos una vez por trimestre. {OURS}",
    Right.RECTIFICACION: "Corrija la ficha. Lo escrito en un expediente no se borra ni se cambia: "
    "se agrega una rectificación que dice qué estaba mal.",
    Right.SUPRESION: "No procede mientras una ley obligue a guardar los datos, o hagan falta para "
    f"una función pública o para defender un reclamo (art. 7). {FILES}.",
    Right.OPOSICION: f"{FILES}: oponerse no los detiene. Otros usos, como una lista de correos o "
    "una fotografía, sí se pueden detener.",
    Right.PORTABILIDAD: "Sólo alcanza a los datos que se tratan en forma automatizada y con el "
    f"consentimiento de la persona. {OURS}",
    Right.BLOQUEO: "Responda en dos días hábiles, sin prórroga. Si lo concede, quedan bloqueados "
    "en el acto. Si lo niega, avise además a la Agencia por medio electrónico.",
}


def guide_for(right: str, clock: Clock) -> str:
    """Return the advice for a right; nothing under the text that was in force before."""
    return "" if clock is BEFORE else GUIDES[right]
