"""Who sees what of a case, cell by cell: the table of `cases.policy` written a second time.

One column per compartment: c(onstancia), t(areas), e(xpediente), a(cusado), s(alud), x (accesos).
"""

import pytest

from cases import policy
from cases.models.access import TeamRole
from cases.policy import Compartment, Sight, opened_to, sight_in
from schools.models import Role

LETTERS = {
    "c": Compartment.CONSTANCIA, "t": Compartment.TAREAS, "e": Compartment.EXPEDIENTE,
    "a": Compartment.ACUSADO, "s": Compartment.SALUD, "x": Compartment.ACCESOS,
}  # fmt: skip
BY_ROLE = {Role.ENCARGADA: "cteasx", Role.DIRECTORA: "cteasx"}  # any other role alone: nothing
BY_FUNCTION = {
    TeamRole.DIRIGE: "cteasx",
    TeamRole.INVESTIGA: "ctea",
    TeamRole.APOYA: "cte",
    TeamRole.ATIENDE: "tas",
    TeamRole.EJECUTA: "t",
    TeamRole.URGENTE: "ctea",
    TeamRole.DENUNCIO: "c",
}
ORDINARY = [r for r in Role if r not in {*BY_ROLE, Role.SOSTENEDOR, Role.ADMINISTRADORA}]
KNOW_THE_ACCUSED = {Role.EQUIPO, Role.RRHH}
SEES = {"": Sight.NONE, "c": Sight.REPORT, "t": Sight.TASKS, "tas": Sight.TASKS}  # others: FULL


def letters(opened: frozenset) -> str:
    return "".join(letter for letter, one in LETTERS.items() if one in opened)


def test_the_table_says_every_compartment_and_function():
    assert set(LETTERS.values()) == set(Compartment)
    assert set(BY_FUNCTION) == set(TeamRole) == set(policy.BY_FUNCTION)
    assert set(BY_ROLE) == set(policy.BY_ROLE)


@pytest.mark.parametrize("role", Role)
def test_a_role_alone(role):
    assert letters(opened_to(role, frozenset())) == BY_ROLE.get(role, "")


@pytest.mark.parametrize("function", TeamRole)
@pytest.mark.parametrize("role", ORDINARY)
def test_a_function_in_the_team(role, function):
    expected = BY_FUNCTION[function]
    if "e" in expected and role in KNOW_THE_ACCUSED:
        expected = "ctea" + expected[4:]

    assert letters(opened_to(role, frozenset({function}))) == expected


@pytest.mark.parametrize("function", TeamRole)
@pytest.mark.parametrize("role", ORDINARY)
def test_while_the_accused_is_reserved(role, function):
    """Who may not know whom it accuses does not open the file that names them."""
    expected = BY_FUNCTION[function]
    if "e" in expected and "a" not in expected:
        expected = "ctea" if role in KNOW_THE_ACCUSED else "ct"

    found = opened_to(role, frozenset({function}), accused_reserved=True)

    assert letters(found) == expected


@pytest.mark.parametrize("function", TeamRole)
def test_whoever_leads_the_school_gains_and_loses_nothing(function):
    for role in BY_ROLE:
        for reserved in (False, True):
            found = opened_to(role, frozenset({function}), accused_reserved=reserved)
            assert letters(found) == "cteasx"


@pytest.mark.parametrize("function", TeamRole)
def test_who_pays_and_who_keeps_the_lists_do_not_see_cases(function):
    """The sostenedor sees one only in the place of a directora who is a party."""
    alone = frozenset({function})

    assert letters(opened_to(Role.ADMINISTRADORA, alone)) == ""
    expected = "cteasx" if function == TeamRole.DIRIGE else ""
    assert letters(opened_to(Role.SOSTENEDOR, alone)) == expected


def test_two_functions_open_what_either_opens():
    both = frozenset({TeamRole.APOYA, TeamRole.ATIENDE})

    assert letters(opened_to(Role.ENFERMERIA, both)) == "cteas"


@pytest.mark.parametrize("opened", ["", *sorted(set(BY_FUNCTION.values()))])
def test_the_widest_compartment_is_the_sight(opened):
    compartments = frozenset(LETTERS[letter] for letter in opened)

    assert sight_in(compartments) == SEES.get(opened, Sight.FULL)
    assert Sight.NONE < Sight.REPORT < Sight.TASKS < Sight.FULL


def test_sexual_facts_reserve_the_accused_until_there_is_a_result():
    assert {"agresiones_sexuales"} == policy.RESERVES_THE_ACCUSED
    assert {"recibido", "en_investigacion", "informado"} == policy.UNCLEAR
