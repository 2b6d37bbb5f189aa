"""T59: each page that shows a case or a person leaves exactly one entry; T60: so does a denial.

The addresses come from the resolver and the people from the table of T01: a page that is new is
opened here too, and one that leaves nothing must be named among those that show nobody.
"""

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from cases.models.access import TeamRole
from cases.team.grants import grant_access
from schools.audit.silent import SHOW_NOBODY, is_account, shows_nobody
from schools.models import AuditEntry, Membership, Role, Student
from schools.models.audit import AuditAct
from schools.tenancy.context import school_context
from tests.cases.families.visits import enter
from tests.cases.notifications.notices import SENT, Mailbox
from tests.factories import MembershipFactory
from tests.security.routes import ROUTES, Rule
from tests.security.world import World, build, routes

pytestmark = pytest.mark.django_db
OK, MOVED, REFUSED, WRONG_METHOD = 200, 300, {403, 404}, 405
# What each address leaves when it is not «vio».
ACTS = {
    "document": "descargar",
    "document-download": "descargar",
    "reglamento-export": "exportar",
    "expulsions-export": "exportar",
    "reglamento-sheet": "imprimir",
    "case-entrevista-draft": "imprimir",
    "case-reconsideracion-minute": "imprimir",
    "case-ficha-draft": "imprimir",
    "privacy-print-student": "exportar",
    "privacy-print-apoderado": "exportar",
}
PUBLIC = {Rule.OPEN, Rule.TOKEN}


@pytest.fixture
def world(school) -> World:
    return build(school)


def left_by(school: object, client: Client, path: str, method: str = "get") -> tuple:
    """Ask, undo it, and return the answer and the entries that it left."""
    with transaction.atomic():
        with school_context(school):
            seen = set(AuditEntry.objects.values_list("pk", flat=True))
        answer = getattr(client, method)(path)
        with school_context(school):
            found = list(AuditEntry.objects.exclude(pk__in=seen).order_by("pk"))
        transaction.set_rollback(True)
    return answer, found


def expected(name: str, answer: HttpResponse) -> list[str]:
    """Return the acts that the answer to a GET must have left."""
    if answer.status_code in REFUSED:
        return [] if is_account(name) else ["denegado"]
    if answer.status_code != OK or shows_nobody(name):
        return []
    return [ACTS.get(name, "ver")]


def whoever(world: World, who: str) -> Membership:
    known = {"encargada": world.scene.encargada, "directora": world.scene.directora}
    return known.get(who) or MembershipFactory(school=world.scene.school, role=who)


def faults(world: World, member: Membership, client: Client) -> tuple[list, set[str]]:
    """Open every address as `member`; return what was wrong, and what was shown."""
    wrong, opened = [], set()
    for name, paths in routes().items():
        if ROUTES.get(name) in PUBLIC or name == "membership-switch":
            continue
        for route in sorted(paths):
            answer, found = left_by(world.scene.school, client, world.path(name, route))
            acts = [entry.act for entry in found]
            opened |= {name} if answer.status_code == OK else set()
            if acts != expected(name, answer):
                wrong.append((name, answer.status_code, acts))
            wrong += [(name, "de otro") for e in found if e.user_id != member.user_id]
            if answer.status_code == OK and route.startswith("casos/<int:pk>"):
                wrong += [(name, "sin caso") for e in found if e.case_id != world.scene.case.pk]
    return wrong, opened


def test_t59_every_page_leaves_one_entry_by_who_opened_it(world):
    shown: set[str] = set()
    for who in ("encargada", "directora", Role.ADMINISTRADORA):
        member, client = whoever(world, who), Client()
        client.force_login(member.user)
        wrong, opened = faults(world, member, client)
        shown |= opened
        assert wrong == []

    assert len([name for name in shown if not shows_nobody(name)]) > 70


def test_t59_what_leaves_nothing_shows_nobody(world):
    """The other side: no page of those that leave no entry says a name or a folio."""
    client, scene = Client(), world.scene
    client.force_login(scene.directora.user)
    with school_context(scene.school):
        Student.objects.update(paternal="Quebrantahuesos")
        words = {"Quebrantahuesos", scene.mother.run, scene.father.run, scene.case.folio}
    told = []
    for name, paths in routes().items():
        for route in sorted(paths) if shows_nobody(name) else ():
            text = left_by(scene.school, client, world.path(name, route))[0].content.decode()
            told += [(name, word) for word in words if word in text]

    assert told == []


def test_t59_what_shows_nobody_is_an_address():
    assert set(routes()) >= SHOW_NOBODY


def test_t59_every_denial_leaves_one_entry_that_survives_the_rollback(world):
    """T60: of somebody with no business in the case, by any method."""
    member, client = whoever(world, Role.DOCENTE), Client()
    client.force_login(member.user)
    wrong, refusals = [], 0
    for name, paths in routes().items():
        for route in sorted(paths) if ROUTES.get(name) not in PUBLIC else ():
            for method in ("get", "post"):
                path = world.path(name, route)
                answer, found = left_by(world.scene.school, client, path, method)
                if answer.status_code in REFUSED and not is_account(name):
                    refusals += 1
                    entries = [(e.act, e.user_id) for e in found]
                    if entries != [("denegado", member.user_id)]:
                        wrong.append((method, name, entries))

    assert wrong == []
    assert refusals > 100


def test_t59_every_page_of_a_family_leaves_one_entry(world, monkeypatch):
    monkeypatch.setattr("cases.families.views.now", lambda: SENT)
    monkeypatch.setattr("cases.families.access.now", lambda: SENT)
    client, scene = Client(), world.scene
    enter(client, Mailbox(scene, scene.mother.email))
    wrong, opened = [], set()
    for name, paths in routes().items():
        if ROUTES.get(name) is not Rule.TOKEN or name in {"family-exit", "family-code"}:
            continue
        answer, found = left_by(scene.school, client, world.path(name, min(paths)))
        opened |= {name} if answer.status_code == OK else set()
        acts = {OK: ["ver"], 404: ["denegado"]}.get(answer.status_code, [])
        if [entry.act for entry in found] != acts:
            wrong.append((name, answer.status_code, [e.act for e in found]))
        who = f"apoderado {scene.mother.pk}, "
        wrong += [(name, e.who) for e in found if e.user_id or not e.who.startswith(who)]
        wrong += [(name, e.case_id) for e in found if e.case_id != scene.case.pk]

    assert wrong == []
    assert {"family-window", "family-document", "family-file", "family-rights"} <= opened


def test_t59_a_form_that_did_its_work_leaves_one_change(world):
    client, scene = Client(), world.scene
    client.force_login(scene.directora.user)
    path = f"/estudiantes/{scene.afectado.student_id}/"
    entries = []
    for route in sorted(routes()["student-edit"]):
        page = client.get(world.path("student-edit", route))
        form = page.context["form"]
        data = {name: form[name].value() or "" for name in form.fields}
        answer, entries = left_by_post(
            scene.school, client, world.path("student-edit", route), data
        )

    assert answer.status_code == 302, answer.context["form"].errors
    assert answer.url == path
    assert [(e.act, e.object_id) for e in entries] == [("cambiar", scene.afectado.student_id)]


def left_by_post(school: object, client: Client, path: str, data: dict) -> tuple:
    with school_context(school):
        last = AuditEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    answer = client.post(path, data)
    with school_context(school):
        return answer, list(AuditEntry.objects.filter(pk__gt=last))


def test_t59_a_permission_leaves_one_entry(world):
    scene = world.scene
    member = MembershipFactory(school=scene.school, role=Role.DOCENTE)
    with school_context(scene.school):
        last = AuditEntry.objects.count()
        grant_access(
            case=scene.case, member=member, team_role=TeamRole.INVESTIGA,
            granted_by=scene.directora, reason="Prueba", at=scene.now,
        )  # fmt: skip
        (entry,) = AuditEntry.objects.order_by("pk")[last:]

    assert (entry.act, entry.case_id) == (AuditAct.OTORGAR, scene.case.pk)
    assert entry.user_id == scene.directora.user_id


def test_t59_no_entry_holds_content(world):
    """Canary: no name, RUN, e-mail or word of the account of any person of the case."""
    client, scene = Client(), world.scene
    with school_context(scene.school):
        students = [scene.afectado.student, scene.denunciado.student]
    client.force_login(scene.directora.user)
    for name, paths in routes().items():
        for route in sorted(paths) if ROUTES.get(name) not in PUBLIC else ():
            client.get(world.path(name, route))
    for student in students:
        client.get("/estudiantes/", {"q": student.paternal})
        client.get("/casos/", {"q": student.paternal})

    with school_context(scene.school):
        rows = list(AuditEntry.objects.values_list("who", "object_type", "detail"))
        words = [w for s in students for w in (s.paternal, s.maternal, s.first_names, s.run or "")]
        words += [a.run for a in (scene.mother, scene.father)]
        words += [a.email for a in (scene.mother, scene.father)] + ["Lo contó"]
    text = "\n".join(" ".join(row) for row in rows)

    assert len(rows) > 50
    assert [word for word in words if len(word) > 2 and word in text] == []
