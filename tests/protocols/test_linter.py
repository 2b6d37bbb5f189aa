"""What the linter marks, rule by rule: one reglamento that is right and one that is not."""

from __future__ import annotations

import pytest

from tests.protocols.reglamentos import (
    EXAMPLES,
    marks,
)


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_wrong_one_is_marked(name):
    wrong, _, mark = EXAMPLES[name]

    assert marks(wrong) == [mark]


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_right_one_is_not(name):
    _, right, _ = EXAMPLES[name]

    assert marks(right) == []
