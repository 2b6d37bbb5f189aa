"""Whether each requirement is met: one small function per row of `data/requisitos.yaml`."""

from collections.abc import Callable
from dataclasses import dataclass

from cases.expulsion import dates
from cases.expulsion.enrolment import enrolled_on, is_parvulo
from cases.expulsion.state import Procedure, moment_of
from cases.models import Document, ExpulsionAct
from cases.models.expulsion import CargoComision, Hito, Salida
from convivencia.dates import long_date


@dataclass(frozen=True, slots=True)
class Finding:
    """Met or not, by which act, and what to say of it."""

    done: bool
    act: ExpulsionAct | None = None
    reason: str = ""
    document: Document | None = None  # where it is not the act's own


Check = Callable[[Procedure], Finding]
MANDATED = {
    "background": "los antecedentes de conducta y pedagógicos",
    "proportionality": "la proporcionalidad de la medida",
    "gravity": "la gravedad de la conducta",
    "measures": "cada medida aplicada, con su resultado",
    "alternatives": "que se agotaron las alternativas cuando fue posible",
    "recommendation": "la recomendación",
}


def registered(kind: str, *names: str, reason: str = "") -> Check:
    """Return the check that an act was registered, with all of `names` in its data."""

    def check(p: Procedure) -> Finding:
        act = p.last(kind)
        done = act is not None and all(act.data.get(name) for name in names)
        return Finding(done, act, "" if done else reason)

    return check


def both_told(kind: str) -> Check:
    """Return the check that the pupil and the family were told; an adult pupil, alone."""

    def check(p: Procedure) -> Finding:
        act = p.last(kind)
        if act is None:
            return Finding(False)
        missing = [] if moment_of(act, "student_at") else ["el estudiante"]
        if not moment_of(act, "adult_at") and not p.pupil_is_adult:
            missing.append("su madre, padre o apoderado")
        why = f"No consta que lo sepa {' ni '.join(missing)}." if missing else ""
        return Finding(not missing, act, why)

    return check


def _enrolled(p: Procedure) -> Finding:
    start = p.last(Hito.INICIO)
    day = p.case.school.local_date(start.at if start else p.now)
    done = enrolled_on(p.row.participant.student, day)
    return Finding(done, start, "" if done else "Ese día no tenía matrícula en el establecimiento.")


def _not_parvulo(p: Procedure) -> Finding:
    start = p.last(Hito.INICIO)
    day = p.case.school.local_date(start.at if start else p.now)
    wrong = is_parvulo(p.case, p.row.participant.student, day)
    return Finding(not wrong, None, "Es de educación parvularia." if wrong else "")


def _supports(p: Procedure) -> Finding:
    rows = p.every(Hito.APOYO)
    open_ones = [row for row in rows if not row.data.get("result")]
    if not rows:
        return Finding(False)
    done = not open_ones
    return Finding(done, rows[-1], "" if done else "Una medida no tiene su resultado.")


def _fitting(p: Procedure) -> Finding:
    rows = p.every(Hito.APOYO)
    done = bool(rows) and all(row.data.get("fitting") for row in rows)
    return Finding(done, rows[-1] if rows else None)


def _season(p: Procedure) -> Finding:
    act = p.last(Hito.EPOCA)
    if act is None:
        return Finding(False)
    possible = act.data.get("possible") == "si"
    return Finding(possible, act, "" if possible else "La constancia dice que ya no sería posible.")


def _commission(p: Procedure) -> Finding:
    cargos = {member.cargo for member in p.members}
    people = {member.membership_id for member in p.members}
    done = cargos == set(CargoComision.values) and len(people) == len(CargoComision)
    return Finding(done, p.last(Hito.COMISION))


def _contents(p: Procedure) -> Finding:
    act = p.report
    if act is None:
        again = "La comisión cambió: el informe se redacta otra vez." if p.has(Hito.INFORME) else ""
        return Finding(False, None, again)
    missing = [text for name, text in MANDATED.items() if not act.data.get(name)]
    return Finding(not missing, act, f"No expone {', '.join(missing)}." if missing else "")


def _signed(p: Procedure) -> Finding:
    waiting = [m.get_cargo_display().lower() for m in p.members if m.signed_at is None]
    paper = next((act for act in reversed(p.every(Hito.FIRMA)) if act.document_id), None)
    return Finding(p.is_signed, paper, f"No ha firmado {', '.join(waiting)}." if waiting else "")


def _decided(p: Procedure) -> Finding:
    act = p.last(Hito.RESUELVE)
    return Finding(act is not None and bool(act.document_id), act)


def _in_ten_days(p: Procedure) -> Finding:
    told, due = p.told(Hito.NOTIFICA_RESOLUCION), dates.timeline(p)["P7"].due
    act = p.last(Hito.NOTIFICA_RESOLUCION)
    if due is None or told is None:
        return Finding(False, act, f"Vence el {long_date(due.on)}." if due else "")
    done = told <= due.at
    return Finding(done, act, f"El plazo {'vencía' if done else 'venció'} el {long_date(due.on)}.")


def _in_two_months(p: Procedure) -> Finding:
    act, due = p.last(Hito.RESUELVE), dates.timeline(p)["P6"].due
    if act is None:
        return Finding(False)
    done = due is None or act.at <= due.at
    return Finding(done, act, f"El plazo venció el {long_date(due.on)}." if not done else "")


def _recourse(p: Procedure) -> Finding:
    act = p.last(Hito.RECONSIDERA)
    if act:
        late = " Se presentó fuera de plazo; se recibió igual." if not p.in_time else ""
        return Finding(True, act, late.strip())
    if p.request:
        on = long_date(p.case.school.local_date(p.request.requested_at))
        why = f"La familia la presentó en su ventana el {on}: falta incorporarla al procedimiento."
        return Finding(False, None, why)
    due = dates.window(p).due
    if due is None:
        return Finding(False, None, "El plazo parte con la notificación de la resolución.")
    done = due.at < p.now
    words = "terminó" if done else "corre hasta"
    return Finding(done, None, f"El plazo {words} el {long_date(due.on)}.")


def _to_seremi(p: Procedure) -> Finding:
    """Return whether its own oficio is there: one act issues two, and keeps the first."""
    act = p.last(Hito.OFICIOS)
    pk = act.data.get("seremi") if act else None
    return Finding(bool(pk), act, document=Document.objects.filter(pk=pk).first() if pk else None)


CHECKS: dict[str, Check] = {
    "matriculado": _enrolled,
    "no_parvulo": _not_parvulo,
    "reglamento": registered(Hito.REGLAMENTO, "delivered_on"),
    "causal": registered(Hito.CAUSAL, "ground", "text"),
    "no_prohibida": registered(Hito.CAUSAL, "not_forbidden"),
    "representacion": registered(Hito.REPRESENTACION, "text"),
    "advertencia": registered(Hito.REPRESENTACION, "warning"),
    "apoyos": _supports,
    "apoyos_pertinentes": _fitting,
    "excepcion": registered(Hito.EXCEPCION, "text"),
    "epoca": _season,
    "inicio": registered(Hito.INICIO, "charges"),
    "inicio_notificado": both_told(Hito.NOTIFICA_INICIO),
    "cautelar_fundada": registered(Hito.CAUTELAR, "text"),
    "cautelar_notificada": both_told(Hito.NOTIFICA_CAUTELAR),
    "continuidad": registered(Hito.CONTINUIDAD, "text"),
    "descargos": registered(Hito.DESCARGOS, "text"),
    "comision": _commission,
    "informe": _contents,
    "informe_firmado": _signed,
    "resolucion": _decided,
    "razones": registered(Hito.RESUELVE, "departs"),
    "extension": registered(Hito.RESUELVE, "extension_reason"),
    "notificacion": both_told(Hito.NOTIFICA_RESOLUCION),
    "diez_dias": _in_ten_days,
    "dos_meses": _in_two_months,
    "tramo": registered(Hito.TRAMO, "text"),
    "recurso": _recourse,
    "cautelar_ampliada": registered(Hito.PROLONGA),
    "consejo": registered(Hito.CONSEJO, "text"),
    "reconsideracion": registered(Hito.RESUELVE_RECONSIDERACION, "grounds"),
    "reconsideracion_notificada": both_told(Hito.NOTIFICA_RECONSIDERACION),
    "firmeza": registered(Hito.FIRMEZA),
    "oficio_superintendencia": registered(Hito.OFICIOS, "sie"),
    "oficio_seremi": _to_seremi,
}


def departs(p: Procedure) -> bool:
    """Return whether what was decided is not what the commission recommended."""
    report, decision = p.report, p.last(Hito.RESUELVE)
    if report is None or decision is None:
        return False
    ends = decision.data.get("decision") in Salida.values
    return ends and report.data.get("recommends") != "si"


def _extends(p: Procedure) -> bool:
    act = p.last(Hito.RESUELVE)
    return act is not None and act.data.get("extension") == "si"


APPLIES: dict[str, Callable[[Procedure], bool]] = {
    "sin_excepcion": lambda p: not p.exception,
    "con_excepcion": lambda p: p.exception,
    "epoca_aplica": lambda p: not p.exception,
    "con_cautelar": lambda p: p.cautelar,
    "se_aparta": departs,
    "con_extension": _extends,
    "con_recurso": lambda p: p.in_time,
    "cautelar_se_amplia": lambda p: p.cautelar and p.in_time,
}
