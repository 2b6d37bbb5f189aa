"""T34: whatever a file is called, it is stored by its number and handed over under a plain name."""

import unicodedata
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schools.uploads.kinds import DEVICES, NAME_BYTES, clean_name, name_as
from tests.cases.scenes import Scene
from tests.papers import PDF
from tests.security.handed import hand_in, link_for, member

NAMES = {
    "../../etc/passwd.pdf": "passwd.pdf",
    "..\\..\\boot.pdf": "boot.pdf",
    "/abs/olu.pdf": "olu.pdf",
    "a" * 255 + ".pdf": "a" * (NAME_BYTES - 4) + ".pdf",
    "informe\u202efdp.exe": "informefdp.exe.pdf",
    "acta 😀 ñandú.pdf": "acta 😀 ñandú.pdf",
    "nin\u0303o.pdf": "niño.pdf",
    'x"; filename="y.html.pdf': "x_; filename=_y.html.pdf",
    "linea\r\nSet-Cookie: a=b.pdf": "lineaSet-Cookie_ a=b.pdf",
    "CON.pdf": "_CON.pdf",
    "con.txt.pdf": "_con.txt.pdf",
    "LPT1": "_LPT1.pdf",
    "": "archivo.pdf",
    "...": "archivo.pdf",
    "foto.jpg\x00.pdf": "foto.jpg.pdf",
    "acta.pdf.exe": "acta.pdf.exe.pdf",
    "acta.html": "acta.html.pdf",
}


@pytest.mark.parametrize("name", NAMES, ids=[ascii(name)[:30] for name in NAMES])
def test_t34_each_name_as_it_is_handed_over(name):
    assert name_as(name, "application/pdf") == NAMES[name]


@given(st.text(max_size=300))
def test_t34_no_name_breaks_a_header_or_a_folder(name):
    clean = clean_name(name)

    assert clean
    assert clean.isprintable()
    assert not set(clean) & set('<>:"|?*/\\')
    assert clean == unicodedata.normalize("NFC", clean)
    assert len(clean.encode()) <= NAME_BYTES + 1
    assert clean.split(".")[0].strip().upper() not in DEVICES
    assert not clean.startswith(".")
    assert clean == clean.strip(" .")


@given(st.text(max_size=60), st.sampled_from(["application/pdf", "image/png", "audio/mpeg"]))
def test_t34_the_last_extension_says_what_it_is(name, mime):
    ends = {"application/pdf": ".pdf", "image/png": ".png", "audio/mpeg": ".mp3"}

    assert name_as(name, mime).endswith(ends[mime])


@pytest.mark.django_db
@pytest.mark.parametrize("name", ['ñ"\r\nX-Evil: 1.pdf', "../../x.pdf", "a\u202egnp.exe.pdf"])
def test_t34_the_header_is_one_line_of_rfc_6266(school, name):
    scene = Scene.open(school)
    row = hand_in(scene, PDF, name)
    client = member(scene.encargada)

    answer = client.get(link_for(client, row))

    header = answer.headers["Content-Disposition"]
    assert header.startswith("attachment; filename")
    assert "X-Evil" not in answer.headers
    said = unquote(header.split("=", 1)[1].strip('"').removeprefix("utf-8''"))
    assert not set(said) & set('/\\"\r\n\u202e')
    assert said.endswith(".pdf")
