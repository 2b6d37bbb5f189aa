"""Two directoras press «Aprobar» at the same instant, a hundred times."""

import threading

import pytest
from django.db import connection

from cases.decisions import resoluciones
from cases.models import Actuacion, Document, Resolucion
from cases.states import Acto
from convivencia.exceptions import AlreadyDoneError, StaleFormError
from schools.models import Role
from schools.tenancy.context import school_context
from tests.cases.scenes import NOW, Scene
from tests.factories import MembershipFactory

PAIRS = 100


@pytest.fixture
def scene(committed_db, school, monkeypatch):
    monkeypatch.setattr("cases.documents.services.render", lambda *_a, **_k: ("", b"%PDF-1.7"))
    return Scene.open(school).heard().reported().drafted()


def test_two_approvals_at_once_give_one(scene, owner_connection):
    second = MembershipFactory(school=scene.school, role=Role.DIRECTORA)
    with school_context(scene.school):
        version = Resolucion.objects.get(case=scene.case).version
        before = Document.objects.filter(case=scene.case, code="D-19").count()

    for _ in range(PAIRS):
        outcomes = _approve_together(scene, (scene.directora, second), version)
        assert sorted(outcomes) == ["aprobada", "tarde"]
        _reopen(owner_connection, scene, version)

    with school_context(scene.school):
        assert Document.objects.filter(case=scene.case, code="D-19").count() == before + PAIRS
        decisions = Actuacion.objects.filter(case=scene.case, acto=Acto.RESOLVER)
        assert decisions.count() == PAIRS
        folios = list(Document.objects.order_by("number").values_list("number", flat=True))
    assert folios == list(range(folios[0], folios[0] + len(folios)))


def _approve_together(scene, people, version) -> list[str]:
    barrier, outcomes = threading.Barrier(2), []

    def approve(member) -> None:
        try:
            barrier.wait(10)
            with school_context(scene.school):
                resoluciones.approve_resolucion(
                    case=scene.case, actor=member, version=version, now=NOW
                )
            outcomes.append("aprobada")
        except (AlreadyDoneError, StaleFormError):
            outcomes.append("tarde")
        finally:
            connection.close()

    threads = [threading.Thread(target=approve, args=[member]) for member in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return outcomes


def _reopen(owner, scene, version) -> None:
    """Put the project back in the directora's hands, as nobody but a test may."""
    owner.execute("SELECT set_config('app.school_id', %s, false)", [str(scene.school.pk)])
    owner.execute(
        "UPDATE cases_resolucion SET state = 'enviada', version = %s, document_id = NULL "
        "WHERE case_id = %s",
        [version, scene.case.pk],
    )
    owner.execute("UPDATE cases_case SET state = 'informado' WHERE id = %s", [scene.case.pk])
