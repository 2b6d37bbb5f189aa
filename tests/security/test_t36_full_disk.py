"""T36: with no room left nothing is half kept, it is said in plain words, and it recovers alone."""

import errno

import psycopg
import pytest
from django.db.utils import OperationalError
from django.test import Client
from django.urls import reverse

from cases.models import Actuacion
from schools.models import StoredFile
from schools.models.files import FileReview
from schools.tenancy.context import school_context
from schools.tenancy.room import is_full
from tests.cases.scenes import Scene
from tests.papers import PDF
from tests.security.handed import STEP, member, upload

pytestmark = pytest.mark.django_db
HEAVY = PDF + b"\n" * 3_000_000  # over what is kept in memory: it is spooled to disc
NO_ROOM = 507


@pytest.fixture
def scene(school) -> Scene:
    return Scene.open(school)


def counts(scene: Scene) -> tuple[int, ...]:
    with school_context(scene.school):
        models = (StoredFile, FileReview, Actuacion)
        return tuple(model.objects.count() for model in models)


def send(scene: Scene, client: Client, content: bytes):
    url = reverse("case-step", args=[scene.case.pk, STEP])
    answers = {
        "at_0": "2026-06-19", "at_1": "10:00", "text": "Se derivó.", "envio": "envio-t36",
        "attachment": upload(content),
    }  # fmt: skip
    return client.post(url, answers)


def spool_is_full(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def database_is_full(*_: object, **__: object) -> None:
    raise OperationalError("no room") from psycopg.errors.DiskFull()


FAULTS = {
    "spool": "django.core.files.uploadhandler.TemporaryFileUploadHandler.receive_data_chunk",
    "original": "schools.files.StoredFile.objects.create",
    "review": "schools.uploads.services.FileReview.objects.create",
    "copy": "schools.uploads.sandbox.subprocess.run",
}


@pytest.mark.parametrize("where", FAULTS)
def test_t36_nothing_is_half_kept_and_the_next_one_goes_well(scene, monkeypatch, where):
    client, before = member(scene.encargada), counts(scene)
    client.raise_request_exception = False
    content = HEAVY if where == "spool" else PDF
    fault = database_is_full if where in {"original", "review"} else spool_is_full

    with monkeypatch.context() as full:
        full.setattr(FAULTS[where], fault)
        answer = send(scene, client, content)

    assert answer.status_code == NO_ROOM
    assert "No hay espacio para guardar" in answer.content.decode()
    assert counts(scene) == before
    assert send(scene, client, content).status_code == 302
    files, reviews, acts = counts(scene)
    assert (files - before[0], reviews - before[1], acts - before[2]) == (2, 1, 1)


def test_t36_a_full_trail_keeps_nothing_either(scene, monkeypatch):
    """The entry is written last: if it does not fit, what it tells was not done."""
    client, before = member(scene.encargada), counts(scene)

    with monkeypatch.context() as full:
        full.setattr("schools.audit.trail.AuditEntry.objects.bulk_create", database_is_full)
        answer = send(scene, client, PDF)

    assert answer.status_code == NO_ROOM
    assert counts(scene) == before


def test_t36_other_errors_are_not_taken_for_it():
    assert not is_full(OSError(errno.EACCES, "x"))
    assert not is_full(OperationalError("x"))
    assert not is_full(None)
