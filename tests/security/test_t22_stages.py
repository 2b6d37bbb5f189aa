"""T22: no stage is skipped or repeated by sending a form straight to its address.

A machine sends, in any order and by anybody, what the pages would send: new, as old as the page
that was open yesterday, or for the second time. What is forbidden changes nothing at all.
"""

import uuid
from dataclasses import dataclass

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from cases.history.services import record_actuacion
from cases.models import Actuacion, Case, Informe, Resolucion
from cases.models.access import TeamRole
from cases.states import Acto
from cases.team.grants import grant_access
from convivencia.clock import now
from schools.models import Role
from schools.tenancy.context import school_context
from tests.cases.hearings.conftest import Inquiry, open_inquiry
from tests.cases.scenes import Scene
from tests.factories import MembershipFactory
from tests.security.sheets import crawl, undone
from tests.security.test_t55_forms import changed, digests
from tests.security.world import World, build
from tests.ui.fixtures import enter

pytestmark = pytest.mark.django_db
MOMENT = {"at_0": "2026-11-20", "at_1": "10:00"}
WHY = "Lo decido así por las razones que constan en el expediente."
LEADS, WORKS, READS = ("directora",), ("directora", "encargada", "helper"), ()


@dataclass(frozen=True)
class Post:
    """What a page sends: from which states it may do something, to which it leads, by whom."""

    address: str
    states: tuple[str, ...]
    leads_to: str
    by: tuple[str, ...]
    answers: dict
    version_of: str = ""  # the record whose age the form says


INQUIRY, OPEN = ("en_investigacion",), ("recibido", "en_investigacion", "informado")
ANY = (
    "recibido",
    "en_investigacion",
    "informado",
    "resuelto",
    "notificado",
    "cerrado",
    "archivado",
)
TEXTS = {"considerando": WHY, "resuelvo": WHY, "support": WHY, "vistos": WHY}
POSTS = {
    "activate": Post(
        "case-activate", ("recibido",), "en_investigacion", WORKS,
        {"grounds": WHY, "paso": "confirmar", **MOMENT}, "case",
    ),
    "write the report": Post(
        "case-informe", INQUIRY, "", WORKS,
        {"resultado": "no_fundada", "proceedings": WHY, "findings": WHY}, "informe",
    ),
    "issue the report": Post("case-informe-issue", INQUIRY, "informado", WORKS, MOMENT),
    "write the project": Post(
        "case-resolucion", OPEN, "", WORKS,
        {"resultado": "no_fundada", "medidas-TOTAL_FORMS": "0", "medidas-INITIAL_FORMS": "0",
         **TEXTS}, "resolucion",
    ),
    "send the project": Post("case-resolucion-send", OPEN, "", WORKS, {}, "resolucion"),
    "return the project": Post(
        "case-resolucion-return", OPEN, "", LEADS, {"comments": WHY}, "resolucion"
    ),
    "decide": Post(
        "case-resolucion-approve", ("en_investigacion", "informado"), "resuelto", LEADS,
        {"agree": "on", "override_reason": WHY}, "resolucion",
    ),
    "close": Post(
        "case-close", ("notificado",), "cerrado", LEADS,
        {"grounds": WHY, "override_reason": WHY, **MOMENT},
    ),
    "archive": Post("case-archive", ("cerrado",), "archivado", LEADS, MOMENT),
    "watch": Post("case-vigilancia", ANY, "", WORKS, {"text": WHY, **MOMENT}),
}  # fmt: skip
ROAD = [
    ("activate", "directora"), ("write the report", "encargada"),
    ("issue the report", "encargada"), ("write the project", "helper"),
    ("send the project", "helper"), ("return the project", "directora"),
    ("write the project", "encargada"), ("send the project", "encargada"),
    ("decide", "directora"),
]  # fmt: skip
ONCE = {Acto.ABRIR_INVESTIGACION, Acto.INFORMAR, Acto.RESOLVER, Acto.CERRAR, Acto.ARCHIVAR}
RECORDS = {"informe": Informe, "resolucion": Resolucion}


class Stages(RuleBasedStateMachine):
    """Somebody at a keyboard who does not use the pages."""

    inquiry: Inquiry
    clients: dict[str, Client]
    reached: set[str]

    @initialize()
    def begin(self) -> None:
        self.sent: list[tuple[str, str, dict]] = []
        self.seen = self.walked = 0
        self.block = transaction.atomic()
        self.block.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    @property
    def case(self) -> Case:
        with school_context(self.inquiry.school):
            return Case.objects.get(pk=self.inquiry.case.pk)

    def _version(self, of: str) -> int:
        with school_context(self.inquiry.school):
            if of == "case":
                return self.case.version
            row = RECORDS[of].objects.filter(case=self.inquiry.case).order_by("pk").last()
            return row.version if row else 0

    @rule(name=st.sampled_from(sorted(POSTS)), who=st.sampled_from(["directora", "encargada",
          "helper", "reader", "stranger"]), older=st.sampled_from([0, 0, 1]))  # fmt: skip
    def send(self, name: str, who: str, older: int) -> None:
        """Send a form of any page, perhaps one that was opened `older` changes ago."""
        post = POSTS[name]
        answers = {**post.answers, "envio": uuid.uuid4().hex}
        if name == "activate":
            answers["investigator"] = self.inquiry.encargada.pk
        stale = False
        if post.version_of:
            current = self._version(post.version_of)
            stale = older > 0
            answers["version"] = current - older if current >= older else current + older
        allowed = self.case.state in post.states and who in post.by and not stale
        self._post(who, post, answers, allowed=allowed)
        self.sent.append((who, name, answers))

    @rule()
    def go_on(self) -> None:
        """Do the next thing of the road as the pages do, so that the case gets somewhere."""
        if self.walked < len(ROAD):
            name, who = ROAD[self.walked]
            self.walked += 1
            self.send(name, who, 0)

    @precondition(lambda self: self.sent)
    @rule(data=st.data())
    def repeat(self, data: st.DataObject) -> None:
        """Send again what was sent before, to the letter."""
        who, name, answers = data.draw(st.sampled_from(self.sent))
        before = self.case.state
        self._post(who, POSTS[name], answers, allowed=before in POSTS[name].states)

    @precondition(lambda self: self.case.state == "resuelto")
    @rule()
    def the_families_are_told(self) -> None:
        """What happens outside these pages, and lets the case go on."""
        with school_context(self.inquiry.school):
            case = self.inquiry.reload()
            for person in (self.inquiry.afectado, self.inquiry.denunciado):
                record_actuacion(
                    case=case, acto=Acto.NOTIFICAR, at=now(), now=now(), party=person.pk,
                    actor=self.inquiry.encargada,
                )  # fmt: skip

    def _post(self, who: str, post: Post, answers: dict, *, allowed: bool) -> None:
        school, state = self.inquiry.school, self.case.state
        before = digests(school)
        answer = self.clients[who].post(reverse(post.address, args=[self.inquiry.case.pk]), answers)
        moved = changed(before, digests(school))
        after = self.case.state
        assert answer.status_code in {200, 302, 404, 409}, answer.status_code
        if not allowed:
            assert moved == set(), (post.address, state, who, moved)
        if after != state:
            assert (after, state in post.states) == (post.leads_to, True)
            self.reached.add(after)

    @invariant()
    def each_stage_is_in_the_history_once(self) -> None:
        if not hasattr(self, "block"):
            return
        with school_context(self.inquiry.school):
            actos = list(self.inquiry.case.actuaciones.values_list("acto", flat=True))
        assert len(actos) >= self.seen, "the history shrank"
        self.seen = len(actos)
        assert [acto for acto in ONCE if actos.count(acto) > 1] == []


@pytest.fixture
def quick_pdf(monkeypatch):
    monkeypatch.setattr("cases.documents.render._pdf", lambda *_: b"%PDF-1.7 de prueba\n%%EOF")


def cast(inquiry: Inquiry) -> dict[str, Client]:
    """Return a browser of each person: two lead, one helps, one only reads, one is nobody here."""
    school = inquiry.school
    helper = MembershipFactory(school=school, role=Role.EQUIPO)
    reader = MembershipFactory(school=school, role=Role.INSPECTORIA)
    stranger = MembershipFactory(school=school, role=Role.DOCENTE)
    for member, function in ((helper, TeamRole.APOYA), (reader, TeamRole.URGENTE)):
        with school_context(school):
            grant_access(
                case=inquiry.case, member=member, team_role=function, reason="Prueba",
                granted_by=inquiry.directora, at=now(),
            )  # fmt: skip
    people = {
        "directora": inquiry.directora, "encargada": inquiry.encargada, "helper": helper,
        "reader": reader, "stranger": stranger,
    }  # fmt: skip
    return {name: enter(Client(), member) for name, member in people.items()}


@pytest.fixture
def machine(school, quick_pdf) -> type[Stages]:
    inquiry = open_inquiry(school)
    given = {"inquiry": inquiry, "clients": cast(inquiry), "reached": set()}
    return type("Stages", (Stages,), given)


def test_t22_no_order_of_forms_skips_or_repeats_a_stage(machine):
    few = settings(
        deadline=None, max_examples=10, stateful_step_count=18,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    run_state_machine_as_test(machine, settings=few)


def test_t22_the_road_goes_through_every_stage(machine):
    """The control: in order and by who may, the machine takes the case to its notice."""
    walker = machine()
    walker.begin()
    for name, who in ROAD:
        walker.send(name, who, 0)
    walker.the_families_are_told()
    stages, state = set(walker.reached), walker.case.state
    with school_context(walker.inquiry.school):
        acts = set(Actuacion.objects.values_list("acto", flat=True))
    walker.teardown()

    assert stages >= {"en_investigacion", "informado", "resuelto"}
    assert state == "notificado"
    assert {"devolver_resolucion", "enviar_resolucion", "resolver", "notificar"} <= acts


def test_t22_who_opened_it_in_an_urgency_only_reads(school):
    """Every form that a leader is shown, sent by whoever may only read: nothing changes."""
    world: World = build(school)
    reader = MembershipFactory(school=school, role=Role.INSPECTORIA)
    with school_context(school):
        grant_access(
            case=world.scene.case, member=reader, team_role=TeamRole.URGENTE, reason="Prueba",
            granted_by=world.scene.directora, at=now(),
        )  # fmt: skip
    client, wrong, tried = enter(Client(), reader), {}, 0
    assert client.get(reverse("case-detail", args=[world.scene.case.pk])).status_code == 200
    for name, sheet in crawl(world, enter(Client(), world.scene.directora)):
        if not sheet.action.startswith("/casos/"):
            continue
        tried += 1
        with undone():
            before = digests(school)
            answers = sheet.filled(world.scene.now.date(), paso="confirmar")
            client.post(sheet.action, answers)
            moved = changed(before, digests(school)) - {"cases_workdraft"}  # one's own, unseen
        if moved:
            wrong[name] = moved

    assert wrong == {}
    assert tried > 25


def test_t22_nor_writes_the_project_of_a_decision(school, quick_pdf):
    """Whoever opened it in an urgency reads the report; the project is not theirs to write."""
    scene = Scene.open(school).heard().reported()
    reader = MembershipFactory(school=school, role=Role.INSPECTORIA)
    with school_context(school):
        grant_access(
            case=scene.case, member=reader, team_role=TeamRole.URGENTE, reason="Prueba",
            granted_by=scene.directora, at=now(),
        )  # fmt: skip
    post, client = POSTS["write the project"], enter(Client(), reader)
    before = digests(school)

    answer = client.post(
        reverse(post.address, args=[scene.case.pk]),
        {**post.answers, "envio": uuid.uuid4().hex, "version": 0},
    )

    assert answer.status_code == 200
    assert "El acceso de urgencia es sólo para leer" in answer.content.decode()
    assert changed(before, digests(school)) == set()
