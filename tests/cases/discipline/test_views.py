"""The screens of faltas: who enters, what they find in plain words, what is refused on the form."""

import uuid

import pytest
from django.urls import reverse

from cases.models import FaltaImputada, Medida
from cases.models.access import TeamRole
from schools.models import AuditEntry, Role
from schools.tenancy.context import school_context
from tests.cases.discipline.scenes import (
    FACTS_ON,
    FAIR,
    a_fair_choice,
    choose,
    close_with,
    impute,
    move_to,
    under,
    with_project,
)
from tests.cases.scenes import Scene, at
from tests.factories import MembershipFactory, SchoolFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(school):
    return Scene.open(school)


def enter(client, member):
    client.force_login(member.user)
    return client


def get(client, member, name, *args, **query):
    return enter(client, member).get(reverse(name, args=args), query)


def post(client, member, scene, name, *args, **data):
    given = {"envio": uuid.uuid4().hex, "version": scene.case.version, **data}
    return enter(client, member).post(reverse(name, args=args), given, follow=True)


def text(response) -> str:
    return " ".join(response.content.decode().split())


def test_the_case_leads_to_its_faltas(client, scene):
    page = text(get(client, scene.encargada, "case-detail", scene.case.pk))

    assert reverse("case-faltas", args=[scene.case.pk]) in page
    assert "Imputar una falta" in page


def test_without_faltas_it_says_what_to_do(client, scene):
    page = text(get(client, scene.encargada, "case-faltas", scene.case.pk))

    assert "Todavía no se ha imputado ninguna falta" in page
    assert reverse("case-falta-search", args=[scene.case.pk]) in page


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("agresion fisica", {"NA-MG-03", "NA-GV-02"}),  # without accents
        ("celulares", {"NA-L-05", "NA-L-08", "NA-MG-12"}),  # what the note says counts too
        ("amenazas", {"NA-G-11"}),
        ("uniformes", {"NA-L-03"}),
        ("na-gv-03", {"NA-GV-03"}),
        ("robo", {"NA-MG-04", "NA-MG-11", "NA-MG-14"}),  # the reglamento says «llevarse»
        ("golpes", {"NA-MG-03", "NA-GV-02"}),
        ("zapatillas", set()),
    ],
)
def test_a_conduct_is_found_in_plain_words(client, scene, words, found):
    given = {"persona": scene.denunciado.pk, "dia": FACTS_ON, "q": words}
    response = get(client, scene.encargada, "case-falta-search", scene.case.pk, **given)

    assert {falta.code for falta in response.context["found"]} == found
    assert ("Ninguna conducta coincide" in text(response)) == (not found)


def test_the_search_offers_the_gravity_that_is_asked(client, scene):
    given = {"persona": scene.denunciado.pk, "dia": FACTS_ON, "gravedad": "gravisima"}
    response = get(client, scene.encargada, "case-falta-search", scene.case.pk, **given)

    assert len(response.context["found"]) == 4  # five, less the one born of a count


def test_what_the_title_says_comes_first(client, scene):
    given = {"persona": scene.denunciado.pk, "dia": FACTS_ON, "q": "agresion"}
    found = get(client, scene.encargada, "case-falta-search", scene.case.pk, **given).context
    codes = [falta.code for falta in found["found"]]

    assert codes[:4] == ["NA-G-15", "NA-MG-03", "NA-GV-02", "NA-GV-03"]
    assert "NA-MG-06" in codes[4:]


def test_an_old_reglamento_without_faltas_explains_itself(client, scene):
    under(scene, "A", {}, {})
    response = get(client, scene.encargada, "case-falta-search", scene.case.pk)
    assert response.url == reverse("case-faltas", args=[scene.case.pk])
    page = text(get(client, scene.encargada, "case-faltas", scene.case.pk))
    assert "El reglamento de este caso no trae faltas" in page


def test_for_a_parvulo_the_search_says_why_there_is_nothing(client, scene):
    move_to(scene, nivel="parvularia", grade=2)
    given = {"persona": scene.denunciado.pk, "dia": FACTS_ON}
    page = text(get(client, scene.encargada, "case-falta-search", scene.case.pk, **given))

    assert "No se imputan faltas en educación parvularia" in page
    assert "LGE art. 16 E i)" in page


def test_imputing_goes_from_the_search_to_the_list(client, scene):
    args = ("case-falta-impute", scene.case.pk, scene.denunciado.pk, "NA-MG-04")
    page = text(get(client, scene.encargada, *args, dia=FACTS_ON))
    assert "28 de abril de 2026" in page
    assert "Puede ser un delito" in page

    page = post(client, scene.encargada, scene, *args, dia=FACTS_ON, grounds="Lo vio un adulto")

    assert "La falta quedó imputada" in text(page)
    assert "Llevarse sin permiso cosas del colegio" in text(page)


def test_a_form_sent_twice_imputes_once(client, scene):
    args = ("case-falta-impute", scene.case.pk, scene.denunciado.pk, "NA-MG-04")
    given = {"dia": FACTS_ON, "grounds": "Lo vio un adulto", "envio": "uno"}
    for _ in range(2):
        page = post(client, scene.encargada, scene, *args, **given)

    assert "ya se había registrado" in text(page)
    with school_context(scene.school):
        assert FaltaImputada.objects.count() == 1


def test_the_falta_shows_what_counts_what_was_used_and_what_is_proposed(client, scene):
    earlier = close_with(scene, "NA-MG-02")
    close_with(scene, "NA-G-02")
    row = impute(scene, "NA-MG-04")
    page = text(get(client, scene.encargada, "case-falta", scene.case.pk, row.pk))

    assert "Segunda falta muy grave del año escolar" in page
    assert "Es de otra gravedad (grave)." in page
    assert reverse("case-falta", args=[earlier.case_id, earlier.pk]) in page
    assert reverse("case-falta-measure", args=[scene.case.pk, row.pk, "MD-05"]) in page
    assert "7.3.2.3" in page
    with school_context(scene.school):
        looks = AuditEntry.objects.filter(case_id=earlier.case_id)
        assert [look.detail for look in looks] == ["antecedente de una falta"]
    assert "La decisión y su fundamento son suyos" in page


def test_a_member_of_the_team_does_not_see_the_other_cases(client, scene):
    from cases.team.grants import grant_access

    colleague = MembershipFactory(school=scene.school, role=Role.EQUIPO)
    with school_context(scene.school):
        grant_access(
            case=scene.case, member=colleague, team_role=TeamRole.INVESTIGA,
            granted_by=scene.encargada, reason="Investiga", at=at("2026-04-29 12:00"),
        )  # fmt: skip
    earlier = close_with(scene, "NA-MG-02")
    row = impute(scene, "NA-MG-04")
    page = text(get(client, colleague, "case-falta", scene.case.pk, row.pk))

    assert earlier.case.folio not in page
    assert "El cómputo de antecedentes y la propuesta los ven" in page
    answer = get(client, colleague, "case-falta", earlier.case_id, earlier.pk)
    assert answer.status_code == 404


def test_the_graver_falta_is_the_directoras_to_confirm(client, scene):
    for day in (1, 2, 3):
        close_with(scene, "NA-L-01", on=FACTS_ON.replace(day=day))
    row = impute(scene, "NA-L-17")
    args = ("case-falta-reclassify", scene.case.pk, row.pk, "NA-G-01")
    url = reverse(args[0], args=args[1:])

    seen = text(get(client, scene.encargada, "case-falta", scene.case.pk, row.pk))
    assert "La recalificación la confirma la dirección" in seen
    assert url not in seen
    refused = post(client, scene.encargada, scene, *args, reason="Cuatro leves")
    assert "Su rol no permite registrar" in text(refused)
    assert url in text(get(client, scene.directora, "case-falta", scene.case.pk, row.pk))
    done = post(client, scene.directora, scene, *args, reason="Cuatro leves")
    assert "La falta quedó recalificada" in text(done)
    assert "Antes era NA-L-17" in text(done)


def fields(**change: object) -> dict:
    return {**FAIR, "facts": ("riesgo_real_actual",), **change}


def test_a_forbidden_measure_is_refused_on_the_form_and_keeps_what_was_typed(client, scene):
    with_project(scene)
    row = impute(scene, "NA-MG-04")
    args = ("case-falta-measure", scene.case.pk, row.pk, "MD-05")
    page = text(post(client, scene.encargada, scene, *args, **fields(days=6)))

    assert "Esta medida no se puede aplicar" in page
    assert "REX 482/2018 anexo 7, iv" in page
    assert "Proporcionada a su edad y a los hechos" in page
    with school_context(scene.school):
        assert not Medida.objects.exists()


def test_a_measure_is_chosen_and_then_taken_out(client, scene):
    with_project(scene)
    row = impute(scene, "NA-MG-04")
    args = ("case-falta-measure", scene.case.pk, row.pk, "MD-05")
    page = text(post(client, scene.encargada, scene, *args, **fields()))
    assert "La medida quedó en el proyecto de resolución" in page
    assert "Suspensión de clases y actividades, 2 días" in page
    scene.refresh()
    project = text(get(client, scene.encargada, "case-resolucion", scene.case.pk))
    assert "por la falta imputada: Suspensión de clases" in project

    with school_context(scene.school):
        medida = Medida.objects.get()
    args = ("case-falta-drop", scene.case.pk, row.pk, medida.pk)
    page = text(post(client, scene.encargada, scene, *args, reason="Otra es mejor"))
    assert "La medida ya no está en el proyecto" in page


def test_leaving_a_falta_without_effect_is_told_on_its_page(client, scene):
    row = impute(scene, "NA-MG-04")
    args = ("case-falta-withdraw", scene.case.pk, row.pk)
    page = text(post(client, scene.encargada, scene, *args, reason="No era esa conducta"))

    assert "Quedó sin efecto el" in page
    assert "No era esa conducta" in page


@pytest.mark.parametrize("code", ["MR-03", "MC-01", "RC-01", "no-hay"])
def test_what_does_not_answer_to_a_falta_is_not_chosen_here(client, scene, code):
    row = impute(scene, "NA-MG-04")
    answer = get(client, scene.encargada, "case-falta-measure", scene.case.pk, row.pk, code)

    assert answer.status_code == 404


def everything(scene) -> list[str]:
    """Return every address of the faltas of a case, with rows that exist."""
    with_project(scene)
    row = impute(scene, "NA-MG-04")
    medida = choose(scene, row, a_fair_choice("MD-05"))
    pk = scene.case.pk
    return [
        reverse("case-faltas", args=[pk]),
        reverse("case-falta-search", args=[pk]),
        reverse("case-falta-impute", args=[pk, scene.denunciado.pk, "NA-L-01"]),
        reverse("case-falta", args=[pk, row.pk]),
        reverse("case-falta-reclassify", args=[pk, row.pk, "NA-GV-01"]),
        reverse("case-falta-withdraw", args=[pk, row.pk]),
        reverse("case-falta-measure", args=[pk, row.pk, "MD-05"]),
        reverse("case-falta-drop", args=[pk, row.pk, medida.pk]),
    ]


@pytest.mark.parametrize("method", ["get", "post"])
def test_who_has_no_business_in_the_case_finds_nothing(client, scene, method):
    addresses = everything(scene)
    strangers = [
        scene.profesor,
        MembershipFactory(school=scene.school, role=Role.SOSTENEDOR),
        MembershipFactory(school=SchoolFactory(), role=Role.DIRECTORA),
    ]

    for member in strangers:
        enter(client, member)
        got = {url: getattr(client, method)(url).status_code for url in addresses}
        assert set(got.values()) == {404}, (member.role, got)
    enter(client, scene.encargada)
    assert {client.get(url).status_code for url in addresses} == {200}


def test_a_falta_of_another_case_is_not_reached_through_this_one(client, scene):
    earlier = close_with(scene, "NA-L-01")
    for name in ("case-falta", "case-falta-withdraw"):
        answer = get(client, scene.encargada, name, scene.case.pk, earlier.pk)
        assert answer.status_code == 404
