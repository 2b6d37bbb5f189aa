"""What each service refuses, and why: one difference at a time from what it accepts."""

from datetime import date

import pytest

from cases.hearings import services
from cases.hearings.selectors import apoderados_to_notify
from cases.hearings.services.citaciones import CitacionInput, Told
from cases.hearings.services.resguardo import ResguardoInput
from cases.models import CaseAccess, Medida, NotificacionEvento, Participant
from cases.models.case import ParticipantRole
from convivencia.exceptions import (
    AlreadyDoneError,
    DomainError,
    StaleFormError,
)
from schools.models import Guardianship, Role
from tests.cases.hearings.acts import refused, restrict
from tests.cases.hearings.conftest import at
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db


def activation(inquiry, **more):
    return {
        "case": inquiry.reload(),
        "actor": inquiry.directora,
        "investigator": inquiry.encargada,
        "grounds": "",
        "at": at("2026-04-29 12:00"),
        "now": at("2026-04-29 12:30"),
        **more,
    }


@pytest.mark.parametrize(
    ("when", "code"), [("2026-04-29 12:31", "futuro"), ("2026-04-29 10:19", "orden")]
)
def test_activation_keeps_the_order_of_time(inquiry, when, code):
    assert refused(services.activate_protocol, **activation(inquiry, at=at(when))).code == code


def test_activation_is_not_for_every_role(inquiry):
    error = refused(services.activate_protocol, **activation(inquiry, actor=inquiry.inspectora))
    assert error.message == "Su rol no permite registrar «protocolo activado»."


def test_the_directora_does_not_investigate_what_she_decides(inquiry):
    given = activation(inquiry, investigator=inquiry.directora)
    assert refused(services.activate_protocol, **given).code == "investigador"


def test_who_is_part_of_the_case_does_not_investigate(inquiry):
    Participant.objects.create(
        case=inquiry.case, role=ParticipantRole.TESTIGO, membership=inquiry.encargada
    )
    assert refused(services.activate_protocol, **activation(inquiry)).code == "investigador"


def test_a_second_activation_is_told_so(inquiry):
    inquiry.activate()
    with pytest.raises(AlreadyDoneError):
        services.activate_protocol(**activation(inquiry))


def test_a_stale_version_changes_nothing(inquiry):
    with pytest.raises(StaleFormError):
        services.activate_protocol(**activation(inquiry, version=inquiry.case.version - 1))
    assert inquiry.reload().state == "recibido"


def measure(inquiry, **more):
    given = {
        "participant": inquiry.denunciado,
        "kind": "suspension",
        "detail": "",
        "grounds": "Protege a la afectada.",
        "owner_role": Role.PROFESOR_JEFE,
        "starts_on": date(2026, 4, 30),
        "review_on": date(2026, 5, 7),
        "ends_on": date(2026, 5, 7),
        **more,
    }
    return ResguardoInput(**given)


def adopt(inquiry, *measures):
    return services.adopt_resguardo(
        case=inquiry.reload(),
        actor=inquiry.encargada,
        measures=list(measures),
        at=at("2026-04-29 12:30"),
        now=at("2026-04-29 12:30"),
    )


def test_a_suspension_of_five_school_days_is_the_longest(inquiry):
    """30-04, 04-05, 05-05, 06-05, 07-05: the first of May has no classes."""
    adopt(inquiry, measure(inquiry))
    assert Medida.objects.get().ends_on == date(2026, 5, 7)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"ends_on": date(2026, 5, 8)}, "hasta el 07-05-2026"),
        ({"ends_on": None}, "necesita fecha de término"),
        ({"review_on": date(2026, 5, 8)}, "debe revisarse a más tardar el 07-05-2026"),
        ({"review_on": date(2026, 4, 29)}, "no puede ser anterior a su inicio"),
        ({"ends_on": date(2026, 4, 29)}, "no puede terminar antes de empezar"),
        ({"starts_on": date(2026, 4, 28)}, "antes de la toma de conocimiento"),
    ],
)
def test_a_suspension_that_would_be_a_sanction_is_refused(inquiry, change, said):
    with pytest.raises(DomainError) as refusal:
        adopt(inquiry, measure(inquiry, **change))
    assert said in " ".join((refusal.value.message, *refusal.value.reasons))
    assert not Medida.objects.exists()


def test_the_affected_pupil_is_never_suspended(inquiry):
    with pytest.raises(DomainError, match="sólo en el denunciado"):
        adopt(inquiry, measure(inquiry, participant=inquiry.afectado))


def test_only_the_jefe_of_that_course_gets_the_task(inquiry):
    MembershipFactory(school=inquiry.school, role=Role.PROFESOR_JEFE)

    adopt(inquiry, measure(inquiry))

    assert [a.user for a in CaseAccess.objects.all()] == [inquiry.profesor.user]


def test_a_measure_without_anybody_to_carry_it_out_is_refused(inquiry):
    with pytest.raises(DomainError, match="No hay equipo de convivencia"):
        adopt(inquiry, measure(inquiry, owner_role=Role.EQUIPO))


def cite(inquiry, *rows, now="2026-04-29 15:00"):
    return services.cite_families(
        case=inquiry.reload(), actor=inquiry.encargada, rows=list(rows), now=at(now)
    )


def both(inquiry, **more):
    return (
        inquiry.call(inquiry.afectado, "2026-04-30 09:00", **more),
        inquiry.call(inquiry.denunciado, "2026-04-30 11:00"),
    )


def test_nobody_is_cited_before_the_inquiry_is_open(inquiry):
    with pytest.raises(DomainError, match="abra la investigación"):
        cite(inquiry, *both(inquiry))


def test_one_family_alone_is_not_cited(inquiry):
    inquiry.activate()
    with pytest.raises(DomainError) as refusal:
        cite(inquiry, both(inquiry)[0])
    assert refusal.value.reasons == (f"Falta la familia de {inquiry.denunciado.name}.",)


def test_a_family_nobody_may_be_told_for_does_not_stop_the_other(inquiry):
    inquiry.activate()
    Guardianship.objects.filter(student=inquiry.denunciado.student).update(ends_on="2026-04-01")
    assert len(cite(inquiry, both(inquiry)[0])) == 1


@pytest.mark.parametrize("hour", ["09:00", "09:44", "08:30"])
def test_two_families_do_not_meet(inquiry, hour):
    inquiry.activate()
    rows = (both(inquiry)[0], inquiry.call(inquiry.denunciado, f"2026-04-30 {hour}"))
    with pytest.raises(DomainError) as refusal:
        cite(inquiry, *rows)
    assert refusal.value.code == "coinciden"


def test_one_after_the_other_is_apart(inquiry):
    inquiry.activate()
    rows = (both(inquiry)[0], inquiry.call(inquiry.denunciado, "2026-04-30 09:45"))
    assert len(cite(inquiry, *rows)) == 2


@pytest.mark.parametrize(
    ("dates", "on", "kept"),
    [
        ({}, "2026-04-30", 1),
        ({"restricted_until": "2026-04-29"}, "2026-04-30", 2),
        ({"restricted_until": "2026-04-30"}, "2026-04-30", 1),
        ({"restricted_from": "2026-05-01"}, "2026-04-30", 2),
    ],
)
def test_a_restricted_parent_is_never_offered_while_it_holds(inquiry, dates, on, kept):
    restrict(inquiry, 1, **dates)
    found = apoderados_to_notify(inquiry.afectado, date.fromisoformat(on))
    assert len(found) == kept


def test_both_parents_are_offered_and_the_titular_first(inquiry):
    found = apoderados_to_notify(inquiry.afectado, date(2026, 4, 30))
    assert found == list(inquiry.adults[inquiry.afectado.pk])


def test_a_parent_accused_in_the_case_is_not_offered(inquiry):
    father = inquiry.adults[inquiry.afectado.pk][1]
    Participant.objects.create(case=inquiry.case, role=ParticipantRole.DENUNCIADO, apoderado=father)
    assert father not in apoderados_to_notify(inquiry.afectado, date(2026, 4, 30))


def test_a_restricted_parent_typed_by_hand_is_not_cited(inquiry):
    inquiry.activate()
    restrict(inquiry, 1)
    with pytest.raises(DomainError) as refusal:
        cite(inquiry, *both(inquiry))
    assert refusal.value.code == "no_autorizado"


def test_to_leave_a_parent_out_needs_a_reason(inquiry):
    inquiry.activate()
    mother = inquiry.adults[inquiry.afectado.pk][:1]
    with pytest.raises(DomainError) as refusal:
        cite(inquiry, *both(inquiry, who=mother))
    assert refusal.value.code == "sin_motivo"
    assert len(cite(inquiry, *both(inquiry, who=mother, left_out_reason="Vive en otro país"))) == 2


def test_by_telephone_who_answered_and_when_is_the_proof(inquiry):
    inquiry.activate()
    (other,) = inquiry.adults[inquiry.denunciado.pk]
    row = CitacionInput(
        inquiry.denunciado,
        (Told(other, "telefono", "su abuela"),),
        at("2026-04-30 11:00"),
        "Oficina",
        called_at=at("2026-04-29 14:10"),
    )

    _, second = cite(inquiry, both(inquiry)[0], row)

    proof = NotificacionEvento.objects.get(kind="entregado")
    assert (proof.at, proof.detail) == (at("2026-04-29 14:10"), "Contestó su abuela")
    assert second.sent_at == at("2026-04-29 14:10")
    assert inquiry.due("bul-10") == date(2026, 4, 30)


def test_by_telephone_without_who_answered_is_refused(inquiry):
    inquiry.activate()
    rows = (
        both(inquiry)[0],
        inquiry.call(inquiry.denunciado, "2026-04-30 11:00", medium="telefono"),
    )
    assert refused(lambda: cite(inquiry, *rows)).code == "telefono"


def test_a_second_citation_follows_a_failed_first(inquiry):
    inquiry.activate().cite()
    row = inquiry.call(inquiry.denunciado, "2026-05-06 09:00")
    given = {"case": inquiry.reload(), "actor": inquiry.encargada, "row": row}
    assert refused(services.cite_again, now=at("2026-04-30 12:00"), **given).code == "orden"


def test_nobody_is_absent_before_the_hour(inquiry):
    inquiry.activate().cite()
    given = {
        "case": inquiry.reload(),
        "actor": inquiry.encargada,
        "citacion": inquiry.denunciado.citaciones.get(),
        "outcome": "no_asistio",
        "attempts": "ninguno",
        "now": at("2026-04-30 10:59"),
    }
    assert refused(services.record_no_show, **given).code == "futuro"
