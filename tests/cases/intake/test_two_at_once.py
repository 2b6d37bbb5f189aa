"""Many people send denuncias at the same instant: consecutive folios, one case per draft."""

import threading

import pytest
from django.db import connection

from cases.intake.services import register_denuncia
from cases.models import Case
from convivencia.exceptions import AlreadyDoneError
from schools.tenancy.context import school_context
from tests.cases.intake.scene import NOW, Scene

TOGETHER = 8


@pytest.fixture
def scene(committed_db, school, monkeypatch) -> Scene:
    monkeypatch.setattr("cases.documents.services.render", lambda *_a, **_k: ("", b"%PDF-1.7"))
    return Scene.make(school)


def send_together(scene: Scene, drafts: list) -> list[str]:
    """Send each draft from a thread of its own; return what each was told."""
    barrier, told = threading.Barrier(len(drafts)), []

    def send(draft) -> None:
        try:
            barrier.wait(20)
            with school_context(scene.school):
                case = register_denuncia(draft=draft, actor=scene.docente, now=NOW)
            told.append(case.folio)
        except AlreadyDoneError:
            told.append("ya registrada")
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=[draft]) for draft in drafts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return sorted(told)


def test_folios_of_denuncias_sent_together_are_consecutive(scene: Scene):
    drafts = [scene.draft(scene.docente) for _ in range(TOGETHER)]

    assert send_together(scene, drafts) == [f"2026-{n:04d}" for n in range(1, TOGETHER + 1)]


def test_one_draft_sent_from_two_windows_is_one_case(scene: Scene):
    draft = scene.draft(scene.docente)

    assert send_together(scene, [draft, draft]) == ["2026-0001", "ya registrada"]
    with school_context(scene.school):
        assert Case.objects.count() == 1


def test_a_denuncia_that_fails_gives_its_folio_back(scene: Scene, monkeypatch):
    first, second = scene.draft(scene.docente), scene.draft(scene.docente)

    def broken(**_: object) -> None:
        raise OSError("sin impresora")

    with monkeypatch.context() as patch:
        patch.setattr("cases.intake.services.issue_document", broken)
        with pytest.raises(OSError, match="impresora"), school_context(scene.school):
            register_denuncia(draft=first, actor=scene.docente, now=NOW)

    assert send_together(scene, [second]) == ["2026-0001"]
