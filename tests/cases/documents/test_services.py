"""Issuing: a number, a code, bytes that never change, signatures that prove who signed."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.db import connection

from cases.documents import services
from cases.documents.codes import ALPHABET, LENGTH, clean_code, new_code
from cases.documents.reports import SignatureLine
from cases.models import Document, Signature
from cases.models.documents import DocumentState
from convivencia.exceptions import AlreadyDoneError, DomainError
from schools.files import read_file
from schools.models import StoredFile
from schools.tenancy.context import school_context
from tests.cases.documents.pdf import text_of
from tests.cases.documents.samples import SAMPLES
from tests.cases.documents.samples_people import drawn, refusal
from tests.cases.scenes import Scene
from tests.factories import SchoolFactory

AT = datetime(2026, 11, 13, 15, 40, tzinfo=UTC)


@pytest.fixture
def inside(scene):
    with school_context(scene.school):
        yield scene


def issue(scene, code="D-12", report=None, **more) -> Document:
    report = replace(report or SAMPLES[code], issue=None)
    return services.issue_document(
        case=scene.case, code=code, report=report, actor=scene.encargada.user, at=AT, **more
    )


def test_issued_document_is_what_was_stored(inside):
    document = issue(inside)

    stored, content = read_file(document.file_id)
    text = text_of(content)
    assert hashlib.sha256(content).hexdigest() == document.sha256 == stored.sha256
    assert f"N° {document.folio}" in text
    assert document.verification_code in text.replace("-", "")
    assert (document.code, document.level, document.title) == ("D-12", "N3", "Acta de entrevista")
    assert document.template_version == "D-12 v1"
    assert stored.mime == "application/pdf"
    assert stored.original_name == f"entrevista-{document.folio}.pdf"


def test_snapshot_is_plain_and_holds_what_was_printed(inside):
    document = issue(inside)

    document.refresh_from_db()
    assert document.snapshot["student_words"] == SAMPLES["D-12"].student_words
    assert document.snapshot["issue"]["folio"] == document.folio
    assert document.snapshot["signatures"][0]["image"].startswith("sha256:")


def test_folios_follow_each_other(inside):
    first, second = issue(inside), issue(inside, "D-16")

    assert (first.year, second.year) == (2026, 2026)
    assert second.number == first.number + 1
    assert first.verification_code != second.verification_code


def test_the_year_is_that_of_the_school_clock(inside):
    report = replace(SAMPLES["D-16"], issue=None)
    still_2026 = datetime(2027, 1, 1, 2, 0, tzinfo=UTC)

    document = services.issue_document(
        case=inside.case, code="D-16", report=report, actor=None, at=still_2026
    )

    assert document.year == 2026


def test_signatures_are_kept_with_their_image(inside):
    document = issue(
        inside, signatures=(drawn(), refusal(), SignatureLine("Sin firmar", "Testigo"))
    )

    signed, refused = Signature.objects.filter(document=document)
    assert (signed.method, bool(signed.image_id)) == ("dibujada", True)
    assert (refused.method, refused.witness) == ("se_nego", "Rosa Urrutia, inspectora general")
    assert refused.signer_run == "410000033"


def test_a_refusal_without_witness_issues_nothing(inside):
    before = Document.objects.count()

    with pytest.raises(DomainError, match="testigo"), school_context(inside.school):
        issue(inside, signatures=(replace(refusal(), witness=""),))

    assert Document.objects.count() == before


def test_too_long_a_report_takes_no_number(inside):
    first = issue(inside, "D-16")

    with pytest.raises(DomainError), school_context(inside.school):
        issue(inside, report=replace(SAMPLES["D-12"], student_words="a " * 400_000))

    assert issue(inside, "D-16").number == first.number + 1


def test_preview_stores_nothing(inside):
    files, documents = StoredFile.objects.count(), Document.objects.count()

    assert services.preview("D-12", SAMPLES["D-12"]).startswith(b"%PDF-")

    assert (StoredFile.objects.count(), Document.objects.count()) == (files, documents)


def test_annulled_keeps_number_and_bytes_and_is_so_once(inside):
    document = issue(inside)

    annulled = services.annul_document(document=document, actor=inside.directora.user)

    assert annulled.state == DocumentState.ANULADO
    assert (annulled.number, annulled.sha256) == (document.number, document.sha256)
    with pytest.raises(AlreadyDoneError):
        services.annul_document(document=document, actor=inside.directora.user)


def test_replaced_points_to_the_new_one(inside):
    old = issue(inside, "D-16")
    report = replace(SAMPLES["D-16"], issue=None, late=False)

    new = services.replace_document(document=old, report=report, actor=inside.encargada.user, at=AT)

    old.refresh_from_db()
    assert (old.state, old.replaced_by) == (DocumentState.REEMPLAZADO, new)
    assert (new.state, new.number) == (DocumentState.EMITIDO, old.number + 1)


def test_codes_are_long_and_not_ambiguous():
    codes = {new_code() for _ in range(200)}

    assert len(codes) == 200
    assert all(len(code) == LENGTH and set(code) <= set(ALPHABET) for code in codes)
    assert len(ALPHABET) ** LENGTH >= 2**128
    assert not set("01IO") & set(ALPHABET)


def test_a_typed_code_may_have_hyphens_and_small_letters():
    assert clean_code("k7qmw-2xhrp 9btd4-nvcf6-zj8ya-e") == "K7QMW2XHRP9BTD4NVCF6ZJ8YAE"
    assert clean_code("corto") == ""
    assert clean_code("0" * LENGTH) == ""


def test_many_issuing_at_once_get_consecutive_folios(committed_db, monkeypatch):
    monkeypatch.setattr(services, "render", lambda *_a, **_k: ("", b"%PDF-1.7"))
    scene = Scene.open(SchoolFactory())

    def one(_: int) -> int:
        try:
            with school_context(scene.school.pk):
                return issue(scene, "D-16").number
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        numbers = sorted(pool.map(one, range(12)))

    assert numbers == list(range(numbers[0], numbers[0] + 12))
