"""Who at the school answers for a step, from the words of the protocol."""

from collections.abc import Iterable

from cases.models import Vencimiento

# The school role, by the first words that name it in the protocol.
OWNERS = {
    "dirección": "directora",
    "director": "directora",
    "establecimiento": "encargada",
    "encargado": "encargada",
    "encargada": "encargada",
    "profesor jefe": "profesor_jefe",
    "consejo escolar": "directora",
}


def owner_roles(responsible: Iterable[str]) -> tuple[str, ...]:
    """Return the school roles that answer for a step, in order; families and parties have none."""
    found = [
        next((role for key, role in OWNERS.items() if key in n.lower()), "") for n in responsible
    ]
    return tuple(dict.fromkeys(role for role in found if role))


def owner_role(responsible: Iterable[str]) -> str:
    """Return the role that is reminded first; "" if nobody of the school answers."""
    return next(iter(owner_roles(responsible)), "")


def answers_for(row: Vencimiento, role: str) -> bool:
    """Return whether `role` is one of those that the protocol charges with the step."""
    return role in owner_roles(row.responsible.split(" / "))
