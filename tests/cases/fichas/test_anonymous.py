"""What is told to a community or to the press identifies nobody: neither the form nor its paper."""

from dataclasses import replace

import pytest
from django.utils import timezone

from cases.documents.builders.fichas import ficha
from cases.documents.kinds import KINDS
from cases.documents.render import render
from cases.fichas.checks import known_steps
from cases.fichas.forms import NAMED, FichaForm, as_typed
from cases.fichas.loader import by_code, library
from cases.fichas.people import people_of
from cases.fichas.problems import problems_of
from cases.models import Ficha
from schools.tenancy.context import school_context
from tests.cases.documents.pdf import text_of
from tests.cases.documents.samples import SAMPLES
from tests.cases.fichas.scenes import FichaScene, good_answers

PUBLIC = ("D-30", "D-98", "D-99")
ANONYMOUS = ("D-24", *PUBLIC)
SAYS = {"D-30": "situacion", "D-98": "incidente", "D-99": "texto", "D-24": "fechas_seguimiento"}


@pytest.fixture
def scene(school):
    return FichaScene.open(school, "A", "agresiones_sexuales")


def form_of(scene: FichaScene, code: str, **more: str) -> FichaForm:
    definition = by_code(code)
    known = list(scene.case.participants.all())
    people = people_of(scene.case, known, scene.encargada, timezone.localdate(scene.now))
    given = good_answers(definition, scene) | more
    typed = as_typed({n: v if isinstance(v, list) else [v] for n, v in given.items()})
    return FichaForm(typed, definition=definition, people=people, cursos=[], now=scene.now)


def test_these_are_the_forms_that_identify_nobody():
    assert tuple(f.code for f in library().values() if f.level == "N0") == PUBLIC
    assert tuple(f.code for f in library().values() if f.anonymous) == ANONYMOUS


def test_a_public_form_must_say_that_it_identifies_nobody():
    form = by_code("D-30").model_copy(update={"anonymous": False})

    assert problems_of(form, known_steps()) == [
        "«D-30»: es pública y no dice que no identifica a nadie."
    ]


@pytest.mark.parametrize("changes", [{"of": "estudiantes"}, {"of": ""}, {"type": "curso"}])
def test_a_form_that_identifies_nobody_may_not_ask_for_a_person(changes):
    form = by_code("D-30")
    section = form.sections[0]
    fields = [one.model_copy(update=changes) if one.key == "director" else one
              for one in section.fields]  # fmt: skip
    form = form.model_copy(update={"sections": [section.model_copy(update={"fields": fields})]})

    assert (
        "«D-30», «director»: pregunta por una persona, y la ficha no identifica a nadie."
        in problems_of(form, known_steps())
    )


@pytest.mark.django_db
@pytest.mark.parametrize("code", ANONYMOUS)
def test_a_name_of_the_case_is_refused_beside_its_question(scene, code):
    with school_context(scene.school):
        one = scene.case.participants.get(role="afectado").student
        mother = scene.mother
        names = (one.legal_name, f"{one.first_names} {one.paternal}", one.shown_run, mother.name)
        for name in filter(None, names):
            said = f"Lo conversamos con {name.upper()} el lunes."
            assert form_of(scene, code, **{SAYS[code]: said}).errors == {SAYS[code]: [NAMED]}, name
        assert form_of(scene, code, **{SAYS[code]: "Ocurrió un hecho grave."}).errors == {}


@pytest.mark.django_db
@pytest.mark.parametrize("code", PUBLIC)
@pytest.mark.parametrize("draft", [True, False])
def test_a_public_paper_says_neither_the_case_nor_its_protocol(scene, code, draft):
    with school_context(scene.school):
        form = form_of(scene, code)
        assert form.errors == {}
        row = Ficha(case=scene.case, key=form.definition.key, code=code, version=1)
        report = ficha(row, form, at=scene.now)
        if not draft:
            report = replace(report, issue=SAMPLES["D-12"].issue)
        text = text_of(render(report, KINDS[code], draft=draft)[1])

    for word in (scene.case.folio, "Caso", report.protocol, "sexual", "eserva", "Persona afectada"):
        assert word not in text, word
    assert report.letterhead.name in text


@pytest.mark.parametrize("code", ["D-98", "D-99"])
def test_who_writes_of_a_death_is_warned_of_method_and_place(code):
    form = by_code(code)

    assert "método" in form.advice
    assert "lugar" in form.advice
    assert form.advice.startswith("Sólo si un medio contacta") == (code == "D-99")


@pytest.mark.django_db
def test_a_certified_letter_does_not_tell_its_motive(school):
    scene = FichaScene.open(school, "A", "riesgo_suicida")
    with school_context(school):
        form = form_of(scene, "D-93")
        assert form.errors == {}
        row = Ficha(case=scene.case, key=form.definition.key, code="D-93", version=1)
        text = text_of(render(ficha(row, form, at=scene.now), KINDS["D-93"], draft=True)[1])

    for word in ("rotocolo", "suicid", "iesgo", "Reglamento", "Anexo", "afectada"):
        assert word not in text, word
