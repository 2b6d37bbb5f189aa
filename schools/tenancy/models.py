"""What every table of a school is made of."""

from django.db import models
from django_scopes import ScopedManager

from schools.tenancy.context import current_school_id


class TenantForeignKey(models.ForeignKey):
    """A reference between two tables of the same school.

    The plain constraint is left out: the database gets `(school_id, x_id) → (school_id, id)`
    instead, because reference checks ignore row-level security.
    """

    def __init__(self, to, on_delete=models.PROTECT, **kwargs) -> None:  # noqa: ANN001, ANN003
        kwargs["db_constraint"] = False
        super().__init__(to, on_delete, **kwargs)

    def deconstruct(self) -> tuple:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("db_constraint", None)
        return name, path, args, kwargs


class TenantOneToOneField(models.OneToOneField):
    """A one-to-one `TenantForeignKey`."""

    def __init__(self, to, on_delete=models.PROTECT, **kwargs) -> None:  # noqa: ANN001, ANN003
        kwargs["db_constraint"] = False
        super().__init__(to, on_delete, **kwargs)

    def deconstruct(self) -> tuple:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("db_constraint", None)
        return name, path, args, kwargs


class TenantModel(models.Model):
    """A row that belongs to one school; its school is the one in context."""

    school = models.ForeignKey(
        "schools.School",
        models.PROTECT,
        related_name="+",
        default=current_school_id,
        editable=False,
        verbose_name="establecimiento",
    )

    objects = ScopedManager(school="school")

    class Meta:
        abstract = True
