"""RUN, RUT, IPE and RBD: one spelling in the database, one on paper.

Stored compact: digits and check digit, no dots, no hyphen, no leading zeros, `K` upper case.
Shown 12.345.678-5. Source: módulo 11, weights 2 to 7 from the right; 11 → 0, 10 → K.
"""

import re

from django.core.exceptions import ValidationError

# What people paste without seeing it: spaces of every width, soft hyphens, zero-width marks.
SPACES = dict.fromkeys(
    map(ord, " \t\r\n.\u00a0\u00ad\u2007\u2009\u200b\u200c\u200d\u202f\u2060\ufeff")
)
DASHES = dict.fromkeys(map(ord, "-‐‑‒–—―−"))
SEPARATORS = SPACES | DASHES
RUN_SHAPE = re.compile(r"0*([1-9][0-9]{0,8})([0-9K])")
LONGEST_TYPED = 40
IPE_FROM = 100_000_000  # usual first number of an IPE; not confirmed, so it only warns

RUN_ERROR = (
    "El RUN no es correcto: revise los números y el dígito verificador (ejemplo: 12.345.678-5)."
)
PASSPORT_ERROR = "El documento debe tener entre 3 y 12 letras o números, sin símbolos."
RBD_ERROR = "El RBD no es correcto: revise el número y su dígito verificador."


def check_digit(body: int) -> str:
    """Return the módulo 11 check digit of `body`."""
    digits = [int(d) for d in reversed(str(body))]
    total = sum(digit * (2 + place % 6) for place, digit in enumerate(digits))
    return "0123456789K"[-total % 11]


def clean_run(text: str) -> str:
    """Return the compact RUN of what a person typed (dots, spaces, any dash, k are accepted).

    Only ASCII digits and the letter K count: look-alikes of other alphabets are refused.
    Raises ValidationError with a sentence for the person.
    """
    text = str(text)
    match = None
    if len(text) <= LONGEST_TYPED:
        match = RUN_SHAPE.fullmatch(text.translate(SEPARATORS).replace("k", "K"))
    if match is None or check_digit(int(match[1])) != match[2]:
        raise ValidationError(RUN_ERROR, code="run")
    return match[1] + match[2]


def format_run(compact: str) -> str:
    """Return `12.345.678-5` for `123456785`; an empty text for an empty one."""
    body, digit = compact[:-1], compact[-1:]
    if not body.isdecimal():
        return compact
    return f"{int(body):,}".replace(",", ".") + f"-{digit}"


def mask_run(compact: str) -> str:
    """Return `••.•••.678-5`, enough to tell two people apart on a shared screen."""
    shown = format_run(compact)
    return re.sub(r"\d", "•", shown[:-5]) + shown[-5:]


def clean_passport(text: str) -> str:
    """Return a passport or foreign document in capitals, without separators."""
    text = str(text)
    compact = text.translate(SEPARATORS).upper() if len(text) <= LONGEST_TYPED else ""
    if not re.fullmatch(r"[A-Z0-9]{3,12}", compact):
        raise ValidationError(PASSPORT_ERROR, code="documento")
    return compact


def clean_document(kind: str, text: str) -> str:
    """Return the compact form of a RUN, an IPE or another document; ValidationError if wrong."""
    return clean_passport(text) if kind == "pasaporte" else clean_run(text)


def document_warning(kind: str, compact: str) -> str:
    """Return why a valid document looks odd for its kind; "" if it does not.

    The range of the IPE is not published, so it is a doubt to show, never a refusal.
    """
    if kind == "pasaporte":
        return ""
    is_high = int(compact[:-1]) >= IPE_FROM
    if kind == "ipe" and not is_high:
        return "Los IPE suelen comenzar en 100.000.000: verifique que no sea un RUN."
    if kind == "run" and is_high:
        return "El número está en el rango habitual de los IPE: verifique que sea un RUN."
    return ""


def validate_run(text: str) -> None:
    """Refuse anything but a compact, valid RUN."""
    if clean_run(text) != text:
        raise ValidationError("El RUN se guarda sin puntos ni guion.", code="run")


validate_rut = validate_run


def clean_rbd(text: str) -> str:
    """Return `9999-5` for an RBD typed with or without dots; ValidationError if wrong."""
    text = str(text)
    if len(text) > LONGEST_TYPED:
        raise ValidationError(RBD_ERROR, code="rbd")
    compact = text.translate(SEPARATORS).upper()
    match = re.fullmatch(r"0*([1-9][0-9]{0,4})([0-9K])", compact)
    if not match or check_digit(int(match[1])) != match[2]:
        raise ValidationError(RBD_ERROR, code="rbd")
    return f"{match[1]}-{match[2]}"


def validate_rbd(text: str) -> None:
    """Refuse an RBD whose check digit is wrong. Stored `9999-5`: number, hyphen, digit."""
    if clean_rbd(text) != text:
        raise ValidationError("El RBD se guarda sin puntos y con guion.", code="rbd")


def validate_comuna(text: str) -> None:
    """Refuse a code that is not one of the communes of the country."""
    from schools.territory import comuna_name  # noqa: PLC0415 -- reads a table

    if comuna_name(text) is None:
        raise ValidationError("No existe una comuna con ese código.", code="comuna")
