"""What people call the documents that a protocol demands and that are not issued here.

Source: modelo A, documents named by its protocols.
"""

from cases.documents.kinds import KINDS

ELSEWHERE = {
    "D-03": "Denuncia escrita",
    "D-06": "Reporte de falta grave",
    "D-07": "Constancia de riesgo suicida o autolesión",
    "D-08": "Anotación de señales en el libro de clases",
    "D-13": "Acta de entrevista con descargos",
    "D-14": "Citación y acta de entrevista a funcionario",
    "D-20": "Resolución de medidas",
    "D-24": "Acta de consejo de profesores del curso",
    "D-25": "Plan psicosocial",
    "D-28": "Acta de reevaluación",
    "D-30": "Comunicación a la comunidad",
    "D-31": "Autorización de contención emocional",
    "D-32": "Resolución de prohibición de ingreso",
    "D-33": "Comunicación a otro establecimiento",
    "D-42": "Denuncia penal",
    "D-43": "Comunicación al Tribunal de Familia",
    "D-44": "Requerimiento de protección",
    "D-45": "Ficha de derivación a la red",
    "D-46": "Comunicación a la Superintendencia",
    "D-48": "Consulta al registro de inhabilidades",
    "D-50": "Registro de descargos por falta leve",
    "D-51": "Comunicación de medida por falta leve",
    "D-52": "Amonestación escrita",
    "D-80": "Registro de atención en enfermería",
    "D-81": "Declaración individual de accidente escolar",
    "D-82": "Acta para la denuncia del seguro",
    "D-83": "Prueba de accidente de trayecto",
    "D-84": "Registro de contacto de emergencia",
    "D-85": "Listado de seguros privados",
    "D-86": "Solicitud de administración de medicamento",
    "D-90": "Pauta de nivel de riesgo",
    "D-91": "Ficha de toma de conocimiento",
    "D-92": "Ficha de derivación a centro de salud",
    "D-93": "Carta certificada de citación",
    "D-94": "Registro de reunión en el libro digital",
    "D-95": "Certificado médico",
    "D-96": "Expediente de seguimiento",
    "D-97": "Consentimiento para hablar del caso",
    "D-98": "Nota informativa a apoderados",
    "D-99": "Comunicado a medios",
    "D-100": "Contrato de contingencia",
    "D-101": "Autorización de contención física",
    "D-102": "Bitácora de desregulación",
    "D-103": "Plan individual de apoyo",
    "D-110": "Registro y etiqueta de dispositivo retenido",
    "D-111": "Registro de reflexión guiada",
    "D-112": "Plan de acompañamiento y compromiso",
    "D-113": "Registro en libro de entrevistas",
    "D-114": "Certificados médicos",
    "D-115": "Autorización de lactancia y libro de salidas",
    "D-116": "Solicitud de salida pedagógica",
    "D-117": "Autorización de salida y hoja de ruta",
    "D-118": "Acta de mediación o conciliación",
    "D-122": "Acta de Consejo de Profesores",
}


def name_of(code: str) -> str:
    """Return the name of a kind of document that a protocol demands."""
    if code in ELSEWHERE:
        return ELSEWHERE[code]
    if code in KINDS:
        return KINDS[code].title
    return f"Documento {code}" if is_code(code) else code


def is_code(code: str) -> bool:
    """Return whether it is a code of the register, not the words of another reglamento."""
    return code.startswith("D-")
