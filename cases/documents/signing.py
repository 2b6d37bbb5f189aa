"""Several people sign a document already issued: one after another, each beside it, none in it.

The document keeps its bytes. Each signature is kept with the day, the hour and the fingerprint of
what was signed; when the last one is there, a certificate gathers them on paper (D-131).
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import Max, QuerySet

from cases.documents.builders.common import heading
from cases.documents.reports import SignatureLine
from cases.documents.reports.signing import FirmasReport
from cases.documents.services import issue_document, keep_signature
from cases.history.services import lock_case
from cases.models import Case, Document, SignatureTurn
from cases.models.documents import DocumentState, SignatureMethod
from cases.reminders.messages import Message, compose, site_url
from cases.reminders.outbox import enqueue
from convivencia.exceptions import AlreadyDoneError, DomainError
from convivencia.text import plain
from schools.audit.services import record
from schools.files import read_file
from schools.models import Membership, School
from schools.models.audit import AuditAct
from schools.tenancy.context import school_context

CODE = "D-131"
MOST = 20
EVERY, LAST = timedelta(days=2), timedelta(days=20)  # between two notices; then no more
ONESELF = frozenset({SignatureMethod.DIBUJADA, SignatureMethod.DECLARADA})


class Signer(NamedTuple):
    """Who is asked: a member of the school, or anybody by name."""

    name: str
    title: str
    member: Membership | None = None


@transaction.atomic
def ask_signatures(
    *, case: Case, document: Document, signers: Sequence[Signer], actor: Membership, now: datetime
) -> list[SignatureTurn]:
    """Put `signers` after those who already wait, and tell the first one."""
    lock_case(case)
    _refuse_unless_in_force(document)
    rows = SignatureTurn.objects.filter(document=document)
    _refuse_asked_before(rows, signers)
    first = (rows.aggregate(last=Max("place"))["last"] or 0) + 1
    if first + len(signers) - 1 > MOST:
        raise DomainError(f"Un documento admite como máximo {MOST} firmas.", code="firmas")
    turns = [
        SignatureTurn.objects.create(
            document=document, place=place, signer=signer.member.user if signer.member else None,
            signer_name=signer.name, signer_title=signer.title[:80], asked_by=actor.user,
            asked_at=now,
        )
        for place, signer in enumerate(signers, first)
    ]  # fmt: skip
    _tell_next(document, now=now)
    return turns


@transaction.atomic
def sign_turn(
    *, case: Case, turn: SignatureTurn, line: SignatureLine, actor: Membership, now: datetime
) -> SignatureTurn:
    """Keep how the person whose turn it is signed, or did not, before a witness."""
    lock_case(case)
    document = turn.document
    _refuse_unless_in_force(document)
    turn = SignatureTurn.objects.select_for_update(of=("self",)).get(pk=turn.pk)
    if turn.signature_id:
        raise AlreadyDoneError("Esta firma ya se había registrado.")
    waiting = next_turn(document)
    if waiting and waiting.pk != turn.pk:
        raise DomainError(f"Antes debe firmar {waiting.signer_name}.", code="orden")
    _refuse_other_hands(turn, line, actor)
    _refuse_altered(document)
    turn.signature = keep_signature(document, line, actor.user, now)
    turn.save(update_fields=["signature"])
    record(
        AuditAct.CAMBIAR, object_type="firma", object_id=document.pk, case_id=case.pk,
        user_id=actor.user_id, detail=f"N° {document.folio}: {line.method}",
    )  # fmt: skip
    if next_turn(document):
        _tell_next(document, now=now)
    else:
        _certify(case, document, actor=actor, now=now)
    return turn


def next_turn(document: Document) -> SignatureTurn | None:
    """Return whose turn it is. Queries: 1."""
    rows = SignatureTurn.objects.filter(document=document, signature=None)
    return rows.order_by("place").first()


def certificate_of(document: Document) -> Document | None:
    """Return the last certificate that gathers the signatures of `document`. Queries: 1."""
    rows = Document.objects.filter(case=document.case_id, code=CODE, state=DocumentState.EMITIDO)
    found = [row for row in rows.order_by("pk") if row.snapshot.get("folio") == document.folio]
    return found[-1] if found else None


def remind_signers(*, now: datetime) -> int:
    """Write to who lets a signature wait: every two days, for twenty. Runs as often as one likes.

    A document that was annulled or replaced waits for nobody.
    """
    told = 0
    for school in School.objects.all():
        with school_context(school):
            rows = SignatureTurn.objects.filter(
                signature=None, signer__isnull=False, document__state=DocumentState.EMITIDO,
                asked_at__lt=now - EVERY, asked_at__gt=now - LAST,
            ).exclude(reminded_on__gt=school.local_date(now - EVERY))  # fmt: skip
            for turn in rows.select_related("document", "signer"):
                if next_turn(turn.document) == turn:
                    _tell(turn, now=now)
                    told += 1
    return told


def _tell_next(document: Document, *, now: datetime) -> None:
    turn = next_turn(document)
    if turn and turn.signer_id:
        _tell(turn, now=now)


def _tell(turn: SignatureTurn, *, now: datetime) -> None:
    """Write the e-mail: a folio and an address, no name and no word of the document."""
    school, day = turn.document.school, turn.document.school.local_date(now)
    message = _message(turn.document)
    enqueue(
        key=f"firma:{turn.pk}:{day}", kind="firma", recipient=turn.signer.email,
        subject=message.subject, body=message.body, now=now,
    )  # fmt: skip
    turn.reminded_on = school.local_date(now)
    turn.save(update_fields=["reminded_on"])


def _message(document: Document) -> Message:
    return compose(
        "firma",
        "Un documento espera su firma",
        school=document.school,
        folio=document.folio,
        url=site_url("document-signatures", document.case_id, document.pk),
    )


def _refuse_unless_in_force(document: Document) -> None:
    if document.state != DocumentState.EMITIDO:
        raise DomainError("Este documento fue anulado o reemplazado: no se firma.", code="estado")


def _refuse_other_hands(turn: SignatureTurn, line: SignatureLine, actor: Membership) -> None:
    """On screen a member signs for nobody else; who is no member does not declare."""
    if line.method not in barred_ways(turn, actor):
        return
    if turn.signer_id:
        raise DomainError(
            f"Sólo {turn.signer_name} puede firmar en pantalla, desde su propia cuenta. "
            "Aquí puede adjuntar el papel firmado o dejar constancia de que no firma.",
            code="firma_ajena",
        )
    raise DomainError("Quien no tiene cuenta firma dibujando o en papel.", code="firma_ajena")


def barred_ways(turn: SignatureTurn, actor: Membership) -> frozenset[str]:
    """Return the ways of signing that this turn does not have before `actor`'s screen."""
    if turn.signer_id == actor.user_id:
        return frozenset()
    return ONESELF if turn.signer_id else frozenset({SignatureMethod.DECLARADA})


def _refuse_asked_before(rows: QuerySet, signers: Sequence[Signer]) -> None:
    """Nobody waits twice in one list."""
    waiting = list(rows.filter(signature=None))
    users = {turn.signer_id for turn in waiting if turn.signer_id}
    names = {plain(turn.signer_name) for turn in waiting if not turn.signer_id}
    for one in signers:
        twice = one.member.user_id in users if one.member else plain(one.name) in names
        if twice:
            raise DomainError(f"{one.name} ya está en la lista y no ha firmado.", code="repetida")


def _refuse_altered(document: Document) -> None:
    """What is signed is what was issued, to the byte."""
    _, content = read_file(document.file_id)
    if hashlib.sha256(content).hexdigest() != document.sha256:
        raise DomainError("El archivo no es el que se emitió: no puede firmarse.", code="huella")


def _certify(case: Case, document: Document, *, actor: Membership, now: datetime) -> Document:
    turns = SignatureTurn.objects.filter(document=document).select_related("signature")
    signed = [turn.signature for turn in turns.order_by("place")]
    return issue_document(
        case=case,
        code=CODE,
        report=FirmasReport(
            **heading(case, CODE),
            title=document.title,
            folio=document.folio,
            issued_at=document.issued_at,
            sha256=document.sha256,
            signatures=tuple(map(_printed, signed)),
        ),
        actor=actor.user,
        at=now,
        keep_signatures=False,
    )


def _printed(row: object) -> SignatureLine:
    drawn = row.image_id and row.method == SignatureMethod.DIBUJADA
    return SignatureLine(
        name=row.signer_name, title=row.signer_title, method=row.method, run=row.signer_run,
        statement=row.statement, witness=row.witness, signed_at=row.signed_at,
        image=read_file(row.image_id)[1] if drawn else b"",
    )  # fmt: skip
