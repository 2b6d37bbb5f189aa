"""Columns that hold ciphertext: `bytea` in the database, words in Python.

A value is bound to its table, column, school, row and owner (the case it belongs to): moved to
another place it does not open. It is opened when it is first read, not when the row is loaded.
Nothing empty is sealed: NULL is the empty text, so «has it any?» stays a question for the database.
"""

import json
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from schools.tenancy.context import current_school_id, school_context
from schools.vault.envelope import key_id_of, open_sealed, place, seal
from schools.vault.ring import current_ring


@dataclass(frozen=True, slots=True)
class Sealed:
    """Ciphertext as it is stored. It has no words to show."""

    stored: bytes

    def __str__(self) -> str:
        raise TypeError("Está cifrado: se lee por su fila, no con values().")


class SealedAttribute(DeferredAttribute):
    """Opens the value the first time that somebody looks at it."""

    def __get__(self, instance: models.Model | None, cls: type | None = None) -> Any:
        if instance is None:
            return self
        kept = instance.__dict__
        name = self.field.attname
        if name not in kept:
            super().__get__(instance, cls)  # it was deferred
        if isinstance(kept[name], Sealed):
            kept[name] = self.field.opened(instance, kept[name])
        elif kept[name] is None:
            kept[name] = self.field.nothing()
        return kept[name]

    def __set__(self, instance: models.Model, value: object) -> None:
        instance.__dict__[self.field.attname] = value


class SealedField(models.Field):
    """The base of the three kinds. Only `isnull` can be asked of it in a query."""

    descriptor_class = SealedAttribute
    empty_strings_allowed = False

    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs["null"] = True
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("null", None)
        return name, path, args, kwargs

    def get_internal_type(self) -> str:
        return "BinaryField"

    def get_lookup(self, lookup_name: str) -> type | None:
        if lookup_name != "isnull":
            raise FieldError(f"«{self.name}» está cifrado: no se puede buscar ni filtrar por él.")
        return super().get_lookup(lookup_name)

    def get_transform(self, lookup_name: str) -> None:
        raise FieldError(f"«{self.name}» está cifrado: no se puede buscar por «{lookup_name}».")

    def value_to_string(self, obj: models.Model) -> str:
        raise FieldError(f"«{self.name}» está cifrado y no se vuelca: respalde la base de datos.")

    def from_db_value(
        self, value: bytes | None, _expression: object, _connection: object
    ) -> object:
        if value is None:
            return None
        stored, ring = bytes(value), current_ring()
        if ring is not None:
            ring.expect(key_id_of(stored))
        return Sealed(stored)

    def get_db_prep_value(
        self, value: object, connection: object, prepared: bool = False
    ) -> bytes | None:
        if value is None or isinstance(value, Sealed):
            return None if value is None else value.stored
        raise FieldError(f"«{self.name}» está cifrado: se escribe guardando la fila, una a una.")

    def pre_save(self, model_instance: models.Model, add: bool) -> Sealed | None:
        kept = model_instance.__dict__.get(self.attname)
        if isinstance(kept, Sealed):  # nobody looked at it: it stays as it is
            return kept
        value = self.nothing() if kept is None else kept
        return None if value == self.nothing() else self.sealed(model_instance, value)

    def sealed(self, row: models.Model, value: object) -> Sealed:
        """Return `value` encrypted for its place in `row`, which already has its id."""
        if row.pk is None:
            raise FieldError(f"«{self.name}» está cifrado: la fila necesita su número antes.")
        school_id = row.school_id or current_school_id()
        with school_context(school_id) if _outside(school_id) else nullcontext():
            key = current_ring().to_seal(row.sealed_subject())
        plain = self.to_bytes(value)
        return Sealed(seal(key.use(), key.id, plain, self.place_of(row, school_id)))

    def opened(self, row: models.Model, value: Sealed) -> object:
        """Return what was sealed; VaultError if it cannot be opened."""
        key_id = key_id_of(value.stored)
        with school_context(row.school_id) if _outside(row.school_id) else nullcontext():
            key = current_ring().to_open(key_id)
        return self.to_python_value(
            open_sealed(key.use(), value.stored, self.place_of(row, row.school_id))
        )

    def place_of(self, row: models.Model, school_id: int) -> bytes:
        owner = row.sealed_owner
        mine = (owner, getattr(row, owner)) if owner else ("", "")
        return place(self.model._meta.db_table, self.column, school_id, row.pk, *mine)

    def nothing(self) -> object:
        raise NotImplementedError

    def to_bytes(self, value: Any) -> bytes:
        raise NotImplementedError

    def to_python_value(self, plain: bytes) -> object:
        raise NotImplementedError


class SealedTextField(SealedField):
    """Words. Empty is the empty text."""

    def nothing(self) -> str:
        return ""

    def to_bytes(self, value: Any) -> bytes:
        return str(value).encode()

    def to_python_value(self, plain: bytes) -> str:
        return plain.decode()


class SealedJSONField(SealedField):
    """Structured data. Empty is its default."""

    def nothing(self) -> object:
        return self.get_default()

    def to_bytes(self, value: Any) -> bytes:
        return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False).encode()

    def to_python_value(self, plain: bytes) -> object:
        return json.loads(plain)


class SealedBytesField(SealedField):
    """The bytes of a file."""

    def nothing(self) -> bytes:
        return b""

    def to_bytes(self, value: Any) -> bytes:
        return bytes(value)

    def to_python_value(self, plain: bytes) -> bytes:
        return plain


def _outside(school_id: int) -> bool:
    ring = current_ring()
    return ring is None or ring.school_id != school_id
