"""One import at a time, in one school."""

from functools import partial

import pytest

from schools.models import RosterImport
from schools.roster import services
from schools.roster.undoing import undo_import
from schools.tenancy.context import school_context
from tests.factories import MembershipFactory
from tests.schools import rosters
from tests.schools.rosters import AT, FULL


@pytest.fixture
def member(school):
    return MembershipFactory(school=school, role="administradora")


@pytest.fixture
def here(school):
    with school_context(school):
        yield school


@pytest.fixture
def start(member):
    def start_import(rows: list[list], header: tuple = FULL, **changes: object) -> RosterImport:
        values = {"name": "nomina.xlsx", "year": 2026, "at": AT, "actor": member} | changes
        roster = services.start_import(content=rosters.xlsx(rows, header), **values)
        roster.refresh_from_db()
        return roster

    return start_import


@pytest.fixture
def apply(member):
    return partial(services.apply_as_shown, end_missing=False, at=AT, actor=member)


@pytest.fixture
def undo(member):
    return partial(undo_import, actor=member)
