"""A paper handed in to a case, and the address under which it is handed over."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cases.models import Actuacion
from cases.overview.services import complete_step
from schools.models import StoredFile
from schools.models.files import FileReview
from schools.tenancy.context import school_context
from schools.uploads.kinds import read_upload
from schools.uploads.services import keep_upload
from tests.cases.scenes import Scene

STEP = "bul-23-derivacion-red"


def upload(content: bytes, name: str = "papel.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def hand_in(scene: Scene, content: bytes, name: str = "papel.pdf") -> Actuacion:
    """Record a step with that paper, as the encargada does."""
    with school_context(scene.school):
        row = scene.case.vencimientos.get(step_id=STEP)
        row.case = scene.case
        return complete_step(
            case=scene.case, step=row, at=scene.now, text="Se derivó.",
            attachment=upload(content, name),
            envio=f"envio-{name}", actor=scene.encargada, now=scene.now,
        )  # fmt: skip


def keep(scene: Scene, content: bytes, name: str = "papel.pdf") -> FileReview:
    """Keep a paper of the case by the one door; DomainError if it is refused."""
    with school_context(scene.school):
        read, clean, mime = read_upload(upload(content, name))
        file = keep_upload(
            content=read, name=clean, mime=mime, at=scene.now, user_id=scene.encargada.user_id,
            case_id=scene.case.pk,
        )  # fmt: skip
        return FileReview.objects.select_related("file", "copy").get(file=file)


def files_of(scene: Scene) -> int:
    with school_context(scene.school):
        return StoredFile.objects.filter(case_id=scene.case.pk, review__isnull=False).count()


def address_of(row: Actuacion) -> str:
    return reverse("case-attachment", args=[row.case_id, row.pk])


def link_for(client: Client, row: Actuacion) -> str:
    """Return the address, good for a minute, to which the member is sent."""
    return client.get(address_of(row)).url


def member(person: object) -> Client:
    client = Client()
    client.force_login(person.user)
    return client
