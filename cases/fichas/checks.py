"""A broken form stops the server: it is an error of the system check."""

from django.core.checks import CheckMessage, Error, register

from cases.fichas.loader import DefinitionError, read_files
from cases.fichas.problems import library_problems
from protocols.catalog import load_catalog, modelos


@register("fichas")
def check_library(**_options: object) -> list[CheckMessage]:
    """Return `fichas.E001` for each point of the library that a person could not fill."""
    try:
        found = library_problems(read_files(), known_steps())
    except DefinitionError as error:
        found = [str(error)]
    hint = "Corrija el archivo en cases/fichas/library."
    return [Error(text, hint=hint, id="fichas.E001") for text in found]


def known_steps() -> set[str]:
    """Return the id of every step of every modelo."""
    return {s.id for letter in modelos() for p in load_catalog(letter) for s in p.steps}
