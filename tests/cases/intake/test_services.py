"""From a draft to a case: what is written, and what stops it."""

from datetime import timedelta

import pytest

from cases.access import sight_of
from cases.intake.services import register_denuncia
from cases.models import CaseAccess, Document, IntakeDraft, Vencimiento
from cases.policy import Sight
from convivencia.exceptions import AlreadyDoneError, DomainError, StaleFormError
from protocols.models import ReglamentoVersion
from schools.models import Role, StoredFile
from schools.tenancy.context import school_context
from tests.cases.intake.scene import NOW, Scene, at
from tests.factories import MembershipFactory
from tests.papers import PDF

pytestmark = pytest.mark.django_db
EQUIPO = "equipo"


def register(scene: Scene, actor=None, draft=None, now=NOW, **given):
    actor = actor or scene.docente
    draft = draft or scene.draft(actor)
    return register_denuncia(draft=draft, actor=actor, now=now, **given)


@pytest.fixture(autouse=True)
def inside(scene: Scene):
    with school_context(scene.school):
        yield


def test_a_case_is_born_with_folio_people_and_facts(scene: Scene):
    case = register(scene)

    assert case.folio == "2026-0001"
    assert case.state == "recibido"
    assert case.known_at == at("2026-04-29 10:20")
    assert case.occurred_at == at("2026-04-28 12:30")
    assert case.facts == {
        "agresor_edad": 12,
        "agresor_tipo": "estudiante",
        "constituye_delito": False,
        "denuncia_forma": "verbal",
        "hecho_en_colegio": True,
        "lesiones_o_senales": False,
        "vulneracion": False,
    }
    rows = [(p.role, p.student_id, p.curso_name, p.age) for p in case.participants.all()]
    assert rows == [
        ("afectado", scene.sofia.pk, "6° básico A", 11),
        ("denunciado", scene.bruno.pk, "6° básico A", 12),
    ]


def test_the_words_are_kept_as_said_and_leave_the_draft(scene: Scene):
    draft = scene.draft(scene.docente)

    case = register(scene, draft=draft)

    assert case.denuncia.relato == "«Me esconden la mochila todos los días»."
    assert case.denuncia.registered_at == NOW
    draft.refresh_from_db()
    assert (draft.case_id, draft.data) == (case.pk, {})


def test_the_history_says_when_it_was_known_received_and_happened(scene: Scene):
    case = register(scene)

    history = [(a.event, a.at) for a in case.actuaciones.all()]
    assert history == [
        ("ev_hecho", at("2026-04-28 12:30")),
        ("ev_conocimiento", at("2026-04-29 10:20")),
        ("ev_denuncia", at("2026-04-29 10:20")),
        ("bul-03-constancia", NOW),
        ("bul-01-acta-verbal", NOW),
    ]


def test_the_clock_of_24_hours_starts_by_itself(scene: Scene):
    case = register(scene)

    row = case.vencimientos.get(step_id="bul-04-activacion")
    assert (row.state, row.due_at) == ("en_curso", at("2026-04-30 10:20"))
    assert row.next_reminder_at is not None


def test_a_crime_starts_the_oficio_from_the_toma_de_conocimiento(scene: Scene):
    draft = scene.draft(
        scene.encargada,
        conocimiento={
            "known_at_1": "08:05",
            "received_at_0": "2026-04-29",
            "received_at_1": "10:20",
        },
        orientacion={"delito": "si"},
        protocolo={"report": "si"},
    )

    case = register(scene, scene.encargada, draft)

    assert [t.protocol_key for t in case.tramites.all()] == ["acoso_escolar", "oficio"]
    row = Vencimiento.objects.get(case=case, step_id="ofi-02-enviar")
    assert row.due_at == at("2026-04-30 08:05")
    assert case.vencimientos.get(step_id="bul-04-activacion").due_at == at("2026-04-30 10:20")


@pytest.mark.parametrize(
    ("canal", "expected"),
    [
        ("presencial", ["D-01", "D-02"]),
        ("telefono", ["D-01", "D-02"]),
        ("observacion", ["D-01", "D-02"]),
        ("escrita", ["D-01"]),
        ("correo", ["D-01"]),
    ],
)
def test_the_acta_is_only_for_what_was_told_aloud(scene: Scene, canal: str, expected: list[str]):
    case = register(scene, draft=scene.draft(scene.docente, canal={"canal": canal}))

    codes = Document.objects.filter(case=case).order_by("pk").values_list("code", flat=True)
    assert list(codes) == expected


def test_a_written_denuncia_waits_for_its_delivery_to_the_directora(scene: Scene):
    case = register(scene, draft=scene.draft(scene.docente, canal={"canal": "escrita"}))

    assert case.vencimientos.get(step_id="bul-02-entrega-escrita").done_at is None


def test_a_written_denuncia_delivered_completes_its_step(scene: Scene):
    given = {"delivered_at_0": "2026-04-29", "delivered_at_1": "10:40"}
    draft = scene.draft(scene.docente, canal={"canal": "escrita"}, conocimiento=given)

    case = register(scene, draft=draft)

    row = case.vencimientos.get(step_id="bul-02-entrega-escrita")
    assert row.done_at == at("2026-04-29 10:40")


def test_the_scan_goes_with_the_reception(scene: Scene):
    case = register(scene, writing=(PDF, "carta.pdf", "application/pdf"))

    data = case.actuaciones.get(event="ev_denuncia").data
    assert data["file_name"] == "carta.pdf"
    assert StoredFile.objects.get(pk=data["file"]).size == len(PDF)


def test_who_received_it_sees_only_the_receipt(scene: Scene):
    case = register(scene)

    seen = {
        member.role: sight_of(member, case, at=NOW)[0]
        for member in (scene.docente, scene.encargada, scene.directora)
    }
    assert seen == {
        Role.DOCENTE: Sight.REPORT,
        Role.ENCARGADA: Sight.FULL,
        Role.DIRECTORA: Sight.FULL,
    }


def test_a_member_of_the_equipo_who_registers_supports_the_case(scene: Scene):
    member = MembershipFactory(school=scene.school, role=Role.EQUIPO)

    case = register(scene, member)

    roles = CaseAccess.objects.filter(content_object=case, user=member.user)
    assert set(roles.values_list("team_role", flat=True)) == {"denuncio", "apoya"}


def test_it_is_registered_once(scene: Scene):
    draft = scene.draft(scene.docente)
    register(scene, draft=draft)

    with pytest.raises(AlreadyDoneError):
        register(scene, draft=draft)


def test_answers_changed_elsewhere_are_reviewed_again(scene: Scene):
    draft = scene.draft(scene.docente)

    with pytest.raises(StaleFormError):
        register(scene, draft=draft, seen=(draft.updated_at + timedelta(seconds=1)).isoformat())


def test_an_incomplete_draft_says_what_is_missing(scene: Scene):
    draft = scene.draft(scene.docente, relato={"relato": ""})

    with pytest.raises(DomainError, match="Qué se contó"):
        register(scene, draft=draft)

    assert IntakeDraft.objects.get(pk=draft.pk).case_id is None


@pytest.mark.parametrize(
    ("who", "where"),
    [("encargada", "dirección"), ("directora", "sostenedor"), ("docente", "encargada")],
)
def test_a_party_may_not_register_and_is_told_where_to_go(scene: Scene, who: str, where: str):
    actor = getattr(scene, who)
    people = [*scene.people(), {"role": "denunciado", "kind": "funcionario", "pk": actor.pk}]

    with pytest.raises(DomainError, match=where):
        register(scene, actor, scene.draft(actor, people))


def test_staff_who_are_parties_see_nothing(scene: Scene):
    people = [
        *scene.people(),
        {"role": "denunciado", "kind": "funcionario", "pk": scene.encargada.pk},
    ]

    case = register(scene, draft=scene.draft(scene.docente, people))

    assert sight_of(scene.encargada, case, at=NOW)[0] == Sight.NONE


def test_without_a_reglamento_it_says_so_and_keeps_the_draft(scene: Scene):
    ReglamentoVersion.objects.update(in_force_until="2020-12-31")

    with pytest.raises(DomainError):
        register(scene)


def test_facts_older_than_the_reglamento_take_the_one_of_the_day_it_was_known(scene: Scene):
    draft = scene.draft(scene.docente, hechos={"occurred_on": "2025-11-03"})

    case = register(scene, draft=draft)

    assert case.reglamento.in_force_from.year == 2026
    assert "Consúltelo" in case.denuncia.router["reglamento_note"]


def test_the_version_is_that_of_the_day_of_the_facts(scene: Scene):
    from protocols.services import adopt_modelo

    adopt_modelo(
        "modelo_a", title="Reglamento nuevo", in_force_from=at("2026-04-29").date(), at=NOW
    )

    assert register(scene).reglamento.title == "Reglamento 2026"


def test_the_year_of_the_folio_is_that_of_the_toma_de_conocimiento_at_the_school(scene: Scene):
    known = {"known_at_0": "2026-12-31", "known_at_1": "23:50"}
    draft = scene.draft(scene.docente, conocimiento=known)

    case = register(scene, draft=draft, now=at("2027-01-04 09:00"))

    assert case.year == 2026  # already 2027 in UTC


def test_hours_are_read_in_the_zone_of_the_school_whoever_asks(scene: Scene):
    scene.docente.school.time_zone = "Pacific/Easter"
    draft = scene.draft(
        scene.docente, conocimiento={"known_at_1": "08:20"}, hechos={"occurred_hour": "08:00"}
    )

    assert register(scene, draft=draft).known_at == at("2026-04-29 10:20")


def test_without_the_day_of_the_facts_it_is_told_in_words(scene: Scene):
    words = {"occurred_on": "", "occurred_hour": "", "occurred_text": "todo el año"}
    case = register(scene, draft=scene.draft(scene.docente, hechos=words))

    assert case.occurred_at is None
    assert not case.actuaciones.filter(event="ev_hecho").exists()
    assert case.facts["agresor_edad"] == 12


def test_people_of_other_lists_are_kept_as_what_they_are(scene: Scene):
    people = [
        *scene.people(),
        {"role": "testigo", "kind": "funcionario", "pk": scene.docente.pk},
        {"role": "denunciante", "kind": "apoderado", "pk": scene.mother.pk},
        {"role": "testigo", "kind": "otro_colegio", "name": "<b>Lucas</b>"},
    ]

    case = register(scene, draft=scene.draft(scene.docente, people))

    kept = [p for p in case.participants.all() if p.role in {"testigo", "denunciante"}]
    assert [p.person for p in kept] == [scene.docente, scene.mother, "<b>Lucas</b>"]
    assert Document.objects.get(case=case, code="D-01").addressee == kept[1]
