"""Which passwords are too easy to guess: those of every list, made longer, and words of ours.

Twelve characters are often a short common password with a year after it. So what is compared is the
core: letters alone, without accents, with the usual disguises undone. Nothing is asked of its
composition: what is long and says nothing known is taken, whatever it is made of.
"""

import re
import unicodedata

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from schools.models import User
from schools.selectors import memberships_of

# Words that anybody would try first here; the person's own names and schools are added to them.
WORDS_OF_OURS = (
    "convivencia", "escolar", "educativa", "colegio", "escuela", "liceo", "establecimiento",
    "encargada", "encargado", "directora", "director", "profesora", "profesor", "docente",
    "inspectoria", "orientadora", "orientador", "administradora", "administrador", "sostenedor",
    "apoderado", "apoderada", "estudiante", "alumno", "reglamento", "denuncia", "protocolo",
    "contrasena", "clave", "acceso", "ingreso", "usuario", "usuaria", "bienvenida", "bienvenido",
    "chile", "santiago",
)  # fmt: skip
DISGUISES = str.maketrans("0134578@$!", "oieastbasi")
AT_THE_EDGE = "0123456789 .,;:-_!?*#/+"
ALL_BUT_LETTERS = re.compile(r"[^a-zñ]+")
REPEATED = re.compile(r"(.{1,4})\1{2,}.{0,3}", re.DOTALL)
TWICE = re.compile(r"(.{5,})\1+", re.DOTALL)
SHORTEST_WORD = 4
ENOUGH_LETTERS = 5  # beside the known words
ENOUGH_OTHERS = 7  # figures and signs: more than a year and a mark


class GuessablePasswordValidator:
    """Refuse what somebody would try before trying everything."""

    def __init__(self) -> None:
        self._common = CommonPasswordValidator().passwords

    def validate(self, password: str, user: User | None = None) -> None:
        folded = _folded(password)
        cores = [core for core in _cores(folded) if len(folded) - len(core) < ENOUGH_OTHERS]
        if self._is_common(folded, cores):
            raise ValidationError(
                "Se parece a una de las contraseñas más usadas: elija otras palabras.",
                code="password_too_common",
            )
        words = [*WORDS_OF_OURS, *_words_of(user)]
        if any(_is_made_of(core, words) for core in cores):
            raise ValidationError(
                "Es fácil de adivinar para quien conoce el servicio, el establecimiento o a "
                "usted: elija otras palabras.",
                code="password_of_ours",
            )

    def get_help_text(self) -> str:
        return (
            "No use una contraseña conocida, su nombre ni palabras del servicio, aunque les "
            "agregue números."
        )

    def _is_common(self, folded: str, cores: list[str]) -> bool:
        if REPEATED.fullmatch(folded):
            return True
        found = TWICE.fullmatch(folded)
        if found and (found[1] in self._common or _letters(found[1]) in self._common):
            return True
        return any(len(core) >= SHORTEST_WORD and core in self._common for core in cores)


def _is_made_of(core: str, words: list[str]) -> bool:
    """True if little is left of `core` once the known words are taken out."""
    left = core
    for word in sorted(words, key=len, reverse=True):
        left = left.replace(word, "")
    return left != core and len(left) < ENOUGH_LETTERS


def _words_of(user: User | None) -> list[str]:
    """Return what anybody who knows the person would try: names, e-mail, schools."""
    if user is None or user.pk is None:
        return []
    said = [user.first_names, user.last_names, user.email.replace("@", " ")]
    said += [member.school.name for member in memberships_of(user.pk)]
    pieces = re.split(r"[^a-zñ]+", _folded(" ".join(said)))
    return [piece for piece in pieces if len(piece) >= SHORTEST_WORD]


def _folded(text: str) -> str:
    """Return `text` in small letters and without accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in apart if not unicodedata.combining(c))


def _cores(folded: str) -> set[str]:
    """Return the words it may be built on: as typed, and with its disguises undone."""
    bare = folded.strip(AT_THE_EDGE)
    return {_letters(text) for text in (folded, bare, bare.translate(DISGUISES))}


def _letters(folded: str) -> str:
    return ALL_BUT_LETTERS.sub("", folded)
