"""Write feriados.yaml from the rules and the one-off laws. Run it after editing either.

python -m protocols.catalog.calendar.generate
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from protocols.catalog.calendar.rules import expand
from protocols.catalog.calendar.table import SINGULARES, TABLE, read_feriados
from protocols.engine.calendar import Feriado, Scope

VERSION = "2026.1"
FIRST_YEAR, LAST_YEAR = 2018, 2040
HEADER = f"""\
# Feriados legales de Chile, por fecha, con su ley y su alcance territorial.
# Generado por protocols.catalog.calendar.generate: no se edita a mano.
# Las reglas están en rules.py y las leyes de una sola vez en singulares.yaml.
version: "{VERSION}"
desde: {FIRST_YEAR}-01-01
hasta: {LAST_YEAR}-12-31
feriados:
"""


def line_of(feriado: Feriado) -> str:
    """Return the feriado as one line of YAML."""
    line = f'- {{fecha: {feriado.on}, nombre: "{feriado.name}", ley: "{feriado.law}"'
    if feriado.scope is not Scope.PAIS:
        codes = ", ".join(f'"{code}"' for code in feriado.codes)
        line += f", alcance: {feriado.scope.value}, codigos: [{codes}]"
    return line + "}\n"


def render(feriados: Iterable[Feriado]) -> str:
    """Return the whole table as text, in order of date; on one date the rules come first."""
    ordered = sorted(feriados, key=lambda f: f.on)
    return HEADER + "".join(line_of(feriado) for feriado in ordered)


def build() -> str:
    """Return the text that feriados.yaml must have."""
    return render([*expand(FIRST_YEAR, LAST_YEAR), *read_feriados(SINGULARES)])


def main(target: Path = TABLE) -> None:
    """Write the table."""
    target.write_text(build(), encoding="utf-8")


if __name__ == "__main__":
    main()
