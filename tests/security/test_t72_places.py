"""T72, one case: where its words could have been left behind, place by place."""

import base64
import pickle
import zlib

import pytest
from django.apps import apps
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse

from cases.models import (
    Actuacion,
    Case,
    Citacion,
    Disposal,
    OutboxMessage,
    Reconsideracion,
    RightsRequest,
)
from cases.privacy.retention import hold_case
from convivencia.exceptions import DomainError
from schools.files import read_file
from schools.models import Apoderado, StoredFile, Student
from schools.tenancy.context import school_context
from schools.vault.errors import KeyDestroyedError
from tests.cases.documents.pdf import text_of
from tests.cases.families.conftest import clock  # noqa: F401 -- fixture
from tests.cases.families.visits import enter as enter_window
from tests.cases.notifications.notices import Mailbox, decided, notify
from tests.cases.scenes import at
from tests.security.erasable import CANARY, LATER, STRANGER, erase, fill
from tests.security.stored import dump, places_of
from tests.security.world import routes
from tests.ui.fixtures import enter

pytestmark = pytest.mark.django_db
PUPIL = "Rebolledo"
TELLING = (CANARY, STRANGER, PUPIL, "Sanhueza")
GONE = 410


@pytest.fixture
def scene(school, clock):  # noqa: F811
    """A case that was told to a family, who went in; closed five years ago."""
    scene = decided(school)
    with school_context(school):
        fill(scene)
        pointing_at_the_mother(scene)
    notify(scene, scene.afectado, scene.mother)
    with school_context(school):
        Case.objects.filter(pk=scene.case.pk).update(state="archivado", closed_at=scene.now)
        assert scene.afectado.student
    scene.refresh()
    return scene


def pointing_at_the_mother(scene) -> None:
    given = {"case": scene.case, "participant": scene.afectado, "apoderado": scene.mother}
    Citacion.objects.create(
        **given, meets_at=at("2026-05-05 10:00"), place="Oficina", sent_at=at("2026-05-04 10:00")
    )
    Reconsideracion.objects.create(
        **given, requested_by="La madre", requested_at=at("2026-06-05 10:00")
    )


@pytest.fixture
def client(scene) -> Client:
    return enter(Client(), scene.directora)


def erased(scene) -> Disposal:
    with school_context(scene.school):
        return erase(scene)


def pages_of(scene, client) -> dict[str, tuple[int, str]]:
    """Return what every address that needs only the case answers."""
    found = {}
    for name, paths in routes().items():
        for route in paths:
            if route.startswith("casos/<int:pk>/") and route.count("<") == 1:
                answer = client.get(reverse(name, args=[scene.case.pk]))
                found[name] = answer.status_code, answer.content.decode(errors="replace")
    return found


def test_t72_no_page_of_the_case_says_a_word(scene, client):
    before = pages_of(scene, client)
    erased(scene)
    after = pages_of(scene, client)

    assert any(CANARY in text for _, text in before.values())
    assert any(PUPIL in text for _, text in before.values())
    assert {n: w for n, (_, t) in after.items() for w in TELLING if w in t} == {}
    assert after["case-detail"][0] == GONE
    assert {code for code, _ in after.values()} <= {200, 302, 404, 405, GONE}


def test_t72_history_and_files_cannot_be_opened(scene):
    with school_context(scene.school):
        files = list(StoredFile.objects.filter(case_id=scene.case.pk).values_list("pk", flat=True))
    erased(scene)

    assert files
    with school_context(scene.school):
        for line in Actuacion.objects.filter(case=scene.case, title="Nota"):
            for field in ("text", "actor_name", "data"):
                with pytest.raises(KeyDestroyedError):
                    getattr(line, field)
        for pk in files:
            with pytest.raises(KeyDestroyedError):
                read_file(pk)


def test_t72_nothing_waits_to_be_sent_and_the_window_is_shut(scene):
    box = Mailbox(scene, scene.mother.email)
    link, family = box.link(), Client()
    enter_window(family, box)
    assert family.get(link).status_code == 200
    erased(scene)

    with school_context(scene.school):
        assert not OutboxMessage.objects.filter(recipient=scene.mother.email).exists()
    for client in (family, Client()):
        answer = client.get(link)
        text = answer.content.decode()
        assert [word for word in TELLING if word in text] == []
        assert scene.case.folio not in text
    assert [m for m in mail.outbox for word in TELLING if word in m.body + m.subject] == []


@pytest.mark.parametrize("words", [PUPIL, "trinidad"])
def test_t72_no_search_finds_it(scene, client, words):
    address = reverse("case-list") + f"?q={words}"
    before = client.get(address).content.decode()
    erased(scene)
    after = client.get(address).content.decode()

    assert scene.case.folio in before
    assert scene.case.folio not in after


def test_t72_what_is_exported_of_a_person_no_longer_leads_to_it(scene, client):
    student = scene.afectado.student_id
    addresses = [reverse(f"privacy-{page}-student", args=[student]) for page in ("map", "print")]
    addresses.append(reverse("privacy-map-apoderado", args=[scene.mother.pk]))
    before = [scene.case.folio in client.get(url).content.decode() for url in addresses]
    erased(scene)
    after = [scene.case.folio in client.get(url).content.decode() for url in addresses]

    assert before == [True, True, True]
    assert after == [False, False, False]


def test_t72_no_row_of_the_case_points_at_a_pupil_or_a_family(scene):
    def pointing() -> set[str]:
        with school_context(scene.school):
            return {
                f"{model.__name__}.{field.name}"
                for model in apps.get_app_config("cases").get_models()
                for field in model._meta.fields
                if field.related_model in {Student, Apoderado}
                and model is not RightsRequest
                and model.objects.filter(case=scene.case, **{f"{field.name}__isnull": False})
            }

    before = pointing()
    erased(scene)

    assert before == {
        "Participant.student", "Notificacion.apoderado", "Citacion.apoderado",
        "Reconsideracion.apoderado",
    }  # fmt: skip
    assert pointing() == set()


def test_t72_nothing_is_remembered_in_caches_nor_sessions(scene, client):
    pages_of(scene, client)
    erased(scene)
    pages_of(scene, client)

    for table, column in (("shared_cache", "value"), ("django_session", "session_data")):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {column} FROM {table}")
            kept = [opened(value) for (value,) in cursor.fetchall()]
        assert [text for text in kept for word in TELLING if word in text] == []


def opened(value: str) -> str:
    """Return what is inside a row of the cache or of the sessions, as text."""
    if ":" in value:  # a signed session: payload, moment, signature
        packed = value.lstrip(".").split(":", maxsplit=1)[0]
        raw = base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4))
        return (zlib.decompress(raw) if value.startswith(".") else raw).decode()
    return str(pickle.loads(base64.b64decode(value)))


def test_t72_the_certificate_names_nobody(scene):
    row = erased(scene)
    with school_context(scene.school):
        text = text_of(read_file(row.certificate.file_id)[1])

    assert scene.case.folio in text
    assert [word for word in TELLING if word in text] == []


def test_t72_only_the_roll_still_knows_the_pupil(scene):
    erased(scene)
    with school_context(scene.school):
        text = dump()

    assert places_of(STRANGER, text) == []
    assert places_of(CANARY, text) == []
    assert set(places_of(PUPIL, text)) == {"schools_student"}


def test_t72_a_hold_is_respected(scene):
    with school_context(scene.school):
        hold_case(case=scene.case, reason="Un juicio.", actor=scene.encargada, now=scene.now)
        with pytest.raises(DomainError, match="retenido"):
            erase(scene, now=scene.now + LATER)
        assert not Disposal.objects.exists()
