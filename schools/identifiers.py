"""RUN, RUT, IPE and RBD: one spelling in the database, one on paper.

Stored compact: digits and check digit, no dots, no hyphen, `K` upper case. Shown 12.345.678-5.
Source: módulo 11, weights 2 to 7 from the right; 11 → 0, 10 → K.
"""

import re

from django.core.exceptions import ValidationError
from stdnum.cl import rut


def clean_run(text: str) -> str:
    """Return the compact RUN of what a person typed (dots, spaces, hyphen, k are accepted).

    Raises ValidationError with a sentence for the person.
    """
    compact = re.sub(r"[.\s‐-―-]", "", str(text)).upper()
    if len(compact) > 12 or not rut.is_valid(compact):
        raise ValidationError(
            "El RUN no es correcto: revise los números y el dígito verificador (ejemplo: 12.345.678-5).",
            code="run",
        )
    return rut.compact(compact)


def format_run(compact: str) -> str:
    """Return `12.345.678-5` for `123456785`; an empty text for an empty one."""
    if not compact:
        return ""
    body, digit = compact[:-1], compact[-1]
    return f"{int(body):,}".replace(",", ".") + f"-{digit}"


def check_digit(body: int) -> str:
    """Return the módulo 11 check digit of `body`."""
    return rut.calc_check_digit(str(body))


def validate_run(text: str) -> None:
    """Refuse anything but a compact, valid RUN."""
    if clean_run(text) != text:
        raise ValidationError("El RUN se guarda sin puntos ni guion.", code="run")


validate_rut = validate_run


def validate_rbd(text: str) -> None:
    """Refuse an RBD whose check digit is wrong. Stored `9999-5`: number, hyphen, digit."""
    match = re.fullmatch(r"(\d{1,5})-([\dK])", text)
    if not match or check_digit(int(match[1])) != match[2]:
        raise ValidationError("El RBD no es correcto: revise su dígito verificador.", code="rbd")


def validate_comuna(text: str) -> None:
    """Refuse a code that is not one of the communes of the country."""
    from schools.territory import comuna_name  # noqa: PLC0415 -- reads a table

    if comuna_name(text) is None:
        raise ValidationError("No existe una comuna con ese código.", code="comuna")
