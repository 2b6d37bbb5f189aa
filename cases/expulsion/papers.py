"""What each paper of the procedure says, composed from its acts. Nothing is invented."""

# ruff: noqa: ARG001 -- every guard, paper and fact of the table has the same shape

from collections.abc import Callable
from datetime import datetime

from cases.documents.builders.expulsion import (
    CITES,
    KEEPS,
    READ,
    act_paper,
    commission_lines,
    receives,
    signs,
)
from cases.documents.reports.expulsion import ExpulsionReport, Part
from cases.expulsion.state import Procedure
from cases.expulsion.words import DECISIONS, GROUNDS, day, moment, plazo_to_ask
from cases.hearings.selectors import apoderados_to_notify
from cases.models.expulsion import Hito
from schools.models import Membership

Paper = tuple[str, ExpulsionReport]
Builder = Callable[[Procedure, dict, datetime, Membership], Paper]
ADULT = "Madre, padre o apoderado"


def family(p: Procedure, data: dict) -> tuple:
    """Return the lines of who receives the paper: the pupil, and the adult typed or on record."""
    return receives((p.row.participant.name, "Estudiante"), (adult_of(p, data), ADULT))


def adult_of(p: Procedure, data: dict) -> str:
    """Return who is told for the pupil; an adult pupil is told alone, unless somebody is typed."""
    if data.get("adult") or p.pupil_is_adult:
        return data.get("adult", "")
    on = p.case.school.local_date(p.now)
    return next((one.name for one in apoderados_to_notify(p.row.participant, on)), "")


def representacion(p: Procedure, data: dict, at: datetime, actor: Membership) -> Paper:
    parts = (
        Part(title="Conductas que se representan", text=data["text"]),
        Part(title="Advertencia", text=data["warning"]),
        Part(title="Lo que respondió la familia", text=data.get("answer", ""), quoted=True),
    )
    lines = (signs(actor, at), *receives((data["adult"], ADULT)))
    rows = [("Comparece", data["adult"]), ("Dirige la reunión", actor.user.get_full_name())]
    return "D-78", act_paper(
        p.row, "D-78", case=p.case, at=at, rows=rows, parts=parts, signatures=lines,
        formula="Leída el acta, firman quienes comparecieron.",
    )  # fmt: skip


def inicio(p: Procedure, data: dict, at: datetime, actor: Membership) -> Paper:
    causal = p.last(Hito.CAUSAL).data
    parts = (
        Part(
            title="Se inicia un procedimiento",
            text=(
                f"Con esta fecha se inicia el procedimiento que puede terminar en "
                f"{p.row.get_sought_display().lower()}. {KEEPS}"
            ),
        ),
        Part(title="Cargos", text=data["charges"], points=True),
        Part(title="Causal", text=f"{GROUNDS[causal['ground']]}. {causal['text']}"),
        Part(title="Citación", text=CITES),
        Part(title="Derechos", text=f"{READ}\n{data.get('rights', '')}"),
    )
    report = act_paper(
        p.row, "D-56", case=p.case, at=at, parts=parts,
        rows=[("Medida que se propone", p.row.get_sought_display())],
        formula="Notifíquese al estudiante y a su madre, padre o apoderado.",
        signatures=(signs(actor, at), *family(p, data)),
    )  # fmt: skip
    return "D-56", report


def cautelar(p: Procedure, data: dict, at: datetime, actor: Membership) -> Paper:
    causal = p.last(Hito.CAUSAL).data
    start = p.last(Hito.INICIO)
    parts = (
        Part(
            title="VISTOS",
            formal=True,
            points=True,
            text=f"El inicio del procedimiento, de {day(p, start.at)}, N° {start.document.folio}.\n"
            "El artículo 6, letra d), del DFL N° 2, de 1998, del Ministerio de Educación.",
        ),
        Part(
            title="CONSIDERANDO",
            formal=True,
            points=True,
            text=f"Que {GROUNDS[causal['ground']].lower()}: {causal['text']}\n{data['text']}",
        ),
        Part(
            title="RESUELVO",
            formal=True,
            points=True,
            text="Se suspende al estudiante, como medida cautelar, mientras dure el procedimiento. "
            "No es una sanción.\n"
            "El procedimiento se resolverá, y lo resuelto se notificará, en diez días hábiles "
            "contados desde la notificación de esta suspensión.\n"
            "El establecimiento resguarda el proceso académico: entrega material, calendario de "
            "evaluaciones y pautas.\n"
            "La suspensión cautelar no admite reconsideración; la resolución, sí.",
        ),
    )
    report = act_paper(
        p.row, "D-57", case=p.case, at=at, parts=parts,
        formula="Notifíquese por escrito al estudiante y a su madre, padre o apoderado, con día y "
        "hora.",
        signatures=(signs(actor, at), *family(p, data)),
    )  # fmt: skip
    return "D-57", report


def comision(p: Procedure, at: datetime) -> Paper:
    """Return the report of the commission, once its three members signed it."""
    data = p.report.data
    supports = tuple(
        (act.data["what"], f"{act.data['result']} {act.data.get('insufficient', '')}".strip())
        for act in p.every(Hito.APOYO)
    )
    parts = (
        Part(title="Antecedentes de conducta y pedagógicos", text=data["background"]),
        Part(title="Informes psicosociales", text=data.get("psychosocial") or "No hay."),
        Part(title="Gravedad de la conducta", text=data["gravity"]),
        Part(title="Proporcionalidad", text=data["proportionality"]),
        Part(
            title="Medidas formativas y de apoyo aplicadas",
            text=data["measures"],
            rows=supports,
            heads=("Medida", "Resultado, y por qué no bastó") if supports else ("", ""),
        ),
        Part(title="Alternativas", text=data["alternatives"]),
        Part(
            title="Recomendación",
            text=("La comisión recomienda la medida. " if data["recommends"] == "si"
                  else "La comisión no recomienda la medida. ") + data["recommendation"],
        ),
    )  # fmt: skip
    report = act_paper(
        p.row, "D-77", case=p.case, at=at, parts=parts,
        rows=[("Medida que se informa", p.row.get_sought_display())],
        formula="Firman los tres integrantes de la comisión. Pase a la dirección para resolver.",
        signatures=commission_lines(p.members),
    )  # fmt: skip
    return "D-77", report


def consejo(p: Procedure, data: dict, at: datetime, actor: Membership) -> Paper:
    request = p.request
    parts = (
        Part(
            title="Consulta",
            text=f"Se consulta al Consejo por la reconsideración que pidió {request.requested_by} "
            f"el {moment(p, request.requested_at)}.",
        ),
        Part(title="Informes psicosociales a la vista", text=data["saw"]),
        Part(title="Pronunciamiento", text=data["text"], points=True),
    )
    report = act_paper(
        p.row, "D-73", case=p.case, at=at, parts=parts,
        rows=[("Asisten", data["attendees"])],
        formula="El pronunciamiento no obliga a la dirección. Agréguese al expediente.",
        signatures=(signs(actor, at), *receives((data["minutes"], "Secretaría del Consejo"))),
    )  # fmt: skip
    return "D-73", report


def prolonga(p: Procedure, data: dict, at: datetime, actor: Membership) -> Paper:
    text = (
        f"Se pidió reconsideración el {moment(p, at)}, dentro de plazo. Por disposición de la ley "
        "la suspensión cautelar se amplía desde ese momento y hasta que la reconsideración se "
        "resuelva. El establecimiento sigue resguardando el proceso académico."
    )
    report = act_paper(
        p.row, "D-75", case=p.case, at=at, parts=(Part(title="Se deja constancia", text=text),),
        formula="Comuníquese al estudiante y a su madre, padre o apoderado.",
        signatures=(signs(actor, p.now),),
    )  # fmt: skip
    return "D-75", report


def firmeza(p: Procedure, data: dict, at: datetime, actor: Membership) -> Paper:
    decision = p.last(Hito.RESUELVE)
    rows = [
        ("Resolución", f"N° {decision.document.folio}, de {day(p, decision.at)}"),
        ("Notificada", moment(p, p.told(Hito.NOTIFICA_RESOLUCION))),
        ("Plazo para pedir reconsideración", plazo_to_ask(p)),
    ]
    if p.request:
        late = ", fuera de plazo" if p.request.late else ""
        rows.append(("Reconsideración", f"{moment(p, p.request.requested_at)}{late}"))
        row = p.last(Hito.RESUELVE_RECONSIDERACION)
        if row:
            answer = f"N° {row.document.folio}, de {day(p, row.at)}"
            rows.append(("Resolución de la reconsideración", answer))
    text = (
        f"Que la medida de {DECISIONS[p.medida].lower()}, dispuesta por la resolución "
        f"N° {decision.document.folio}, quedó firme el {moment(p, at)}, porque {data['why']}."
    )
    report = act_paper(
        p.row, "D-76", case=p.case, at=p.now, rows=rows,
        parts=(Part(title="Certifico", text=text),),
        formula="Agréguese al expediente e infórmese a la Superintendencia y a la Seremi en cinco "
        "días hábiles.",
        signatures=(signs(actor, p.now),),
    )  # fmt: skip
    return "D-76", report
