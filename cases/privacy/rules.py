"""How long each kind of record is kept, as data."""

from functools import lru_cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, PositiveInt

TABLE = Path(__file__).with_name("data") / "retention.yaml"


class Rule(BaseModel):
    """How long one kind of record is kept, from when, and the norm that it leans on."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    title: str
    years: PositiveInt | None
    since: str
    norm: str
    why: str
    protocols: tuple[str, ...] = ()
    disposed_here: bool = False


@lru_cache(maxsize=1)
def rules() -> tuple[Rule, ...]:
    """Return the table, in the order in which it is read."""
    found = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    return tuple(Rule.model_validate(row) for row in found["rules"])


def rule_of(code: str) -> Rule:
    return next(rule for rule in rules() if rule.code == code)
