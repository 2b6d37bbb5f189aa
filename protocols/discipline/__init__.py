"""Pure rules about faltas and measures: what counts, what is proposed, what is forbidden.

No Django, no clock, no database. A person decides; these functions say why they may or may not.
"""

from protocols.discipline.antecedents import Antecedent, Count, Weighed, count_antecedents
from protocols.discipline.definitions import (
    Effect,
    Falta,
    Gravity,
    Level,
    Measure,
    Nature,
    Regimen,
    Rung,
)
from protocols.discipline.proposals import Option, Proposal, propose
from protocols.discipline.refusals import Refusal, Situation, forbidden

__all__ = [
    "Antecedent",
    "Count",
    "Effect",
    "Falta",
    "Gravity",
    "Level",
    "Measure",
    "Nature",
    "Option",
    "Proposal",
    "Refusal",
    "Regimen",
    "Rung",
    "Situation",
    "Weighed",
    "count_antecedents",
    "forbidden",
    "propose",
]
