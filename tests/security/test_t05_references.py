"""T05: by raw SQL, as the application, no row can point at a row of another school."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Field, Model

from schools.tenancy.context import school_context
from schools.tenancy.security import APPEND_ONLY, tenant_models
from tests.security.world import build

SEEN_AT_LEAST = 45  # references that the two schools of this test fill in


def references() -> list[tuple[type[Model], Field]]:
    """Return every reference between two tables of a school."""
    known = set(tenant_models())
    return [
        (model, field)
        for model in tenant_models()
        for field in model._meta.local_fields
        if field.is_relation and field.related_model in known
    ]


def rows(sql: str, *params: object) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall() if cursor.description else []


def ids(school: object, model: type[Model]) -> list[int]:
    with school_context(school):
        found = rows(f'SELECT "{model._meta.pk.column}" FROM "{model._meta.db_table}" ORDER BY 1')
        return [pk for (pk,) in found]


def point(model: type[Model], field: Field, own: int, foreign: int) -> None:
    """Make a row of the school, or a copy of it where history is kept, point at `foreign`."""
    table, key = model._meta.db_table, model._meta.pk.column
    if table in APPEND_ONLY:
        kept = [f.column for f in model._meta.local_fields if f.column not in (key, field.column)]
        columns = ", ".join(f'"{name}"' for name in kept)
        rows(
            f'INSERT INTO "{table}" ("{field.column}", {columns}) '
            f'SELECT %s, {columns} FROM "{table}" WHERE "{key}" = %s',
            foreign, own,
        )  # fmt: skip
    else:
        rows(f'UPDATE "{table}" SET "{field.column}" = %s WHERE "{key}" = %s', foreign, own)
    rows("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.django_db
def test_t05_no_row_points_at_another_school(school, other_school):
    build(school)
    build(other_school)
    proven, open_ = 0, []

    for model, field in references():
        own, foreign = ids(school, model), ids(other_school, field.related_model)
        if not own or not foreign:
            continue
        try:
            with school_context(school), transaction.atomic():
                point(model, field, own[0], foreign[0])
        except IntegrityError as error:
            proven += "same_school" in str(error)  # or a rule of the row itself spoke first
        else:
            open_.append(f"{model.__name__}.{field.name}")

    assert open_ == []
    assert proven >= SEEN_AT_LEAST
