"""The app that holds what the norm says."""

from django.apps import AppConfig


class ProtocolsConfig(AppConfig):
    """Registers the checks of the catalogue."""

    name = "protocols"
    verbose_name = "Protocolos"

    def ready(self) -> None:
        """Register `protocols.E001`."""
        from protocols import checks  # noqa: F401, PLC0415 -- registers on import
