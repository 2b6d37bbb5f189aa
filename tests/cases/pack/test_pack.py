"""The file that leaves: complete, foliated, hashed, and with no other pupil's name."""

import csv
import hashlib
import io
import json
import re
import subprocess
import zipfile
from itertools import pairwise

import pikepdf
import pytest

from cases.fichas.loader import health_codes
from cases.models import PackExport
from cases.models.expulsion import Hito, PackState
from cases.pack import pieces, services
from cases.pack.services import make, open_pack, request_pack
from convivencia.exceptions import DomainError
from schools.models.audit import AuditEntry
from schools.tenancy.context import school_context
from tests.cases.documents.ua import problems
from tests.cases.expulsion.scenes import VICTIM, Walk
from tests.cases.scenes import at

pytestmark = pytest.mark.django_db
NOW = at("2026-08-07 10:00")


@pytest.fixture(autouse=True)
def no_worker(monkeypatch):
    monkeypatch.setattr(services, "_start", lambda _: None)


def packed(walk: Walk) -> tuple[PackExport, zipfile.ZipFile]:
    with school_context(walk.school):
        pack = request_pack(
            expulsion=walk.row, purpose="Informar a la Superintendencia y a la Seremi.",
            annexes=[], actor=walk.directora, now=NOW,
        )  # fmt: skip
    make(school_id=walk.school.pk, pack_id=pack.pk, now=NOW)
    with school_context(walk.school):
        pack.refresh_from_db()
        assert pack.error == ""
        word = services.link_of(pack, walk.directora)
        _, content = open_pack(pack, word=word, actor=walk.directora, now=NOW)
    return pack, zipfile.ZipFile(io.BytesIO(content))


def words_of(content: bytes) -> str:
    found = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=content, capture_output=True, check=True
    )
    return found.stdout.decode()


def rows_of(bundle: zipfile.ZipFile) -> list[dict]:
    text = bundle.read("indice.csv").decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_e05_leaves_whole_with_hashes_folios_and_index(school):
    walk = Walk.e05(school).to(Hito.OFICIOS)
    pack, bundle = packed(walk)

    names = bundle.namelist()
    manifest = json.loads(bundle.read("manifiesto.json"))
    told = {one["nombre"]: one["sha256"] for one in manifest["archivos"]}
    assert told == {
        name: hashlib.sha256(bundle.read(name)).hexdigest()
        for name in names
        if name != "manifiesto.json"
    }
    assert pack.sha256 == hashlib.sha256(bundle.fp.getvalue()).hexdigest()
    assert {"1_oficio_superintendencia.pdf", "2_oficio_seremi.pdf"} <= set(names)

    with pikepdf.open(io.BytesIO(bundle.read("3_expediente_foliado.pdf"))) as book:
        total = len(book.pages)
        with book.open_outline() as outline:
            marks = [str(item.title) for item in outline.root]
    assert problems(bundle.read("3_expediente_foliado.pdf")) == []
    words = words_of(bundle.read("3_expediente_foliado.pdf"))
    assert re.findall(r"Foja (\d+) de (\d+)", words) == [
        (str(n), str(total)) for n in range(1, total + 1)
    ]
    rows = rows_of(bundle)
    assert [row["Pieza"] for row in rows] == [mark.split(". ", 1)[1] for mark in marks[1:]]
    assert int(rows[-1]["Foja final"]) == total == manifest["fojas"]
    for row, following in pairwise(rows):
        assert int(following["Foja inicial"]) == int(row["Foja final"]) + 1
    for row in rows:
        assert hashlib.sha256(bundle.read(row["Archivo"])).hexdigest() == row["SHA-256"]
    assert {one["estado"] for one in manifest["requisitos"]} == {"cumplido", "no_aplica"}


def test_no_other_pupil_is_named_anywhere(school):
    walk = Walk.e05(school).to(Hito.OFICIOS)
    _, bundle = packed(walk)

    whole = [VICTIM["first_names"], VICTIM["paternal"], VICTIM["maternal"]]
    with school_context(school):
        whole.append(walk.victim.student.run)
    for name in bundle.namelist():
        content = bundle.read(name)
        text = words_of(content) if name.endswith(".pdf") else content.decode("utf-8-sig")
        squeezed = " ".join(text.replace(".", "").split())
        assert [word for word in whole if word.lower() in squeezed.lower()] == [], name
    decision = next(name for name in bundle.namelist() if "D-58" in name)
    assert "Evaristo" in words_of(bundle.read(decision))  # whom it is about, by name
    assert any(row["Con reserva de terceros"] == "sí" for row in rows_of(bundle))


def test_the_link_is_of_one_person_and_expires(school):
    walk = Walk.e05(school).to(Hito.OFICIOS)
    pack, _ = packed(walk)

    with school_context(school):
        word = services.link_of(pack, walk.directora)
        later = NOW + services.LIFE * 2
        for wrong in (
            {"word": word, "actor": walk.encargada, "now": NOW},
            {"word": word + "x", "actor": walk.directora, "now": NOW},
            {"word": word, "actor": walk.directora, "now": later},
        ):
            with pytest.raises(DomainError):
                open_pack(pack, **wrong)
        acts = list(AuditEntry.objects.filter(object_id=pack.pk).values_list("act", flat=True))
    assert sorted(acts) == ["descargar", "exportar"]
    assert pack.state == PackState.LISTO


def test_what_was_written_of_somebodys_health_stays_in_the_case(school, monkeypatch):
    walk = Walk.e05(school).to(Hito.OFICIOS)
    with school_context(school):
        whole = {one.code for one in pieces.documents_of(walk.procedure())}
        monkeypatch.setattr(pieces, "health_codes", lambda: frozenset({"D-57"}))
        left = {one.code for one in pieces.documents_of(walk.procedure())}

    assert whole - left == {"D-57"}
    assert "D-80" in health_codes()
