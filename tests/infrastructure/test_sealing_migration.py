"""A school that already works loses nothing when its words are sealed, nor when they are opened."""

import psycopg
import pytest
from django.core.management import call_command
from django.db import connections

from cases.models import Actuacion, Denuncia, Document, Signature
from schools.files import read_file
from schools.models import StoredFile
from schools.tenancy.context import school_context
from tests.cases.scenes import Scene

CANARY = "la zarigüeya escondió los zapatos"
BEFORE = {"cases": "0010_reserved_compartments", "schools": "0006_vault"}


def migrate(app, name=None):
    call_command("migrate", app, *([name] if name else []), database="owner", verbosity=0)
    for connection in connections.all():
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_what_was_typed_before_is_sealed_and_can_be_opened_again(school, owner_connection):
    scene = Scene.open(school).heard().reported().drafted().resolved()
    with school_context(school):
        before = everything()
        files = {pk: read_file(pk)[1] for pk in StoredFile.objects.values_list("pk", flat=True)}
    try:
        migrate("cases", BEFORE["cases"])
        plain = read_plain(owner_connection, school.pk)
        assert plain["text"] == before["text"]
        assert plain["content"] == sorted(files.values())
    finally:
        migrate("cases")
        migrate("schools")
    with school_context(school):
        assert everything() == before
        assert {pk: read_file(pk)[1] for pk in files} == files
        assert set(StoredFile.objects.values_list("case_id", flat=True)) == {scene.case.pk}


def everything():
    return {
        "text": sorted(row.text for row in Actuacion.objects.all()),
        "data": [row.data for row in Actuacion.objects.order_by("pk")],
        "papers": [row.snapshot for row in Document.objects.order_by("pk")],
        "signed": [(s.signer_name, s.witness) for s in Signature.objects.order_by("pk")],
        "told": [row.relato for row in Denuncia.objects.all()],
    }


def read_plain(owner: psycopg.Connection, school_id: int) -> dict:
    with owner.transaction():
        owner.execute("SELECT set_config('app.school_id', %s, true)", [str(school_id)])
        texts = owner.execute("SELECT text FROM cases_actuacion").fetchall()
        files = owner.execute("SELECT content FROM schools_storedfile").fetchall()
    return {
        "text": sorted(text for (text,) in texts),
        "content": sorted(bytes(content) for (content,) in files),
    }
