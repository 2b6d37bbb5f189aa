"""The facts of a scenario in the words that the conditions ask for.

Other programs say «apoderado», «alumno» or «desestimada»; the catalogue has one word for each.
What is not listed here stays as it was written.
"""

from __future__ import annotations

from collections.abc import Mapping

from protocols.engine.definitions import slug

PEOPLE = {
    "estudiante": "alumno alumna nna nino nina companero companera par",
    "funcionario": "funcionaria docente profesor profesora profesor_jefe educadora asistente "
    "asistente_de_la_educacion trabajador trabajadora directivo inspector inspectora",
    "miembro_no_dependiente": "apoderado apoderada padre madre no_dependiente "
    "adulto_no_dependiente",
    "tercero_ajeno": "tercero tercera ajeno externo externa",
    "estudiante_otro_establecimiento": "otro_colegio estudiante_otro_colegio "
    "estudiante_de_otro_colegio estudiante_de_otro_establecimiento alumno_de_otro_colegio",
}
SAID_VALUES = {
    "agresor_tipo": PEOPLE,
    "victima_tipo": PEOPLE,
    "denuncia_forma": {"verbal": "oral de_palabra", "escrita": "escrito por_escrito"},
    "resultado": {
        "fundada": "acreditada acreditado true si",
        "no_fundada": "infundada infundado desestimada desestimado no_acreditada "
        "no_acreditado false no",
    },
    "asistio_apoderado": {
        "segunda": "segunda_citacion 2a_citacion a_la_segunda a_la_2a",
        "nunca": "ninguna ninguno no_asistio no_asistieron nadie",
    },
    "situacion": {letter: f"{letter} situacion_{letter} letra_{letter}" for letter in "abcdefg"},
    "incumplimiento": {
        "1": "primero primer primera 1ro 1er",
        "2": "segundo segunda 2do",
        "3": "tercero tercer tercera 3ro 3er",
        "4": "cuarto cuarta 4to",
    },
    "medida": {
        "cancelacion": "cancelacion_de_matricula cancelacion_de_la_matricula",
        "expulsion": "expulsion_del_establecimiento",
    },
}
SAID_FACTS = {
    "constituye_delito": "delito es_delito",
    "lesiones_o_senales": "lesiones hay_lesiones",
    "agresor_edad": "edad edad_agresor edad_del_agresor",
    "agresor_tipo": "agresor tipo_agresor tipo_de_agresor",
    "victima_tipo": "victima tipo_victima tipo_de_victima",
    "cautelar_suspension": "cautelar suspension_cautelar",
    "sustancia_presunta_ilicita": "sustancia_ilicita",
    "agresor_familiar_o_cercano": "agresor_familiar",
    "incumplimiento": "numero_de_incumplimiento numero_incumplimiento",
    "gravedad_lesion": "gravedad_de_la_lesion gravedad_accidente gravedad_del_accidente",
    "denuncia_forma": "forma_denuncia forma_de_la_denuncia",
}


def _by_word(table: Mapping[str, str]) -> dict[str, str]:
    return {word: one for one, words in table.items() for word in words.split()}


NAMES = _by_word(SAID_FACTS)
VALUES = {fact: _by_word(table) for fact, table in SAID_VALUES.items()}


def read_facts(written: Mapping[str, object]) -> dict[str, object]:
    """Return the facts as the catalogue names them; one already named that way wins."""
    facts = {str(name): value for name, value in written.items()}
    for name, value in written.items():
        facts.setdefault(NAMES.get(slug(str(name)), str(name)), value)
    return {name: VALUES.get(name, {}).get(slug(str(v)), v) for name, v in facts.items()}
