"""What a table with sealed columns is made of."""

from typing import ClassVar

from django.db import connections, models, router

from schools.tenancy.models import TenantModel
from schools.vault.subjects import Subject, case_or_school


class SealedModel(TenantModel):
    """A row with sealed columns. It asks for its id before it is saved: they are bound to it.

    `sealed_owner` is the column, never changed, that they are bound to as well: a row moved to
    another case does not open.
    """

    sealed_owner: ClassVar[str] = "case_id"

    class Meta:
        abstract = True

    def sealed_subject(self) -> Subject:
        """Return whose key seals the row: its case's; the school's if it belongs to none."""
        return case_or_school(self.case_id)

    def save(self, *args: object, **kwargs: object) -> None:
        if self.pk is None and self._state.adding:
            self.pk = next_id(type(self), kwargs.get("using"))
            if not args:
                kwargs["force_insert"] = True
        super().save(*args, **kwargs)


def next_id(model: type[models.Model], using: str | None = None) -> int:
    """Return the next id of the table."""
    connection = connections[using or router.db_for_write(model)]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s))",
            [f'"{model._meta.db_table}"', model._meta.pk.column],
        )
        return cursor.fetchone()[0]
