"""What every table of a school is made of."""

from django.db import models
from django_scopes import ScopedManager

from schools.tenancy.context import current_school_id


class TenantForeignKey(models.ForeignKey):
    """A reference between two tables of the same school.

    The plain constraint is left out: the database gets `(school_id, x_id) → (school_id, id)`
    instead, because reference checks ignore row-level security.
    """

    def __init__(self, to, on_delete=models.PROTECT, **kwargs) -> None:  # noqa: ANN001
        kwargs["db_constraint"] = False
        super().__init__(to, on_delete, **kwargs)

    def deconstruct(self) -> tuple:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("db_constraint", None)
        return name, path, args, kwargs


class TenantOneToOneField(models.OneToOneField):
    """A one-to-one `TenantForeignKey`."""

    def __init__(self, to, on_delete=models.PROTECT, **kwargs) -> None:  # noqa: ANN001
        kwargs["db_constraint"] = False
        super().__init__(to, on_delete, **kwargs)

    def deconstruct(self) -> tuple:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("db_constraint", None)
        return name, path, args, kwargs


class OwnSchoolField(models.ForeignKey):
    """The school of a row: the one in context when it is first saved, never typed by anybody."""

    def __init__(self, *args, **kwargs) -> None:
        kwargs |= {"to": "schools.School", "on_delete": models.PROTECT, "related_name": "+"}
        kwargs |= {"editable": False, "blank": True, "verbose_name": "establecimiento"}
        super().__init__(**kwargs)

    def pre_save(self, model_instance: models.Model, add: bool) -> int:
        if add and getattr(model_instance, self.attname) is None:
            setattr(model_instance, self.attname, current_school_id())
        return super().pre_save(model_instance, add)


class TenantModel(models.Model):
    """A row that belongs to one school."""

    school = OwnSchoolField()

    objects = ScopedManager(school="school")

    class Meta:
        abstract = True
