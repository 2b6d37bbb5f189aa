"""The deadline engine: pure, without clock, database or Django.

evaluate(protocol, facts, events, calendar, now) -> Timeline
"""

from protocols.engine.calendar import Calendar, Feriado, Scope
from protocols.engine.conditions import Condition, holds
from protocols.engine.counting import Day, Deadline, compute
from protocols.engine.definitions import (
    Gate,
    Nature,
    Protocol,
    Requirement,
    Stage,
    Step,
    Trigger,
    protocol_in_force,
)
from protocols.engine.errors import EngineError
from protocols.engine.evaluation import evaluate
from protocols.engine.events import COMMON_EVENTS, Event, history
from protocols.engine.gates import Missing, check_gate
from protocols.engine.moments import Moment, end_of_day, parse_moment
from protocols.engine.plazos import Norma, Plazo, Prorroga
from protocols.engine.problems import problems
from protocols.engine.territory import Territory
from protocols.engine.timeline import DONE, OPEN, Reading, State, StepStatus, Timeline
from protocols.engine.units import Unit, parse_unit

__all__ = [
    "COMMON_EVENTS",
    "DONE",
    "OPEN",
    "Calendar",
    "Condition",
    "Day",
    "Deadline",
    "EngineError",
    "Event",
    "Feriado",
    "Gate",
    "Missing",
    "Moment",
    "Nature",
    "Norma",
    "Plazo",
    "Prorroga",
    "Protocol",
    "Reading",
    "Requirement",
    "Scope",
    "Stage",
    "State",
    "Step",
    "StepStatus",
    "Territory",
    "Timeline",
    "Trigger",
    "Unit",
    "check_gate",
    "compute",
    "end_of_day",
    "evaluate",
    "history",
    "holds",
    "parse_moment",
    "parse_unit",
    "problems",
    "protocol_in_force",
]
