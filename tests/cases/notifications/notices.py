"""Papers that were sent, and what the mailbox of a family holds."""

import re
from dataclasses import dataclass
from datetime import datetime

from cases.documents.folios import next_folio
from cases.models import Document, Notificacion, OutboxMessage, Participant
from cases.notifications.services import send_notificacion
from cases.states import Acto
from schools.files import store_file
from schools.models import Apoderado, School
from schools.tenancy.context import school_context
from tests.cases.scenes import Scene, at
from tests.papers import PDF

SENT = at("2026-06-03 10:00")

LINK = re.compile(r"https?://\S+(/familia/\S+/)")
CODE = re.compile(r"^\s+(\d{6})$", re.MULTILINE)


def decided(school: School) -> Scene:
    """Return a case whose decision was taken, without drawing its papers."""
    scene = Scene.open(school).heard()
    facts = {"resultado": "fundada"}
    scene.act(Acto.INFORMAR, "2026-06-01 12:00", facts=facts)
    scene.act(Acto.RESOLVER, "2026-06-02 10:00", actor=scene.directora)
    return scene


def paper(
    scene: Scene, participant: Participant | None, code: str = "D-21", when: datetime = SENT
) -> Document:
    """Return an issued document of the case, without drawing it."""
    with school_context(scene.school):
        file = store_file(content=PDF, name="x.pdf", mime="application/pdf", at=when)
        number = next_folio(kind="documento", year=2026)
        return Document.objects.create(
            case=scene.case,
            code=code,
            title="Notificación del resultado" if code == "D-21" else "Documento de prueba",
            year=2026,
            number=number,
            addressee=participant,
            file=file,
            sha256=file.sha256,
            template_version="D v1",
            snapshot={},
            verification_code=f"CODIGO{number}",
            issued_at=when,
        )


def notify(
    scene: Scene,
    participant: Participant,
    apoderado: Apoderado,
    *,
    purpose: str = "resultado",
    medium: str = "correo",
    document: Document | None = None,
    now: datetime = SENT,
) -> Notificacion:
    """Send a paper of the case to one adult."""
    document = document or paper(scene, participant, when=now)
    with school_context(scene.school):
        notice = send_notificacion(
            case=scene.case,
            document=document,
            participant=participant,
            apoderado=apoderado,
            purpose=purpose,
            medium=medium,
            actor=scene.encargada,
            now=now,
        )
    scene.refresh()
    return notice


@dataclass
class Mailbox:
    """What was written for one address."""

    scene: Scene
    email: str

    def messages(self, kind: str = "") -> list[OutboxMessage]:
        with school_context(self.scene.school):
            rows = OutboxMessage.objects.filter(recipient=self.email).order_by("pk")
            return list(rows.filter(kind=kind) if kind else rows)

    def link(self) -> str:
        """Return the path of the newest link."""
        return LINK.search(self.messages("notificacion")[-1].body)[1]

    def code(self) -> str:
        """Return the newest code."""
        return CODE.search(self.messages("codigo")[-1].body)[1]
