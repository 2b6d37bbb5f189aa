"""T32: what the scanner finds is in quarantine; absent, slow or cut, nothing is ever «clean»."""

import socket
import threading
import time
from collections.abc import Iterator

import pytest

from convivencia.exceptions import DomainError
from schools.models import AuditEntry
from schools.models.audit import AuditAct
from schools.models.files import FileReview, ScanState
from schools.tenancy.context import school_context
from schools.uploads import nightly, scanner
from schools.uploads.services import settle
from tests.cases.scenes import Scene
from tests.docx import docx
from tests.papers import PDF, PNG
from tests.security.handed import address_of, hand_in, keep, link_for, member

pytestmark = pytest.mark.django_db
# Its two halves apart, so that no scanner of whoever keeps this file takes fright.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + rb"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
FORBIDDEN = 403


class Clamd(threading.Thread):
    """The protocol of clamd on a free port; `mood` says how it answers."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.door = socket.create_server(("127.0.0.1", 0))
        self.url, self.mood = f"tcp://127.0.0.1:{self.door.getsockname()[1]}", "well"

    def run(self) -> None:
        while True:
            try:
                link, _ = self.door.accept()
            except OSError:
                return
            with link:
                self._attend(link)

    def _attend(self, link: socket.socket) -> None:
        with link.makefile("rb") as stream:
            assert stream.read(10) == b"zINSTREAM\0"
            content = b""
            while size := int.from_bytes(stream.read(4), "big"):
                content += stream.read(size)
        if self.mood == "slow":
            time.sleep(1)
        answers = {
            "well": b"stream: OK\0" if EICAR not in content else b"stream: Eicar-Test FOUND\0",
            "cut": b"stream: O",
            "odd": b"stream: OK but not sure\0",
            "full": b"INSTREAM size limit exceeded. ERROR\0",
        }
        link.sendall(answers.get(self.mood, b""))


@pytest.fixture
def clamd(settings) -> Iterator[Clamd]:
    found = Clamd()
    found.start()
    settings.CLAMD_URL = found.url
    yield found
    found.door.close()


@pytest.fixture
def scene(school) -> Scene:
    return Scene.open(school)


def state(scene, review) -> str:
    with school_context(scene.school):
        return FileReview.objects.get(pk=review.pk).scan


def test_t32_clean_is_what_the_scanner_called_clean(scene, clamd):
    assert keep(scene, PDF).scan == ScanState.LIMPIO


@pytest.mark.parametrize("packed", [False, True])
def test_t32_what_it_finds_is_kept_and_handed_to_nobody(scene, clamd, packed):
    content = docx(parts={"word/a.xml": b"<a/>"}) + EICAR if packed else PNG + EICAR
    row = hand_in(scene, content, "foto")
    client = member(scene.encargada)

    answer = client.get(link_for(client, row))

    with school_context(scene.school):
        review = FileReview.objects.get(file_id=row.data["file"])
        assert (review.scan, review.finding) == (ScanState.INFECTADO, "Eicar-Test")
        assert AuditEntry.objects.filter(act=AuditAct.DENEGADO, case_id=scene.case.pk).exists()
    assert answer.status_code == FORBIDDEN
    assert "cuarentena" in answer.content.decode()
    assert b"PNG" not in answer.content


@pytest.mark.parametrize("mood", ["slow", "cut", "odd", "full", "silent"])
def test_t32_without_a_verdict_it_is_pending(scene, clamd, monkeypatch, mood):
    monkeypatch.setattr(scanner, "SECONDS", 0.3)
    clamd.mood = mood

    assert keep(scene, PDF).scan == ScanState.PENDIENTE


@pytest.mark.parametrize("url", ["", "tcp://127.0.0.1:9", "unix:///nonexistent/clamd.sock"])
def test_t32_without_a_scanner_it_is_pending_and_the_copy_is_handed_over(scene, settings, url):
    settings.CLAMD_URL = url
    row = hand_in(scene, PDF, "papel.pdf")
    client = member(scene.encargada)

    with school_context(scene.school):
        assert FileReview.objects.get(file_id=row.data["file"]).scan == ScanState.PENDIENTE
    assert client.get(link_for(client, row)).status_code == 200


def test_t32_a_late_scanner_is_heard(scene, clamd, settings):
    settings.CLAMD_URL = ""
    reviews = [keep(scene, PDF), keep(scene, PNG + EICAR, "foto.png")]
    settings.CLAMD_URL = clamd.url

    assert nightly.scan_files(at=scene.now) == 2
    assert [state(scene, review) for review in reviews] == ["limpio", "infectado"]
    assert nightly.scan_files(at=scene.now) == 0


def test_t32_one_it_never_takes_does_not_stand_before_the_rest(scene, clamd, settings, monkeypatch):
    settings.CLAMD_URL = ""
    stuck, good = keep(scene, PNG), keep(scene, PDF)
    settings.CLAMD_URL = clamd.url
    real = scanner.scan
    refuse = (ScanState.PENDIENTE, "")
    monkeypatch.setattr("schools.uploads.services.scan", lambda c: refuse if c == PNG else real(c))

    nightly.scan_files(at=scene.now)

    assert (state(scene, stuck), state(scene, good)) == ("pendiente", "limpio")


def test_t32_a_late_clean_takes_nothing_out_of_quarantine(scene, clamd):
    review = keep(scene, PNG + EICAR, "foto.png")

    with school_context(scene.school):
        assert settle(review.pk, ScanState.LIMPIO, "", at=scene.now) == 0
    assert state(scene, review) == "infectado"


def test_t32_the_link_of_before_does_not_serve_what_was_found_since(scene, clamd, settings):
    settings.CLAMD_URL = ""
    row = hand_in(scene, PNG + EICAR, "foto.png")
    client = member(scene.encargada)
    link = link_for(client, row)
    settings.CLAMD_URL = clamd.url
    nightly.scan_files(at=scene.now)

    assert client.get(link).status_code == FORBIDDEN
    assert client.get(address_of(row), follow=True).status_code == FORBIDDEN


def test_t32_every_night_each_hash_is_looked_at(scene, monkeypatch):
    wrong, good = keep(scene, PDF), keep(scene, PNG)
    looked, real = [], nightly.read_file

    def read(pk):
        looked.append(pk)
        if pk == wrong.file_id:
            raise DomainError("No coincide.", code="huella")
        return real(pk)

    assert nightly.verify_files() == 0
    monkeypatch.setattr(nightly, "read_file", read)
    monkeypatch.setattr(nightly, "BATCH", 2)

    assert nightly.verify_files() == 1
    assert {wrong.file_id, wrong.copy_id, good.file_id, good.copy_id} <= set(looked)
    with school_context(scene.school):
        entry = AuditEntry.objects.get(act=AuditAct.FALLIDO)
    assert (entry.object_id, entry.who) == (wrong.file_id, "revisión nocturna")
