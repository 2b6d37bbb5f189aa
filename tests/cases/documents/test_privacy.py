"""A family's copy never carries another pupil's name or RUN. Source: readings A-59, A-61."""

from datetime import date

import pytest

from cases.documents import builders
from cases.documents.kinds import KINDS
from cases.documents.render import render
from cases.models import Citacion, Denuncia, Medida, Participant, Reconsideracion, Resolucion
from schools.tenancy.context import school_context
from tests.cases.documents.pdf import text_of
from tests.cases.documents.samples_people import at

DUE = date(2026, 6, 10)


@pytest.fixture
def inside(scene):
    with school_context(scene.school):
        yield scene


def text(report, code: str) -> str:
    return text_of(render(report, KINDS[code])[1])


def hidden_of(participant) -> list[str]:
    student = participant.student
    return [student.first_names, student.paternal, student.shown_run, student.run]


def leaks(page: str, participant) -> list[str]:
    return [item for item in hidden_of(participant) if item in page]


def resolution(scene) -> Resolucion:
    row = Resolucion.objects.create(
        case=scene.case,
        state="aprobada",
        resultado="fundada",
        drafted_by=scene.encargada.user,
        decided_by=scene.directora.user,
        decided_at=at("2026-06-02T10:00"),
    )
    one, two = scene.afectado.student, scene.denunciado.student
    for participant, tipo, words in (
        (scene.afectado, "resguardo", f"Recreo lejos de {two.first_names} {two.paternal}"),
        (scene.denunciado, "formativa", f"Carta a {one.name}, RUN {one.shown_run}"),
    ):
        Medida.objects.create(
            case=scene.case,
            participant=participant,
            tipo=tipo,
            description=words,
            grounds=f"por lo ocurrido entre {one.first_names} y {two.first_names}",
            starts_on=date(2026, 6, 4),
            resolucion=row,
        )
    return row


@pytest.mark.parametrize("simple", [False, True])
@pytest.mark.parametrize("side", ["afectado", "denunciado"])
def test_notificacion_by_version(inside, side, simple):
    row = resolution(inside)
    reader, other = inside.afectado, inside.denunciado
    adult = inside.mother
    if side == "denunciado":
        reader, other, adult = other, reader, inside.father

    report = builders.notificacion_resultado(
        row,
        reader,
        adult,
        reconsideracion_due=DUE,
        summary=f"Se acreditó lo contado por {other.student.name} ({other.student.run}).",
        simple=simple,
    )

    page = text(report, "D-21s" if simple else "D-21")
    assert leaks(page, other) == []
    assert reader.student.first_names in page
    assert "miércoles diez de junio de 2026" in page


def test_affected_family_gets_the_least_of_the_other(inside):
    page = text(
        builders.notificacion_resultado(resolution(inside), inside.afectado, inside.mother), "D-21"
    )

    assert "Se adoptaron medidas formativas." in page
    assert "Carta a" not in page
    assert "Recreo lejos de" in page


def test_other_family_does_not_learn_what_protects_the_affected(inside):
    page = text(
        builders.notificacion_resultado(resolution(inside), inside.denunciado, inside.father),
        "D-21",
    )

    assert "Carta a" in page
    assert "Recreo lejos" not in page


def test_citacion_names_only_its_own_family(inside):
    row = Citacion.objects.create(
        case=inside.case,
        participant=inside.denunciado,
        apoderado=inside.father,
        meets_at=at("2026-04-30T11:00"),
        place="Oficina de convivencia",
        sent_at=at("2026-04-29T15:00"),
    )

    for code, simple in (("D-11", False), ("D-11s", True)):
        page = text(builders.citacion(row, simple=simple), code)
        assert leaks(page, inside.afectado) == []
        assert inside.denunciado.student.paternal in page


def test_resguardo_copy_has_only_the_measures_of_its_pupil(inside):
    resolution(inside)
    rows = list(Medida.objects.filter(tipo="resguardo"))

    copy = builders.registro_resguardo(
        inside.case,
        rows,
        applied_at=at("2026-04-29T16:00"),
        actor=inside.encargada.user,
        addressee=inside.afectado,
    )

    assert len(copy.medidas) == 1
    assert leaks(text(copy, "D-10"), inside.denunciado) == []


def test_reconsideracion_does_not_name_the_other_pupil(inside):
    other = inside.afectado.student
    row = Reconsideracion.objects.create(
        case=inside.case,
        participant=inside.denunciado,
        apoderado=inside.father,
        requested_by=inside.father.name,
        text="Pedimos otra medida.",
        requested_at=at("2026-06-08T10:00"),
        outcome="mantiene",
        resolved_at=at("2026-06-12T10:00"),
        grounds=f"Que {other.name} necesita seguir protegida.",
        body="el Consejo Escolar",
    )

    page = text(builders.resolucion_reconsideracion(row), "D-74")

    assert leaks(page, inside.afectado) == []
    assert "Mantener lo resuelto" in page


def denuncia(scene) -> Denuncia:
    Participant.objects.create(
        case=scene.case, role="denunciante", third_party="Perpetua Quilaqueo Urrutia"
    )
    return Denuncia.objects.create(
        case=scene.case,
        canal="presencial",
        known_at=at("2026-04-29T10:20"),
        received_at=at("2026-04-29T10:30"),
        registered_at=at("2026-04-29T10:40"),
        received_by=scene.profesor,
        relato="Lo molestan todos los días.",
        interpretation="Me parece que exagera.",
        suggested_key="acoso_escolar",
    )


def test_constancia_has_only_the_denunciante_s_own_words(inside):
    page = text(builders.constancia_denuncia(denuncia(inside)), "D-01")

    assert "Lo molestan todos los días." in page
    assert "exagera" not in page
    assert leaks(page, inside.afectado) + leaks(page, inside.denunciado) == []


def test_acta_of_a_reserved_denunciante_does_not_name_them(inside):
    row = denuncia(inside)

    assert "Perpetua Quilaqueo" in text(builders.acta_denuncia_verbal(row), "D-02")
    page = text(builders.acta_denuncia_verbal(row, reserved=True), "D-02")
    assert "Perpetua" not in page
    assert "Identidad reservada" in page


def test_a_shared_name_is_not_taken_from_the_reader(inside):
    student = inside.denunciado.student
    student.first_names = inside.afectado.student.first_names
    student.save()
    row = resolution(inside)

    report = builders.notificacion_resultado(
        row, inside.afectado, inside.mother, summary="Trinidad fue oída."
    )

    assert report.summary == "Trinidad fue oída."


def test_every_other_document_comes_out_of_a_real_case(inside):
    case, user, when = inside.case, inside.encargada.user, at("2026-04-29T12:00")
    denuncia(inside)
    case.refresh_from_db()
    made = {
        "D-04": builders.registro_activacion(case, activated_at=when, actor=user),
        "D-05": builders.resolucion_apertura(
            case, opens=True, author="x", place="y", grounds="z", decided_at=when, actor=user
        ),
        "D-17": builders.resolucion_prorroga(
            case,
            step="Informe",
            grounds="Faltan testigos.",
            due_on=DUE,
            new_due_on=DUE,
            decided_at=when,
            actor=user,
        ),
        "D-19": builders.resolucion(resolution(inside)),
        "D-22": builders.termino_adicional(
            case,
            opens_on=DUE,
            due_on=DUE,
            diligencias=["Oír a un testigo"],
            resguardo=Medida.objects.filter(tipo="resguardo"),
            decided_at=when,
            actor=user,
        ),
        "D-26": builders.bitacora_vigilancia(
            case, starts_on=DUE, ends_on=DUE, entries=[], actor=user
        ),
    }

    for code, report in made.items():
        page = text(report, code)
        assert case.folio in page
        assert "Protocolo de acoso escolar" in page
    assert "días hábiles" in text(made["D-04"], "D-04")
