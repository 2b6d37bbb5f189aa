"""Who is hidden in what leaves: every other pupil, also one out of the case; nobody else."""

import pytest

from cases.documents.reports import SignatureLine
from cases.documents.signing import Signer, ask_signatures, sign_turn
from cases.models.expulsion import Hito, PackState
from cases.pack import services
from cases.pack.annexes import offered
from cases.pack.pieces import documents_of, hide, piece_of
from schools.models import Apoderado, Guardianship
from schools.tenancy.context import school_context
from tests.cases.expulsion.scenes import DECISION, Walk
from tests.factories import MembershipFactory, enrolled_student
from tests.papers import PDF

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def plain(monkeypatch):
    monkeypatch.setattr("cases.documents.services.render", lambda *_a, **_k: ("", b"%PDF-1.7"))
    monkeypatch.setattr("cases.pack.pieces.render", lambda *_a, **_k: ("", b"%PDF-copy"))


def test_a_pupil_out_of_the_case_is_hidden_too(school):
    walk = Walk.e05(school)
    curso = walk.jefe.curso
    enrolled_student(school, curso, first_names="Nahuel", paternal="Ñancucheo", maternal="Lara")
    with school_context(school):
        text = hide("Lo vio nahuel nancucheo, con Nahuel Ñancucheo Lara.", walk.procedure())
        assert text == "Lo vio N. Ñ. L., con N. Ñ. L.."
        assert hide("Nahuel fue a clases.", walk.procedure()) == "Nahuel fue a clases."


def test_the_staff_and_the_family_of_the_pupil_keep_their_names(school):
    walk = Walk.e05(school)
    teacher = MembershipFactory(school=school)
    with school_context(school):
        type(teacher.user).objects.filter(pk=teacher.user_id).update(
            first_names="Rosa", last_names="Huenchumil Díaz"
        )
        mother = Guardianship.objects.get(student=walk.accused.student).apoderado
        Apoderado.objects.filter(pk=mother.pk).update(
            first_names="Casandra", last_names="Huenchumil Soto"
        )
        said = "Rosa Huenchumil Díaz avisó a Casandra Huenchumil Soto, no a Casandra Huenchumil."
        found = hide(said, walk.procedure())
    assert found == "Rosa Huenchumil Díaz avisó a Casandra Huenchumil Soto, no a C. H. P.."


def test_a_paper_that_names_one_without_accents_leaves_as_a_copy(school):
    walk = Walk.e05(school).to(Hito.FIRMA)
    enrolled_student(
        school, walk.jefe.curso, first_names="Nahuel", paternal="Ñancucheo", maternal=""
    )
    facts = {"facts": "El 6 de julio mostró un cuchillo a NAHUEL NANCUCHEO."}
    walk.act(Hito.RESUELVE, "2026-07-21 12:00", DECISION | facts)
    with school_context(school):
        p = walk.procedure()
        found = {one.code: piece_of(one, p).redacted for one in documents_of(p)}
    assert found["D-58"]
    assert not found["D-56"]


def test_only_the_last_pair_of_oficios_leaves_with_the_file(school):
    walk = Walk.e05(school).to(Hito.OFICIOS)
    first = walk.acts()[-1].data
    last = walk.act(Hito.OFICIOS, "2026-08-07 11:00").data
    with school_context(school):
        found = {one.pk for one in documents_of(walk.procedure())}
    assert {last["sie"], last["seremi"]} <= found
    assert not {first["sie"], first["seremi"]} & found


def test_what_fails_for_another_cause_is_not_left_preparing(school, monkeypatch):
    monkeypatch.setattr(services, "_start", lambda _: None)
    monkeypatch.setattr(services, "bind", lambda *_: 1 / 0)
    walk = Walk.e05(school).to(Hito.OFICIOS)
    with school_context(school):
        pack = services.request_pack(
            expulsion=walk.row, purpose="x", annexes=[], actor=walk.directora, now=walk.now
        )
    with pytest.raises(ZeroDivisionError):
        services.make(school_id=school.pk, pack_id=pack.pk, now=walk.now)
    with school_context(school):
        pack.refresh_from_db()
        assert (pack.state, pack.error) == (PackState.FALLIDO, services.UNKNOWN)


def test_the_signatures_left_after_the_issue_go_with_the_paper(school):
    """The line of the family is blank on the resolution: its certificate says who signed."""
    walk = Walk.e05(school).to(Hito.OFICIOS)
    paper = next(act.document for act in walk.acts() if act.kind == Hito.RESUELVE)
    with school_context(school):
        given = {"case": walk.case, "actor": walk.directora, "now": walk.now}
        [turn] = ask_signatures(
            document=paper, signers=[Signer("Rosalba Bahamonde", "Apoderada")], **given
        )
        page = SignatureLine(
            "Rosalba Bahamonde", "Apoderada", "papel", signed_at=walk.now,
            scan=PDF, scan_mime="application/pdf",
        )  # fmt: skip
        sign_turn(turn=turn, line=page, **given)
        p = walk.procedure()
        codes = [one.code for one in documents_of(p)]
        annexes = offered(p)
    assert "D-131" in codes
    assert list(annexes.values()) == [
        f"Resolución del procedimiento N° {paper.folio}, en papel: Rosalba Bahamonde"
    ]
