"""Who asks to remain unknown is in no page, paper or search; one person may be let know."""

import pytest
from django.urls import reverse

from cases.intake.services import register_denuncia
from cases.models import (
    Case,
    Document,
    IdentityRequest,
    OutboxMessage,
    Participant,
    ReservedIdentity,
)
from cases.models.case import ParticipantRole
from cases.reserve.identities import UNKNOWN, ask_identity, decide_identity, look_at_identity
from convivencia.exceptions import AlreadyDoneError, DomainError
from schools.files import read_file
from schools.models import AuditEntry
from schools.tenancy.context import school_context
from tests.cases.intake.scene import NOW, Scene, at

pytestmark = pytest.mark.django_db
CANARY = "Xilófono Quirquincho"
WHY = "Debo citarla a declarar sin exponerla."


@pytest.fixture
def scene(school) -> Scene:
    return Scene.make(school)


@pytest.fixture
def case(scene) -> Case:
    """A denuncia by somebody whose name is a canary."""
    draft = scene.draft(scene.encargada)
    with school_context(scene.school):
        from cases.intake.drafts import add_person

        add_person(
            draft=draft, role="denunciante", kind="tercero", name=CANARY, reserved=True, now=NOW
        )
        return register_denuncia(draft=draft, actor=scene.encargada, now=NOW)


def the_identity(scene, case) -> ReservedIdentity:
    with school_context(scene.school):
        return ReservedIdentity.objects.get(participant__case=case)


def asked(scene, case) -> IdentityRequest:
    with school_context(scene.school):
        identity = ReservedIdentity.objects.get(participant__case=case)
        given = {"case": case, "identity": identity, "actor": scene.encargada}
        return ask_identity(**given, reason=WHY, now=NOW)


def answered(scene, case, *, grant: bool) -> IdentityRequest:
    row = asked(scene, case)
    with school_context(scene.school):
        return decide_identity(
            case=case, pk=row.pk, actor=scene.directora, grant=grant,
            answer="Es indispensable para oírla.", now=NOW,
        )  # fmt: skip


def test_the_participant_carries_a_phrase_and_the_name_is_elsewhere(scene, case):
    with school_context(scene.school):
        person = Participant.objects.get(case=case, role=ParticipantRole.DENUNCIANTE)
        assert (person.name, person.student_id, person.apoderado_id) == (UNKNOWN, None, None)
        assert person.reserved.name == CANARY


@pytest.mark.parametrize("name", ["case-detail", "case-people", "case-documents", "case-looks"])
def test_no_page_of_the_case_says_it(client, scene, case, name):
    client.force_login(scene.directora.user)

    page = client.get(reverse(name, args=[case.pk])).content.decode()

    assert "Quirquincho" not in page


def test_no_search_finds_it(client, scene, case):
    client.force_login(scene.encargada.user)

    assert case.folio not in client.get(reverse("case-list"), {"q": "Quirquincho"}).content.decode()


def test_no_paper_has_it(scene, case):
    with school_context(scene.school):
        papers = list(Document.objects.filter(case=case))
        texts = [plain_text_of(paper) for paper in papers]

    assert {paper.code for paper in papers} >= {"D-01", "D-02"}
    assert not [text for text in texts if "Quirquincho" in text]
    assert any("reservada" in text for text in texts)


def plain_text_of(paper: Document) -> str:
    from tests.cases.documents.pdf import text_of

    return text_of(read_file(paper.file_id)[1]) + str(paper.snapshot)


def test_only_a_granted_person_sees_it_for_a_day_and_it_is_recorded(scene, case):
    row = answered(scene, case, grant=True)
    with school_context(scene.school):
        found = look_at_identity(case=case, pk=row.pk, actor=scene.encargada, now=NOW)
        said = AuditEntry.objects.filter(object_type="identidad reservada").values_list(
            "act", "user_id"
        )

        assert found.name == CANARY
        assert ("ver", scene.encargada.user_id) in said
        with pytest.raises(DomainError):
            look_at_identity(case=case, pk=row.pk, actor=scene.directora, now=NOW)
        with pytest.raises(DomainError):
            look_at_identity(
                case=case, pk=row.pk, actor=scene.encargada, now=at("2026-04-30 11:01")
            )


def test_a_refusal_shows_its_reason_and_no_name(client, scene, case):
    row = answered(scene, case, grant=False)
    client.force_login(scene.encargada.user)

    page = client.get(reverse("case-identity", args=[case.pk])).content.decode()
    reveal = client.get(reverse("case-identity-reveal", args=[case.pk, row.pk]))

    assert "Es indispensable para oírla." in page
    assert "Negada" in page
    assert reveal.status_code == 404


def test_t21_who_asks_does_not_answer(scene, case):
    row = asked(scene, case)
    with school_context(scene.school), pytest.raises(DomainError):
        decide_identity(
            case=case, pk=row.pk, actor=scene.encargada, grant=True, answer=WHY, now=NOW
        )


def test_a_party_is_never_let_know(scene, case):
    row = asked(scene, case)
    with school_context(scene.school):
        Participant.objects.create(
            case=case, role=ParticipantRole.DENUNCIADO, membership=scene.encargada
        )
        with pytest.raises(DomainError):
            decide_identity(
                case=case, pk=row.pk, actor=scene.directora, grant=True, answer=WHY, now=NOW
            )


def test_who_decides_and_who_asked_are_written_to(scene, case):
    row = answered(scene, case, grant=True)
    with school_context(scene.school):
        written = {m.key: m.recipient for m in OutboxMessage.objects.filter(kind="identidad")}

    assert written == {
        f"identidad:{row.pk}:{scene.directora.user_id}": scene.directora.user.email,
        f"identidad:{row.pk}:respuesta": scene.encargada.user.email,
    }


def test_today_shows_it_to_who_decides_until_it_is_answered(client, scene, case):
    def today(member) -> str:
        client.force_login(member.user)
        return client.get("/").content.decode()

    row = asked(scene, case)
    url = reverse("case-identity-decide", args=[case.pk, row.pk])
    assert url in today(scene.directora)
    assert url not in today(scene.encargada)
    with school_context(scene.school):
        decide_identity(
            case=case, pk=row.pk, actor=scene.directora, grant=False, answer=WHY, now=NOW
        )

    assert url not in today(scene.directora)


def test_the_page_of_people_says_nothing_of_who_it_is(client, scene, case):
    client.force_login(scene.encargada.user)

    page = client.get(reverse("case-people", args=[case.pk])).content.decode()

    assert UNKNOWN in page
    assert "Persona ajena al establecimiento" not in page


def test_one_request_waits_at_a_time(scene, case):
    asked(scene, case)
    with pytest.raises(AlreadyDoneError):
        asked(scene, case)


def test_the_whole_way_in_the_browser(client, scene, case):
    client.force_login(scene.encargada.user)
    url = reverse("case-identity", args=[case.pk])
    assert client.post(url, {"reason": WHY, "envio": "uno"}).status_code == 302
    with school_context(scene.school):
        row = IdentityRequest.objects.get()
    client.force_login(scene.directora.user)
    answer = {"grant": "si", "answer": "Es indispensable para oírla.", "envio": "dos"}
    decide = reverse("case-identity-decide", args=[case.pk, row.pk])
    assert client.post(decide, answer).status_code == 302
    client.force_login(scene.encargada.user)
    reveal = reverse("case-identity-reveal", args=[case.pk, row.pk])

    assert CANARY in client.get(reveal).content.decode()
    assert "Quirquincho" not in client.get(url).content.decode()


def test_it_is_only_for_who_denounces(client, scene):
    draft = scene.draft(scene.encargada)
    client.force_login(scene.encargada.user)
    url = reverse("intake-person-add", args=[draft.pk])
    person = {"name": CANARY, "kind": "tercero", "role": "testigo", "reserved": "on"}

    assert (
        "Sólo se reserva la identidad de quien denuncia."
        in client.post(url, person).content.decode()
    )
