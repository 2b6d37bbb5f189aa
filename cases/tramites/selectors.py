"""The trámites of a case as people read them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404

from cases.deadlines.selectors import is_main, timeline_of
from cases.models import Case, Tramite, Vencimiento
from cases.procedure import acto_of
from cases.tramites.kinds import LABELS, kind_of
from protocols.engine import Protocol, StepStatus, Timeline
from protocols.engine.units import Unit
from protocols.selectors import protocol_of, titles_of

RUNNING = ("en_curso", "por_vencer", "vencido")


@dataclass(frozen=True, slots=True)
class TramiteLine:
    """One trámite: what it is, since when, and how it stands."""

    row: Tramite
    title: str
    kind: str
    main: bool
    running: int  # plazos that run now
    late: int

    @property
    def is_open(self) -> bool:
        return self.row.closed_at is None


def name_of(case: Case, key: str) -> str:
    """Return the name of a protocol in the reglamento of the case."""
    return titles_of(case.reglamento).get(key) or key.replace("_", " ").capitalize()


def kind_label(case: Case, key: str) -> str:
    """Return what the protocol is for, as people say it."""
    return LABELS[kind_of(protocol_of(case.reglamento, key))]


def tramites_of(case: Case) -> list[Tramite]:
    """Return the trámites of a case: its own first, then the others in order. Queries: 1."""
    rows = list(case.tramites.order_by("pk"))
    return sorted(rows, key=lambda row: (row.closed_at is not None, not is_main(case, row)))


def tramite_lines(
    case: Case, tramites: Iterable[Tramite], rows: Iterable[Vencimiento]
) -> list[TramiteLine]:
    """Return a line for each trámite, from what is already loaded. Queries: 0."""
    rows = [row for row in rows if row.state in RUNNING and row.due_at and not row.projected]
    return [_line(case, one, [r for r in rows if r.tramite_id == one.pk]) for one in tramites]


def _line(case: Case, row: Tramite, running: list[Vencimiento]) -> TramiteLine:
    key, closed = row.protocol_key, row.closed_at is not None
    late = [r for r in running if r.state == "vencido" and r.rule.get("nature") == "plazo"]
    return TramiteLine(
        row,
        name_of(case, key),
        kind_label(case, key),
        is_main(case, row),
        0 if closed else len(running),
        0 if closed else len(late),
    )


def tramite_or_404(case: Case, pk: int) -> Tramite:
    """Return a trámite of the case; a foreign id and an absent one answer alike."""
    found = case.tramites.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def protocols_to_start(case: Case) -> list[Protocol]:
    """Return the protocols of the case's reglamento that are not running in it. Queries: 1."""
    open_keys = set(case.tramites.filter(closed_at=None).values_list("protocol_key", flat=True))
    found = [protocol_of(case.reglamento, key) for key in titles_of(case.reglamento)]
    return sorted((p for p in found if p.key not in open_keys), key=lambda p: p.title)


def timeline_if_started(case: Case, key: str, *, now: datetime) -> Timeline:
    """Return how a protocol would stand if it ran in the case from now."""
    return timeline_of(case, Tramite(case=case, protocol_key=key), now=now)


def pending_duties(case: Case, tramite: Tramite, *, now: datetime) -> list[StepStatus]:
    """Return the legal duties by the clock (24 hours) that the trámite leaves undone.

    One that hangs on a fact nobody stated is pending too.
    """
    timeline = timeline_of(case, tramite, now=now)
    return [status for status in timeline if is_duty(status) and _is_pending(status)]


def is_duty(status: StepStatus) -> bool:
    """Return whether a step runs on the clock, night and weekend included."""
    return status.step.plazo.unit is Unit.HORAS_CORRIDAS


def _is_pending(status: StepStatus) -> bool:
    unknown = status.state.value == "en_espera" and bool(status.missing_facts)
    return status.due is not None and (status.state.value in RUNNING or unknown)


def needs_report(timeline: Timeline) -> bool:
    """Return whether the protocol asks to report to an authority."""
    return any(acto_of(status.step) == "denunciar" for status in timeline)
