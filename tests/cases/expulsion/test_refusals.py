"""What the norm forbids is refused, and the refusal says the norm in plain words."""

import pytest

from cases.expulsion import dates
from cases.expulsion.services import open_procedure
from cases.expulsion.words import FORBIDDEN
from cases.models import Expulsion, Participant, Reconsideracion
from cases.models.expulsion import Hito
from convivencia.exceptions import (
    AlreadyDoneError,
    DomainError,
    GateClosedError,
    StaleFormError,
)
from schools.models import Curso, Enrolment, Role
from schools.tenancy.context import school_context
from tests.cases.expulsion.scenes import (
    CAUSAL,
    CHARGES,
    DECISION,
    REPORT,
    SUPPORT,
    TALK,
    Walk,
    commission,
    signatures,
)
from tests.cases.scenes import at
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db
H = Hito


def refusal(run, *args, **more) -> str:
    with pytest.raises(DomainError) as error:
        run(*args, **more)
    return " ".join([error.value.message, *error.value.reasons])


def again(walk: Walk) -> None:
    """Try to prepare the procedure once more, as if it did not exist."""
    with school_context(walk.school):
        Expulsion.objects.all().delete()
    walk.prepare("expulsion")


def test_a_child_of_educacion_parvularia_is_never_its_subject(school):
    walk = Walk.e05(school)
    with school_context(school):
        curso = Curso.objects.create(year=2026, nivel="parvularia", grade=1, letter="A")
        Enrolment.objects.filter(student=walk.accused.student).update(curso=curso)
    assert "LGE, art. 16 E letra i)" in refusal(again, walk)


def test_what_a_child_did_in_kinder_is_not_charged_in_basica(school):
    walk = Walk.e07(school)
    with school_context(school):
        kinder = Curso.objects.create(year=2025, nivel="parvularia", grade=2, letter="A")
        Enrolment.objects.filter(student=walk.accused.student).update(starts_on="2026-03-01")
        Enrolment.objects.create(
            student=walk.accused.student, curso=kinder, starts_on="2025-03-01", ends_on="2025-12-31"
        )
        type(walk.case).objects.update(occurred_at=at("2025-11-20 10:00"))
        walk.case.refresh_from_db()
    assert "LGE, art. 16 E letra i)" in refusal(again, walk)


def test_only_an_enrolled_pupil(school):
    walk = Walk.e05(school)
    with school_context(school):
        Enrolment.objects.filter(student=walk.accused.student).update(ends_on="2026-06-30")
    assert "matriculado" in refusal(again, walk)


def test_only_a_pupil_who_is_accused(school):
    walk = Walk.e05(school)
    with school_context(school), pytest.raises(DomainError, match="denunciado"):
        open_procedure(
            case=walk.case, participant=walk.victim, sought="expulsion", actor=walk.directora,
            now=walk.now,
        )  # fmt: skip


@pytest.mark.parametrize("ground", sorted(FORBIDDEN))
def test_a_forbidden_ground_stops_it(school, ground):
    walk = Walk.e05(school)
    said = refusal(walk.act, H.CAUSAL, "2026-07-06 12:40", CAUSAL | {"forbidden": [ground]})
    assert "DFL 2/1998, art. 6 letra d)" in said


def test_it_does_not_start_without_what_must_come_before(school):
    walk = Walk.e05(school)
    walk.act(H.CAUSAL, "2026-07-06 12:40", CAUSAL)
    said = refusal(walk.act, H.INICIO, "2026-07-06 13:00", CHARGES)
    for title in ("Se representó a la familia", "Se advirtió", "medidas de apoyo", "La época"):
        assert title in said
    walk.act(H.REPRESENTACION, "2026-07-06 12:45", TALK)
    walk.act(H.APOYO, "2026-07-06 12:46", SUPPORT | {"result": ""})
    assert "Una medida no tiene su resultado." in refusal(
        walk.act, H.INICIO, "2026-07-06 13:00", CHARGES
    )


def test_the_season_of_the_year_stops_it(school):
    walk = Walk.e07(school).to(H.CAUSAL)
    walk.act(H.EPOCA, "2026-11-27 12:30", {"possible": "no", "text": "No hay cupos."})
    said = refusal(walk.act, H.INICIO, "2026-11-27 13:00", CHARGES)
    assert "La época del año" in said


def test_the_commission_is_of_exactly_three_and_not_of_who_decides(school):
    walk = Walk.e05(school).to(H.DESCARGOS)
    three = commission(walk)
    teacher = MembershipFactory(school=school, role=Role.DOCENTE)
    owner = MembershipFactory(school=school, role=Role.SOSTENEDOR)
    for wrong, word in (
        (three | {"tecnico": walk.jefe.pk}, "exactamente tres personas distintas"),
        (three | {"tecnico": walk.directora.pk}, "quien decide"),
        (three | {"coordinador": walk.tecnico.pk, "tecnico": walk.encargada.pk}, "coordinador"),
        (three | {"profesor_jefe": teacher.pk}, "profesor jefe del curso del estudiante"),
        (three | {"tecnico": owner.pk}, "técnico-pedagógico"),
    ):
        assert word in refusal(walk.act, H.COMISION, "2026-07-13 10:00", wrong)


def test_only_its_members_inform_and_each_signs_once_for_themselves(school):
    walk = Walk.e05(school).to(H.COMISION)
    assert "integra la comisión" in refusal(walk.act, H.INFORME, "2026-07-17 09:00", REPORT)
    walk.to(H.INFORME)
    assert "integra la comisión" in refusal(walk.act, H.FIRMA, "2026-07-20 09:00")
    walk.act(H.FIRMA, "2026-07-20 10:00", actor=walk.jefe)
    assert "ya firmó" in refusal(walk.act, H.FIRMA, "2026-07-20 11:00", actor=walk.jefe)
    said = refusal(walk.act, H.RESUELVE, "2026-07-21 12:00", DECISION)
    assert "No ha firmado" in said


def test_a_report_without_its_mandated_contents_does_not_serve(school):
    walk = Walk.e05(school).to(H.COMISION)
    bare = REPORT | {"proportionality": ""}
    walk.act(H.INFORME, "2026-07-17 09:00", bare, actor=walk.encargada)
    signatures(walk, "2026-07-20")
    said = refusal(walk.act, H.RESUELVE, "2026-07-21 12:00", DECISION)
    assert "No expone la proporcionalidad de la medida." in said


def test_the_directora_decides_alone_and_not_if_she_investigated(school):
    walk = Walk.e05(school).to(H.FIRMA)
    said = refusal(walk.act, H.RESUELVE, "2026-07-21 12:00", DECISION, actor=walk.encargada)
    assert "sólo la dirección" in said
    from cases.models.access import TeamRole
    from cases.team.grants import grant_access

    with school_context(school):
        grant_access(
            case=walk.case, member=walk.directora, team_role=TeamRole.INVESTIGA,
            granted_by=walk.encargada, reason="Investigó", at=walk.now,
        )  # fmt: skip
    said = refusal(walk.act, H.RESUELVE, "2026-07-21 12:00", DECISION)
    assert "Quien investigó no puede resolver" in said


def test_nobody_decides_who_is_a_party_or_sat_in_the_commission(school):
    walk = Walk.e05(school).to(H.FIRMA)
    with school_context(school):
        party = Participant.objects.create(
            case=walk.case, role="afectado", membership=walk.directora
        )
    said = refusal(walk.act, H.RESUELVE, "2026-07-21 12:00", DECISION)
    assert "Quien es parte del caso no puede resolver" in said
    with school_context(school):
        Participant.objects.filter(pk=party.pk).delete()
    stands_in = MembershipFactory(school=school, role=Role.DIRECTORA, user=walk.tecnico.user)
    said = refusal(walk.act, H.RESUELVE, "2026-07-21 12:00", DECISION, actor=stands_in)
    assert "integró la comisión" in said


def test_nothing_is_certified_firm_where_no_enrolment_ends(school):
    walk = Walk.e05(school).to(H.FIRMA)
    walk.act(H.RESUELVE, "2026-07-21 12:00", DECISION | {"decision": "ninguna"})
    walk.told(H.NOTIFICA_RESOLUCION, "2026-07-21 12:30")
    assert "no se informa" in refusal(walk.act, H.FIRMEZA)


def test_she_gives_reasons_to_depart_from_the_report(school):
    walk = Walk.e05(school).to(H.COMISION)
    against = REPORT | {"recommends": "no", "recommendation": "Basta una medida menor."}
    walk.act(H.INFORME, "2026-07-17 09:00", against, actor=walk.encargada)
    signatures(walk, "2026-07-20")
    assert "en detalle por qué" in refusal(walk.act, H.RESUELVE, "2026-07-21 12:00", DECISION)
    made = walk.act(
        H.RESUELVE, "2026-07-21 12:00", DECISION | {"departs": "El riesgo sigue y no hay otra."}
    )
    with school_context(school):
        parts = made.document.snapshot["parts"]
    assert "se aparta de ese informe" in parts[1]["text"]


def test_both_are_told_and_after_the_decision(school):
    walk = Walk.e05(school).to(H.RESUELVE)
    early = refusal(walk.told, H.NOTIFICA_RESOLUCION, "2026-07-20 12:00")
    assert "No puede ser anterior a «resolución»" in early
    alone = {"student_at": at("2026-07-21 13:00").isoformat(), "adult_at": "", "adult": ""}
    said = refusal(walk.act, H.NOTIFICA_RESOLUCION, data=alone)
    assert "al estudiante y a su madre, padre o apoderado" in said


def test_it_is_not_resolved_again_without_the_written_council(school):
    walk = Walk.e05(school).to(H.RECONSIDERA)
    data = {"outcome": "mantiene", "grounds": "x", "becomes": ""}
    said = refusal(walk.act, H.RESUELVE_RECONSIDERACION, "2026-08-04 15:00", data)
    assert "pronunciamiento del Consejo de Profesores" in said


def test_a_late_request_is_received_marked_and_extends_nothing(school):
    walk = Walk.e05(school).to(H.TRAMO)
    asked = {"requested_by": "La madre", "text": "Pido que se reconsidere.", "how": "escrito"}
    made = walk.act(H.RECONSIDERA, "2026-07-29 09:00", asked)
    assert made.data["late"] is True
    assert not any(act.kind == H.PROLONGA for act in walk.acts())
    with school_context(school):
        assert Reconsideracion.objects.get().late
        firm = dates.firmness(walk.procedure())
        assert str(walk.school.local_date(firm.at)) == "2026-07-28"


def test_it_is_not_firm_while_the_term_runs(school):
    walk = Walk.e05(school).to(H.TRAMO)
    said = refusal(walk.act, H.FIRMEZA, now=at("2026-07-28 10:00"))
    assert "El plazo corre hasta el 28 de julio de 2026." in said
    made = walk.act(H.FIRMEZA, now=at("2026-07-29 09:00"))
    assert "terminó el plazo sin que se pidiera" in made.data["why"]


def test_withdrawing_the_pupil_does_not_close_it(school):
    walk = Walk.e05(school).to(H.RESUELVE)
    walk.act(H.RETIRO, "2026-07-21 13:00", {"text": "La madre retiró la ficha."})
    with school_context(school):
        Enrolment.objects.filter(student=walk.accused.student).update(ends_on="2026-07-21")
    walk.to(H.OFICIOS)
    assert walk.row.decided == "expulsion"


def test_a_repeated_act_and_a_stale_page_change_nothing(school):
    walk = Walk.e05(school).to(H.RESUELVE)
    with pytest.raises(AlreadyDoneError):
        walk.act(H.RESUELVE, "2026-07-21 13:00", DECISION)
    walk.row.version -= 1
    from cases.expulsion.services import register

    with school_context(school), pytest.raises(StaleFormError):
        register(
            expulsion=walk.row, kind=H.TRAMO, data={"text": "x"}, at=at("2026-07-22 12:00"),
            actor=walk.directora, version=walk.row.version, now=walk.now,
        )  # fmt: skip


def test_the_late_decision_is_a_defect_that_is_explained(school):
    walk = Walk.e05(school).to(H.RESUELVE)
    walk.told(H.NOTIFICA_RESOLUCION, "2026-07-23 12:00")  # one día hábil late
    with school_context(school):
        from cases.expulsion.requirements import requirements_of

        found = {s.requirement.id: s for s in requirements_of(walk.procedure())}
    assert found["diez_dias"].blocks
    assert found["diez_dias"].reason == "El plazo venció el 22 de julio de 2026."


def test_it_is_not_decided_as_any_other_measure(school):
    from cases.decisions.resoluciones import approve_resolucion

    walk = Walk.e05(school)
    with school_context(school):
        said = refusal(
            approve_resolucion, case=walk.case, actor=walk.directora, version=0, now=walk.now
        )
    assert "informe de la comisión" in said


def test_the_family_of_another_case_is_nobody_here(school, other_school):
    walk, other = Walk.e05(school), Walk.e05(other_school)
    with school_context(school):
        assert not Participant.objects.filter(pk=other.accused.pk).exists()
        assert not Expulsion.objects.filter(pk=other.row.pk).exists()
    walk.act(H.CAUSAL, "2026-07-06 12:40", CAUSAL)
    with pytest.raises(GateClosedError):
        walk.act(H.INICIO, "2026-07-06 13:00", CHARGES)
