"""A case with its people, for documents that come out of the database."""

import pytest

from tests.cases.scenes import Scene


@pytest.fixture
def scene(school):
    return Scene.open(school)
