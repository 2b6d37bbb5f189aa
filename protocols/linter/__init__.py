"""What a lawyer would mark in a reglamento, and what changes between two versions. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from protocols.catalog.norms import load_norms
from protocols.discipline.definitions import Regimen
from protocols.engine.definitions import Protocol
from protocols.linter import expulsion, guarantees, terms, wording
from protocols.linter.compare import Change, compare
from protocols.linter.findings import ORDER, Finding, Level, Subject
from protocols.linter.words import plazo_words

__all__ = ["RULES", "Change", "Finding", "Level", "compare", "lint", "plazo_words"]

Rule = Callable[[Subject], Iterator[Finding]]
RULES: tuple[Rule, ...] = (
    wording.broken_references,
    terms.looser_than_the_law,
    terms.report_that_can_wait,
    terms.inquiry_over_two_months,
    expulsion.no_commission,
    expulsion.no_seremi_notice,
    expulsion.expulsion_denied_and_described,
    expulsion.long_suspension,
    expulsion.no_renewal,
    expulsion.parvulos_with_measures,
    expulsion.agreement_over_a_crime,
    expulsion.no_superintendencia_notice,
    guarantees.no_consejo,
    guarantees.decided_by_another,
    guarantees.condicionalidad_without_review,
    guarantees.condicionalidad_too_long,
    guarantees.suspension_without_end,
    wording.reconsideration_of_the_start,
    wording.anonymous_refused,
    wording.fourteen_without_eighteen,
    wording.parvulos_in_a_text,
    wording.no_renewal_in_a_text,
    wording.long_suspension_in_a_text,
    wording.dead_names,
)


def lint(
    protocols: Protocol | Iterable[Protocol], on: date, *, regimen: Regimen | None = None
) -> list[Finding]:
    """Return what the law of that day has against a reglamento, the gravest first.

    `protocols` is one or all of a reglamento: some rules look at them together. With broken
    references nothing else is said: the rest would be about something that cannot run.
    """
    given = (protocols,) if isinstance(protocols, Protocol) else tuple(protocols)
    subject = Subject(given, on, load_norms(on), regimen)
    broken = list(wording.broken_references(subject))
    if broken:
        whole = {protocol.key for protocol in given} - {finding.protocol for finding in broken}
        kept = tuple(protocol for protocol in given if protocol.key in whole)
        subject = Subject(kept, on, subject.norms, regimen)
    found = [*broken, *(finding for rule in RULES[1:] for finding in rule(subject))]
    return sorted(dict.fromkeys(found), key=_weight)


def _weight(finding: Finding) -> tuple[int, str, str]:
    return ORDER.index(finding.level), finding.protocol, finding.step
