"""What each document must say, read back from its PDF. Source: the register of documents."""

import logging
from dataclasses import replace

import pytest

from cases.documents.kinds import KINDS
from cases.documents.render import render
from cases.documents.reports import SignatureLine
from tests.cases.documents import samples
from tests.cases.documents.pdf import text_of
from tests.cases.documents.samples import SAMPLES, issued
from tests.cases.documents.samples_expulsion import EXPULSION_MANDATED

COMMON = [
    "Colegio Los Aromos",
    "Corporación Educacional Los Aromos",
    "RBD 99999-1",
    "Providencia",
    "2026-118",
    "Caso 2026-0043",
    "Página 1 de",
    "Código K7QMW-2XHRP-9BTD4-NVCF6-ZJ8YA-E",
    "convivencia.example/v/99999-1/",
]
REFUSAL = ["Se negó a firmar", "RUN 41.000.003-3", "quiere consultarlo", "Testigo: Rosa Urrutia"]
MANDATED = {
    "D-01": [
        "jueves doce de noviembre de 2026",
        "08:10 horas",
        "En persona",
        "Gabriela Zúñiga Urrutia",
        "Diego Órdenes Urrutia",
        "me pusieron un sobrenombre",
        "Protocolo de acoso escolar",
        "artículo 8.6.3.1",
    ],
    "D-02": [
        "Miércoles once de noviembre de 2026, 17:45",
        "«En el chat del curso me pusieron un sobrenombre",
        "Antonia Belén Quiroga Zúñiga",
        "Íñigo Manquel Peñailillo",
        "Facundo Urrutia Manquel",
        "Encargada de convivencia y Directora",
        "No contiene apreciaciones ni juicios",
    ],
    "D-04": [
        "12 de noviembre de 2026, 11:20 horas",
        "24 horas",
        "terminan el 13 de noviembre de 2026, 08:10",
        "Carolina Fuentes Riquelme",
        "12 años: menor de 14",
        "13 de noviembre de 2026",
        "1 día hábil desde la denuncia",
        "estimado",
    ],
    "D-05": [
        "VISTOS",
        "CONSIDERANDO",
        "RESUELVO",
        "un estudiante de este establecimiento",
        "un chat del curso",
        "Desígnase para conducirla a Carolina Fuentes Riquelme",
        "se presume la inocencia",
    ],
    "D-10": [
        "Recreos en patios distintos",
        "evitar el contacto",
        "Desde el 13 de noviembre de 2026",
        "Revisión el 27 de noviembre de 2026",
        "No son una sanción",
    ],
    "D-11": [
        "recibió una denuncia",
        "se dio inicio a una investigación",
        "viernes trece de noviembre de 2026, a las 11:45 horas",
        "junto con Íñigo Manquel Peñailillo",
        "Oficina de convivencia, segundo piso",
        "correo electrónico, que deja registro",
        "cada familia es oída por separado",
    ],
    "D-11s": ["viernes trece de noviembre de 2026", "Nadie ha sido declarado responsable"],
    "D-12": [
        "de 11:45 a 12:30 horas",
        "por separado de la otra familia",
        "cinco días hábiles",
        "viernes veinte de noviembre de 2026",
        "«Los mensajes los mandamos entre varios",
        "Señala que entregará los mensajes",
        "esta acta es reservada",
        "Firmó en pantalla el 13 de noviembre de 2026, 12:31",
        *REFUSAL,
    ],
    "D-15": [
        "viernes trece de noviembre de 2026, 11:45",
        "miércoles dieciocho de noviembre de 2026, 08:30",
        "No contesta",
        "correo sin acuse",
        "miércoles veinticinco de noviembre de 2026",
        "no detiene la investigación",
    ],
    "D-16": [
        "N° 3 de este caso",
        "lunes veintitrés de noviembre de 2026",
        "16:05 horas",
        "Marcela Peñailillo Órdenes",
        "Mensajes completos del chat",
        "En papel",
        "Recibido fuera de plazo",
    ],
    "D-17": [
        "vence el lunes catorce de diciembre de 2026 y aún no ha vencido",
        "dos testigos",
        "martes veintinueve de diciembre de 2026",
        "por una sola vez",
    ],
    "D-18": [
        "Directora del establecimiento",
        "Fundada: se acreditaron los hechos",
        "Diligencias realizadas",
        "Capturas de pantalla del chat",
        "Hechos acreditados",
        "Taller de resolución de conflictos",
    ],
    "D-19": [
        "VISTOS",
        "CONSIDERANDO",
        "RESUELVO",
        "Fundada: se acreditaron los hechos",
        "Apoyo y reparación",
        "Acompañamiento de la psicóloga",
        "la edad, la madurez y el desarrollo",
        "la proporcionalidad",
        "interés superior",
        "Taller de resolución de conflictos",
        "reconsideración",
    ],
    "D-20": [
        "VISTOS",
        "CONSIDERANDO",
        "RESUELVO",
        "artículo 5.2.3.2 C.a",
        "Medidas formativas y disciplinarias",
        "Taller de resolución de conflictos",
        "Fundamento: que comprenda",
    ],
    "D-21": [
        "Copia para la familia de Antonia Belén Quiroga Zúñiga",
        "Fundada: se acreditaron los hechos",
        "resolución N° 2026-133",
        "Recreos en patios distintos",
        "Se adoptaron medidas formativas.",
        "Último día: martes veintidós de diciembre de 2026, inclusive",
        "Se presenta ante: la encargada de convivencia",
        "el Consejo Escolar",
        "no significa estar de acuerdo",
    ],
    "D-21s": [
        "comprobó los hechos que se denunciaron",
        "martes veintidós de diciembre de 2026",
        "reconsideración",
    ],
    "D-22": [
        "diez días hábiles",
        "miércoles treinta de diciembre de 2026",
        "Nueva entrevista a un testigo",
        "se mantienen las medidas de resguardo",
        "Recreos en patios distintos",
    ],
    "D-23": ["VISTOS", "CONSIDERANDO", "RESUELVO", "Decisión con requisitos pendientes"],
    "D-26": [
        "Del 30 de diciembre de 2026 al 30 de junio de 2027",
        "Registro de clases",
        "12 de junio de 2027",
        "revisión de los registros de clase",
    ],
    "D-27": [
        "¿Se mantiene el hostigamiento?",
        "la situación se revirtió",
        "13 de noviembre de 2026",
    ],
    "D-29": [
        "dolor en la muñeca",
        "11 de noviembre de 2026, 10:25 horas",
        "Gabriela Zúñiga, madre",
        "no solicitó constatar lesiones",
        "no requiere autorización",
    ],
    "D-40": [
        "Fiscalía Local de Providencia",
        "Patricia Olivares Ñanco",
        "direccion@aromos.example",
        "+56 2 0000 0001",
        "artículos 175, letra e), y 176 del Código Procesal Penal",
        "Relato circunstanciado",
        "41.000.001-7",
        "Acta de denuncia verbal N° 2026-112",
        "conocido por el establecimiento el miércoles once de noviembre de 2026",
    ],
    "D-41": [
        "jueves doce de noviembre de 2026",
        "09:48 horas",
        "Oficina de partes, en papel",
        "Oficio N° 2026-113",
        "Ingreso 4455",
    ],
    "D-70": ["presenta por escrito", "fuera del horario de clases", "10:10 horas", "carta.pdf"],
    "D-71": ["solicita de palabra", "Lo pedido, en sus palabras", "se le entrega copia"],
    "D-72": [
        "sin nombres",
        "Sin observaciones al cambio",
        "viernes dieciocho de diciembre de 2026",
    ],
    "D-132": [
        "fue eliminada de forma definitiva",
        "veintidós de diciembre de 2026",
        "veintidós de diciembre de 2032",
        "Terminó el plazo de seis años",
        "AES-256-GCM",
        "Actuaciones 41",
        "huellas de los 2 archivos",
        "c" * 20,  # a hash may go on in the next line
    ],
    "D-74": [
        "Modificar lo resuelto",
        "Que el horario propuesto cumple el mismo fin",
        "Se abstuvieron de conocer y decidir: la directora y la encargada",
        "Las medidas de resguardo no se alteran",
        "consulta al sostenedor",
    ],
    "D-131": [
        "Acta de entrevista",
        "N° 2026-112",
        "Viernes trece de noviembre de 2026",
        "d" * 20,
        "El documento no cambió",
        "Se negó a firmar",
        "Firmó en pantalla",
    ],
    "D-130": [
        "Requerimiento de la Superintendencia de Educación (oficio 2210)",
        "lunes dos de noviembre de 2026",
        "2 de 4",
        "Registro de activación de protocolo N° 2026-97",
        "fuera de plazo",
        "A. M.: correo electrónico, sin acuse",
        "Falta: acuse de A. M.",
        "Vencido, sin registro",
        "Pasos que no corresponden",
        "los hechos no constituyen delito",
    ],
    **EXPULSION_MANDATED,
}


def test_every_kind_has_a_sample_and_a_list():
    assert set(SAMPLES) == set(MANDATED) == set(KINDS)


@pytest.mark.parametrize("code", KINDS)
def test_document_says_what_it_must(code, caplog):
    with caplog.at_level(logging.WARNING):
        pdf = render(SAMPLES[code], KINDS[code])[1]

    text = text_of(pdf)
    missing = [item for item in COMMON + MANDATED[code] if item not in text]
    assert missing == []
    assert [r.getMessage() for r in caplog.records if r.name.startswith("weasyprint")] == []


@pytest.mark.parametrize("code", KINDS)
def test_no_document_cites_a_dead_norm(code):
    text = text_of(issued(code))

    for norm in ("20.536", "Circular N° 781", "Circular N° 782", "Circular N° 202"):
        assert norm not in text


def test_apertura_may_also_be_refused():
    text = text_of(render(samples.apertura(opens=False), KINDS["D-05"])[1])

    assert "Resolución que no abre investigación" in text
    assert "no altera el deber de denunciar" in text


def test_second_citacion_tells_of_the_first():
    text = text_of(render(samples.citacion(attempt=2), KINDS["D-11"])[1])

    assert "Segunda comunicación y citación" in text
    assert "la primera fijó entrevista para el martes diez de noviembre de 2026" in text


def test_seguimiento_that_persists_starts_again():
    text = text_of(render(samples.seguimiento(persists=True), KINDS["D-27"])[1])

    assert "denuncia nueva por reincidencia" in text


def test_notificacion_to_the_other_family_tells_its_measures_and_nothing_else():
    text = text_of(render(samples.notificacion(affected=False), KINDS["D-21"])[1])

    assert "Medidas que se aplican a Íñigo Manquel Peñailillo" in text
    assert "Taller de resolución de conflictos" in text
    assert "Antonia" not in text
    assert "Recreos" not in text


def test_citacion_says_nothing_of_the_facts_or_of_the_others():
    text = text_of(issued("D-11"))

    assert "Antonia" not in text
    assert "41.000.001" not in text
    assert "sobrenombre" not in text


def test_paper_signature_leaves_an_empty_line():
    line = SignatureLine("Marcela Peñailillo Órdenes", "Apoderada")
    text = text_of(render(replace(SAMPLES["D-16"], signatures=(line,)), KINDS["D-16"])[1])

    assert "Firmó" not in text
    assert "Marcela Peñailillo Órdenes Apoderada" in text
