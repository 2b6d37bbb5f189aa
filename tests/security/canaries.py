"""Words that nobody else says, put where a case keeps what is personal; and an ear for them."""

import html
import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import unquote_plus

from cases.models import Denuncia, Participant
from schools.models import Apoderado, Curso, Student
from schools.tenancy.context import school_context
from tests.cases.scenes import Scene

RELATO = "La zarigüeya escondió los zapatos verdosos en el camarín"
FACTS = ("zarigüeya", "verdosos", "camarín")
NAMES = ("Xilócara", "Quirquincho", "Zorzaleja", "Yacaranda", "Tacuarembó", "Ñirehuao")
STRANGER = "Wenumapu Traiguenlaf"
COURSE_LETTER = "QZ"
# Of what the case is: the words of protocols, measures and decisions, in any form.
TYPES = (
    "acoso", "bullying", "drogas", "sexual", "vulneraci", "violencia", "denuncia", "agresor",
    "agredid", "víctima", "sanción", "medida", "delito", "tribunal", "reconsidera", "investiga",
)  # fmt: skip


@dataclass(frozen=True)
class Canaries:
    """The words to listen for, by what they say of somebody."""

    names: tuple[str, ...]
    runs: tuple[str, ...]
    courses: tuple[str, ...]
    facts: tuple[str, ...] = FACTS
    types: tuple[str, ...] = TYPES

    @property
    def personal(self) -> tuple[str, ...]:
        """Return what says who, or what happened: never the trade's own words."""
        return (*self.names, *self.runs, *self.facts)

    @property
    def all(self) -> tuple[str, ...]:
        return (*self.personal, *self.courses, *self.types)


def heard(words: tuple[str, ...], text: str) -> list[str]:
    """Return the words that `text` says, whatever case, accents, points or escapes it has."""
    plain = {_plain(form) for form in (text, html.unescape(text), unquote_plus(text))}
    return [word for word in words if any(_plain(word) in form for form in plain)]


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(c for c in folded if not unicodedata.combining(c))
    return re.sub(r"(?<=\d)[.\u00a0 ](?=\d{3})", "", bare)


def let_loose(scene: Scene) -> Canaries:
    """Rename the people of `scene`, and write canaries in its case as the services would."""
    with school_context(scene.school):
        one, two = scene.afectado.student, scene.denunciado.student
        curso = one.enrolments.get().curso
        Curso.objects.filter(pk=curso.pk).update(letter=COURSE_LETTER)
        _rename(Student, one.pk, first_names=NAMES[0], paternal=NAMES[1], maternal=NAMES[2])
        _rename(Student, two.pk, first_names=NAMES[2], paternal=NAMES[3], maternal=NAMES[0])
        _rename(Apoderado, scene.mother.pk, first_names=NAMES[4], last_names=NAMES[5])
        _rename(Apoderado, scene.father.pk, first_names=NAMES[5], last_names=NAMES[3])
        told = Denuncia.objects.filter(case=scene.case).first() or Denuncia(
            case=scene.case, canal="presencial", known_at=scene.case.known_at,
            received_at=scene.case.known_at, registered_at=scene.case.known_at,
            received_by=scene.encargada, suggested_key="acoso_escolar",
        )  # fmt: skip
        told.relato = RELATO
        told.save()
        Participant.objects.create(
            case=scene.case, role="testigo", third_party=STRANGER, notes=RELATO
        )
        people = [one, two, scene.mother, scene.father, scene.encargada.user]
        bodies = tuple(person.run[:-1] for person in people)
        for row in (one, two, scene.mother, scene.father, curso):
            row.refresh_from_db()
    return Canaries(
        (*NAMES, *STRANGER.split()), bodies, (str(curso), f"{curso.grade}° {COURSE_LETTER}")
    )


def _rename(model: type, pk: int, **names: str) -> None:
    model.objects.filter(pk=pk).update(**names)
