"""The papers of `docs/privacy` say what the code does."""

import re
from pathlib import Path

from django.apps import apps

from cases.privacy.rules import rules

PAPERS = Path(__file__).parents[3] / "docs" / "privacy"


def rows_of(name: str) -> list[list[str]]:
    lines = (PAPERS / name).read_text(encoding="utf-8").splitlines()
    return [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines if line[:2] == "| "]


def test_the_table_of_retention_is_the_one_that_is_obeyed():
    written = rows_of("conservacion.md")[1:]
    obeyed = [
        [
            rule.title,
            f"{rule.years} años {rule.since}"
            if rule.years
            else rule.since.replace("no tiene", "sin"),
            rule.norm,
            rule.why,
        ]
        for rule in rules()
    ]

    assert written == obeyed


def test_every_table_of_the_database_is_once_in_the_register():
    section = (PAPERS / "registro.md").read_text(encoding="utf-8").split("## Dónde")[1]
    written = re.findall(r"`([A-Z]\w+)`", section)
    ours = [
        model.__name__
        for app in ("schools", "protocols", "cases")
        for model in apps.get_app_config(app).get_models()
    ]

    assert sorted(written) == sorted(ours)


def test_each_activity_of_the_register_says_where_it_is():
    table = rows_of("registro.md")
    names = [row[0] for row in table if row[0] not in {"Actividad", "---"}]
    activities, places = names[:8], names[8:]

    assert [*activities, "Sin datos personales"] == places


def test_every_link_between_papers_leads_somewhere():
    for paper in PAPERS.glob("*.md"):
        for target in re.findall(r"\]\(([^)#]+)\)", paper.read_text(encoding="utf-8")):
            assert (paper.parent / target).exists(), (paper.name, target)
