from django.apps import AppConfig


class SchoolsConfig(AppConfig):
    name = "schools"
    verbose_name = "Establecimientos"

    def ready(self) -> None:
        from django.db.models.signals import post_migrate  # noqa: PLC0415 -- apps must be ready

        import schools.accounts.signals  # noqa: PLC0415 -- connects its receivers
        import schools.vault.checks  # noqa: F401, PLC0415 -- registers them
        from schools.tenancy.security import secure_database  # noqa: PLC0415

        post_migrate.connect(secure_database, dispatch_uid="schools.secure_database")
