"""To ask for the pack, to make it, to hand it over: with its purpose, once each, on the record."""

from datetime import datetime, timedelta

from django.core import signing
from django.db import transaction
from django.db.models import QuerySet

from cases.expulsion.guards import refuse_missing, refuse_unless_directora
from cases.expulsion.requirements import Before
from cases.expulsion.selectors import procedure_of
from cases.history.services import lock_case
from cases.models import Expulsion, PackExport
from cases.models.expulsion import PackState
from cases.pack.annexes import offered
from cases.pack.archive import bind
from cases.pack.pieces import documents_of, piece_of
from convivencia.exceptions import DomainError
from schools.audit.services import record
from schools.files import read_file, store_file
from schools.models import Membership, StoredFile
from schools.models.audit import AuditAct
from schools.tenancy.context import current_school_id, school_context

LIFE = timedelta(hours=24)
SALT = "informe-de-expulsion"
UNKNOWN = "No se pudo reunir por una falla del sistema. Vuelva a pedirlo."


@transaction.atomic
def request_pack(
    *, expulsion: Expulsion, purpose: str, annexes: list[int], actor: Membership, now: datetime
) -> PackExport:
    """Ask for the pack: only the directora, and only with no requirement missing.

    Raises GateClosedError with each one that is. It is made in the background; nothing is sent.
    """
    case = lock_case(expulsion.case)
    expulsion.case = case
    refuse_unless_directora(actor)
    p = procedure_of(expulsion, now=now)
    if not p.ends_enrolment:
        raise DomainError(
            "El procedimiento no terminó en expulsión ni cancelación: no se informa.",
            code="no_corresponde",
        )
    refuse_missing(p, Before.INFORME, "reunir el informe de expulsión")
    if not set(annexes) <= set(offered(p)):
        raise DomainError("Ese anexo no es de este caso.", code="ajeno")
    pack = PackExport.objects.create(
        case=case, expulsion=expulsion, purpose=purpose, annexes=annexes,
        requested_by=actor.user, requested_at=now, expires_at=now + LIFE,
    )  # fmt: skip
    record(
        AuditAct.EXPORTAR, object_type="informe de expulsión", object_id=pack.pk,
        case_id=case.pk, user_id=actor.user_id, detail="Informe de expulsión",
    )  # fmt: skip
    _start(pack)
    return pack


def _start(pack: PackExport) -> None:
    from cases.tasks import make_pack  # noqa: PLC0415 -- the task imports this module

    school_id, pk = current_school_id(), pack.pk
    transaction.on_commit(lambda: make_pack.delay(school_id=school_id, pack_id=pk))


def make(*, school_id: int, pack_id: int, now: datetime) -> None:
    """Make a pack that was asked for, a paper at a time, so that who waits sees it advance.

    May run twice: only what still waits is made.
    """
    try:
        with school_context(school_id):
            pack = _waiting(pack_id)
            if pack is None:
                return
            p = procedure_of(pack.expulsion, now=pack.requested_at)
            documents = documents_of(p)
        papers = {}
        for number, document in enumerate(documents, start=1):
            with school_context(school_id):
                papers[document.pk] = piece_of(document, p)
                _progress(pack_id, 80 * number // len(documents))
        with school_context(school_id):
            archive = bind(p, pack, papers)
            _keep(pack, archive.content, archive.pages, now)
    except DomainError as error:
        _fail(school_id, pack_id, error.message)
    except Exception:  # who waits is told; the cause goes on to whoever keeps the system
        _fail(school_id, pack_id, UNKNOWN)
        raise


def _fail(school_id: int, pack_id: int, why: str) -> None:
    with school_context(school_id):
        _still(pack_id).update(state=PackState.FALLIDO, error=why[:300])


def _progress(pk: int, percent: int) -> None:
    _still(pk).update(progress=percent)


def _still(pk: int) -> QuerySet[PackExport]:
    return PackExport.objects.filter(pk=pk, state=PackState.PREPARANDO)


def _waiting(pk: int) -> PackExport | None:
    rows = PackExport.objects.select_related(
        "expulsion__participant__student", "expulsion__case__reglamento",
        "expulsion__case__school", "requested_by",
    )  # fmt: skip
    return rows.filter(pk=pk, state=PackState.PREPARANDO).first()


def _keep(pack: PackExport, content: bytes, pages: int, now: datetime) -> None:
    case = pack.expulsion.case
    file = store_file(
        content=content, name=f"informe-expulsion-{case.folio}.zip", mime="application/zip",
        at=now, user_id=pack.requested_by_id, case_id=case.pk,
    )  # fmt: skip
    _still(pack.pk).update(
        state=PackState.LISTO, file=file, sha256=file.sha256, pages=pages, progress=100
    )


def link_of(pack: PackExport, member: Membership) -> str:
    """Return the signed word that opens the download to this person until it expires."""
    return signing.dumps([pack.pk, member.user_id], salt=SALT)


def open_pack(
    pack: PackExport, *, word: str, actor: Membership, now: datetime
) -> tuple[StoredFile, bytes]:
    """Return the ZIP for who asked, while the link lasts. It leaves its line."""
    refuse_unless_directora(actor)
    try:
        given = signing.loads(word, salt=SALT, max_age=LIFE)
    except signing.BadSignature:
        given = None
    if given != [pack.pk, actor.user_id] or now > pack.expires_at or pack.file_id is None:
        raise DomainError(
            "El enlace ya no sirve: vence a las 24 horas. Reúna el informe otra vez.",
            code="vencido",
        )
    record(
        AuditAct.DESCARGAR, object_type="informe de expulsión", object_id=pack.pk,
        case_id=pack.case_id, user_id=actor.user_id, detail="Informe de expulsión",
    )  # fmt: skip
    return read_file(pack.file_id)
