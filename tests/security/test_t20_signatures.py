"""T20 on signatures: whoever signs at one instant, each turn is signed once and certified once."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from cases.documents.reports import SignatureLine
from cases.documents.services import issue_document
from cases.documents.signing import Signer, ask_signatures, sign_turn
from cases.models import Document, Signature, SignatureTurn
from convivencia.exceptions import DomainError
from schools.tenancy.context import school_context
from tests.cases.documents.samples import SAMPLES
from tests.cases.scenes import Scene, at
from tests.security.test_t20_every_decision import plain, refuse_holes, together  # noqa: F401
from tests.ui.fixtures import enter

NOW = at("2026-11-13 12:40")


def asked(school, *signers: Signer) -> tuple[Scene, Document]:
    """Return a case and its paper, which waits for `signers`; for the directora, without them."""
    scene = Scene.open(school)
    with school_context(school):
        paper = issue_document(
            case=scene.case, code="D-16", report=SAMPLES["D-16"], actor=scene.encargada.user, at=NOW
        )
        who = signers or (Signer("Patricia", "Directora", scene.directora),)
        ask_signatures(case=scene.case, document=paper, signers=who, actor=scene.encargada, now=NOW)
    return scene, paper


def kept(scene: Scene, paper: Document) -> tuple[int, int]:
    """Return how many signatures were added, and how many certificates left."""
    with school_context(scene.school):
        ids = SignatureTurn.objects.filter(document=paper).values_list("signature_id", flat=True)
        added = Signature.objects.filter(pk__in=[pk for pk in ids if pk])
        return added.count(), Document.objects.filter(code="D-131").count()


def test_t20_one_person_in_two_windows_signs_once(school):
    scene, paper = asked(school)
    address = reverse("document-sign", args=[scene.case.pk, paper.pk])
    runs = []
    for _ in range(2):
        client = enter(Client(), scene.directora)
        form = client.get(address).context["form"]
        data = {"envio": form["envio"].value(), "turn": form["turn"].value()}
        data |= {"method": "declarada", "declared": "on"}
        runs.append(lambda client=client, data=data: client.post(address, data))

    assert together(*runs) == ["302", "302"]
    assert kept(scene, paper) == (1, 1)
    refuse_holes(school)


def test_t20_a_signature_and_a_refusal_at_one_instant_leave_one(school):
    scene, paper = asked(school, Signer("Marcela", "Apoderada"))
    lines = (
        SignatureLine("Marcela", "Apoderada", "papel", scan=b"", signed_at=NOW),
        SignatureLine("Marcela", "Apoderada", "se_nego", witness="Diego, inspector", signed_at=NOW),
    )

    def run(line: SignatureLine) -> Callable[[], object]:
        def go() -> object:
            with school_context(school):
                turn = SignatureTurn.objects.select_related("document").get(document=paper)
                return sign_turn(
                    case=scene.case, turn=turn, line=line, actor=scene.encargada, now=NOW
                )

        return go

    assert together(*map(run, lines)) == ["hecho", "tarde"]
    assert kept(scene, paper) == (1, 1)
    refuse_holes(school)


def test_t20_two_people_ask_for_the_same_signature_at_one_instant(school):
    scene, paper = asked(school, Signer("Marcela", "Apoderada"))

    def run(actor) -> Callable[[], object]:
        def go() -> object:
            with school_context(school):
                try:
                    return ask_signatures(
                        case=scene.case, document=paper, actor=actor, now=NOW,
                        signers=[Signer("Rosa", "Testigo")],
                    )  # fmt: skip
                except DomainError:
                    return type("Refused", (), {"status_code": "tarde"})

        return go

    assert together(run(scene.encargada), run(scene.directora)) == ["hecho", "tarde"]
    with school_context(school):
        places = list(SignatureTurn.objects.filter(document=paper).values_list("place", flat=True))
    assert sorted(places) == [1, 2]
