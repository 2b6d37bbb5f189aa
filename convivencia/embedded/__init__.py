"""PostgreSQL and Redis of our own, for a machine that has neither.

They live in one data folder, listen on loopback only, ask for a password, and die with the
process that started them, however it ends. See `docs/decisions/infra-embedded-services.md`.
"""

from convivencia.embedded.errors import EmbeddedError
from convivencia.embedded.services import services

__all__ = ["EmbeddedError", "services"]
