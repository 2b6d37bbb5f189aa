"""T20: two directoras press «Aprobar» at the same instant; one decides and the other is told who.

`TORTURE_PAIRS=10000` asks ten thousand times (some minutes); the suite, a few hundred.
"""

import os
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection
from django.test import Client
from django.urls import reverse

from cases.decisions import resoluciones
from cases.models import Actuacion, Document, Resolucion
from cases.models.decisions import ResolucionState
from cases.states import Acto
from convivencia.exceptions import AlreadyDoneError, StaleFormError
from schools.models import Role
from schools.tenancy.context import school_context
from tests.cases.scenes import NOW, Scene
from tests.factories import MembershipFactory
from tests.ui.fixtures import enter

PAIRS = int(os.environ.get("TORTURE_PAIRS", "200"))
WHOLE = 10  # pairs that also issue the paper, give the tasks and write the history


@pytest.fixture
def scene(committed_db, school, monkeypatch):
    monkeypatch.setattr("cases.documents.services.render", lambda *_a, **_k: ("", b"%PDF-1.7"))
    return Scene.open(school).heard().reported().drafted()


@pytest.fixture
def pair():
    """Two threads, each with a connection of its own, that stay for the whole test."""
    with ThreadPoolExecutor(2) as pool:
        yield pool
        together = threading.Barrier(2)
        list(pool.map(lambda _: (together.wait(10), connection.close()), range(2)))


@pytest.fixture
def second(scene):
    return MembershipFactory(school=scene.school, role=Role.DIRECTORA)


def version_of(scene) -> int:
    with school_context(scene.school):
        return Resolucion.objects.get(case=scene.case).version


def test_t20_two_approvals_at_once_give_one(scene, second, pair, owner_connection):
    version = version_of(scene)
    with school_context(scene.school):
        before = Document.objects.filter(case=scene.case, code="D-19").count()

    for _ in range(WHOLE):
        outcomes = _approve_together(pair, scene, (scene.directora, second), version)
        assert sorted(outcomes) == ["aprobada", "tarde"]
        _reopen(owner_connection, scene, version)

    with school_context(scene.school):
        assert Document.objects.filter(case=scene.case, code="D-19").count() == before + WHOLE
        decisions = Actuacion.objects.filter(case=scene.case, acto=Acto.RESOLVER)
        assert decisions.count() == WHOLE
        folios = list(Document.objects.order_by("number").values_list("number", flat=True))
    assert folios == list(range(folios[0], folios[0] + len(folios)))


def test_t20_of_every_pair_exactly_one_decides(scene, second, pair, owner_connection, monkeypatch):
    """The same contention, bare of papers, so that it can be tried thousands of times."""
    for name in ("issue_document", "record_actuacion", "pass_gate", "_give_tasks"):
        monkeypatch.setattr(resoluciones, name, lambda *_a, **_k: None)
    version = version_of(scene)

    wrong = []
    for n in range(PAIRS):
        outcomes = _approve_together(pair, scene, (scene.directora, second), version)
        wrong += [(n, outcomes)] if sorted(outcomes) != ["aprobada", "tarde"] else []
        _reopen(owner_connection, scene, version)

    assert wrong == []


@pytest.mark.django_db
def test_t20_the_database_alone_refuses_a_second_decision(school):
    """The second lock, for the day when somebody forgets the first."""
    scene = Scene.open(school).heard().reported().drafted().resolved()
    with school_context(school):
        row = Resolucion.objects.get(case=scene.case, state=ResolucionState.APROBADA)
        row.pk = None
        with pytest.raises(IntegrityError, match="resolucion_approved_once"):
            row.save(force_insert=True)


@pytest.mark.django_db
def test_t20_who_comes_second_is_told_who_decided_and_when(school):
    scene = Scene.open(school).heard().reported().drafted()
    version = version_of(scene)
    client = enter(Client(), scene.directora)
    scene.resolved("2026-06-02 10:00")

    sent = {"envio": "x", "version": version, "agree": "on"}
    page = client.post(reverse("case-resolucion-approve", args=[scene.case.pk]), sent, follow=True)

    text = page.content.decode()
    assert scene.directora.user.get_full_name() in text
    assert "el 2 de junio de 2026, a las 10:00" in text


def _approve_together(pair, scene, people, version) -> list[str]:
    barrier = threading.Barrier(2)

    def approve(member) -> str:
        barrier.wait(10)
        try:
            with school_context(scene.school):
                resoluciones.approve_resolucion(
                    case=scene.case, actor=member, version=version, now=NOW
                )
        except (AlreadyDoneError, StaleFormError):
            return "tarde"
        return "aprobada"

    return list(pair.map(approve, people))


def _reopen(owner, scene, version) -> None:
    """Put the project back in the directora's hands, as nobody but a test may."""
    owner.execute("SELECT set_config('app.school_id', %s, false)", [str(scene.school.pk)])
    owner.execute(
        "UPDATE cases_resolucion SET state = 'enviada', version = %s, document_id = NULL "
        "WHERE case_id = %s",
        [version, scene.case.pk],
    )
    owner.execute("UPDATE cases_case SET state = 'informado' WHERE id = %s", [scene.case.pk])
