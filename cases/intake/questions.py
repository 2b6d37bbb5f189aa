"""The questions that orient a denuncia: why the law asks each, and what a «sí» brings. A table.

Source: modelo A §12 to §15; normativa §2 and §4. No repealed norm is cited.
"""

from dataclasses import dataclass

YES, NO, UNKNOWN = "si", "no", "no_se"
ANSWERS = ((YES, "Sí"), (NO, "No"), (UNKNOWN, "No sé"))


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the router: why the law asks it, and what a «sí» brings."""

    key: str
    group: str
    text: str
    hint: str
    reason: str  # the norm
    if_yes: str
    if_unknown: str = ""
    fact: str = ""  # the variable of the protocol that the answer settles


URGENT, DUTY, KIND = "Lo urgente", "El deber de denunciar", "Qué tipo de situación es"

QUESTIONS = (
    Question(
        "senales",
        URGENT,
        "¿Hay lesiones, señales físicas o dolor?",
        "Basta lo que se ve o lo que la persona cuenta. No revise su cuerpo ni tome fotografías.",
        "Reglamento, 8.6.3.2 B.2 y 8.6.4.1",
        "Acompáñelo ahora a un centro de salud y avise a su familia. No pida constatar lesiones: "
        "pida atención y cuente lo que le relataron.",
        "Si aparecen señales, el traslado es inmediato.",
        fact="lesiones_o_senales",
    ),
    Question(
        "riesgo_suicida",
        URGENT,
        "¿Habló de morir, de hacerse daño, o se lo hizo?",
        "También si lo escribió, lo dibujó o se lo dijo a otra persona.",
        "Reglamento, Anexo I, IV 9.2.1",
        "No lo deje a solas. Informe ahora y por escrito a la dirección o a la encargada de "
        "convivencia. Si hay peligro de vida, llame al 131.",
        "Ante la duda, no lo deje a solas y avise hoy a la encargada de convivencia.",
    ),
    Question(
        "delito",
        DUTY,
        "¿Lo que se cuenta podría ser un delito?",
        "Por ejemplo: lesiones, amenazas graves, robo con violencia, porte de armas, agresión "
        "sexual, difusión de imágenes íntimas. No tiene que estar probado.",
        "Código Procesal Penal, arts. 175 e) y 176; reglamento, 8.6.3.2 B.9",
        "Hay 24 horas, desde que el primer adulto lo supo, para denunciar a Carabineros, la PDI, "
        "la Fiscalía o el tribunal. La denuncia de uno libera al resto.",
        "Las 24 horas corren igual: resuélvalo hoy con la dirección. No hace falta tener certeza.",
        fact="constituye_delito",
    ),
    Question(
        "connotacion_sexual",
        DUTY,
        "¿Hay algo de connotación sexual?",
        "Tocaciones, imágenes, mensajes, insinuaciones, agresiones.",
        "Ley 21.057; reglamento, 5.2.3.1 a y 5.3.3.2",
        "Nadie del establecimiento entrevista al niño o niña. Se anota textual lo que diga por sí "
        "mismo. Se reserva también la identidad de la persona acusada.",
        "Trátelo con esa reserva hasta saberlo: no le haga preguntas.",
    ),
    Question(
        "vulneracion",
        DUTY,
        "¿Sospecha que se vulneran sus derechos?",
        "Descuido grave, maltrato o violencia en casa u otra parte, abandono. Basta sospecharlo.",
        "Ley 21.430, arts. 63 y 64; reglamento, 5.2.3.13",
        "Hay menos de 24 horas para comunicarlo al Tribunal de Familia. También se puede ir a la "
        "Oficina Local de la Niñez.",
        "Si llega a sospecharlo, el aviso al Tribunal de Familia es en menos de 24 horas.",
        fact="vulneracion",
    ),
    Question(
        "adulto",
        KIND,
        "¿Hay un adulto entre quienes habrían causado el daño?",
        "Un funcionario, un apoderado u otra persona adulta.",
        "Reglamento, 8.6.4.2",
        "No es acoso escolar: es maltrato de adulto a estudiante, con sus propias medidas.",
    ),
    Question(
        "entre_pares",
        KIND,
        "¿Ocurrió entre estudiantes?",
        "Dentro o fuera del establecimiento, en persona o por internet.",
        "Ley General de Educación, art. 16 B; reglamento, 8.6.1",
        "Puede ser acoso escolar.",
    ),
    Question(
        "reiterado",
        KIND,
        "¿Ha pasado más de una vez?",
        "La misma persona afectada, aunque cambien la forma o el lugar.",
        "Ley General de Educación, art. 16 B; reglamento, 8.6.1",
        "La repetición distingue el acoso de un hecho aislado.",
        "La investigación lo aclarará.",
    ),
)
BY_KEY = {question.key: question for question in QUESTIONS}
