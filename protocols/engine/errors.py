"""What the engine refuses to do. Messages are in Spanish: people read them."""


class EngineError(ValueError):
    """Base of every refusal of the engine."""


class UnitError(EngineError):
    """A unit that is not one of the ten, or an amount it cannot hold."""


class TerritoryError(EngineError):
    """A comuna code that does not exist, or a zone the machine does not know."""


class CalendarRangeError(EngineError):
    """A date outside the reviewed table. Never guessed."""


class MomentError(EngineError):
    """A date or time that cannot be read."""


class ProtocolError(EngineError):
    """A protocol, event or step that the catalogue does not declare."""
