"""T72, one case: after its erasure no word of it is in the database, and a certificate says so."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from cases.erasure.retention import retention_ends
from cases.erasure.services import ERASED_PERSON
from cases.models import Actuacion, Case, Denuncia, Document, WorkDraft
from convivencia.exceptions import AlreadyDoneError, DomainError
from schools.files import read_file, store_file
from schools.models import DataKey, StoredFile
from schools.tenancy.context import school_context
from schools.vault.errors import KeyDestroyedError
from tests.cases.scenes import Scene
from tests.security.erasable import CANARY, LATER, STRANGER, erase, fill
from tests.security.stored import dump, places_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(school):
    """A whole case on which everybody typed the same words; it was closed five years ago."""
    scene = Scene.open(school).heard().reported().drafted().resolved()
    with school_context(school):
        fill(scene)
        Case.objects.filter(pk=scene.case.pk).update(
            state="archivado", closed_at=scene.now, facts={"agresor_edad": 12}
        )
    scene.refresh()
    return scene


def test_t72_no_word_is_left_and_nothing_can_be_opened(scene):
    with school_context(scene.school):
        sealed = {
            "line": Actuacion.objects.get(case=scene.case, title="Nota"),
            "paper": Document.objects.filter(case=scene.case).first(),
        }
        before = places_of(STRANGER, dump())
        erase(scene)
        text = dump()

        assert before == ["cases_participant"]  # the one place that lists and policies read
        assert places_of(STRANGER, text) == []
        assert places_of(CANARY, text) == []
        with pytest.raises(KeyDestroyedError):
            sealed["line"].text  # noqa: B018
        with pytest.raises(KeyDestroyedError):
            read_file(sealed["paper"].file_id)
        with pytest.raises(KeyDestroyedError):
            Denuncia.objects.get(case=scene.case).relato  # noqa: B018


def test_t72_nobody_is_named_in_the_case_and_its_links_are_gone(scene):
    with school_context(scene.school):
        erase(scene)
        people = list(scene.case.participants.all())
        case = Case.objects.get(pk=scene.case.pk)

        assert {person.name for person in people} == {ERASED_PERSON}
        assert {person.student_id for person in people} == {None}
        assert (case.facts, case.folio, case.state) == ({}, scene.case.folio, "archivado")
        assert not WorkDraft.objects.filter(case=case).exists()


def test_t72_the_certificate_is_read_and_says_how_much_was_erased(scene):
    with school_context(scene.school):
        files = list(
            StoredFile.objects.filter(case_id=scene.case.pk)
            .order_by("pk")
            .values_list("sha256", flat=True)
        )
        disposal = erase(scene)
        kept, pdf = read_file(disposal.certificate.file_id)

        assert pdf.startswith(b"%PDF")
        assert kept.sha256 == disposal.certificate.sha256
        assert disposal.hashes == files
        assert disposal.counts["denuncias"] == 1
        assert disposal.counts["archivos"] == len(files)
        assert disposal.certificate.code == "D-132"
        with pytest.raises(DatabaseError), transaction.atomic():
            type(disposal).objects.filter(pk=disposal.pk).update(reason="otro")


def test_t72_other_cases_of_the_school_are_still_read(scene, other_school):
    other = Scene.open(other_school)
    with school_context(other_school):
        fill(other)
    with school_context(scene.school):
        erase(scene)
    with school_context(other_school):
        assert Denuncia.objects.get(case=other.case).relato == CANARY


def test_t72_a_destroyed_key_is_never_made_again(scene):
    with school_context(scene.school):
        erase(scene)
        with pytest.raises(KeyDestroyedError), transaction.atomic():
            store_file(
                content=b"x", name="x.txt", mime="text/plain", at=scene.now,
                case_id=scene.case.pk,
            )  # fmt: skip
        keys = DataKey.objects.filter(compartment="caso", subject=scene.case.pk)
        assert [(key.wrapped, key.destroyed_at) for key in keys] == [(None, scene.now + LATER)]


def test_t72_the_page_of_an_erased_case_says_so(scene, client):
    with school_context(scene.school):
        erase(scene)
    client.force_login(scene.directora.user)
    answer = client.get(reverse("case-detail", args=[scene.case.pk]))

    assert answer.status_code == 410
    assert "fue eliminada" in answer.content.decode()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda s: {"actor": s.encargada}, "dirección"),
        (lambda _: {"reason": "  "}, "motivo"),
        (lambda s: {"now": s.now + timedelta(days=4 * 365)}, "conservarse hasta"),
    ],
)
def test_t72_who_may_and_when(scene, change, words):
    with school_context(scene.school):
        with pytest.raises(DomainError, match=words):
            erase(scene, **change(scene))
        assert Denuncia.objects.get(case=scene.case).relato == CANARY


def test_t72_an_open_case_and_a_sexual_one_have_no_term(scene):
    with school_context(scene.school):
        case = scene.case
        ends = retention_ends(case)
        case.closed_at = None
        opened = retention_ends(case)
        case.closed_at, case.protocol_key = scene.now, "agresiones_sexuales"

        assert (ends.isoformat(), opened, retention_ends(case)) == ("2031-06-20", None, None)


def test_t72_twice_is_once(scene):
    with school_context(scene.school):
        erase(scene)
        with pytest.raises(AlreadyDoneError):
            erase(scene)
