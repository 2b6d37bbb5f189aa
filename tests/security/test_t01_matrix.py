"""T01: every address × method × person, from the resolver and the table in `routes.py`."""

from dataclasses import dataclass, field

import pytest
from django.db import transaction
from django.test import Client

from cases.intake.doors import REPORTERS
from cases.models import Participant
from cases.models.access import TeamRole
from cases.models.case import ParticipantRole
from cases.policy import Compartment, opened_to
from cases.team.grants import grant_access
from schools.abilities import ABILITIES
from schools.models import Membership, Role
from schools.tenancy.context import school_context
from tests.factories import MembershipFactory, SchoolFactory
from tests.security.routes import ROUTES, Holds, Rule, Sees
from tests.security.world import ABSENT, World, build, routes

pytestmark = pytest.mark.django_db
# Pages that exist only in a state the world is not in; their own tests open them.
ASLEEP = frozenset(
    [
        "calendar-feriado-remove",
        "calendar-recess-remove",
        "case-archive",
        "case-attachment",
        "case-falta-drop",
        "case-falta-measure",
        "case-ficha-annul",  # nothing was issued
        "case-ficha-paper",
        "case-oficio-send",  # no oficio was issued
        "case-identity-decide",  # only by the directora
        "case-identity-reveal",  # only by who asked, once it was granted
        "case-resguardo-review",
        "court-order",
        "notification-evidence",
    ]
)
USUAL = ("get", "post")
EVERY = (*USUAL, "put", "patch", "delete", "head", "options")
FOUND, FORBIDDEN, NOT_FOUND, WRONG_METHOD = 302, 403, 404, 405
LOGIN = "/cuenta/login/"
C = Compartment
# Who sees the file sees its tasks; who has tasks also knows that there is a case.
WIDER = {
    C.EXPEDIENTE: {C.EXPEDIENTE},
    C.TAREAS: {C.EXPEDIENTE, C.TAREAS},
    C.CONSTANCIA: {C.EXPEDIENTE, C.TAREAS, C.CONSTANCIA},
    C.SALUD: {C.SALUD},
    C.ACCESOS: {C.ACCESOS},
}


@dataclass
class Person:
    """Somebody who tries every address, and what the table says of them."""

    role: str = ""
    opened: frozenset[Compartment] = frozenset()
    same_school: bool = True
    signed_in: bool = True
    is_member: bool = True  # at all, anywhere
    client: Client = field(default_factory=Client)

    def may(self, name: str) -> bool:
        """True if the table lets the person in."""
        rule = ROUTES.get(name, Rule.OPEN)  # undeclared: the first test says so
        if rule in {Rule.OPEN, Rule.TOKEN}:
            return True
        if rule is Rule.ACCOUNT or not self.is_member:
            return self.signed_in and rule is Rule.ACCOUNT
        if isinstance(rule, Sees):
            return self.same_school and bool(self.opened & WIDER[rule.compartment])
        held = {Rule.MEMBER: True, Rule.REPORTER: self.role in REPORTERS, Rule.OWN: False}
        if isinstance(rule, Holds):
            may = bool(ABILITIES[self.role] & set(rule.abilities))
        else:
            may = held[rule]
        return may and (self.same_school or not _has_row(name))


def _has_row(name: str) -> bool:
    return any("<int:" in route for route in routes()[name])


def test_every_address_is_declared_and_every_declaration_is_an_address():
    assert set(routes()) == set(ROUTES)


@pytest.fixture
def world(school) -> World:
    return build(school)


def sign_in(person: Person, membership: Membership) -> Person:
    person.client.force_login(membership.user)
    return person


def grant(scene: object, member: Membership, function: str) -> None:
    """Let somebody into the team of the case."""
    with school_context(scene.school):
        grant_access(
            case=scene.case, member=member, team_role=TeamRole(function),
            granted_by=scene.directora, reason="Prueba", at=scene.now,
        )  # fmt: skip


def try_everything(world: World, person: Person, methods: tuple[str, ...] = USUAL) -> dict:
    """Return what went against the table, address by address."""
    wrong: dict[str, object] = {}
    plain = {method: _ask(person, method, f"/casos/{ABSENT}/") for method in methods}
    for name, paths in routes().items():
        if person.may(name):
            continue
        for route in sorted(paths):
            for method in methods:
                answer = _ask(person, method, world.path(name, route))
                fault = _fault(person, name, answer, plain[method])
                if fault:
                    wrong[f"{method} {route}"] = fault
    return wrong


def _fault(person: Person, name: str, answer: object, absent: object) -> object:
    """Return why the answer is not the refusal that it should be; "" if it is."""
    code = answer.status_code
    if code == WRONG_METHOD:
        return ""
    if not person.signed_in or not person.is_member:
        away = code == FOUND and (answer.url == "/" or answer.url.startswith(LOGIN))
        return "" if away or code in {NOT_FOUND, FORBIDDEN} else code
    rule = ROUTES[name]
    if code == FORBIDDEN and not isinstance(rule, Sees) and not getattr(rule, "hidden", False):
        return ""  # what the role may not do, whatever the row
    if code != NOT_FOUND:
        return code
    if answer.content != absent.content:
        return "se distingue de un caso que no existe"
    return "" if dict(answer.items()) == dict(absent.items()) else f"{answer.headers}"


def _ask(person: Person, method: str, path: str) -> object:
    """Ask, and undo whatever it did."""
    with transaction.atomic():
        response = getattr(person.client, method)(path)
        if response.streaming:
            response.content = b"".join(response.streaming_content)
        transaction.set_rollback(True)
    return response


def test_a_visitor(world):
    assert try_everything(world, Person(signed_in=False, is_member=False), EVERY) == {}


@pytest.mark.parametrize("role", Role.values)
def test_a_colleague_without_business_in_the_case(world, role):
    member = MembershipFactory(school=world.scene.school, role=role)
    person = Person(role, opened_to(role, frozenset()))

    assert try_everything(world, sign_in(person, member)) == {}


@pytest.mark.parametrize("role", Role.values)
def test_the_same_role_in_another_school(world, role):
    member = MembershipFactory(school=SchoolFactory(), role=role)

    assert try_everything(world, sign_in(Person(role, same_school=False), member)) == {}


@pytest.mark.parametrize("function", TeamRole.values)
def test_a_member_of_the_team_sees_only_what_the_function_gives(world, function):
    member = MembershipFactory(school=world.scene.school, role=Role.DOCENTE)
    grant(world.scene, member, function)
    person = Person(Role.DOCENTE, opened_to(Role.DOCENTE, frozenset({function})))

    assert try_everything(world, sign_in(person, member)) == {}


@pytest.mark.parametrize("role", [Role.ENCARGADA, Role.DIRECTORA, Role.DOCENTE])
def test_who_is_accused_sees_nothing_whatever_the_role(world, role):
    member = MembershipFactory(school=world.scene.school, role=role)
    grant(world.scene, member, TeamRole.INVESTIGA)
    with school_context(world.scene.school):
        Participant.objects.create(
            case=world.scene.case, role=ParticipantRole.DENUNCIADO, membership=member
        )

    assert try_everything(world, sign_in(Person(role), member)) == {}


@pytest.mark.parametrize("role", [Role.ENCARGADA, Role.DIRECTORA])
def test_who_left_the_school(world, role):
    member = MembershipFactory(school=world.scene.school, role=role)
    person = sign_in(Person(is_member=False), member)
    with school_context(world.scene.school):
        member.active_from = member.active_until = world.scene.now.date().replace(year=2025)
        member.save()

    assert try_everything(world, person) == {}


@pytest.mark.parametrize("role", [Role.ENCARGADA, Role.DIRECTORA])
def test_an_account_that_was_closed(world, role):
    member = MembershipFactory(school=world.scene.school, role=role)
    person = sign_in(Person(signed_in=False, is_member=False), member)
    member.user.is_active = False
    member.user.save()

    assert try_everything(world, person) == {}


@pytest.mark.parametrize("role", [Role.ENCARGADA, Role.DIRECTORA])
def test_the_table_is_not_empty_words_who_may_come_in_does(world, role):
    """The control: with the same ids, the leaders of the school open what they may open."""
    member = {Role.ENCARGADA: world.scene.encargada, Role.DIRECTORA: world.scene.directora}[role]
    person = sign_in(Person(role, opened_to(role, frozenset())), member)
    opened = {
        name: _ask(person, "get", world.path(name, route)).status_code
        for name, paths in routes().items()
        for route in paths
        if person.may(name) and isinstance(ROUTES.get(name), Sees | Holds)
    }

    shut = {name for name, code in opened.items() if code in {FORBIDDEN, NOT_FOUND}}
    assert sorted(shut - ASLEEP) == []
