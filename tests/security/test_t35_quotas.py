"""T35: nobody fills the store: so many files per person and day, per case and per school."""

from datetime import timedelta

import pytest

from convivencia.exceptions import DomainError
from schools.models.files import FileReview
from schools.tenancy.context import school_context
from schools.uploads.services import keep_upload
from tests.cases.scenes import Scene
from tests.papers import PDF
from tests.security.handed import files_of

pytestmark = pytest.mark.django_db
WIDE = (10_000, 100)
SOUND = b"ID3\x03\x00\x00\x00\x00\x00\x00" + b"\0" * 100


@pytest.fixture
def scene(school) -> Scene:
    return Scene.open(school)


def put(scene, *, user="encargada", case=True, at=None, content=SOUND):
    with school_context(scene.school):
        return keep_upload(
            content=content, name="voz.mp3", mime="audio/mpeg", at=at or scene.now,
            user_id=getattr(scene, user).user_id if user else None,
            case_id=scene.case.pk if case else None,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("whose", "said"),
    [("user", "Usted ya subió"), ("case", "Este caso"), ("school", "El establecimiento")],
)
def test_t35_the_limit_says_whose_it_is_and_what_to_do(scene, settings, whose, said):
    settings.UPLOAD_QUOTAS = {"user": WIDE, "case": WIDE, "school": WIDE, whose: (2, 1)}
    put(scene)
    put(scene)

    with pytest.raises(DomainError) as refused:
        put(scene)

    assert refused.value.message.startswith(said)
    assert refused.value.code == "cuota"
    assert files_of(scene) == 2


def test_t35_the_weight_counts_too(scene, settings, monkeypatch):
    monkeypatch.setattr("schools.uploads.services.GIGA", 250)
    settings.UPLOAD_QUOTAS = {"user": WIDE, "case": (10, 1), "school": WIDE}
    put(scene)
    put(scene)

    with pytest.raises(DomainError):
        put(scene)


def test_t35_one_person_s_limit_is_not_another_s_and_ends_with_the_day(scene, settings):
    settings.UPLOAD_QUOTAS = {"user": (1, 1), "case": WIDE, "school": WIDE}
    put(scene)

    put(scene, user="directora")
    put(scene, at=scene.now + timedelta(days=1, seconds=1))
    with pytest.raises(DomainError):
        put(scene, at=scene.now + timedelta(days=1, seconds=2))


def test_t35_a_family_stops_at_the_limit_of_the_case(scene, settings):
    settings.UPLOAD_QUOTAS = {"user": (1, 1), "case": (2, 1), "school": WIDE}
    put(scene, user=None)
    put(scene, user=None)

    with pytest.raises(DomainError):
        put(scene, user=None)


def test_t35_over_the_limit_nothing_is_parsed_nor_kept(scene, settings, monkeypatch):
    settings.UPLOAD_QUOTAS = {"user": (0, 1), "case": WIDE, "school": WIDE}
    monkeypatch.setattr("schools.uploads.services.clean_copy", None)  # calling it would fail
    with pytest.raises(DomainError), school_context(scene.school):
        keep_upload(
            content=PDF, name="a.pdf", mime="application/pdf", at=scene.now,
            user_id=scene.encargada.user_id,
        )  # fmt: skip

    with school_context(scene.school):
        assert not FileReview.objects.exists()


def test_t35_the_limits_of_an_installation_are_set(settings):
    files = {name: number for name, (number, _) in settings.UPLOAD_QUOTAS.items()}

    assert files["user"] <= files["case"] <= files["school"]
    assert files["user"] < 10_000
