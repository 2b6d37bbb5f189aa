"""What the Consejo Escolar reads: nobody's name, whoever they are, however many; nor on paper."""

import pytest
from django.urls import reverse

from cases.decisions.minute import minute_of
from cases.documents.redaction import anonymised
from cases.models import Participant, Reconsideracion
from schools.models import Enrolment
from schools.tenancy.context import school_context
from tests.cases.scenes import Scene, at
from tests.factories import enrolled_student
from tests.ui.browser import SHOTS, WIDE, visit
from tests.ui.fixtures import browser  # noqa: F401 -- a fixture


@pytest.fixture
def scene(school):
    return Scene.open(school)


def asks(scene: Scene, text: str) -> Reconsideracion:
    return Reconsideracion.objects.create(
        case=scene.case, participant=scene.afectado, requested_by=scene.mother.name, text=text,
        requested_at=at("2026-06-05 10:00"),
    )  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("form", ["{0} {1}", "{0}", "señora {1}", "RUN {2}"])
def test_the_families_are_letters_too(scene, form):
    mother = scene.mother
    first, last = mother.first_names.split()[0], mother.last_names.split()[0]
    with school_context(scene.school):
        text = minute_of(
            scene.case, asks(scene, f"Soy {form.format(first, last, mother.run)}.")
        ).text

    assert [word for word in (first, last, mother.run) if word in text] == []


@pytest.mark.django_db
def test_the_thirtieth_is_a_letter_as_the_first(scene):
    with school_context(scene.school):
        curso = Enrolment.objects.first().curso
        people = [
            Participant.objects.create(
                case=scene.case, role="testigo",
                student=enrolled_student(
                    scene.school, curso, first_names=f"Zoraida{chr(97 + n % 26) * 3}{n // 26}",
                    paternal="Llancafil",
                ),
            )
            for n in range(30)
        ]  # fmt: skip
        last = people[-1].student.first_names
        said = anonymised(f"{last} lo vio; {people[0].student.first_names} también.", people)

    assert said == "[estudiante AD] lo vio; [estudiante A] también."


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_on_paper_there_is_no_course_no_initials_and_no_folio(scene, live_server, browser):  # noqa: F811
    with school_context(scene.school):
        row = asks(scene, f"{scene.denunciado.student.legal_name} la molestó.")
        course = scene.afectado.curso_name
        initials = [scene.afectado.initials, scene.denunciado.initials]
    url = reverse("case-reconsideracion-minute", args=[scene.case.pk, row.pk])
    with visit(browser, live_server.url + url, scene.encargada, WIDE) as seen:
        seen.page.emulate_media(media="print")
        text = f"{seen.page.title()} {seen.page.inner_text('body')}"
        if SHOTS.exists():
            seen.page.pdf(path=SHOTS / "minuta.pdf")

    assert "[estudiante B] la molestó" in text
    assert [word for word in (*initials, course, scene.case.folio) if word and word in text] == []
