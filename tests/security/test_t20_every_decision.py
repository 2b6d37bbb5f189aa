"""T20, the rest: whatever ends in a numbered paper is done once, from two windows at one instant.

The ordinary resolución has its own test; here, the decision of an expulsion, a form, the folder,
the pack, the certificate of firmness, and fifty papers of one school at once.
"""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from cases.decisions.certificates import certify_firmness
from cases.documents.services import issue_document
from cases.expulsion.services import register
from cases.models import Document, Expulsion, ExpulsionAct, Ficha, Notificacion, PackExport
from convivencia.exceptions import AlreadyDoneError, StaleFormError
from schools.models import Role
from schools.tenancy.context import school_context
from tests.cases.documents.samples import SAMPLES
from tests.cases.expulsion.scenes import DECISION, H, Walk
from tests.cases.fichas.scenes import FichaScene
from tests.cases.scenes import Scene, at
from tests.factories import MembershipFactory
from tests.ui.fixtures import enter

FIFTY = 50


@pytest.fixture(autouse=True)
def plain(committed_db, monkeypatch):
    """Papers without drawing: what is tried here is who gets to issue them."""
    monkeypatch.setattr("cases.documents.services.render", lambda *_a, **_k: ("", b"%PDF-1.7"))


def together(*runs: Callable[[], object]) -> list[str]:
    """Run each in a thread of its own, all from the same instant; return what became of each."""
    barrier = threading.Barrier(len(runs))

    def go(run: Callable[[], object]) -> str:
        barrier.wait(30)
        try:
            found = run()
        except (AlreadyDoneError, StaleFormError):
            return "tarde"
        finally:
            connection.close()
        return str(getattr(found, "status_code", "hecho"))

    with ThreadPoolExecutor(len(runs)) as pool:
        return sorted(pool.map(go, runs))


def papers(school, **which: object) -> list[int]:
    with school_context(school):
        return list(Document.objects.filter(**which).values_list("number", flat=True))


def refuse_holes(school) -> None:
    """Every folio of the school follows the one before."""
    numbers = sorted(papers(school))
    assert numbers == list(range(1, len(numbers) + 1))


def test_t20_two_directoras_decide_an_expulsion_once(school):
    walk = Walk.e05(school).to(H.FIRMA)
    second = MembershipFactory(school=school, role=Role.DIRECTORA)
    version = walk.row.version

    def decide(actor) -> Callable[[], object]:
        def run() -> object:
            with school_context(school):
                rows = Expulsion.objects.select_related("case__school", "case__reglamento")
                row = rows.get(pk=walk.row.pk)
                row.case.functions = frozenset()
                return register(
                    expulsion=row, kind=H.RESUELVE, data=dict(DECISION),
                    at=at("2026-07-21 12:00"), actor=actor, version=version, now=walk.now,
                )  # fmt: skip

        return run

    assert together(decide(walk.directora), decide(second)) == ["hecho", "tarde"]
    assert len(papers(school, code="D-58")) == 1
    with school_context(school):
        assert ExpulsionAct.objects.filter(kind=H.RESUELVE).count() == 1
    refuse_holes(school)


def test_t20_a_pack_is_asked_for_once_by_one_click(school, monkeypatch):
    """The same form, twice at one instant: the address that the browser calls."""
    monkeypatch.setattr("cases.pack.services._start", lambda _pack: None)
    walk = Walk.e05(school).to(H.FIRMEZA).to(H.OFICIOS)
    monkeypatch.setattr("cases.pack.services.refuse_missing", lambda *_a, **_k: None)
    address = reverse("case-pack", args=[walk.case.pk, walk.row.pk])
    client = enter(Client(), walk.directora)
    envio = client.get(address).context["form"]["envio"].value()
    sent = {"envio": envio, "purpose": "Informar a la Superintendencia"}

    assert together(*[lambda: enter(Client(), walk.directora).post(address, sent)] * 2) == [
        "302", "302",
    ]  # fmt: skip
    with school_context(school):
        assert PackExport.objects.count() == 1


def test_t20_a_form_is_issued_once_from_two_windows(school, client):
    scene = FichaScene.open(school)
    scene.enter(client)
    row = scene.begin(client, "llamado_apoderados")
    url = reverse("case-ficha", args=[scene.case.pk, row.pk])
    review = client.post(url, scene.typed(row, accion="revisar")).url
    windows = []
    for _ in range(2):  # each window has its own form, not the same one twice
        own = Client()
        scene.enter(own)
        windows.append((own, scene.signed(own, review)))

    said = together(*[lambda w=w: w[0].post(review, w[1]) for w in windows])

    assert "302" in said
    assert len(papers(school, code="F05")) == 1
    with school_context(school):
        assert Ficha.objects.get(pk=row.pk).document is not None
    refuse_holes(school)


def test_t20_a_folder_is_issued_once_by_one_click(school):
    scene = Scene.open(school)
    address = reverse("case-folder-issue", args=[scene.case.pk])
    client = enter(Client(), scene.directora)
    envio = client.get(address).context["form"]["envio"].value()
    sent = {"envio": envio, "purpose": "interna"}

    said = together(*[lambda: enter(Client(), scene.directora).post(address, sent)] * 2)

    assert said == ["302", "302"]
    assert len(papers(school, code="D-130")) == 1
    refuse_holes(school)


def test_t20_firmness_is_certified_once(school):
    scene = Scene.open(school).heard().reported().drafted().resolved()
    now = at("2026-06-30 09:00")
    with school_context(school):
        for one, adult in ((scene.afectado, scene.mother), (scene.denunciado, scene.father)):
            Notificacion.objects.create(
                case=scene.case, participant=one, apoderado=adult, purpose="resultado",
                medium="personal", document=scene.case.documents.get(code="D-19"),
                created_at=at("2026-06-03 10:00"), effective_at=at("2026-06-03 10:00"),
            )  # fmt: skip
        version = scene.case.resoluciones.get(kind="resultado").version

    def certify() -> object:
        with school_context(school):
            return certify_firmness(
                case=scene.case, actor=scene.directora, version=version, now=now
            )

    assert together(certify, certify) == ["hecho", "tarde"]
    assert len(papers(school, code="D-76")) == 1


def test_t20_fifty_papers_at_once_have_fifty_folios_in_a_row(school):
    scene = Scene.open(school)
    before = len(papers(school))

    def issue() -> object:
        with school_context(school):
            return issue_document(
                case=scene.case, code="D-16", report=SAMPLES["D-16"],
                actor=scene.encargada.user, at=at("2026-06-20 09:00"),
            )  # fmt: skip

    assert together(*[issue] * FIFTY) == ["hecho"] * FIFTY
    assert sorted(papers(school)) == list(range(1, before + FIFTY + 1))
