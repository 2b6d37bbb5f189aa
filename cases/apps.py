from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "cases"
    verbose_name = "Casos"

    def ready(self) -> None:
        from cases.fichas import checks  # noqa: F401, PLC0415 -- registers them
