"""What an act brings with it: the commission, the request, the two oficios, firmness."""

# ruff: noqa: ARG001 -- every guard, paper and fact of the table has the same shape

from datetime import datetime

from cases.documents import builders
from cases.documents.builders.common import official
from cases.documents.services import issue_document
from cases.expulsion import dates
from cases.expulsion.answer_paper import grounds, respuesta
from cases.expulsion.correcting import correct
from cases.expulsion.decision_papers import oficio
from cases.expulsion.guards import commissioner
from cases.expulsion.papers import comision as commission_report
from cases.expulsion.state import Procedure
from cases.models import Comisionado, Document, Reconsideracion
from cases.models.access import TeamRole
from cases.models.expulsion import CargoComision, Hito, Salida
from cases.team.grants import grant_access
from schools.models import Membership

SUMMARY = ("text", "charges", "grounds", "recommendation", "what", "reference")


def summary(data: dict) -> str:
    """Return the words of the act for the history."""
    return next((str(data[name]) for name in SUMMARY if data.get(name)), "")


def before(
    p: Procedure, kind: Hito, data: dict, at: datetime, actor: Membership
) -> Document | None:
    """Do what the act needs beside its record; return its paper if it makes it here."""
    does = {
        Hito.INICIO: _propose,
        Hito.COMISION: _name_commission,
        Hito.INFORME: _unsign,
        Hito.FIRMA: _sign,
        Hito.RESUELVE: _decide,
        Hito.RECONSIDERA: _receive,
        Hito.RESUELVE_RECONSIDERACION: _answer,
        Hito.OFICIOS: _oficios,
        Hito.CORRIGE: correct,
    }.get(kind)
    return does(p, data, at, actor) if does else None


def after(p: Procedure, kind: Hito) -> Hito | None:
    """Return the act that the norm itself adds: a timely request extends the cautelar."""
    asked = kind is Hito.RECONSIDERA or (kind is Hito.CORRIGE and p.has(Hito.RECONSIDERA))
    extends = asked and p.cautelar and p.in_time and not p.has(Hito.PROLONGA)
    return Hito.PROLONGA if extends else None


def firm_at(p: Procedure, data: dict) -> datetime:
    """Return when the measure became firm, by the plazos of the law; now if it is not."""
    found = dates.firmness(p)
    data["why"] = found.why if found else ""
    return found.at if found else p.now


def _propose(p: Procedure, data: dict, at: datetime, actor: Membership) -> None:
    """Charge with the measure as it is proposed now: until here it was only being prepared."""
    p.row.sought = data.get("sought") or p.row.sought


def _name_commission(p: Procedure, data: dict, at: datetime, actor: Membership) -> None:
    """Name the three, and let each of them read the file they inform on."""
    p.row.comision.all().delete()
    members = Membership.objects.in_bulk([data[cargo] for cargo in CargoComision.values])
    for cargo in CargoComision:
        member = members[data[cargo]]
        Comisionado.objects.create(case=p.case, expulsion=p.row, cargo=cargo, membership=member)
        grant_access(
            case=p.case, member=member, team_role=TeamRole.APOYA, granted_by=actor,
            reason="Integra la comisión que informa", at=p.now,
        )  # fmt: skip


def _unsign(p: Procedure, data: dict, at: datetime, actor: Membership) -> None:
    """A report that is written again is signed again: nobody signed these words."""
    p.row.comision.update(signed_at=None)


def _sign(p: Procedure, data: dict, at: datetime, actor: Membership) -> Document | None:
    """Sign; with the third signature the report is issued (D-77)."""
    mine = commissioner(p, actor)
    mine.signed_at = at
    mine.save(update_fields=["signed_at"])
    data["cargo"] = mine.cargo
    if any(member.signed_at is None for member in p.members):
        return None
    code, report = commission_report(p, at)
    return issue_document(case=p.case, code=code, report=report, actor=actor.user, at=p.now)


def _decide(p: Procedure, data: dict, at: datetime, actor: Membership) -> None:
    p.row.decided = data["decision"]


def _receive(p: Procedure, data: dict, at: datetime, actor: Membership) -> Document:
    """Receive the request, written or spoken (D-70, D-71); a late one is marked, never refused.

    What the family sent from its own window is taken as it came.
    """
    row = p.request or Reconsideracion(
        case=p.case, participant=p.row.participant, expulsion=p.row,
        requested_by=data["requested_by"], text=data["text"], requested_at=at,
    )  # fmt: skip
    data["adopted"] = p.request is not None
    row.case, row.late = p.case, dates.is_late(p, row.requested_at)
    row.save()
    due, verbal = dates.window(p).due, data.get("how") == "verbal"
    row.document = row.document or issue_document(
        case=p.case, code="D-71" if verbal else "D-70", actor=actor.user, at=p.now,
        addressee=p.row.participant,
        report=builders.recurso(
            row, verbal=verbal, due_on=due.on if due else None,
            before=p.case.school.directora_title, resolves=p.case.school.directora_title,
            resolution_folio=p.last(Hito.RESUELVE).document.folio,
            receiver=official(actor.user, actor.title),
        ),
    )  # fmt: skip
    row.save(update_fields=["document"])
    data |= {"reconsideracion": row.pk, "late": row.late}
    p.request = row
    return row.document


def _answer(p: Procedure, data: dict, at: datetime, actor: Membership) -> Document:
    """Resolve the request (D-74), and leave the measure as it stands from now on."""
    row = p.request
    row.outcome, row.resolved_at = data["outcome"], at
    row.grounds, row.body = grounds(p, data), p.case.school.directora_title
    row.version += 1
    row.document = issue_document(
        case=p.case, code="D-74", actor=actor.user, at=p.now, addressee=p.row.participant,
        report=respuesta(p, data, actor),
    )  # fmt: skip
    row.save()
    if row.outcome == "modifica":
        p.row.decided = data["becomes"]
    elif row.outcome == "deja_sin_efecto":
        p.row.decided = "ninguna"
    return row.document


def _oficios(p: Procedure, data: dict, at: datetime, actor: Membership) -> Document | None:
    """Issue the two oficios; nothing is sent by itself."""
    if p.medida not in Salida.values:
        return None
    issued = None
    for which in ("sie", "seremi"):
        code, report = oficio(p, which, data, actor)
        paper = issue_document(case=p.case, code=code, report=report, actor=actor.user, at=p.now)
        data[which] = paper.pk
        issued = issued or paper
    return issued
