"""What an interview, a prórroga and an antecedente refuse."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cases.hearings import services
from cases.hearings.services.antecedentes import Waiver
from cases.hearings.services.entrevistas import refuse_unsigned
from cases.models import Entrevista
from convivencia.exceptions import (
    AlreadyDoneError,
    DomainError,
    GateClosedError,
)
from tests import papers
from tests.cases.hearings.acts import refused, restrict
from tests.cases.hearings.conftest import at, signed

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"day": "2026-04-29", "start": "14:59", "end": "15:30"}, "orden"),
        ({"start": "09:40", "end": "09:00"}, "horas"),
        ({"start": "09:00", "end": "13:01"}, "horas"),
        ({"student_words": "", "apoderado_words": " "}, "sin_relato"),
        ({"informed": False}, "sin_aviso"),
        ({"present": ()}, "sin_asistentes"),
    ],
)
def test_an_interview_that_cannot_be(inquiry, change, code):
    inquiry.activate().cite()
    error = refused(lambda: inquiry.hear(inquiry.afectado, now="2026-04-30 18:00", **change))
    assert error.code == code
    assert not Entrevista.objects.exists()


def test_an_interview_is_not_written_before_it_ends(inquiry):
    inquiry.activate().cite()
    error = refused(lambda: inquiry.hear(inquiry.afectado, now="2026-04-30 09:39"))
    assert error.code == "futuro"


def test_the_two_sides_are_not_heard_at_once(inquiry):
    inquiry.activate().cite()
    inquiry.hear(inquiry.afectado)
    error = refused(lambda: inquiry.hear(inquiry.denunciado, start="09:39", end="10:10"))
    assert error.code == "coinciden"
    inquiry.hear(inquiry.denunciado, start="09:40", end="10:10")


def test_an_interview_is_written_once(inquiry):
    inquiry.activate().cite()
    inquiry.hear(inquiry.afectado)
    with pytest.raises(AlreadyDoneError):
        inquiry.hear(inquiry.afectado, start="14:00", end="14:30")


def test_a_restricted_parent_cannot_be_present(inquiry):
    inquiry.activate().cite()
    father = restrict(inquiry, 1)
    present = ({"name": father.name, "run": father.run, "title": "Padre"},)
    error = refused(lambda: inquiry.hear(inquiry.afectado, present=present))
    assert error.code == "no_autorizado"


def test_everybody_present_signs_or_is_said_not_to(inquiry):
    interview = inquiry.interview()
    lines = signed(interview, inquiry.encargada)

    refuse_unsigned(interview, inquiry.encargada, lines)
    with pytest.raises(DomainError) as refusal:
        refuse_unsigned(interview, inquiry.encargada, lines[:1] + lines[2:])

    assert refusal.value.reasons == ("Falta Marta Rebolledo.",)


def extend(inquiry, when, **more):
    given = {"actor": inquiry.directora, "days": 10, "grounds": "Faltan testigos.", **more}
    return services.extend_investigation(case=inquiry.reload(), at=at(when), now=at(when), **given)


def test_the_last_minute_is_still_on_time_and_the_next_is_not(inquiry):
    inquiry.activate().cite().hear_both()
    with pytest.raises(GateClosedError):
        extend(inquiry, "2026-06-02 00:00")
    extend(inquiry, "2026-06-01 23:59")
    assert inquiry.due("bul-13") == date(2026, 6, 15)


def test_a_prorroga_is_decided_once(inquiry):
    inquiry.activate().cite().hear_both()
    extend(inquiry, "2026-05-29 10:00", days=3)
    with pytest.raises(GateClosedError):
        extend(inquiry, "2026-05-29 11:00", days=3)
    assert inquiry.due("bul-13") == date(2026, 6, 4)


@pytest.mark.parametrize("days", [0, 11])
def test_a_prorroga_has_one_to_ten_days(inquiry, days):
    inquiry.activate().cite().hear_both()
    assert refused(lambda: extend(inquiry, "2026-05-29 10:00", days=days)).code == "dias"


def test_a_prorroga_is_not_the_encargadas(inquiry):
    inquiry.activate().cite().hear_both()
    error = refused(lambda: extend(inquiry, "2026-05-29 10:00", actor=inquiry.encargada))
    assert error.code == "no_corresponde"


def bring(inquiry, when, *, file=None, now="", **more):
    return services.receive_antecedente(
        case=inquiry.reload(),
        participant=inquiry.afectado,
        delivered_by="Marta Rebolledo",
        description="Capturas",
        file=file,
        at=at(when),
        now=at(now or when),
        **more,
    )


@pytest.mark.parametrize(
    ("when", "late"),
    [("2026-04-30 10:00", False), ("2026-05-08 23:59", False), ("2026-05-09 00:00", True)],
)
def test_late_antecedentes_are_received_and_marked(inquiry, when, late):
    inquiry.activate().cite().hear_both()
    row = bring(inquiry, when, now="2026-05-20 10:00")
    assert row.late is late
    assert row.document.code == "D-16"


def test_before_the_interview_nothing_is_late(inquiry):
    inquiry.activate()
    assert bring(inquiry, "2026-04-29 16:00").late is False


def test_a_family_brings_without_a_member(inquiry):
    inquiry.activate().cite().hear_both()
    row = bring(inquiry, "2026-05-05 22:00")
    act = inquiry.case.actuaciones.get(acto="recibir_antecedente")
    assert (act.actor, act.actor_name) == (None, "Marta Rebolledo")
    assert row.document.issued_by is None


def test_cargos_are_numbered_in_order(inquiry):
    inquiry.activate().cite().hear_both()
    assert [bring(inquiry, f"2026-05-05 1{n}:00").number for n in range(3)] == [1, 2, 3]


@pytest.mark.parametrize(
    ("name", "content", "accepted"),
    [
        ("foto.jpg", papers.JPEG, True),
        ("acta.pdf", papers.PDF, True),
        ("foto.jpg", b"<html><script>", False),
        ("malo.docx", b"PK\x03\x04 no es un zip", False),
        ("vacio.pdf", b"", False),
        ("imagen.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", False),
    ],
)
def test_a_file_is_what_it_holds(inquiry, name, content, accepted):
    file = SimpleUploadedFile(name, content)
    if accepted:
        assert bring(inquiry, "2026-04-29 16:00", file=file).file.original_name == name
    else:
        error = refused(lambda: bring(inquiry, "2026-04-29 16:00", file=file))
        assert f"«{name}»" in error.message


def test_a_name_with_a_path_keeps_its_last_part(inquiry):
    file = SimpleUploadedFile("x.pdf", papers.PDF)
    file._name = "..\\..\\fo\u202eto.pdf"
    row = bring(inquiry, "2026-04-29 16:00", file=file)
    assert row.file.original_name == "foto.pdf"


def test_one_familys_waiver_is_none(inquiry):
    inquiry.activate().cite().hear_both()
    paper = SimpleUploadedFile("r.pdf", papers.PDF)
    waiver = Waiver(inquiry.afectado, "Marta", at("2026-05-04 09:00"), paper)
    given = {"actor": inquiry.encargada, "waivers": [waiver], "now": at("2026-05-04 10:00")}
    error = refused(services.waive_antecedentes, case=inquiry.reload(), **given)
    assert error.reasons == (f"Falta la de la familia de {inquiry.denunciado.name}.",)
