"""What may not be done to a student, each with its norm: a table that a lawyer can read.

Every check looks at one thing. An empty answer is not a decision: a person takes it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from protocols.discipline.definitions import (
    OUT,
    SUSPENSIONS,
    Effect,
    Falta,
    Gravity,
    Measure,
    Regimen,
    When,
)

NORM_PARVULOS = "LGE art. 16 E i); DS 315 art. 8; REX 860/2018"
NORM_GROUNDS = "DFL 2/1998 art. 6 d); REX 482/2018 anexo 7"
NORM_SUSPENSION = "REX 482/2018 anexo 7, iv"
NORM_PROTECTION = "LGE art. 16 E j)"
NORM_CAUTELAR = "DFL 2/1998 art. 6 d)"
NORM_CONDITIONAL = "REX 482/2018 anexo 7"
NORM_PROCEDURE = "LGE art. 16 E i)"
PROTECTION_DAYS = 15  # días hábiles
SANCTION_DAYS = 5  # and once more the same

WAY_OUT = ("medidas_previas", "informe_comision", "epoca_permite")
FORBIDDEN_GROUNDS = {
    "rendimiento": "el rendimiento académico",
    "economico": "la situación económica o el no pago",
    "nee": "necesidades educativas especiales o una discapacidad",
    "politico": "ideas políticas o ideológicas",
    "embarazo": "embarazo o maternidad",
}
# Facts that a measure may need, and what to say while nobody stated them.
NEEDS = {
    "condicionalidad_vigente": "Exige que ya tenga condicionalidad de matrícula",
    "agravantes_o_reiteracion": "Exige agravantes o una conducta reiterada",
    "afectacion_grave": "Exige que se haya afectado gravemente la convivencia",
    "riesgo_real_actual": "Exige un riesgo real y actual para alguien de la comunidad",
    "reiteracion": "Sólo procede si la conducta se repite",
    "habitual": "Sólo procede si la conducta es habitual: más de tres veces en el mes",
    "hubo_dano": "Sólo procede si hubo un daño",
    "conducta_descontrolada": "Sólo procede ante una conducta agresiva o descontrolada",
    "medidas_previas": "Antes hay que haber advertido al apoderado y aplicado apoyos, salvo que la "
    "conducta atente directamente contra la integridad de alguien",
    "informe_comision": "Falta el informe escrito de la comisión de tres personas",
    "epoca_permite": "No procede en una época del año que impida matricularse en otro lugar",
    "prision_preventiva": "Exige que se haya decretado prisión preventiva",
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why not, and the norm that says it."""

    text: str
    norm: str

    def __str__(self) -> str:
        return f"{self.text} ({self.norm})."


@dataclass(frozen=True, slots=True)
class Situation:
    """What is known when somebody chooses a measure. A fact that nobody stated is not true."""

    level: str
    falta: Falta | None
    gravity: Gravity
    on: date
    role: str = ""
    facts: Mapping[str, bool] = field(default_factory=dict)
    grounds: frozenset[str] = frozenset()  # keys of FORBIDDEN_GROUNDS that move the decision
    days: int = 0  # of suspension
    extends: int = 0  # days of the suspension that this one prolongs
    extensions: int = 0  # how many times it was prolonged before
    converts: Effect = Effect.NONE  # another suspension whose days it would use
    sanctions: tuple[Measure, ...] = ()  # already taken for the same fact
    together: frozenset[str] = frozenset()  # measures that one rung of the ladder joins
    review_on: date | None = None
    semester_ends: date | None = None
    finished: bool = False  # the investigation ended, with descargos
    accused_repeats: bool = False


Check = Callable[[Regimen, Measure, Situation], Refusal | None]


def forbidden(regimen: Regimen, measure: Measure, situation: Situation) -> list[Refusal]:
    """Return every reason why `measure` may not be taken; empty if the norm does not forbid it."""
    found = (check(regimen, measure, situation) for check in CHECKS)
    return [refusal for refusal in found if refusal is not None]


def is_suspension(measure: Measure) -> bool:
    """Return whether it keeps the student away, for whatever purpose."""
    return measure.effect in SUSPENSIONS


def _parvulo(regimen: Regimen, measure: Measure, s: Situation) -> Refusal | None:
    group = regimen.level(s.level)
    keeps_away = measure.is_sanction or is_suspension(measure) or measure.effect in OUT
    if (group is not None and group.sanctions) or not keeps_away:
        return None
    if group is None:
        return Refusal("El reglamento no tiene reglas para el curso del estudiante", "7.1; §IV.3")
    return Refusal(
        "A niños y niñas de educación parvularia no se aplican medidas disciplinarias",
        NORM_PARVULOS,
    )


def _disabled(_: Regimen, measure: Measure, _s: Situation) -> Refusal | None:
    if measure.enabled:
        return None
    return Refusal("El reglamento no contempla esta medida para ninguna falta", measure.source)


def _grounds(_: Regimen, measure: Measure, s: Situation) -> Refusal | None:
    if measure.effect not in OUT or not s.grounds:
        return None
    words = ", ".join(FORBIDDEN_GROUNDS[key] for key in sorted(s.grounds))
    return Refusal(f"No se puede poner fin a la matrícula por {words}", NORM_GROUNDS)


def _typified(_: Regimen, measure: Measure, s: Situation) -> Refusal | None:
    """A sanction answers to a falta; a number of annotations is none."""
    if s.falta is not None or not measure.is_sanction:
        return None
    return Refusal(
        "Sin una falta imputada no hay sanción: un número de anotaciones no es una falta",
        NORM_PROCEDURE,
    )


def _level(regimen: Regimen, measure: Measure, s: Situation) -> Refusal | None:
    if not measure.levels or s.level in measure.levels or regimen.level(s.level) is None:
        return None
    titles = [level.title for level in regimen.levels if level.code in measure.levels]
    return Refusal(f"Esta medida es sólo para {'; '.join(titles).lower()}", measure.source)


def _gravity(_: Regimen, measure: Measure, s: Situation) -> Refusal | None:
    if not measure.gravities or s.gravity in measure.gravities:
        return None
    words = " o ".join(g.label for g in measure.gravities)
    return Refusal(
        f"Esta medida es para faltas de gravedad {words}, no {s.gravity.label}", measure.source
    )


def _who(_: Regimen, measure: Measure, s: Situation) -> Refusal | None:
    roles = measure.roles_for(s.gravity)
    if not roles or not s.role or s.role in roles:
        return None
    return Refusal(f"La aplica {_roles(roles)}", measure.source)


def _only_for(_: Regimen, measure: Measure, s: Situation) -> Refusal | None:
    if not measure.only_for or (s.falta is not None and s.falta.code in measure.only_for):
        return None
    return Refusal(f"Es sólo para {', '.join(measure.only_for)}", measure.source)


def _when(_: Regimen, measure: Measure, s: Situation) -> Refusal | None:
    if not measure.is_sanction or measure.when is not When.FINALIZADA or s.finished:
        return None
    return Refusal(
        "Antes de sancionar hay que oír los descargos y terminar la investigación", NORM_PROCEDURE
    )


def _needs(_: Regimen, measure: Measure, s: Situation) -> Refusal | None:
    missing = [NEEDS[need] for need in measure.needs if not s.facts.get(need)]
    return Refusal("; ".join(missing), measure.source) if missing else None


def _real_danger(_: Regimen, measure: Measure, s: Situation) -> Refusal | None:
    danger = "riesgo_real_actual"
    if measure.effect is not Effect.SUSPENSION or danger in measure.needs or s.facts.get(danger):
        return None
    return Refusal(NEEDS[danger], NORM_SUSPENSION)


def _way_out(_: Regimen, measure: Measure, s: Situation) -> Refusal | None:
    """What must come before ending an enrolment. Not to renew it is to cancel it (RE-08)."""
    if measure.effect not in OUT:
        return None
    attack = {"medidas_previas"} if s.facts.get("ataque_integridad") else set()
    missing = [NEEDS[n] for n in WAY_OUT if n not in attack and not s.facts.get(n)]
    return Refusal("; ".join(missing), NORM_CAUTELAR) if missing else None


def _open_clause(_: Regimen, measure: Measure, s: Situation) -> Refusal | None:
    strong = (Effect.SUSPENSION, Effect.CONDICIONALIDAD, *OUT)
    if s.falta is None or "CLA" not in s.falta.alerts or measure.effect not in strong:
        return None
    return Refusal(
        "La conducta es una cláusula abierta: no admite suspensión, condicionalidad ni salida",
        f"{s.falta.source}; tipicidad §IV.3",
    )


def _two_sanctions(_: Regimen, measure: Measure, s: Situation) -> Refusal | None:
    if not measure.is_sanction:
        return None
    codes = {one.code for one in s.sanctions}
    if not codes or ((codes | {measure.code}) <= s.together and measure.code not in codes):
        return None
    titles = ", ".join(one.title.lower() for one in s.sanctions)
    return Refusal(
        f"Por este mismo hecho ya se aplicó una medida disciplinaria: {titles}",
        "proporcionalidad; una falta, un solo peldaño (modelo A, 7.3.2; modelo B, §IV.2 b)",
    )


def _suspension_days(_: Regimen, measure: Measure, s: Situation) -> Refusal | None:
    if measure.effect is not Effect.SUSPENSION:
        return None
    least, most = measure.days_for(s.gravity)
    most = min(most or SANCTION_DAYS, SANCTION_DAYS)
    if s.extends:
        return _extension(s)
    if s.days < max(least, 1) or s.days > most:
        return Refusal(
            f"La suspensión debe ser de {max(least, 1)} a {most} días para esta falta",
            f"{measure.source}; {NORM_SUSPENSION}",
        )
    return None


def _extension(s: Situation) -> Refusal | None:
    if s.extensions:
        return Refusal("La suspensión ya se prorrogó una vez y no admite otra", NORM_SUSPENSION)
    if not 1 <= s.days <= min(s.extends, SANCTION_DAYS):
        return Refusal(
            "La prórroga es de un período igual como máximo, y nunca más de cinco días",
            NORM_SUSPENSION,
        )
    return None


def _protection_days(_: Regimen, measure: Measure, s: Situation) -> Refusal | None:
    if measure.effect is not Effect.SUSPENSION_RESGUARDO:
        return None
    if s.days < 1 or s.days > PROTECTION_DAYS:
        return Refusal(
            f"La suspensión de protección dura de 1 a {PROTECTION_DAYS} días hábiles",
            NORM_PROTECTION,
        )
    if s.extends and not s.accused_repeats:
        return Refusal("Sólo se repite si la persona denunciada vuelve a incurrir", NORM_PROTECTION)
    return None


def _cautelar(_: Regimen, measure: Measure, s: Situation) -> Refusal | None:
    """Only what can end the enrolment, or gravely affects convivencia. Source: A-52."""
    if measure.effect is not Effect.SUSPENSION_CAUTELAR or s.facts.get("afectacion_grave"):
        return None
    if s.gravity in (Gravity.MUY_GRAVE, Gravity.GRAVISIMA):
        return None
    return Refusal(
        "La cautelar procede sólo si la falta admite el término de la matrícula o afectó "
        "gravemente la convivencia",
        NORM_CAUTELAR,
    )


def _three_suspensions(_: Regimen, measure: Measure, s: Situation) -> Refusal | None:
    if not s.converts or s.converts is measure.effect or not is_suspension(measure):
        return None
    return Refusal(
        f"La {SUSPENSIONS[s.converts]} no puede convertirse en {SUSPENSIONS[measure.effect]}: "
        "tienen motivo, tope y plazos distintos",
        f"{NORM_CAUTELAR}; {NORM_PROTECTION}; {NORM_SUSPENSION}",
    )


def _semester_review(_: Regimen, measure: Measure, s: Situation) -> Refusal | None:
    if measure.effect is not Effect.CONDICIONALIDAD:
        return None
    limit = s.semester_ends or semester_end(s.on)
    if s.review_on is not None and s.on <= s.review_on <= limit:
        return None
    return Refusal(
        f"La condicionalidad se revisa al final de cada semestre: fije la revisión a más tardar "
        f"el {limit:%d-%m-%Y}",
        NORM_CONDITIONAL,
    )


CHECKS: tuple[Check, ...] = (
    _parvulo,
    _disabled,
    _grounds,
    _typified,
    _level,
    _gravity,
    _who,
    _only_for,
    _when,
    _needs,
    _real_danger,
    _way_out,
    _open_clause,
    _two_sanctions,
    _suspension_days,
    _protection_days,
    _cautelar,
    _three_suspensions,
    _semester_review,
)
ROLE_WORDS = {
    "directora": "la dirección",
    "encargada": "la encargada de convivencia",
    "profesor_jefe": "el profesor jefe",
    "inspectoria": "inspectoría",
    "docente": "un docente",
    "equipo": "el equipo de convivencia",
    "sostenedor": "el sostenedor",
}


def semester_end(on: date) -> date:
    """Return the last day of the semester of `on` where the school set none: July or December."""
    return date(on.year, 7, 31) if on.month <= 7 else date(on.year, 12, 31)  # noqa: PLR2004 -- July


def _roles(roles: tuple[str, ...]) -> str:
    words = [ROLE_WORDS.get(role, role) for role in roles]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} o {words[-1]}"
