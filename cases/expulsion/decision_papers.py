"""The decision (D-58) and the two oficios (D-47): composed from facts, proof, norm and dates."""

from datetime import datetime

from cases.documents.builders.common import official
from cases.documents.builders.expulsion import act_paper, signs
from cases.documents.reports.expulsion import Part
from cases.expulsion.papers import Paper, family
from cases.expulsion.state import Procedure, moment_of
from cases.expulsion.words import DECISIONS, EFFECTS, GROUNDS, day, moment, plazo_to_ask
from cases.models import ExpulsionAct
from cases.models.expulsion import Hito, Salida
from schools.models import Membership
from schools.territory import region_name

ASKING = (
    "Puede pedirse reconsideración: el estudiante, o su madre, padre o apoderado, la presenta por "
    "escrito a la dirección dentro de {plazo}. La dirección resuelve después de oír por escrito al "
    "Consejo de Profesores."
)
INFORMED = (
    "a la Dirección Regional de la Superintendencia y a la Secretaría Regional Ministerial de "
    "Educación."
)
WHEN_FIRM = (
    "La medida se aplica cuando quede firme. Entonces se informa, en cinco días hábiles, "
    f"{INFORMED}"
)
REFERENCES = (
    (Hito.REPRESENTACION, "El acta de representación y advertencia"),
    (Hito.EXCEPCION, "El fundamento de la excepción por ataque directo a la integridad"),
    (Hito.INICIO, "La notificación de inicio y sus cargos"),
    (Hito.CAUTELAR, "La resolución de suspensión cautelar"),
    (Hito.DESCARGOS, "Los descargos y la prueba del estudiante"),
    (Hito.FIRMA, "El informe de la comisión, con sus tres firmas"),
)
# Source: DFL 2/1998, art. 6 d): what is asked before, the exception, and the part of the year.
DONE_BEFORE = {
    Hito.REPRESENTACION: "Que el {day} se representó a la familia la inconveniencia de las "
    "conductas y se advirtieron las sanciones que podían aplicarse.",
    Hito.EXCEPCION: "Que no se exigen la representación ni las medidas previas, porque la "
    "conducta atenta directamente contra la integridad física o psicológica: {text}",
    Hito.EPOCA: "Que se verificó si el estudiante puede matricularse en otro establecimiento en "
    "esta época del año: {text}",
}
HEARD = "Que el estudiante fue oído el {day}, con sus descargos y su prueba: {text}"
OFFERED = "Que se ofreció al estudiante presentar descargos y prueba, y no los hizo: {text}"


def resolucion(p: Procedure, data: dict, at: datetime, actor: Membership) -> Paper:
    parts = (
        Part(title="VISTOS", formal=True, points=True, text="\n".join(_seen(p))),
        Part(title="CONSIDERANDO", formal=True, points=True, text="\n".join(_reasons(p, data))),
        Part(title="RESUELVO", formal=True, points=True, text="\n".join(_resolves(p, data))),
    )
    report = act_paper(
        p.row, "D-58", case=p.case, at=at, parts=parts,
        rows=[("Medida", DECISIONS[data["decision"]])],
        formula="Notifíquese por escrito al estudiante y a su madre, padre o apoderado.",
        signatures=(signs(actor, at), *family(p, data)),
    )  # fmt: skip
    return "D-58", report


def _seen(p: Procedure) -> list[str]:
    found = []
    for kind, words in REFERENCES:
        act = p.last(kind)
        if act:
            number = f", N° {act.document.folio}" if act.document_id else ""
            found.append(f"{words}{number}, de {day(p, act.at)}.")
    law = "El artículo 6, letra d), del DFL N° 2, de 1998, del Ministerio de Educación, y el "
    return [*found, f"{law}artículo 16 E, letra i), de la Ley General de Educación."]


def _reasons(p: Procedure, data: dict) -> list[str]:
    causal = p.last(Hito.CAUSAL).data
    report = p.report.data
    lines = [
        f"Que los hechos son los siguientes: {data['facts']}",
        f"Que se acreditan con la prueba que se indica: {data['proof']}",
        f"Que {GROUNDS[causal['ground']].lower()}: {causal['text']}",
        f"Que la causal no es de las prohibidas: {causal['not_forbidden']}",
    ]
    lines += [words.format(day=day(p, act.at), **act.data) for words, act in _done_before(p)]
    lines += [
        f"Que se aplicó antes «{act.data['what']}», con este resultado: {act.data['result']}"
        for act in p.every(Hito.APOYO)
    ]
    verb = "recomendó" if report["recommends"] == "si" else "no recomendó"
    lines.append(f"Que la comisión {verb} la medida: {report['recommendation']}")
    if data.get("departs"):
        lines.append(
            f"Que la dirección se aparta de ese informe por estas razones: {data['departs']}"
        )
    return [*lines, data["grounds"]]


def _done_before(p: Procedure) -> list[tuple[str, ExpulsionAct]]:
    """Return what the law asks before deciding, and was done: each with its words."""
    found = [(words, p.last(kind)) for kind, words in DONE_BEFORE.items()]
    offered = p.last(Hito.DESCARGOS)
    if offered:
        found.append((OFFERED if offered.data["how"] == "ofrecidos" else HEARD, offered))
    return [(words, act) for words, act in found if act]


def _resolves(p: Procedure, data: dict) -> list[str]:
    decision = data["decision"]
    if decision not in Salida.values:
        more = data.get("other") or "El procedimiento termina sin medida."
        return [f"No se aplica la {p.row.get_sought_display().lower()}. {more}"]
    effect = EFFECTS[decision]
    lines = [f"Se aplica la medida de {DECISIONS[decision].lower()}. Rige por {effect}."]
    if data.get("extension") == "si":
        lines.append(f"La medida se extiende por un año escolar más: {data['extension_reason']}")
    return [
        *lines,
        ASKING.format(plazo=plazo_to_ask(p)),
        WHEN_FIRM,
    ]


OFFICES = {
    "sie": ("D-47", "Dirección Regional de la Superintendencia de Educación"),
    "seremi": ("D-47s", "Secretaría Regional Ministerial de Educación"),
}
FILE = "El expediente foliado, con su índice y la huella de cada pieza"
WITH_COUNCIL = f"{FILE}, y en él el pronunciamiento escrito del Consejo de Profesores."
STATED = (
    (Hito.INICIO, "Inicio del procedimiento"),
    (Hito.NOTIFICA_INICIO, "Inicio y cargos notificados"),
    (Hito.CAUTELAR, "Suspensión cautelar decidida"),
    (Hito.NOTIFICA_CAUTELAR, "Suspensión cautelar notificada"),
    (Hito.DESCARGOS, "Descargos"),
    (Hito.FIRMA, "Informe de la comisión, tercera firma"),
    (Hito.RESUELVE, "Resolución"),
    (Hito.NOTIFICA_RESOLUCION, "Resolución notificada"),
    (Hito.RECONSIDERA, "Reconsideración pedida"),
    (Hito.CONSEJO, "Pronunciamiento del Consejo de Profesores"),
    (Hito.RESUELVE_RECONSIDERACION, "Reconsideración resuelta"),
    (Hito.NOTIFICA_RECONSIDERACION, "Reconsideración notificada"),
    (Hito.FIRMEZA, "Medida firme"),
    (Hito.RETIRO, "Retiro del estudiante por su familia"),
)


def oficio(p: Procedure, which: str, data: dict, actor: Membership) -> Paper:
    """Return the oficio to one of the two: every date, the extension, and what goes with it."""
    code, addressee = OFFICES[which]
    decision = p.last(Hito.RESUELVE).data
    extends = decision.get("extension") == "si"
    more = f"Sí: {decision['extension_reason']}" if extends else "No se dispuso."
    parts = (
        Part(
            text="En cumplimiento del artículo 6, letra d), del DFL N° 2, de 1998, del Ministerio "
            "de Educación, y del artículo 16 E, letra i), de la Ley General de Educación, informo "
            "la medida que se indica y el procedimiento que se siguió.",
        ),
        Part(title="Fechas del procedimiento", rows=dates_of(p), heads=("Acto", "Día y hora")),
        Part(title="Extensión de la expulsión por otro año",
             text=more if p.medida == Salida.EXPULSION else ""),
        Part(title="Se acompaña", text=WITH_COUNCIL if p.has(Hito.CONSEJO) else f"{FILE}."),
        Part(title="Otros antecedentes", text=data.get("text", "")),
    )  # fmt: skip
    place = data.get(f"{which}_place") or f"Región: {region_name(p.case.school.comuna)}"
    act = p.last(Hito.RESUELVE)
    number = f"N° {act.document.folio}, de {day(p, act.at)}"
    report = act_paper(
        p.row, code, case=p.case, at=p.now, parts=parts, addressee=addressee,
        rows=[
            ("Medida", DECISIONS[p.medida]), ("Rige por", EFFECTS[p.medida]),
            ("Resolución", number),
        ],
        addressee_place=place, sender=official(actor.user, actor.title),
        subject=f"Informa {DECISIONS[p.medida].lower()}", signatures=(signs(actor, p.now),),
    )  # fmt: skip
    return code, report


def dates_of(p: Procedure) -> tuple[tuple[str, str], ...]:
    """Return every date of the procedure, as the oficios and the exports state them."""
    found = []
    for kind, words in STATED:
        act = p.last(kind)
        if act is None:
            continue
        if not kind.startswith("notifica"):
            found.append((words, moment(p, act.at)))
            continue
        pupil, adult = moment_of(act, "student_at"), moment_of(act, "adult_at")
        text = f"Estudiante: {moment(p, pupil) or '—'}. Familia: {moment(p, adult) or '—'}"
        found.append((words, text))
    return tuple(found)
