"""What can go wrong when starting our own services."""


class EmbeddedError(Exception):
    """One Spanish sentence that says what happened and what to do about it."""
