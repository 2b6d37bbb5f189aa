"""T24: a case that changes hands, ends or closes its door while somebody is typing in it.

No change of another is lost; what may no longer be written is refused, and what was typed stays.
"""

import threading
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from cases.decisions.informes import issue_informe, save_informe
from cases.decisions.resoluciones import save_resolucion, send_resolucion
from cases.hearings import drafts
from cases.models import Actuacion, Case, Informe, Participant, Resolucion, WorkDraft
from cases.models.access import TeamRole
from cases.models.case import ParticipantRole
from cases.team import services as team
from convivencia.clock import now
from convivencia.exceptions import DomainError, StaleFormError
from schools.models import Membership, Role
from schools.tenancy.context import school_context
from tests.cases.scenes import Scene, at
from tests.factories import MembershipFactory
from tests.security.test_t55_forms import changed, digests
from tests.ui.fixtures import enter

pytestmark = pytest.mark.django_db
TYPED = "Lo que estuve escribiendo toda la mañana con cuidado."
WHY = "Se decide así por las razones que constan."
PAIRS = 25


@pytest.fixture(autouse=True)
def quick_pdf(monkeypatch):
    monkeypatch.setattr("cases.documents.render._pdf", lambda *_: b"%PDF-1.7 de prueba\n%%EOF")


@pytest.fixture
def scene(school) -> Scene:
    return Scene.open(school).heard()


@pytest.fixture
def helper(scene) -> Membership:
    """Somebody of the team who investigates."""
    member = MembershipFactory(school=scene.school, role=Role.EQUIPO)
    with school_context(scene.school):
        member.access = team.join(
            case=scene.case, member=member, team_role=TeamRole.INVESTIGA, until=None, reason=WHY,
            actor=scene.directora, now=scene.now,
        )  # fmt: skip
    return member


def report(version: int = 0) -> dict:
    return {
        "envio": uuid.uuid4().hex, "version": version, "resultado": "fundada",
        "proceedings": TYPED, "findings": TYPED, "recommendations": TYPED,
    }  # fmt: skip


def project(version: int = 0) -> dict:
    return {
        "envio": uuid.uuid4().hex, "version": version, "resultado": "fundada", "vistos": TYPED,
        "considerando": TYPED, "resuelvo": TYPED, "medidas-TOTAL_FORMS": "0",
        "medidas-INITIAL_FORMS": "0",
    }  # fmt: skip


def leave(scene: Scene, helper: Membership) -> None:
    with school_context(scene.school):
        team.leave(
            case=scene.case, pk=helper.access.pk, reason=WHY, actor=scene.directora, now=now()
        )


def hand_over(scene: Scene, helper: Membership) -> None:
    with school_context(scene.school):
        team.hand_over(
            case=scene.case, member=scene.encargada, reason=WHY, actor=scene.directora, now=now()
        )


def become_a_party(scene: Scene, helper: Membership) -> None:
    with school_context(scene.school):
        Participant.objects.create(
            case=scene.case, role=ParticipantRole.DENUNCIADO, membership=helper
        )


def leave_the_school(scene: Scene, helper: Membership) -> None:
    with school_context(scene.school):
        yesterday = scene.school.local_date(now()) - timedelta(days=1)
        Membership.objects.filter(pk=helper.pk).update(
            active_from=yesterday, active_until=yesterday
        )


SHUT = {leave: 404, hand_over: 404, become_a_party: 404, leave_the_school: 302}


@pytest.mark.parametrize("happens", SHUT, ids=lambda one: one.__name__)
@pytest.mark.parametrize("address", ["case-informe", "case-vigilancia", "case-entrevista-autosave"])
def test_t24_a_door_that_closes_while_one_types(scene, helper, happens, address):
    """The page was open; the answer is that of who never had it, and nothing is written."""
    client = enter(Client(), helper)
    extra = [scene.afectado.pk] if "autosave" in address else []
    path = reverse(address, args=[scene.case.pk, *extra])
    assert client.get(path).status_code in {200, 405}

    happens(scene, helper)
    before = digests(scene.school)
    answer = client.post(path, {**report(), "text": TYPED, "at_0": "2026-06-19", "at_1": "10:00"})

    assert answer.status_code == SHUT[happens]
    assert changed(before, digests(scene.school)) == set()


def test_t24_the_draft_waits_for_whoever_comes_back(scene, helper):
    key = drafts.interview_key(scene.afectado.pk)
    client = enter(Client(), helper)
    path = reverse("case-entrevista-autosave", args=[scene.case.pk, scene.afectado.pk])
    assert client.post(path, {"student_words": TYPED}).status_code == 204

    leave(scene, helper)
    with school_context(scene.school):
        assert WorkDraft.objects.get().data["student_words"] == [TYPED]
        team.join(
            case=scene.case, member=helper, team_role=TeamRole.INVESTIGA, until=None, reason=WHY,
            actor=scene.directora, now=now(),
        )  # fmt: skip
        assert drafts.draft_of(scene.case, helper, key) is not None


def test_t24_who_takes_the_inquiry_over_does_not_find_the_draft_of_another(scene, helper):
    key = drafts.interview_key(scene.afectado.pk)
    path = reverse("case-entrevista-autosave", args=[scene.case.pk, scene.afectado.pk])
    enter(Client(), helper).post(path, {"student_words": TYPED})
    hand_over(scene, helper)

    with school_context(scene.school):
        assert drafts.draft_of(scene.case, scene.encargada, key) is None


def refused(client: Client, path: str, answers: dict, school: object) -> str:
    """Send what was typed; return the page, having checked that it saved nothing."""
    before = digests(school)
    answer = client.post(path, answers)
    assert changed(before, digests(school)) == set()
    assert answer.status_code in {200, 409}
    page = answer.content.decode()
    assert TYPED in page
    return page


def test_t24_a_report_issued_by_another_meanwhile(scene, helper):
    client, path = enter(Client(), helper), reverse("case-informe", args=[scene.case.pk])
    client.get(path)
    scene.reported()

    page = refused(client, path, report(), scene.school)

    assert "El informe ya se emitió mientras usted escribía" in page
    with school_context(scene.school):
        assert TYPED not in Informe.objects.get(case=scene.case).findings


def test_t24_a_report_saved_by_another_meanwhile(scene, helper):
    client, path = enter(Client(), helper), reverse("case-informe", args=[scene.case.pk])
    client.get(path)
    with school_context(scene.school):
        save_informe(
            case=scene.case, actor=scene.encargada, version=0, now=scene.now, resultado="fundada",
            proceedings="De la encargada", findings="De la encargada", recommendations="",
        )  # fmt: skip

    page = refused(client, path, report(), scene.school)

    assert "Otra persona cambió este texto" in page


def test_t24_a_project_sent_by_another_meanwhile(scene, helper):
    scene.reported()
    client, path = enter(Client(), helper), reverse("case-resolucion", args=[scene.case.pk])
    client.get(path)
    scene.drafted()

    page = refused(client, path, project(), scene.school)

    assert "manos de la dirección" in page


def test_t24_a_project_approved_meanwhile(scene, helper):
    scene.reported().drafted()
    client, path = (
        enter(Client(), scene.directora),
        reverse("case-resolucion", args=[scene.case.pk]),
    )
    client.get(path)
    with school_context(scene.school):
        version = Resolucion.objects.get(case=scene.case).version
    scene.resolved()

    page = refused(client, path, project(version), scene.school)

    assert "La resolución ya se aprobó mientras usted escribía" in page


@pytest.mark.parametrize("state", ["cerrado", "archivado"])
def test_t24_a_case_closed_meanwhile(scene, helper, state):
    client, path = enter(Client(), helper), reverse("case-informe", args=[scene.case.pk])
    client.get(path)
    with school_context(scene.school):
        Case.objects.filter(pk=scene.case.pk).update(state=state)

    page = refused(client, path, report(), scene.school)

    assert "no corresponde cuando el caso está" in page


@pytest.fixture
def committed(committed_db, school) -> Scene:
    return Scene.open(school).heard()


def at_once(*acts: object) -> list[str]:
    """Run the acts at the same instant, each with its own connection; return how each ended."""
    together = threading.Barrier(len(acts))

    def run(act: object) -> str:
        try:
            together.wait(10)
            act()
        except StaleFormError:
            return "se le avisó"
        except DomainError as error:
            return error.code or "no"
        finally:
            connection.close()
        return "guardado"

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def saving(scene: Scene, who: Membership, version: int, text: str) -> object:
    def save() -> None:
        with school_context(scene.school):
            save_informe(
                case=scene.case, actor=who, version=version, now=scene.now, resultado="fundada",
                proceedings=text, findings=text, recommendations="",
            )  # fmt: skip

    return save


def test_t24_of_two_who_save_at_once_one_is_told(committed):
    """And what the other wrote is what is kept: nobody's words are mixed or lost."""
    scene, told = committed, Counter()
    for n in range(PAIRS):
        texts = [f"De la encargada {n}", f"De la directora {n}"]
        with_version = [
            saving(scene, who, n, text)
            for who, text in zip((scene.encargada, scene.directora), texts, strict=True)
        ]
        ended = at_once(*with_version)
        with school_context(scene.school):
            kept = Informe.objects.get(case=scene.case)
        assert sorted(ended) == ["guardado", "se le avisó"]
        assert kept.findings == kept.proceedings == texts[ended.index("guardado")]
        assert kept.version == n + 1
        told.update(ended)

    assert told == {"guardado": PAIRS, "se le avisó": PAIRS}


def test_t24_writing_while_it_is_issued_keeps_paper_and_record_alike(committed, monkeypatch):
    """Either the words came first and are in the paper, or they were refused."""
    scene = committed
    saving(scene, scene.encargada, 0, "Primero")()
    printed = []
    monkeypatch.setattr(
        "cases.decisions.informes.build_informe",
        lambda row: printed.append(row.findings) or _report(row),
    )

    def issue() -> None:
        with school_context(scene.school):
            issue_informe(
                case=scene.case, actor=scene.encargada, at=at("2026-06-01 12:00"), now=scene.now
            )

    ended = at_once(saving(scene, scene.directora, 1, "Después"), issue)

    with school_context(scene.school):
        kept = Informe.objects.get(case=scene.case)
        issued = Actuacion.objects.filter(case=scene.case, acto="informar").count()
    assert ended[1] == "guardado"
    assert printed == [kept.findings]
    assert issued == 1


def _report(row: Informe) -> object:
    from cases.documents.builders import informe

    return informe(row)


def test_t24_sending_and_editing_the_project_at_once(committed):
    """The directora never holds a project that somebody goes on changing."""
    scene = committed.reported()
    with school_context(scene.school):
        row = save_resolucion(
            case=scene.case, actor=scene.encargada, version=0,
            texts={"considerando": "a", "resuelvo": "a", "resultado": "no_fundada", "support": "a",
                   "calificacion": "acoso"},
            medidas=[scene.medida()],
        )  # fmt: skip

    def send() -> None:
        with school_context(scene.school):
            send_resolucion(
                case=scene.case, actor=scene.encargada, version=row.version, now=scene.now
            )

    def edit() -> None:
        with school_context(scene.school):
            save_resolucion(
                case=scene.case, actor=scene.encargada, version=row.version,
                texts={"resuelvo": "cambiado"},
            )  # fmt: skip

    ended = at_once(send, edit)

    with school_context(scene.school):
        kept = Resolucion.objects.get(case=scene.case)
    assert ended.count("guardado") == 1
    assert (kept.state == "enviada") is (kept.resuelvo == "a")
