"""The case list: filters, pages, who finds what, and its cost."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import Case
from cases.models.access import TeamRole
from schools.models import Role
from schools.tenancy.context import school_context
from tests.ui.fixtures import enter
from tests.ui.scenes import FRIDAY, Town, empty_town

pytestmark = pytest.mark.django_db
URL = "/casos/"


def folios(client: Client, **query: str) -> list[str]:
    return [row.case.folio for row in client.get(URL, query).context["rows"]]


def add_bare_cases(town: Town, count: int, years: tuple[int, ...] = (2026, 2025, 2024)) -> None:
    """Cases without people."""
    who = town.member(Role.ENCARGADA).user
    with school_context(town.school):
        Case.objects.bulk_create(
            Case(
                year=years[n % len(years)], number=n, protocol_key="acoso_escolar", known_at=FRIDAY,
                reglamento=town.reglamento, created_at=FRIDAY, opened_by=who,
            )
            for n in range(1, count + 1)
        )  # fmt: skip


def test_pages_go_down_and_come_back_without_losing_or_repeating_a_case(friday, school, client):
    town = empty_town(school)
    add_bare_cases(town, 120)
    enter(client, town.member(Role.ENCARGADA))

    first = client.get(URL)
    second = client.get(URL + first.context["older_url"])
    third = client.get(URL + second.context["older_url"])
    back = client.get(URL + third.context["newer_url"])
    pages = [[row.case.folio for row in r.context["rows"]] for r in (first, second, third, back)]

    assert [len(page) for page in pages] == [50, 50, 20, 50]
    assert len({*pages[0], *pages[1], *pages[2]}) == 120
    assert pages[3] == pages[1]
    assert "newer_url" not in first.context
    assert "older_url" not in third.context


def test_ten_thousand_cases_ask_as_much_as_ten(friday, school, client):
    town = empty_town(school)
    add_bare_cases(town, 10)
    enter(client, town.member(Role.ENCARGADA))
    with CaptureQueriesContext(connection) as few:
        client.get(URL)
    add_bare_cases(town, 10_000, (2020,))
    with CaptureQueriesContext(connection) as many:
        client.get(URL)

    assert len(many) == len(few)
    assert len([q for q in many if "SAVEPOINT" not in q["sql"]]) <= 10


def test_the_encargada_finds_by_folio_name_and_run(town: Town, client: Client):
    enter(client, town.member(Role.ENCARGADA))
    case = town.cases[3]
    with school_context(town.school):
        student = case.participants.select_related("student").first().student

    assert folios(client, q="2026-0043") == ["2026-0043"]
    assert folios(client, q="43") == ["2026-0043"]
    assert folios(client, q=student.shown_run) == ["2026-0043"]
    assert "2026-0043" in folios(client, q=f"{student.first_names} {student.paternal}".lower())
    assert folios(client, q="Nadie Ninguno") == []


def test_a_member_of_one_team_finds_that_case_only_and_nobody_by_name(town: Town, client: Client):
    town.grant(town.cases[1], Role.PROFESOR_JEFE, TeamRole.APOYA)
    enter(client, town.member(Role.PROFESOR_JEFE))
    with school_context(town.school):
        student = town.cases[1].participants.select_related("student").first().student

    assert folios(client) == ["2026-0046"]
    assert folios(client, q="2026-0047") == []
    assert folios(client, q=student.run) == []


def test_who_only_reported_finds_no_case_in_the_list(town: Town, client: Client):
    town.grant(town.cases[1], Role.DOCENTE, TeamRole.DENUNCIO)
    enter(client, town.member(Role.DOCENTE))

    assert folios(client) == []
    assert folios(client, q=town.cases[1].folio) == []


def test_who_carries_out_sees_no_step_of_others_in_the_list(town: Town, client: Client):
    for case in town.cases[:3]:
        town.grant(case, Role.INSPECTORIA, TeamRole.EJECUTA)
    town.grant(town.cases[0], Role.INSPECTORIA, TeamRole.APOYA)
    enter(client, town.member(Role.INSPECTORIA))

    rows = {row.case.pk: row.next_title for row in client.get(URL).context["rows"]}

    assert rows.pop(town.cases[0].pk)  # helps the inquiry: sees it whole
    assert list(rows.values()) == ["", ""]


@pytest.mark.parametrize("role", [Role.SOSTENEDOR, Role.ADMINISTRADORA])
def test_who_never_sees_cases_has_no_list(town: Town, client: Client, role: Role):
    enter(client, town.member(role))

    assert client.get(URL).status_code == 403


def test_states_and_protocols_filter(town: Town, client: Client):
    enter(client, town.member(Role.DIRECTORA))

    assert folios(client, estado="informado") == ["2026-0033"]
    assert len(folios(client, estado="abiertos")) == 6
    assert folios(client, protocolo="oficio") == []
    assert len(folios(client, estado="inventado")) == 6


def test_another_schools_cases_are_not_there(town: Town, client: Client, other_school):
    other = empty_town(other_school)
    enter(client, other.member(Role.DIRECTORA))

    assert folios(client) == []
    assert reverse("intake-start") in client.get(URL).content.decode()
