"""What waits for the member's own signature: a paper of a case, the report of a commission."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse

from cases.access import cases_visible_to
from cases.deadlines.selectors import row_acto
from cases.expulsion.tracks import DISCIPLINE
from cases.models import Comisionado, ExpulsionAct, SignatureTurn, Vencimiento
from cases.models.documents import DocumentState
from cases.models.expulsion import Hito
from cases.overview.wall import Wall
from cases.policy import Sight
from cases.states import Acto
from cases.today.board import Section, TaskRow, case_line
from cases.today.selectors import victims
from schools.models import Membership

TITLE = "Esperan su firma"


def waiting_rows(
    membership: Membership, plazos: list[Vencimiento], wall: Wall
) -> tuple[list[TaskRow], list[Vencimiento]]:
    """Return what the member must sign or write, and the plazos that are still theirs to see.

    The decision of a procedure gives the report of its commission its last day; who sits in the
    commission does not decide. Queries: 2, and 2 for people.
    """
    seats = seats_of(membership, at=wall.now)
    owed = [_seat_row(one, plazos, wall) for one in seats if one.signed_at is None]
    seated = {one.case_id for one in seats}
    rest = [row for row in plazos if not (row.case_id in seated and is_decision(row))]
    return owed + [_turn_row(one, wall) for one in turns_of(membership, at=wall.now)], rest


def section_of(rows: list[TaskRow]) -> list[Section]:
    return [Section(TITLE, rows, "amber")] if rows else []


def is_decision(row: Vencimiento) -> bool:
    """Return whether the plazo is that of the decision of a procedure, which is the directora's."""
    return row.tramite.protocol_key in DISCIPLINE and row_acto(row) == Acto.RESOLVER


def seats_of(membership: Membership, *, at: datetime) -> list[Comisionado]:
    """Return the commissions of the member in procedures not decided yet. Queries: 2."""
    acts = ExpulsionAct.objects.filter(expulsion=OuterRef("expulsion"))
    rows = Comisionado.objects.filter(
        membership__user_id=membership.user_id,
        expulsion__decided="",
        case__in=cases_visible_to(membership, at=at, at_least=Sight.FULL),
    )
    named = acts.filter(kind=Hito.COMISION).order_by("-pk")
    report = acts.filter(kind=Hito.INFORME, pk__gt=Subquery(named.values("pk")[:1]))
    rows = rows.annotate(  # the report, not that of another commission
        named_at=Subquery(named.values("recorded_at")[:1]),
        report_at=Subquery(report.order_by("-pk").values("recorded_at")[:1]),
    )
    return list(
        rows.select_related("case", "expulsion").prefetch_related(victims(membership, at=at))
    )


def turns_of(membership: Membership, *, at: datetime) -> list[SignatureTurn]:
    """Return the papers whose turn to be signed is the member's. Queries: 2."""
    before = SignatureTurn.objects.filter(
        document=OuterRef("document"), signature=None, place__lt=OuterRef("place")
    )
    rows = SignatureTurn.objects.filter(
        ~Exists(before),
        signer_id=membership.user_id,
        signature=None,
        document__state=DocumentState.EMITIDO,
        document__case__in=cases_visible_to(membership, at=at, at_least=Sight.FULL),
    )
    known = victims(membership, at=at, path="document__case__participants")
    rows = rows.select_related("document__case").defer("document__snapshot")
    return list(rows.prefetch_related(known).order_by("asked_at", "pk")[:100])


def _seat_row(seat: Comisionado, plazos: list[Vencimiento], wall: Wall) -> TaskRow:
    kind = Hito.FIRMA if seat.report_at else Hito.INFORME
    last = next((row for row in plazos if row.case_id == seat.case_id and is_decision(row)), None)
    verb = "Firmar" if seat.report_at else "Redactar"
    return TaskRow(
        due=wall.due_of(last) if last else wall.waiting_since(seat.report_at or seat.named_at),
        title=f"{verb} el informe de la comisión",
        meta=f"{case_line(seat.case)} · usted la integra; después resuelve la dirección",
        url=reverse("case-expulsion-detail", args=[seat.case_id, seat.expulsion_id]),
        action=verb,
        action_url=reverse(
            "case-expulsion-act", args=[seat.case_id, seat.expulsion_id, kind.value]
        ),
        mine=True,
    )


def _turn_row(turn: SignatureTurn, wall: Wall) -> TaskRow:
    paper = turn.document
    return TaskRow(
        due=wall.waiting_since(turn.asked_at),
        title=f"Firmar {paper.title} N° {paper.folio}",
        meta=case_line(paper.case),
        url=reverse("document-signatures", args=[paper.case_id, paper.pk]),
        action="Firmar",
        action_url=reverse("document-sign", args=[paper.case_id, paper.pk]),
        mine=True,
    )
