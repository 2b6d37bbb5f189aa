"""Which question of a form asks for each item of its row of the register of documents."""

# The row of D-117 sends to the steps of an outing, from the authorisation to the return.
OUTING = [
    "decision", "adultos", "ruta", "nomina", "tarjetas", "credenciales", "botiquin", "telefonos",
    "partida", "asistencia", "regreso", "contados",
]  # fmt: skip
# Forms: part of the row → the questions that ask for it.
ASKED: dict[str, dict[str, list[str]]] = {
    "D-03": {"—": ["denuncia"]},
    "D-06": {"hechos": ["hechos"], "código de falta": ["falta"], "testigos": ["testigos"]},
    "D-07": {"Situación conocida": ["situacion"], "por relato o sospecha": ["via"]},
    "D-08": {"Conductas observadas": ["conductas"], "y su progresión": ["progresion"]},
    "D-13": {"Entrevista": ["desarrollo"], "y presentación de descargos": ["descargos"]},
    "D-14": {
        "Hechos denunciados": ["hechos"],
        "preguntas": ["preguntas"],
        "plazo de 5 d. hábiles (no en drogas)": ["plazo"],
        "grabación si es posible": ["grabada"],
    },
    "D-24": {
        "Estrategias formativas": ["estrategias_formativas"],
        "y de comunicación": ["estrategias_comunicacion"],
        "fechas de seguimiento": ["fechas_seguimiento"],
        "sin identidad": ["dirige"],  # it asks for no pupil: the test below
    },
    "D-25": {"Apoyos": ["apoyos"], "familia involucrada e informada": ["familia"]},
    "D-28": {
        "Reevaluación del implicado": ["estudiante", "evaluacion"],
        "con apoderado": ["apoderado"],
    },
    "D-30": {
        "Situación general": ["situacion"],
        "medidas": ["medidas"],
        "petición de colaboración": ["colaboracion"],
        "sin identificar": ["director"],  # it takes no name of the case: `test_anonymous`
    },
    "D-31": {"Autorización del apoderado": ["apoderado", "autoriza"]},
    "D-32": {"motivo": ["motivo"], "plazo": ["desde", "hasta"], "revisión": ["revision"]},
    "D-33": {"hechos": ["hechos"], "sin datos innecesarios de la víctima": ["hechos"]},
    "D-42": {"Antecedentes del hecho": ["antecedentes"], "presencial o digital": ["via"]},
    "D-43": {
        "Teléfono, plataforma, denuncia escrita u oficio en la oficina virtual": ["via"],
        "si es telefónica, [+] registrar funcionario": ["funcionario"],
        "y hora": ["hora"],
    },
    "D-44": {"Fin: medidas cautelares y de protección, no sanción": ["medidas"]},
    "D-45": {
        "motivo": ["motivo"],
        "programa": ["programa"],
        "consentimiento si procede": ["consentimiento"],
    },
    "D-46": {"Hechos para que instruya investigación": ["hechos"]},
    "D-48": {"Comprobante": ["comprobante", "guardado_en"]},
    "D-50": {"Descargos del estudiante": ["estudiante", "descargos"]},
    "D-51": {"Medida": ["medida"], "y fundamentos": ["fundamentos"], "por libreta": ["medio"]},
    "D-52": {"Advertencia en libro de clases": ["advertencia"]},
    "D-53": {
        "Infracción": ["infraccion"],
        "y reunión para comprometer no reiteración": ["reunion"],
        "libreta, correo o carta certificada": ["medio"],
    },
    "D-54": {
        "Compromiso de mejora": ["compromiso"],
        "bajo advertencia de medidas más gravosas": ["advertencia"],
    },
    "D-55": {
        "Período de observación": ["desde", "hasta"],
        "consecuencia de nueva falta": ["consecuencia"],
        "fecha de revisión": ["revision"],
    },
    "D-59": {"motivo": ["motivo"]},
    "D-60": {"«Si corresponde»": ["corresponde"]},
    "D-61": {"Compromisos para solucionar": ["solucion"], "y apoyar a la víctima": ["apoyo"]},
    "D-80": {"Atención prestada": ["atencion"]},
    "D-81": {
        "Nombre, comuna y ciudad del colegio": ["colegio", "comuna", "ciudad"],
        "datos del accidentado": ["estudiante", "run", "edad", "curso", "direccion"],
        "informe del accidente": ["circunstancias"],
    },
    "D-82": {"—": ["accidente_en", "relato"]},
    "D-83": {
        "Parte policial": ["prueba", "parte_policial"],
        "y testigos": ["testigos"],
        "u otro medio fidedigno": ["otro_medio"],
    },
    "D-84": {
        "Nombre": ["contacto"],
        "y teléfono": ["telefono"],
        "provistos por el apoderado": ["apoderado"],
    },
    "D-85": {"Estudiante y centro de destino": ["asegurados"]},
    "D-86": {
        "Instrucciones y procedimiento": ["instrucciones"],
        "receta original": ["receta"],
        "fármaco": ["farmaco", "entrega"],
    },
    "D-90": {"Leve, moderado, grave o extremo": ["nivel"], "con sus criterios": ["criterios"]},
    "D-91": {"Conocimiento del riesgo": ["conocimiento"]},
    "D-92": {"Confidencial entre encargado y Dirección": ["encargada"]},
    "D-93": {"Citación": ["reunion", "lugar"]},
    "D-94": {
        "Reunión realizada": ["fecha", "hora", "asistentes"],
        "(sin contenido clínico, A-57)": ["registra"],
    },
    "D-95": {
        "Posibilidad de retorno": ["posibilidad"],
        "apoyos": ["apoyos"],
        "indicaciones": ["indicaciones"],
    },
    "D-96": {"Gestiones con estudiante": ["gestiones_estudiante"], "y curso": ["gestiones_curso"]},
    "D-97": {"Permiso del estudiante": ["permiso_estudiante"], "y sus padres": ["permiso_padres"]},
    "D-98": {
        "Incidente": ["incidente"],
        "sin método ni lugar": ["director"],  # what is asked warns of both: `test_anonymous`
        "riesgos": ["riesgos"],
        "apoyos": ["apoyos"],
    },
    "D-99": {"Sólo si contactan": ["medio", "contacto_en"]},
    "D-100": {
        "Acciones": ["acciones"],
        "responsables": ["responsables"],
        "medios de aviso": ["medios_aviso"],
        "si el apoderado puede acudir": ["puede_acudir"],
        "autorización": ["autorizacion"],
        "lugar de salida acordado": ["lugar_salida"],
    },
    "D-101": {"Autorización escrita previa": ["decision"]},
    "D-102": {
        "Intervención": ["intervencion"],
        "para evaluar evolución": ["evolucion"],
        "antecedente": ["antecedente"],
        "conducta observable": ["conducta"],
        "etapa": ["etapa"],
        "adultos": ["adultos"],
        "duración": ["inicio", "termino"],
        "aviso": ["aviso"],
    },
    "D-103": {
        "Actualizado tras cada episodio significativo": ["fecha", "episodio"],
        "con la familia": ["familia"],
    },
    "D-110": {
        "Etiqueta": ["estudiante", "curso", "dispositivo"],
        "entrega a Convivencia": ["entregado_a"],
        "anotación en libro digital": ["anotado"],
        "recibo al devolver": ["devuelto_en", "retira"],
    },
    "D-111": {"2º incumplimiento": ["incumplimiento"]},
    "D-112": {"3er incumplimiento": ["acompanamiento", "compromisos"]},
    "D-113": {
        "Condición informada": ["condicion"],
        "con firma y RUN del apoderado": ["apoderado_run"],
    },
    "D-114": {
        "Etapa": ["etapa"],
        "fechas": ["fechas"],
        "inasistencias": ["inasistencias"],
    },
    "D-115": {"Horarios": ["horarios"], "firma del apoderado": ["firma_apoderado"]},
    "D-116": {
        "Encargado": ["encargado"],
        "acompañantes": ["acompanantes"],
        "curso": ["curso"],
        "día": ["dia"],
        "horarios": ["horarios"],
        "lugar": ["lugar"],
        "objetivos": ["objetivos"],
        "seguridad": ["seguridad"],
        "nómina": ["nomina"],
        "costos": ["costos"],
        "transporte": ["transporte"],
    },
    "D-117": {
        "Ver `sal` en protocolos.md": OUTING,
    },
    "D-118": {
        "Voluntariedad": ["voluntariedad"],
        "acuerdos": ["acuerdos"],
        "desistimiento": ["desistimiento"],
    },
    "D-122": {"Tabla previa": ["tabla"], "asistencia": ["asistencia"], "acuerdos": ["acuerdos"]},
}
