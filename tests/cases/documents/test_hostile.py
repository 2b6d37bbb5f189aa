"""Whatever somebody types is text: no markup, no style, no address, no waiting without end."""

import builtins
import socket
import time
from dataclasses import replace
from pathlib import Path

import pytest
from weasyprint.urls import FatalURLFetchingError

from cases.documents import drawing
from cases.documents import render as renderer
from cases.documents.fetcher import MemoryFetcher
from cases.documents.kinds import KINDS
from cases.documents.limits import MAX_CHARS
from cases.documents.render import render, render_html
from cases.documents.reports import Agreement, Person
from convivencia.exceptions import DomainError
from tests.cases.documents.pdf import text_of
from tests.cases.documents.samples import SAMPLES

ATTACKS = [
    "<img src=http://127.0.0.1:1/x.png>",
    '<link rel="attachment" href="file:///etc/passwd">',
    "<style>@import url(http://127.0.0.1:1/); body{display:none}</style>",
    '</td></table><iframe src="file:///etc/passwd"></iframe>',
    "<svg onload=alert(1)><image href='http://127.0.0.1:1/'/></svg>",
    "<object data=file:///etc/hostname></object>",
    "<script>alert(1)</script>",
    "<base href='http://127.0.0.1:1/'>",
    "{{ r.letterhead.rbd }}{% include 'documents/base.html' %}",
    "url('http://127.0.0.1:1/'); background: url(data:image/png;base64,AAAA)",
    '" onmouseover="x" style="background:url(file:///etc/passwd)',
    "<!-- --> ]]> &lt;b&gt; &#x3c;b&#x3e;",
]
SECONDS = 60


@pytest.fixture
def sealed(monkeypatch):
    """Draw in this process, under our eyes: no socket, and no file at all."""
    monkeypatch.setattr(renderer, "_pdf", drawing.draw)
    render(SAMPLES["D-12"], KINDS["D-12"])
    opened = []
    real = builtins.open

    def spy(file, *args, **kwargs):
        opened.append(str(file))
        return real(file, *args, **kwargs)

    def refuse(*_args, **_kwargs):
        raise AssertionError("socket")

    monkeypatch.setattr(builtins, "open", spy)
    monkeypatch.setattr(Path, "open", refuse)
    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    return opened


@pytest.mark.parametrize("attack", ATTACKS)
def test_markup_is_printed_as_it_was_typed(attack, sealed):
    report = replace(
        SAMPLES["D-12"],
        student_words=attack,
        apoderado_words=attack,
        place=attack,
        present=(Person(attack, attack, attack),),
        agreements=(Agreement(attack, attack),),
    )

    html, pdf = render(report, KINDS["D-12"])

    assert "".join(attack.split()) in "".join(text_of(pdf).split())
    assert "<img src=http" not in html
    assert sealed == []


def test_markup_in_the_school_name_is_text_in_the_title_too(sealed):
    head = replace(SAMPLES["D-12"].letterhead, name='"><script>x</script>')

    html = render_html(replace(SAMPLES["D-12"], letterhead=head), KINDS["D-12"])

    assert "<script" not in html
    assert sealed == []


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:1/",
        "https://convivencia.example/",
        "file:///etc/passwd",
        "data:image/png;base64,AAAA",
        "ftp://127.0.0.1/x",
        "memoria:otra",
        "/etc/passwd",
        "gopher://x",
    ],
)
def test_fetcher_refuses_before_touching_anything(address, sealed):
    fetcher = MemoryFetcher({"logo": (b"\x89PNG", "image/png")})

    with pytest.raises(FatalURLFetchingError):
        fetcher.fetch(address)
    with pytest.raises(FatalURLFetchingError):
        fetcher.open(address)
    assert sealed == []


@pytest.mark.parametrize(
    "words",
    ["palabra " * 262_144, "a" * 1_000_000, "línea\n" * 200_000],
    ids=["2 MB", "one word of a million letters", "lines"],
)
def test_too_long_a_text_is_refused_at_once_and_politely(words):
    started = time.monotonic()

    with pytest.raises(DomainError) as refused:
        render(replace(SAMPLES["D-12"], student_words=words), KINDS["D-12"])

    assert refused.value.message == "El documento es demasiado largo para emitirlo."
    assert refused.value.reasons
    assert time.monotonic() - started < 2


@pytest.mark.parametrize(
    "words",
    [
        "En el recreo me dijeron cosas que no me gustaron. " * (MAX_CHARS // 52),
        "a" * (MAX_CHARS - 5_000),
    ],
    ids=["prose", "one word"],
)
def test_the_longest_text_allowed_ends(words):
    started = time.monotonic()

    _, pdf = render(replace(SAMPLES["D-12"], student_words=words), KINDS["D-12"])

    assert pdf.startswith(b"%PDF-")
    assert time.monotonic() - started < SECONDS


def test_five_hundred_people_fit():
    crowd = tuple(Person(f"Persona Inventada {i}", "41.000.001-7", "Testigo") for i in range(500))
    started = time.monotonic()

    _, pdf = render(replace(SAMPLES["D-12"], present=crowd), KINDS["D-12"])

    assert "Persona Inventada 499" in text_of(pdf)
    assert time.monotonic() - started < SECONDS


def test_control_and_direction_characters_are_dropped():
    report = replace(SAMPLES["D-12"], place="Sala\x00 \u202eA\u2066 1\ud800")

    assert "Sala A 1, en persona" in text_of(render(report, KINDS["D-12"])[1])
