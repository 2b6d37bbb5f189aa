"""Where each item of a row of the register of documents is printed.

The rows are data, copied from the register (`tests/data/dominio/documentos_modelo_a.json`). Each
part of a row's content is answered: here with words that its paper prints, or in `rows_forms` with
the question of a form (its `key`) that asks for it. A part without answer is a test that fails.
"""

import json
from pathlib import Path

REGISTER: dict[str, dict[str, str]] = json.loads(
    (Path(__file__).parents[2] / "data" / "dominio" / "documentos_modelo_a.json").read_text()
)
# Papers of the school and of no case: the networks of the comuna, what is noted in praise, the
# Consejo Escolar and its plan, and the reglamento's own delivery and publication.
OF_NO_CASE = {
    "D-09", "D-63", "D-119", "D-120", "D-121", "D-123", "D-124", "D-125", "D-126",
}  # fmt: skip
ROWS = {code: row for code, row in REGISTER.items() if code not in OF_NO_CASE}
# The non-renewal ends an enrolment as the cancellation does: it is decided in its procedure, by
# its resolución. A letter of its own would go round every guarantee of the law.
DECIDED_BY = {"D-62": "D-58"}

# Papers of ours: part of the row → what the PDF of its sample says.
SAID: dict[str, dict[str, list[str]]] = {
    "D-01": {
        "Día y hora de recepción": ["jueves doce de noviembre de 2026", "08:10 horas"],
        "folio": ["Constancia N° 2026-118"],
        "canal": ["Forma En persona"],
        "denunciante": ["Quien denuncia Gabriela Zúñiga Urrutia, RUN 41.000.009-2"],
        "receptor": ["Recibe Diego Órdenes Urrutia, Docente"],
        "protocolo presunto": ["Protocolo que se estima Protocolo de acoso escolar"],
    },
    "D-02": {
        "Lo denunciado": ["Lo denunciado"],
        "relato textual": ["«En el chat del curso me pusieron un sobrenombre"],
        "sin juicios": ["No contiene apreciaciones ni juicios"],
        "involucrados": ["Involucradas Antonia Belén Quiroga Zúñiga", "Íñigo Manquel Peñailillo"],
        "testigos": ["Testigos Facundo Urrutia Manquel"],
        "hora de conocimiento": ["Toma de conocimiento Miércoles once de noviembre de 2026, 17:45"],
    },
    "D-04": {
        "protocolo": ["activa el protocolo de acoso escolar"],
        "hora": ["a las 11:20 horas"],
        "ramas": ["12 años: menor de 14", "Constituye delito"],
        "responsable": ["Responsable Carolina Fuentes Riquelme"],
        "plazos generados": ["Adoptar medidas de resguardo", "13 de noviembre de 2026"],
    },
    "D-05": {
        "fundamento según autor": ["se atribuye a: un estudiante de este establecimiento"],
        "y lugar del hecho": ["habría ocurrido en: el establecimiento y un chat del curso"],
        "investigador": ["Desígnase para conducirla a Carolina Fuentes Riquelme"],
    },
    "D-10": {
        "Medidas aplicadas": ["Recreos en patios distintos"],
        "fundamento": ["Fundamento: evitar el contacto"],
        "inicio": ["Desde el 13 de noviembre de 2026"],
        "revisión": ["Revisión el 27 de noviembre de 2026"],
        "término": ["Hasta el 18 de diciembre de 2026"],
    },
    "D-11": {
        "Existencia de denuncia": ["recibió una denuncia"],
        "bul: además inicio de investigación": ["se dio inicio a una investigación"],
        "citación con el estudiante": ["a entrevista, junto con Íñigo Manquel Peñailillo"],
        "medio con registro": ["correo electrónico, que deja registro"],
        # The paper cannot hold the proof of its own sending: the notification keeps it.
        "prueba de envío y de lectura": ["que deja registro"],
    },
    "D-12": {
        "Todo lo actuado": ["Se informa", "Versión del estudiante", "Versión de la familia"],
        "y el aviso del derecho a aportar antecedentes en 5 d. hábiles": [
            "Derecho a aportar antecedentes",
            "cinco días hábiles",
        ],
    },
    "D-15": {
        "Fecha": ["viernes trece de noviembre de 2026, 11:45 horas"],
        "intentos": ["Intentos de contacto Llamados el 16-11"],
        "desde cuándo corren antecedentes": ["última citación, miércoles dieciocho de noviembre"],
    },
    "D-16": {
        "listado": ["Mensajes completos del chat", "Carta de la familia"],
        "fecha y hora": ["lunes veintitrés de noviembre de 2026", "16:05 horas"],
        "quién entrega": ["Entrega Marcela Peñailillo Órdenes"],
    },
    "D-17": {
        "Fundamento": ["dos testigos que estuvieron con licencia médica"],
        "nuevo vencimiento": ["El nuevo plazo vence el martes veintinueve de diciembre de 2026"],
        "antes de vencer": ["y aún no ha vencido"],
    },
    "D-18": {
        "Resultado": ["Resultado de la investigación Fundada"],
        "en acoso además recomendaciones de medidas": [
            "Medidas que se recomiendan Taller de resolución de conflictos",
        ],
    },
    "D-19": {
        "Si es acoso o hecho aislado": ["Los hechos constituyen acoso escolar"],
        "apoyo y reparación a la víctima": ["Apoyo y reparación a la persona afectada Acompaña"],
        "medidas al agresor con": ["Respecto de Íñigo Manquel Peñailillo"],
        "edad": ["la edad"],
        "madurez": ["la madurez"],
        "desarrollo": ["el desarrollo de cada estudiante"],
        "proporcionalidad": ["la proporcionalidad"],
        "e interés superior": ["su interés superior"],
    },
    "D-20": {
        "Medidas": ["Taller de resolución de conflictos"],
        "y fundamentos": ["Fundamento: que comprenda el efecto", "CONSIDERANDO"],
    },
    "D-21": {
        "Resultado": ["Resultado Fundada"],
        "medidas": ["Recreos en patios distintos"],
        "derecho a reconsideración": ["Su derecho a pedir reconsideración"],
        "y plazo": ["Último día: martes veintidós de diciembre de 2026, inclusive"],
    },
    "D-22": {
        "Apertura ≤10 d. hábiles": ["término adicional de diez días hábiles, desde el martes"],
        "diligencias": ["Nueva entrevista a un testigo"],
        "mantención de resguardo": ["se mantienen las medidas de resguardo"],
    },
    "D-23": {
        "Cierre sin medidas": ["Resolución de cierre y archivo", "RESUELVO"],
        "archivo provisorio en vulneración": ["Archívense provisoriamente los antecedentes"],
    },
    "D-26": {
        "Revisión de registros de clase y/o entrevistas periódicas": [
            "mediante la revisión de los registros de clase, entrevistas periódicas o ambas",
        ],
    },
    "D-27": {"Si el hostigamiento se mantiene o revirtió": ["No: la situación se revirtió"]},
    "D-29": {
        "Sin pedir constatación": ["no solicitó constatar lesiones"],
        "hora del aviso a la familia": ["madre, 11 de noviembre de 2026, 10:25 horas"],
    },
    "D-40": {
        "Quién envía": ["De Patricia Olivares Ñanco"],
        "con correo y teléfono": ["Correo direccion@aromos.example · Teléfono +56 2 0000 0001"],
        "relato circunstanciado": ["Relato circunstanciado Cuándo:"],
        "respaldos": ["Documentos que se acompañan", "Acta de denuncia verbal N° 2026-112"],
    },
    "D-41": {
        "Fecha": ["jueves doce de noviembre de 2026"],
        "hora y vía": ["09:48 horas", "Vía Oficina de partes, en papel"],
        "correo, oficio conductor, oficina judicial virtual u oficina de partes": ["Vía Oficina"],
    },
    "D-47": {
        "Procedimiento seguido": ["Fechas del procedimiento", "Resolución notificada"],
        "para revisión formal": ["Dirección Regional de la Superintendencia de Educación"],
    },
    "D-56": {
        "Inicio": ["Notificación de inicio y cargos"],
        "citación": ["Citación"],
        "libreta y otros medios": ["por la libreta de comunicaciones y por otro medio"],
        "falta imputada": ["Ingresó un arma blanca"],
        "derechos": ["Derechos Puede conocer el expediente"],
    },
    "D-57": {
        "Decisión": ["RESUELVO Primero. Se suspende"],
        "y fundamentos": ["CONSIDERANDO"],
        "por escrito": ["Resolución N° 2026-118"],
        "junto a D-56": ["El inicio del procedimiento, N° 2026-90"],
        "causal habilitante": ["Que la conducta está descrita en el reglamento"],
        "fecha de notificación": ["desde la notificación"],
        "inicia los 10 d. hábiles": ["diez días hábiles"],
    },
    "D-58": {
        "hechos": ["Que los hechos son"],
        "prueba": ["Que se acreditan con la prueba"],
        "falta": ["Que la conducta está descrita en el reglamento"],
        "medida": ["Se aplica la medida de expulsión"],
        "derecho a recurrir": ["Puede pedirse reconsideración"],
    },
    "D-70": {
        "Solicitud": ["Pedimos que el taller sea fuera del horario"],
        "y antecedentes de apoyo": ["Acompaña carta.pdf"],
    },
    "D-71": {
        "Lo pedido": ["Lo pedido, en sus palabras «Pedimos"],
        "no existe para leves: sólo escrito": ["solicita de palabra"],
    },
    "D-72": {
        "Consulta previa": ["Antes de resolver la reconsideración"],
        "respuesta": ["«Sin observaciones al cambio de horario.»"],
        "y fecha": ["Recibida el viernes dieciocho de diciembre de 2026"],
    },
    "D-73": {"Opinión escrita": ["Pronunciamiento 1°. Que se mantenga la medida"]},
    "D-74": {
        "Mantener, modificar o dejar sin efecto": ["Modificar lo resuelto"],
        "fundada": ["CONSIDERANDO 1°. Que el horario propuesto"],
        "no toca resguardo": ["Las medidas de resguardo no se alteran"],
    },
    "D-75": {
        "Desde la interposición hasta resolver": [
            "desde ese momento y hasta que la reconsideración"
        ]
    },
    "D-76": {"Sin recurso o recurso resuelto": ["no se pidió reconsideración"]},
}
# The row of D-117 sends to the steps of an outing, from the authorisation to the return.
OUTING = [
    "decision", "adultos", "ruta", "nomina", "tarjetas", "credenciales", "botiquin", "telefonos",
    "partida", "asistencia", "regreso", "contados",
]  # fmt: skip
