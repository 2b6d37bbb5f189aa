"""T28: what unpacks to too much is refused before it is unpacked, in less than a second of CPU."""

import io
import resource
import struct
import zipfile
import zlib

import pytest

from convivencia.exceptions import DomainError
from schools.uploads.cleaning.words import ENTRIES
from schools.uploads.kinds import DOCX, MAX_ENTRIES, read_upload
from schools.uploads.sandbox import clean_copy
from tests.docx import body, docx
from tests.security.handed import upload

MEGA = 1024 * 1024
CPU_SECONDS = 1.0


def spent() -> float:
    mine, children = (
        resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return mine.ru_utime + mine.ru_stime + children.ru_utime + children.ru_stime


def handed_in(content: bytes) -> bytes:
    """Go through the same two steps as an upload."""
    read, name, mime = read_upload(upload(content, "carta.docx"))
    return clean_copy(read, mime, name)


def long_xml(megas: int) -> str:
    return body("<w:p/>" + " " * (megas * MEGA))


def many_levels() -> bytes:
    inner = docx()
    for _ in range(6):
        inner = docx(parts={"word/embeddings/x.zip": inner})
    return inner


def laughs() -> str:
    lines = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE w:document [<!ENTITY l0 "ja">{lines}]>' + body("&l9;").split("?>", 1)[1]


def overlapping() -> bytes:
    """Thousand entries of the index over the same packed bytes."""
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    kernel = b"<w:p/>" * 100_000
    data = packed.compress(kernel) + packed.flush()
    crc, name = zlib.crc32(kernel), b"word/document.xml"
    local = struct.pack(
        "<IHHHHHIIIHH", 0x04034B50, 20, 0, 8, 0, 0, crc, len(data), len(kernel), len(name), 0
    )
    index = b""
    for number in range(1000):
        title = name if number == 0 else b"word/p%d.xml" % number
        index += struct.pack(
            "<IHHHHHHIIIHHHHHII", 0x02014B50, 20, 20, 0, 8, 0, 0, crc, len(data), len(kernel),
            len(title), 0, 0, 0, 0, 0, 0,
        ) + title  # fmt: skip
    start = len(local) + len(name) + len(data)
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 1000, 1000, len(index), start, 0)
    return local + name + data + index + end


def liar() -> bytes:
    """An entry that declares less than it unpacks to."""
    good = bytearray(docx(long_xml(50)))
    at = good.find(b"PK\x01\x02")
    while at >= 0:
        if struct.unpack_from("<I", good, at + 24)[0] > MEGA:
            struct.pack_into("<I", good, at + 24, 100)
        at = good.find(b"PK\x01\x02", at + 4)
    return bytes(good)


def crowd(entries: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("word/document.xml", body())
        for number in range(entries):
            package.writestr(f"word/{number}.xml", "")
    return out.getvalue()


def quine() -> bytes:
    """The shape of a zip that holds itself: an entry, itself a zip, and no text of a letter."""
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as package:
        package.writestr("r/r.zip", docx())
    return inner.getvalue()


BOMBS = {
    "long-xml": lambda: docx(long_xml(150)),
    "nested": many_levels,
    "laughs": lambda: docx('<?xml version="1.0"?>' + laughs()),
    "laughs-utf16": lambda: docx(
        ('<?xml version="1.0" encoding="utf-16"?>' + laughs()).encode("utf-16")
    ),
    "overlapping": overlapping,
    "liar": liar,
    "crowd": lambda: crowd(MAX_ENTRIES + 1),
    "crowd-of-the-index": lambda: crowd(20_000),
    "quine": quine,
    "traversal": lambda: docx(parts={"/etc/passwd.xml": "<a/>"}),
    "climbing": lambda: docx(parts={"word/../../x.xml": "<a/>"}),
}


@pytest.mark.parametrize("name", BOMBS)
def test_t28_it_is_refused_at_once(name):
    content = BOMBS[name]()
    before = spent()

    with pytest.raises(DomainError):
        handed_in(content)

    assert spent() - before < CPU_SECONDS
    assert MAX_ENTRIES <= ENTRIES


def test_t28_what_is_declared_is_believed_by_nobody():
    """Fifty megas in one entry weigh little packed: the ratio alone gives it away."""
    content = docx(long_xml(50))

    assert len(content) < MEGA
    with pytest.raises(DomainError) as refused:
        clean_copy(content, DOCX, "carta.docx")
    assert "demasiado grande" in refused.value.message


def test_t28_an_ordinary_letter_passes():
    assert b"word/document.xml" in handed_in(docx())
