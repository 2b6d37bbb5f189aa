"""T72, forms and expulsion: what a form, an act, a pack or a council said is destroyed too."""

import pytest

from cases.models import Case, Document, Expulsion, ExpulsionAct, Ficha, PackExport, Reconsideracion
from schools.files import read_file, store_file
from schools.tenancy.context import school_context
from schools.vault.errors import KeyDestroyedError
from tests.cases.scenes import Scene
from tests.security.erasable import CANARY, erase
from tests.security.stored import dump, places_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(school):
    """A case that ended in an expulsion, with forms, closed five years ago."""
    scene = Scene.open(school)
    with school_context(school):
        fill(scene)
        Case.objects.filter(pk=scene.case.pk).update(state="archivado", closed_at=scene.now)
    scene.refresh()
    return scene


def fill(scene: Scene) -> None:
    """Type the canary in each place that these pages have for words."""
    case, user = scene.case, scene.directora.user
    for state in ("borrador", "emitida"):
        Ficha.objects.create(
            case=case, key="f08", code="F08", title="Acta de acuerdos", version=1, definition={},
            compartment="expediente", answers={"relato": [CANARY]}, started_at=scene.now,
            started_by=user, updated_at=scene.now, updated_by=user,
            **({} if state == "borrador" else issued(scene)),
        )  # fmt: skip
    row = Expulsion.objects.create(
        case=case, participant=scene.denunciado, sought="expulsion", decided="expulsion",
        created_by=user, created_at=scene.now,
    )  # fmt: skip
    ExpulsionAct.objects.create(
        case=case, expulsion=row, kind="inicio", at=scene.now, recorded_at=scene.now,
        recorded_by=user, data={"charges": CANARY},
    )  # fmt: skip
    file = store_file(
        content=CANARY.encode(), name=f"{CANARY}.zip", mime="application/zip", at=scene.now,
        case_id=case.pk,
    )  # fmt: skip
    PackExport.objects.create(
        case=case, expulsion=row, purpose=CANARY, requested_by=user, requested_at=scene.now,
        expires_at=scene.now, file=file, state="listo",
    )  # fmt: skip
    Reconsideracion.objects.create(
        case=case, participant=scene.denunciado, requested_by=CANARY, text=CANARY,
        requested_at=scene.now, others=CANARY, council=CANARY, consultation=CANARY,
        grounds=CANARY, abstained=CANARY,
    )  # fmt: skip


def issued(scene: Scene) -> dict:
    file = store_file(
        content=CANARY.encode(), name="f08.pdf", mime="application/pdf", at=scene.now,
        case_id=scene.case.pk,
    )  # fmt: skip
    paper = Document.objects.create(
        case=scene.case, code="F08", title="Acta de acuerdos", year=2026, number=999,
        issued_at=scene.now, issued_by=scene.directora.user, file=file, sha256="0" * 64,
        template_version="1", snapshot={"answers": CANARY}, verification_code="ABCD-EFGH",
    )  # fmt: skip
    return {"state": "emitida", "issued_at": scene.now, "document": paper}


def test_t72_no_word_of_forms_nor_of_the_expulsion_is_left(scene):
    with school_context(scene.school):
        assert places_of(CANARY, dump()) == []  # sealed from the first day
        kept = {
            "ficha": Ficha.objects.filter(case=scene.case).first(),
            "act": ExpulsionAct.objects.get(case=scene.case),
            "pack": PackExport.objects.get(case=scene.case),
            "request": Reconsideracion.objects.get(case=scene.case),
        }
        assert kept["ficha"].answers == {"relato": [CANARY]}  # and it was there to be read
        assert kept["act"].data == {"charges": CANARY}
        assert read_file(kept["pack"].file_id)[1] == CANARY.encode()
        erase(scene)

        assert places_of(CANARY, dump()) == []
        for model, field in (
            (Ficha, "answers"),
            (ExpulsionAct, "data"),
            (PackExport, "purpose"),
            (Reconsideracion, "others"),
            (Reconsideracion, "council"),
        ):
            row = model.objects.filter(case=scene.case).first()
            with pytest.raises(KeyDestroyedError):
                getattr(row, field)
        with pytest.raises(KeyDestroyedError):
            read_file(kept["pack"].file_id)


def test_t72_the_certificate_counts_them(scene):
    with school_context(scene.school):
        disposal = erase(scene)

    assert disposal.counts["fichas"] == 2
    assert disposal.counts["informes de expulsión descargados"] == 1
