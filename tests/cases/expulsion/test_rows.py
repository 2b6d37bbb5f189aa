"""The papers that the procedure really issues say each item of their row of the register."""

import pytest

from cases.models.expulsion import Hito
from schools.files import read_file
from schools.tenancy.context import school_context
from tests.cases.documents.pdf import text_of
from tests.cases.expulsion.scenes import Walk

pytestmark = pytest.mark.django_db
# Part of the row → words that only the procedure could have written, in the case of E05.
SAID = {
    "D-56": {
        "Inicio, citación": ["Se inicia un procedimiento", "Se cita al estudiante y a su madre"],
        "libreta y otros medios": ["libreta de comunicaciones y por otro medio"],
        "falta imputada, derechos": ["Cargos 1°. Ingresó un arma blanca", "presentar descargos"],
    },
    "D-57": {
        "decisión y fundamentos": ["RESUELVO Primero. Se suspende al estudiante", "CONSIDERANDO"],
        "junto a D-56": ["El inicio del procedimiento, de 6 de julio de 2026, N° 2026-1"],
        "causal, los diez días": ["Que la conducta está descrita", "en diez días hábiles contados"],
    },
    "D-58": {
        "hechos, prueba": ["Que los hechos son los siguientes", "Que se acreditan con la prueba"],
        "falta, medida": ["Que la conducta está descrita", "Se aplica la medida de expulsión"],
        "sin medidas previas, oído": [
            "Que no se exigen la representación ni las medidas previas",
            "Que el estudiante fue oído el 13 de julio de 2026",
        ],
        "derecho a recurrir": [
            "Puede pedirse reconsideración",
            "el estudiante, o su madre",
            "dentro de cinco días hábiles desde la notificación",
        ],
        "a otro estudiante, sólo iniciales": ["mostró un cuchillo a C. H. P."],
    },
    "D-73": {"opinión escrita": ["Pronunciamiento 1°. El Consejo es de parecer"]},
    "D-74": {
        "fundada": ["artículo 6, letra d), del DFL N° 2", "2°. Que no hay antecedentes nuevos"],
        "mantener": ["Mantener lo resuelto", "la expulsión, dispuesta por la resolución N°"],
        "qué sigue": ["Notificada esta resolución, la medida queda firme"],
    },
    "D-75": {"desde la interposición hasta resolver": ["hasta que la reconsideración se resuelva"]},
    "D-76": {
        "recurso resuelto": ["quedó firme el 4 de agosto de 2026", "se resolvió y notificó"],
        "cuál medida": ["Que la medida de expulsión, dispuesta por la resolución N° 2026-4"],
        "con qué respuesta": ["Resolución de la reconsideración N° 2026-8, de 4 de agosto"],
    },
    "D-77": {"las tres firmas": ["Jefatura del curso", "Equipo técnico-pedagógico"]},
    "D-47": {
        "procedimiento seguido": [
            "Fechas del procedimiento",
            "Medida firme 4 de agosto",
            "Inicio y cargos notificados Estudiante: 7 de julio de 2026",
        ],
        "a la región": ["Región: Metropolitana de Santiago"],
        "extensión": ["Extensión de la expulsión por otro año No se dispuso."],
        "lo que se acompaña": ["y en él el pronunciamiento escrito del Consejo de Profesores"],
    },
    "D-47s": {"a la Seremi": ["Secretaría Regional Ministerial de Educación"]},
}


def test_what_is_issued_says_its_row(school):
    walk = Walk.e05(school).to(Hito.OFICIOS)
    with school_context(school):
        documents = walk.row.case.documents.filter(code__in=SAID).select_related("file")
        texts = {one.code: text_of(read_file(one.file_id)[1]) for one in documents}

    assert set(texts) == set(SAID)
    missing = {
        (code, part): [w for w in words if w not in texts[code]]
        for code, parts in SAID.items()
        for part, words in parts.items()
    }
    assert {where: words for where, words in missing.items() if words} == {}
