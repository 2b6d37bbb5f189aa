"""Several people sign what was issued: in order, each by their own hand, and it never changes."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cases.documents import services
from cases.documents.reports import SignatureLine
from cases.documents.signing import Signer, ask_signatures, next_turn, remind_signers, sign_turn
from cases.documents.signing_forms import SignTurnForm
from cases.models import Document, OutboxMessage, Participant, Signature, SignatureTurn
from convivencia.exceptions import AlreadyDoneError, DomainError
from schools.files import read_file
from schools.models import StoredFile
from schools.tenancy.context import school_context
from tests.cases.documents.pdf import text_of
from tests.cases.documents.samples import SAMPLES
from tests.cases.documents.samples_people import at, drawn
from tests.papers import PDF

AT = at("2026-11-13T12:40")
STATEMENT = "Declaro que leí este documento y lo firmo"


@pytest.fixture
def paper(scene):
    with school_context(scene.school):
        report = replace(SAMPLES["D-12"], issue=None, signatures=())
        return services.issue_document(
            case=scene.case, code="D-12", report=report, actor=scene.encargada.user, at=AT
        )


@pytest.fixture
def asked(scene, paper):
    """The directora, then the encargada, then a mother without account."""
    with school_context(scene.school):
        yield ask(
            scene,
            paper,
            Signer("Patricia", "Directora", scene.directora),
            Signer("Carolina", "Encargada", scene.encargada),
            Signer("Marcela Peñailillo", "Apoderada"),
        )


def ask(scene, paper, *signers):
    return ask_signatures(
        case=scene.case, document=paper, signers=signers, actor=scene.encargada, now=AT
    )


def declared(name: str = "x") -> SignatureLine:
    return SignatureLine(name, "x", "declarada", statement=STATEMENT, signed_at=AT)


def sign(scene, turn, line, actor):
    return sign_turn(case=scene.case, turn=turn, line=line, actor=actor, now=AT)


def test_they_sign_in_order_and_a_certificate_gathers_them(scene, paper, asked):
    before = read_file(paper.file_id)[1]
    sign(scene, asked[0], declared("Patricia"), scene.directora)
    sign(scene, asked[1], declared("Carolina"), scene.encargada)
    assert not Document.objects.filter(code="D-131").exists()
    refused = SignatureLine(
        "Marcela Peñailillo", "Apoderada", "se_nego", statement="No está de acuerdo",
        witness="Diego Órdenes, inspector", signed_at=AT,
    )  # fmt: skip
    sign(scene, asked[2], refused, scene.encargada)

    text = text_of(read_file(Document.objects.get(code="D-131").file_id)[1])
    assert read_file(paper.file_id)[1] == before
    assert paper.sha256 in text.replace(" ", "")
    assert "Se negó a firmar" in text
    assert "Testigo: Diego Órdenes, inspector" in text
    assert Signature.objects.filter(document=paper).count() == 3
    assert Signature.objects.filter(document__code="D-131").count() == 0


def test_nobody_signs_before_their_turn(scene, asked):
    with pytest.raises(DomainError, match="Antes debe firmar Patricia"):
        sign(scene, asked[1], declared(), scene.encargada)


def test_nobody_signs_twice(scene, asked):
    sign(scene, asked[0], declared(), scene.directora)
    with pytest.raises(AlreadyDoneError):
        sign(scene, asked[0], declared(), scene.directora)


@pytest.mark.parametrize("line", [declared(), drawn()], ids=["declared", "drawn"])
def test_nobody_signs_on_screen_for_another_member(scene, asked, line):
    with pytest.raises(DomainError, match="desde su propia cuenta"):
        sign(scene, asked[0], line, scene.encargada)


def test_who_has_no_account_draws_but_does_not_declare(scene, paper):
    with school_context(scene.school):
        (turn,) = ask(scene, paper, Signer("Marcela", "Apoderada"))
        with pytest.raises(DomainError, match="dibujando o en papel"):
            sign(scene, turn, declared(), scene.encargada)
        assert sign(scene, turn, drawn(), scene.encargada).signature.image_id


def test_who_does_not_sign_needs_a_witness(scene, asked):
    line = SignatureLine("x", "x", "no_puede", signed_at=AT)
    with pytest.raises(DomainError, match="testigo"):
        sign(scene, asked[0], line, scene.encargada)


def test_what_was_annulled_is_not_signed(scene, paper, asked):
    services.annul_document(document=paper, actor=scene.directora.user)
    turn = SignatureTurn.objects.select_related("document").get(pk=asked[0].pk)
    with pytest.raises(DomainError, match="anulado"):
        sign(scene, turn, declared(), scene.directora)


def test_what_is_not_the_document_is_not_signed(scene, paper, asked):
    Document.objects.filter(pk=paper.pk).update(sha256="0" * 64)
    turn = SignatureTurn.objects.select_related("document").get(pk=asked[0].pk)
    with pytest.raises(DomainError, match="no es el que se emitió"):
        sign(scene, turn, declared(), scene.directora)


def test_each_is_told_at_their_turn_without_a_word_of_the_case(scene, paper, asked):
    first = OutboxMessage.objects.get(kind="firma")
    assert first.recipient == scene.directora.user.email
    assert paper.folio in first.body
    for word in ("Acta", "Trinidad", "acoso", "Patricia"):
        assert word not in first.body + first.subject

    sign(scene, asked[0], declared(), scene.directora)

    assert OutboxMessage.objects.filter(recipient=scene.encargada.user.email).count() == 1


def test_reminders_come_every_two_days_to_whose_turn_it_is_and_end(scene, asked):
    def mails() -> int:
        return OutboxMessage.objects.filter(kind="firma").count()

    assert remind_signers(now=AT + timedelta(days=1)) == 0
    for _ in range(3):
        remind_signers(now=AT + timedelta(days=2, hours=1))
    assert mails() == 2
    remind_signers(now=AT + timedelta(days=5))
    assert mails() == 3
    assert set(OutboxMessage.objects.values_list("recipient", flat=True)) == {
        scene.directora.user.email
    }
    assert remind_signers(now=AT + timedelta(days=21)) == 0


def test_a_page_signed_by_hand_stays_with_its_original(client, scene, paper):
    client.force_login(scene.encargada.user)
    page = reverse("document-signatures", args=[scene.case.pk, paper.pk])
    envio = client.get(page).context["form"]["envio"].value()
    client.post(page, {"envio": envio, "name": "Marcela Peñailillo", "title": "Apoderada"})
    address = reverse("document-sign", args=[scene.case.pk, paper.pk])
    shown = typed(client, address)
    missing = client.post(address, shown | {"method": "papel"})
    scan = SimpleUploadedFile("firmada.pdf", PDF, "application/pdf")
    done = client.post(address, shown | {"method": "papel", "scan": scan})

    assert "Adjunte el papel firmado" in missing.content.decode()
    assert done.status_code == 302
    with school_context(scene.school):
        row = Signature.objects.get(document=paper)
        assert StoredFile.objects.get(pk=row.image_id).case_id == scene.case.pk
    handed = client.get(reverse("document-paper", args=[scene.case.pk, paper.pk, row.pk]))
    assert handed.status_code in {200, 302}
    assert "Marcela Peñailillo" in client.get(page).content.decode()


def typed(client, address: str) -> dict:
    """Return what the page of a signature holds before anybody writes."""
    form = client.get(address).context["form"]
    return {"envio": form["envio"].value(), "turn": form["turn"].value()}


def test_what_was_written_for_one_person_is_not_kept_for_the_next(client, scene, paper):
    """Two windows stood open; the first wrote that Marcela refused."""
    with school_context(scene.school):
        ask(scene, paper, Signer("Marcela", "Apoderada"), Signer("Rosa", "Testigo"))
    client.force_login(scene.encargada.user)
    address = reverse("document-sign", args=[scene.case.pk, paper.pk])
    first, second = typed(client, address), typed(client, address)
    refused = {"method": "se_nego", "witness": "Diego Órdenes, inspector"}

    client.post(address, first | refused)
    again = client.post(address, second | refused, follow=True)

    assert "Esta firma ya se había registrado" in again.content.decode()
    with school_context(scene.school):
        rows = [row.signature_id for row in SignatureTurn.objects.order_by("place")]
        assert rows[0]
        assert not rows[1]


def test_a_repeated_click_leaves_one_signature(client, scene, paper):
    with school_context(scene.school):
        ask(scene, paper, Signer("Patricia", "Directora", scene.directora))
    client.force_login(scene.directora.user)
    address = reverse("document-sign", args=[scene.case.pk, paper.pk])
    data = typed(client, address) | {"method": "declarada", "declared": "on"}

    assert [client.post(address, data).status_code for _ in range(3)] == [302] * 3

    with school_context(scene.school):
        assert Signature.objects.filter(document=paper).count() == 1
        assert Document.objects.filter(code="D-131").count() == 1


@pytest.mark.parametrize("who", ["member", "name"])
def test_nobody_is_asked_twice_while_they_wait(scene, paper, asked, who):
    again = Signer("Carolina", "x", scene.encargada) if who == "member" else None
    with pytest.raises(DomainError, match="ya está en la lista"):
        ask(scene, paper, again or Signer("marcela PENAILILLO", "Apoderada"))


def test_only_the_ways_of_each_person_are_offered(scene, asked):
    def ways(turn, actor) -> set[str]:
        form = SignTurnForm(turn=turn, actor=actor)
        return {value for value, _ in form.fields["method"].choices}

    assert {"dibujada", "declarada"} <= ways(asked[0], scene.directora)
    assert ways(asked[0], scene.encargada) == {"papel", "se_nego", "no_puede"}
    assert ways(asked[2], scene.encargada) == {"dibujada", "papel", "se_nego", "no_puede"}


def test_what_was_annulled_offers_no_signature(client, scene, paper, asked):
    services.annul_document(document=paper, actor=scene.directora.user)
    client.force_login(scene.directora.user)
    page = reverse("document-signatures", args=[scene.case.pk, paper.pk])
    address = reverse("document-sign", args=[scene.case.pk, paper.pk])

    assert address not in client.get(page).content.decode()
    assert client.get(address).status_code == 302


def test_who_may_not_read_the_case_is_not_asked(client, scene, paper):
    """The directora is accused in it: she would be told of a page that she cannot open."""
    with school_context(scene.school):
        Participant.objects.create(
            case=scene.case, role="denunciado", membership=scene.directora, third_party=""
        )
    client.force_login(scene.encargada.user)
    page = reverse("document-signatures", args=[scene.case.pk, paper.pk])

    offered = dict(client.get(page).context["form"].fields["member"].choices)
    assert str(scene.encargada.pk) in offered
    assert str(scene.directora.pk) not in offered


def test_a_signature_of_another_document_is_not_handed_over(client, scene, paper, asked):
    sign(scene, asked[0], replace(drawn(), name="x"), scene.directora)
    other = services.issue_document(
        case=scene.case, code="D-16", report=SAMPLES["D-16"], actor=scene.encargada.user, at=AT
    )
    row = Signature.objects.get(document=paper)
    client.force_login(scene.encargada.user)

    address = reverse("document-paper", args=[scene.case.pk, other.pk, row.pk])
    assert client.get(address).status_code == 404


def test_the_list_says_who_is_next(client, scene, paper, asked):
    assert next_turn(paper) == asked[0]
    client.force_login(scene.directora.user)

    page = client.get(reverse("document-signatures", args=[scene.case.pk, paper.pk]))

    assert page.content.decode().count("Le toca firmar") == 1
