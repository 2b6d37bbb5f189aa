from django.apps import AppConfig


class ConvivenciaConfig(AppConfig):
    name = "convivencia"

    def ready(self) -> None:
        import convivencia.checks  # noqa: F401, PLC0415 -- registers them; apps must be ready
