"""Faltas in a case: imputed with the words of the reglamento, counted, never twice, never alone."""

from datetime import date, timedelta

import pytest

from cases.discipline import measures, services
from cases.discipline.selectors import antecedent_rows, proposal_of
from cases.models import Actuacion, Case, CaseState, FaltaImputada, Medida
from cases.states import Acto
from convivencia.exceptions import AlreadyDoneError, DomainError, StaleFormError
from protocols.catalog.faltas import load_regimen, regimen_to_data
from protocols.selectors import regimen_of
from protocols.services import adopt_modelo
from schools.models import Role
from schools.tenancy.context import school_context
from tests.cases.discipline.scenes import (
    FACTS_ON,
    a_fair_choice,
    choose,
    close_with,
    impute,
    move_to,
    under,
    with_project,
)
from tests.cases.scenes import NOW, Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(school):
    return Scene.open(school)


def test_a_falta_keeps_the_words_of_the_reglamento_of_its_day(scene):
    row = impute(scene, "NA-MG-04")

    assert (row.gravity, row.level, row.source) == ("muy_grave", "EB", "7.1.2.3.4")
    assert (row.facts_on, row.reglamento) == (FACTS_ON, scene.case.reglamento)
    assert row.confirmed_by == scene.encargada.user
    with school_context(scene.school):
        said = Actuacion.objects.get(acto=Acto.IMPUTAR_FALTA)
    assert "NA-MG-04" in said.text
    assert said.data == {"falta": row.pk, "party": scene.denunciado.pk}
    assert said.event == ""


def test_the_same_falta_is_imputed_once_for_the_same_facts(scene):
    impute(scene, "NA-MG-04")

    with pytest.raises(AlreadyDoneError):
        impute(scene, "NA-MG-04")


@pytest.mark.parametrize(
    ("code", "more", "said"),
    [
        ("NA-G-01", {}, "no es una conducta del reglamento"),  # born of a count
        ("NA-L-99", {}, "no es una conducta del reglamento"),
        ("NA-L-01", {"facts_on": NOW.date() + timedelta(days=1)}, "futuro"),
        ("NA-L-01", {"facts_on": date(2020, 5, 4)}, "no tenía un curso"),
    ],
)
def test_what_cannot_be_imputed_says_why(scene, code, more, said):
    with pytest.raises(DomainError, match=said):
        impute(scene, code, **more)


def test_only_an_accused_student_of_the_case_is_imputed(scene):
    with pytest.raises(DomainError, match="denunciado"):
        impute(scene, "NA-L-01", person=scene.afectado.pk)


def test_a_parvulo_is_never_imputed(scene):
    move_to(scene, nivel="parvularia", grade=2)

    with pytest.raises(DomainError, match="parvularia") as refused:
        impute(scene, "NA-L-01")
    assert "LGE art. 16 E i)" in refused.value.message


def test_a_stale_form_imputes_nothing(scene):
    with pytest.raises(StaleFormError):
        impute(scene, "NA-L-01", version=scene.case.version + 1)
    with school_context(scene.school):
        assert not FaltaImputada.objects.exists()


def test_who_only_carries_tasks_out_may_not_impute(scene):
    with pytest.raises(DomainError, match="Su rol no permite"):
        impute(scene, "NA-L-01", actor=scene.profesor)


def test_a_reglamento_without_faltas_says_so(scene):
    under(scene, "A", {}, {})
    with pytest.raises(DomainError, match="no trae faltas"):
        impute(scene, "NA-L-01")


def test_a_new_version_of_the_reglamento_leaves_the_case_as_it_was(scene):
    with school_context(scene.school):
        adopt_modelo("B", title="Otro", in_force_from=date(2026, 5, 1), at=NOW)
    row = impute(scene, "NA-L-01")

    assert row.reglamento.modelo == "A"


def test_a_school_with_the_conducts_of_modelo_b_imputes_by_the_group_of_the_course(scene):
    """6° básico is Taller 3: another letter, another ladder, and its own conditions."""
    under(scene, "B", *regimen_to_data(load_regimen("B")))
    with_project(scene)
    close_with(scene, "KM-T3-G-b", level="T3")
    close_with(scene, "KM-T3-G-b", level="1C")
    with pytest.raises(DomainError, match="5° a 7° básico"):
        impute(scene, "KM-TM-G-b")
    row = impute(scene, "KM-T3-G-c")

    assert (row.level, row.gravity) == ("T3", "grave")
    found = proposal(scene, row)
    assert [w.counts for w in found.count.weighed] == [True, False]
    assert [o.becomes.code for o in found.options] == ["KM-T3-X-a"]
    medida = choose(scene, row, a_fair_choice("KM-T3-G-MD-d", owner_role="encargada"))
    assert (medida.tipo, medida.code) == ("disciplinaria", "KM-T3-G-MD-d")


def proposal(scene, row, member=None):
    with school_context(scene.school):
        rows = antecedent_rows(row, member or scene.encargada, at=scene.now)
        return proposal_of(row, regimen_of(row.reglamento), rows)


def test_three_firm_leves_let_the_directora_treat_the_fourth_as_grave_once(scene):
    earlier = [close_with(scene, "NA-L-01", on=date(2026, 4, day)) for day in (1, 2, 3)]
    row = impute(scene, "NA-L-17")
    (option,) = proposal(scene, row).options
    assert option.becomes.code == "NA-G-01"

    given = {"case": scene.case, "pk": row.pk, "code": "NA-G-01", "reason": "Cuatro leves firmes"}
    with school_context(scene.school):
        with pytest.raises(DomainError, match="Su rol no permite"):
            services.reclassify_falta(
                **given, actor=scene.encargada, version=scene.case.version, now=scene.now
            )
        row = services.reclassify_falta(
            **given, actor=scene.directora, version=scene.case.version, now=scene.now
        )
    scene.refresh()

    assert (row.code, row.gravity, row.reclassified_from) == ("NA-G-01", "grave", "NA-L-17")
    with school_context(scene.school):
        used = FaltaImputada.objects.filter(consumed_by=row)
        assert sorted(used.values_list("pk", flat=True)) == sorted(e.pk for e in earlier)
    again = impute(scene, "NA-L-02")
    after = proposal(scene, again)
    assert after.count.ordinal == 1
    assert {w.reason for w in after.count.weighed if w.consumed} == {
        f"Ya se usó: agravó NA-G-01 en el caso {scene.case.folio}."
    }


def test_without_enough_antecedents_nothing_becomes_graver(scene):
    row = impute(scene, "NA-L-17")

    with school_context(scene.school), pytest.raises(DomainError, match="no alcanzan"):
        services.reclassify_falta(
            case=scene.case, pk=row.pk, code="NA-G-01", reason="Porque sí",
            actor=scene.directora, version=scene.case.version, now=scene.now,
        )  # fmt: skip


def test_what_is_not_firm_or_was_not_accredited_does_not_count(scene):
    close_with(scene, "NA-L-01", state=CaseState.EN_INVESTIGACION)
    close_with(scene, "NA-L-02", resultado="no_fundada")
    row = impute(scene, "NA-L-17")

    reasons = [w.reason for w in proposal(scene, row).count.weighed]
    assert reasons == [
        "No está firme: todavía se puede pedir que se revise.",
        "Quedó sin efecto.",
    ]


def test_withdrawing_frees_the_antecedents_and_the_measures(scene):
    with_project(scene)
    earlier = [close_with(scene, "NA-L-01", on=date(2026, 4, day)) for day in (1, 2, 3)]
    row = impute(scene, "NA-L-17")
    with school_context(scene.school):
        services.reclassify_falta(
            case=scene.case, pk=row.pk, code="NA-G-01", reason="Cuatro leves",
            actor=scene.directora, version=scene.case.version, now=scene.now,
        )  # fmt: skip
    scene.refresh()
    choose(scene, row, a_fair_choice("MF-01"))
    with school_context(scene.school):
        services.withdraw_falta(
            case=scene.case, pk=row.pk, reason="Error de conducta", actor=scene.encargada,
            version=scene.case.version, now=scene.now,
        )  # fmt: skip
        assert not Medida.objects.filter(falta=row).exists()
        assert not FaltaImputada.objects.filter(consumed_by=row).exists()
    scene.refresh()
    assert proposal(scene, impute(scene, "NA-L-02")).count.ordinal == len(earlier) + 1


def test_a_measure_goes_to_the_project_with_what_the_reglamento_calls_it(scene):
    with_project(scene)
    row = impute(scene, "NA-MG-04")
    medida = choose(scene, row, a_fair_choice("MD-05"))

    assert (medida.code, medida.nature, medida.days) == ("MD-05", "disciplinaria", 2)
    assert medida.description == "Suspensión de clases y actividades, 2 días"
    assert (medida.tipo, medida.resolucion.state) == ("disciplinaria", "borrador")
    assert medida.owner_role == Role.DIRECTORA


@pytest.mark.parametrize(
    ("code", "change", "said"),
    [
        ("MD-05", {"days": 6}, "REX 482/2018 anexo 7, iv"),
        ("MD-05", {"days": 4}, "de 1 a 3 días"),
        ("MD-05", {"facts": ()}, "riesgo real y actual"),
        ("MD-05", {"owner_role": "encargada"}, "La aplica la dirección"),
        ("MD-06", {"review_on": None}, "final de cada semestre"),
        ("MD-07", {"grounds": ("nee",)}, "discapacidad"),
        ("MD-08", {}, "no contempla esta medida"),
        ("MD-01", {"owner_role": "profesor_jefe"}, "gravedad leve"),
    ],
)
def test_a_forbidden_measure_is_refused_with_the_norm(scene, code, change, said):
    with_project(scene)
    row = impute(scene, "NA-MG-04")

    with pytest.raises(DomainError) as refused:
        choose(scene, row, a_fair_choice(code, **change))

    assert said in " ".join(refused.value.reasons)
    with school_context(scene.school):
        assert not Medida.objects.exists()


def test_two_sanctions_for_one_fact_are_refused_but_those_of_one_rung(scene):
    with_project(scene)
    row = impute(scene, "NA-MG-04")
    choose(scene, row, a_fair_choice("MD-05"))
    choose(scene, row, a_fair_choice("MD-03", owner_role="encargada"))

    with pytest.raises(DomainError) as refused:
        choose(scene, row, a_fair_choice("MD-06"))
    assert "ya se aplicó una medida disciplinaria" in " ".join(refused.value.reasons)
    other = impute(scene, "NA-MG-02")  # the same day is the same fact, by another name
    with pytest.raises(DomainError) as refused:
        choose(scene, other, a_fair_choice("MD-05"))
    assert "ya se aplicó" in " ".join(refused.value.reasons)


def test_there_is_no_sanction_before_the_inquiry_ends(scene):
    row = impute(scene, "NA-MG-04")

    with pytest.raises(DomainError) as refused:
        choose(scene, row, a_fair_choice("MD-05"))
    assert "oír los descargos" in " ".join(refused.value.reasons)
    with pytest.raises(DomainError, match="guarde primero su proyecto"):
        choose(scene, row, a_fair_choice("MF-01"))


def test_saving_the_project_again_keeps_the_measures_of_the_faltas(scene):
    from cases.decisions.resoluciones import save_resolucion

    with_project(scene)
    row = impute(scene, "NA-MG-04")
    medida = choose(scene, row, a_fair_choice("MD-05"))
    with school_context(scene.school):
        save_resolucion(
            case=scene.case, actor=scene.encargada, version=1, texts={}, medidas=[scene.medida()]
        )
        assert Medida.objects.filter(pk=medida.pk, falta=row).exists()
        assert Medida.objects.count() == 2


def test_a_measure_is_taken_out_while_nobody_approved_it(scene):
    with_project(scene)
    row = impute(scene, "NA-MG-04")
    medida = choose(scene, row, a_fair_choice("MD-05"))
    with school_context(scene.school):
        measures.drop_measure(
            case=scene.case, pk=row.pk, medida=medida.pk, reason="Otra es mejor",
            actor=scene.encargada, version=scene.case.version, now=scene.now,
        )  # fmt: skip
        assert not Medida.objects.exists()
        assert Actuacion.objects.filter(title="Medida quitada del proyecto").exists()


def test_another_school_is_never_an_antecedent(scene, school):
    from tests.factories import SchoolFactory

    elsewhere = Scene.open(SchoolFactory())
    close_with(elsewhere, "NA-L-01")
    row = impute(scene, "NA-L-17")

    assert proposal(scene, row).count.weighed == ()


def test_a_case_that_the_encargada_may_not_see_is_not_shown_nor_counted(scene):
    """She was accused in it: what she may not read does not reach her through a count."""
    earlier = close_with(scene, "NA-L-01")
    with school_context(scene.school):
        case = Case.objects.get(pk=earlier.case_id)
        case.participants.create(role="denunciado", membership=scene.encargada)
    row = impute(scene, "NA-L-17")

    assert proposal(scene, row).count.weighed == ()
    assert len(proposal(scene, row, scene.directora).count.weighed) == 1


def approve(scene):
    """Say that the directora approved the project, as the rows show it."""
    with school_context(scene.school):
        project = scene.case.resoluciones.get()
        project.state, project.decided_by = "aprobada", scene.directora.user
        project.save()


def test_once_the_resolucion_is_approved_its_measures_stay(scene):
    with_project(scene)
    row = impute(scene, "NA-MG-04")
    choose(scene, row, a_fair_choice("MD-05"))
    approve(scene)

    with school_context(scene.school), pytest.raises(DomainError, match="ya aprobó una medida"):
        services.withdraw_falta(
            case=scene.case, pk=row.pk, reason="x", actor=scene.encargada,
            version=scene.case.version, now=scene.now,
        )  # fmt: skip
    with pytest.raises(DomainError, match="ya fue aprobada"):
        choose(scene, row, a_fair_choice("MD-03", owner_role="encargada"))


def test_a_project_in_the_hands_of_the_directora_is_hers(scene):
    with_project(scene)
    row = impute(scene, "NA-MG-04")
    with school_context(scene.school):
        scene.case.resoluciones.update(state="enviada")

    with pytest.raises(DomainError, match="en manos de la dirección"):
        choose(scene, row, a_fair_choice("MD-05"))


def test_a_sanction_written_by_hand_counts_as_one(scene):
    with_project(scene)
    with school_context(scene.school):
        Medida.objects.create(**scene.medida() | {"tipo": "disciplinaria"}, case=scene.case)
    row = impute(scene, "NA-MG-04")

    with pytest.raises(DomainError) as refused:
        choose(scene, row, a_fair_choice("MD-05"))
    assert "taller de convivencia" in " ".join(refused.value.reasons)


def test_a_used_or_measured_falta_is_not_touched(scene):
    with_project(scene)
    for day in (1, 2, 3):
        close_with(scene, "NA-L-01", on=date(2026, 4, day))
    row = impute(scene, "NA-L-17")
    choose(scene, row, a_fair_choice("MF-01"))
    given = {"case": scene.case, "actor": scene.directora, "now": scene.now}
    given["version"] = scene.case.version

    with school_context(scene.school):
        with pytest.raises(DomainError, match="quítela antes"):
            services.reclassify_falta(**given, pk=row.pk, code="NA-G-01", reason="x")
        FaltaImputada.objects.filter(pk=row.pk).update(consumed_by=row)
        with pytest.raises(DomainError, match="ya se usó"):
            services.withdraw_falta(**given, pk=row.pk, reason="x")
