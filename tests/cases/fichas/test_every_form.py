"""Every form of the library: it renders, demands, validates and prints what its row mandates."""

import pytest
from django.utils import timezone

from cases.documents.builders.fichas import answer_text, ficha, signers
from cases.documents.kinds import KINDS
from cases.documents.render import render, render_html
from cases.fichas.forms import FichaForm, as_typed, proposed
from cases.fichas.loader import definition_to_data, library
from cases.fichas.people import people_of
from cases.models import Ficha
from schools.tenancy.context import school_context
from tests.cases.documents.pdf import text_of
from tests.cases.fichas.scenes import FichaScene, every_form, good_answers

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(school):
    return FichaScene.open(school)


def filled(scene: FichaScene, key: str, **more: object) -> FichaForm:
    """Return a form with a good answer to everything."""
    definition = library()[key]
    known = list(scene.case.participants.all())
    people = people_of(scene.case, known, scene.encargada, timezone.localdate(scene.now))
    answers = good_answers(definition, scene) | {
        name: values[0]
        for name, values in proposed(definition, people, scene.now).items()
        if values[0]
    }
    answers |= more
    typed = as_typed({n: v if isinstance(v, list) else [str(v)] for n, v in answers.items()})
    return FichaForm(
        typed, definition=definition, people=people, cursos=[scene.curso], now=scene.now
    )


def row_of(scene: FichaScene, key: str) -> Ficha:
    form = library()[key]
    return Ficha(
        case=scene.case, key=key, code=form.code, title=form.title, version=1,
        definition=definition_to_data(form),
    )  # fmt: skip


@pytest.mark.parametrize("key", every_form())
def test_a_form_prints_each_item_that_it_asks(scene, key):
    with school_context(scene.school):
        form = filled(scene, key)
        assert form.errors == {}
        report = ficha(row_of(scene, key), form, at=scene.now)
        code = form.definition.code
        text = text_of(render(report, KINDS[code], draft=True)[1])

    flat = "".join(text.split())
    asked = [o for o in form.definition.fields() if o.type != "firma" and form.asks(o)]
    items = [(one.key, text) for one in asked for text in (one.label, *_said(form, one))]
    missing = [item for item in items if "".join(item[1].split()) not in flat]
    assert missing == []
    assert "BORRADOR" in text
    for _, who in signers(form):
        assert "".join(who.name.split()) in flat
        assert "".join(who.title.split()) in flat


def _said(form: FichaForm, one: object) -> list[str]:
    if one.type == "lista":
        return form.cleaned_data[one.key] or []
    if one.options:
        return list(one.options.values())
    return [answer_text(form, one)]


@pytest.mark.parametrize("key", every_form())
def test_a_form_demands_each_thing_that_must_be_there(scene, key):
    """Sent empty, every question that is asked and demanded says so beside itself."""
    definition = library()[key]
    with school_context(scene.school):
        form = FichaForm(as_typed({}), definition=definition, people=[], cursos=[], now=scene.now)
        assert not form.is_valid()
        due = [one for one in definition.fields() if one.required and one.type != "firma"]
        asked = {one.key for one in due if form.asks(one)}

    assert set(form.errors) == asked
    assert asked


@pytest.mark.parametrize("key", every_form())
def test_a_draft_has_room_to_be_filled_by_hand(scene, key):
    """Printed empty: every question, when it is to be answered, room for it, a line to sign."""
    definition = library()[key]
    with school_context(scene.school):
        form = FichaForm(as_typed({}), definition=definition, people=[], cursos=[], now=scene.now)
        form.is_valid()
        report = ficha(row_of(scene, key), form, at=scene.now, by_hand=True)
        page = render_html(report, KINDS[definition.code], draft=True)

    shown = {row.label: row for part in report.parts for row in part.rows}
    asked = [one for one in definition.fields() if one.type != "firma"]
    assert {one.label for one in asked} == set(shown)
    assert {row.label for row in shown.values() if row.hint} == {
        one.label for one in asked if one.only_if
    }
    rows = [row for part in report.parts for row in part.rows]
    assert page.count('class="espacio"') == sum(row.kind == "short" for row in rows)
    assert page.count('class="renglones"') == sum(
        row.kind in {"long", "quoted", "list"} for row in rows
    )
    assert "—" not in page.partition("<main>")[2].replace(definition.notice, "")
    assert {line.title for line in report.signatures} == {
        one.charge for one in definition.signatures
    }


@pytest.mark.parametrize("key", every_form())
def test_a_form_is_drawn_with_a_label_for_every_input(scene, key):
    with school_context(scene.school):
        form = filled(scene, key)
        for section, fields in form.sections():
            assert section.title
            assert all(bound.label for bound in fields)
        html = str(form)

    assert html.count("<label") + html.count("<legend") >= len(form.fields)


@pytest.mark.parametrize(
    ("code", "protocol", "article"),
    [
        ("D-30", "agresiones_sexuales", "artículo 5.3.3.2"),  # of the step that it serves here
        ("D-46", "alcohol_drogas", "artículo 5.4.2.5"),
        ("D-46", "acoso_escolar", ""),  # its own section is of another protocol
        ("D-116", "acoso_escolar", "artículo 6.4.2.2"),  # its own, of no protocol of ours
    ],
)
def test_a_form_cites_the_section_of_its_step(school, code, protocol, article):
    scene = FichaScene.open(school, "A", protocol)
    key = next(one.key for one in library().values() if one.code == code)
    with school_context(school):
        form = filled(scene, key)
        assert form.errors == {}
        report = ficha(row_of(scene, key), form, at=scene.now)

    assert report.article == article
