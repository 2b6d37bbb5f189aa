"""The two pages that the expediente adds: its index, and what was done, act by act."""

from dataclasses import dataclass
from datetime import datetime

from cases.documents.builders.common import heading, person
from cases.documents.builders.expulsion import CHARGES
from cases.documents.kinds import DocumentKind
from cases.documents.render import render
from cases.documents.reports import Report
from cases.expulsion.consequences import summary
from cases.expulsion.requirements import Standing, requirements_of
from cases.expulsion.state import Procedure, moment_of
from cases.expulsion.words import DECISIONS, MEDIA, day, hours, moment
from cases.models import ExpulsionAct
from cases.models.expulsion import CargoComision, Hito
from cases.pack.foliation import Entry
from cases.pack.pieces import hide
from schools.models import Membership

INDEX = DocumentKind("EXP", "Expediente", "Expediente", "expediente_indice", "N3")
ACTS = DocumentKind("EXP", "Actuaciones", "Expediente", "expediente_actuaciones", "N3")
ANSWERS = {
    "cumplido": "Cumplido", "falta": "Falta", "explicado": "No se cumplió; explicado",
    "no_aplica": "No aplica",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class IndexReport(Report):
    """The first page: what the file is about, and where each piece begins."""

    student: str
    measure: str
    made_at: datetime
    total: int
    entries: tuple[tuple[str, str, str, str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class ActsReport(Report):
    """The requirements with their answer, and each act with its hour and its words."""

    student: str
    requirements: tuple[tuple[str, str, str], ...] = ()
    acts: tuple[tuple[str, str, str], ...] = ()


def index_page(p: Procedure, entries: list[Entry], total: int) -> bytes:
    rows = tuple(
        (str(e.number), e.piece.title, moment(p, e.piece.at), e.fojas, e.piece.sha256)
        for e in entries
    )
    report = IndexReport(
        **heading(p.case, "D-47"), student=person(p.row.participant).line, made_at=p.now,
        measure=DECISIONS[p.medida], entries=rows, total=total,
    )  # fmt: skip
    return render(report, INDEX)[1]


def acts_page(p: Procedure) -> bytes:
    """Return what was done, in the words of its day, with any other pupil as initials."""
    demands = tuple(
        (s.requirement.title, ANSWERS[s.answer.value], _proved(p, s)) for s in requirements_of(p)
    )
    acts = sorted(p.acts, key=lambda act: (act.at, act.pk))
    lines = tuple((moment(p, a.at), a.get_kind_display(), _done(p, a)) for a in acts)
    report = ActsReport(
        **heading(p.case, "D-47"), student=person(p.row.participant).line,
        requirements=demands, acts=lines,
    )  # fmt: skip
    return render(hide(report, p), ACTS)[1]


def _seat(pk: int, cargo: str) -> str:
    """Return who was named to the commission, and in which charge."""
    member = Membership.objects.select_related("user").get(pk=pk)
    return f"{CHARGES[cargo]}: {member.user.get_full_name()}"


def _proved(p: Procedure, standing: Standing) -> str:
    """Return the norm, why it is not met or does not hold, and with what it is proved."""
    text, act = f"{standing.requirement.norm}. {standing.reason}".strip(), standing.act
    if standing.document:
        return f"{text} Documento N° {standing.document.folio}."
    return f"{text} Actuación de {day(p, act.at)}." if act else text


def _done(p: Procedure, act: ExpulsionAct) -> str:
    """Return what the act says, and who registered it and when."""
    who = f"Lo registró {act.recorded_by.get_full_name()} el {moment(p, act.recorded_at)}."
    return "\n".join(part for part in (_words(p, act), who) if part)


def _words(p: Procedure, act: ExpulsionAct) -> str:
    if act.kind == Hito.CORRIGE:
        was, now = hours(p, act.data["was"]), hours(p, act.data)
        return f"{Hito(act.data['of']).label}. Decía: {was}. Ocurrió: {now}. {act.data['text']}"
    pupil, adult = moment_of(act, "student_at"), moment_of(act, "adult_at")
    if pupil or adult:
        whom = f"Familia ({act.data['adult']})" if act.data.get("adult") else "Familia"
        told = f"Estudiante: {moment(p, pupil) or '—'}. {whom}: {moment(p, adult) or '—'}."
        how = MEDIA.get(act.data.get("medium", ""), "")
        proof = act.data.get("evidence", "").rstrip(". ")
        return " ".join([told, *(f"{part}." for part in (how, proof) if part)])
    if act.kind == Hito.COMISION:
        return "; ".join(_seat(act.data[cargo], cargo) for cargo in CargoComision)
    if act.kind == Hito.FIRMA:
        return f"{CHARGES[act.data['cargo']]}."
    extra = [act.data.get(name, "") for name in ("not_forbidden", "warning", "result", "fitting")]
    paper = f"Documento N° {act.document.folio}." if act.document_id else ""
    if act.kind == Hito.OFICIOS and paper:
        both = p.case.documents.filter(pk__in=[act.data["sie"], act.data["seremi"]]).order_by("pk")
        paper = f"Documentos {' y '.join(f'N° {one.folio}' for one in both)}."
    return " ".join(part for part in (summary(act.data), *extra, paper) if part)
