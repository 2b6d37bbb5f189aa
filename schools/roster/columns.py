"""Which column is which: the names the SIGE gives, and those that people give."""

import re
from collections.abc import Sequence

from schools.people.selectors import unaccent

REQUIRED = {
    "run": "Run",
    "nombres": "Nombres",
    "paterno": "Apellido Paterno",
    "grado": "Desc Grado",
    "letra": "Letra Curso",
}
ALIASES = {
    "grado": "descgrado grado nivel descripciongrado",
    "letra": "letracurso letra",
    "run": "run rut runestudiante rutestudiante runalumno rutalumno",
    "dv": "digitover dv digitoverificador digito digitoverif dvrun digver",
    "genero": "genero sexo",
    "nombres": "nombres nombre nombresestudiante nombresalumno",
    "paterno": "apellidopaterno paterno appaterno primerapellido",
    "materno": "apellidomaterno materno apmaterno segundoapellido",
    "tipo": "codtipoensenanza tipoensenanza codensenanza codigotipoensenanza",
    "cod_grado": "codgrado codigogrado",
    "nacimiento": "fechanacimiento fechadenacimiento nacimiento fecnacimiento fecnac",
    "year": "ano anio anoescolar agno",
    "run_apoderado": "runapoderado rutapoderado runapoderada rutapoderada",
    "dv_apoderado": "dvapoderado digitoverapoderado dvapoderada digitoverificadorapoderado",
    "nombres_apoderado": "nombresapoderado nombreapoderado nombresapoderada nombreapoderada",
    "apellidos_apoderado": "apellidosapoderado apellidoapoderado apellidosapoderada",
    "parentesco": "parentesco relacion parentescoapoderado",
    "correo": "correoapoderado emailapoderado mailapoderado correoapoderada correo email",
    "telefono": "telefonoapoderado fonoapoderado celularapoderado telefonoapoderada telefono",
}
BY_NAME = {alias: key for key, aliases in ALIASES.items() for alias in aliases.split()}


def column_key(text: str) -> str | None:
    """Return which column a header names; None if it is not one of ours."""
    return BY_NAME.get(re.sub(r"[^a-z0-9]", "", unaccent(text)))


def read_header(cells: Sequence[str]) -> dict[str, int]:
    """Return `{"run": 2, …}` for a row of headers; the first of two equal names counts."""
    found: dict[str, int] = {}
    for index, text in enumerate(cells):
        key = column_key(text) if text else None
        if key is not None:
            found.setdefault(key, index)
    return found


def missing_columns(header: dict[str, int]) -> list[str]:
    """Return the names of the columns without which no row can be understood."""
    known = set(header)
    if {"tipo", "cod_grado"} <= known:
        known.add("grado")
    return [name for key, name in REQUIRED.items() if key not in known]
