"""RUN, IPE and RBD, with vectors computed by hand of the módulo 11."""

import time
from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cl import rut

from schools.identifiers import (
    check_digit,
    clean_document,
    clean_passport,
    clean_rbd,
    clean_run,
    document_warning,
    format_run,
    mask_run,
    validate_rbd,
    validate_run,
)

VECTORS = [
    ("12.345.678-5", "123456785"),
    ("11.111.111-1", "111111111"),
    ("7.654.321-6", "76543216"),
    ("20.347.878-K", "20347878K"),
    ("12.000.002-0", "120000020"),
    ("6-K", "6K"),
    ("100.000.001-5", "1000000015"),
]


@pytest.mark.parametrize(("shown", "compact"), VECTORS)
def test_vector_is_cleaned_and_shown(shown, compact):
    assert clean_run(shown) == compact
    assert format_run(compact) == shown


@pytest.mark.parametrize(
    "typed",
    [
        "12345678-5",
        "123456785",
        " 12.345.678 - 5 ",
        "012.345.678-5",
        "12.345.678\u20115",
        "12\u200b345678-5",
        "\ufeff12.345.678-5",
        "12\u00a0345\u00a0678-5",
        "12.345.678–5",
        "12345678\u22125",
        "\t12.345.678-5\n",
    ],
)
def test_any_way_of_typing_gives_one_spelling(typed):
    assert clean_run(typed) == "123456785"


@pytest.mark.parametrize("typed", ["20347878k", "20.347.878-k", "20347878K"])
def test_k_is_written_in_capitals(typed):
    assert clean_run(typed) == "20347878K"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "-",
        "5",
        "K",
        "0-0",
        "00000000-0",
        "12.345.678-4",
        "12.345.678",
        "12.345.678-55",
        "12,345,678-5",
        "12345678/5",
        "1234567890-1",
        "12.345.678-5x",
        "CL123456785",
        "１２３４５６７８-5",
        "١٢٣٤٥٦٧٨-5",
        "12.345.678-５",  # digits of other alphabets
        "20.347.878-К",
        "20.347.878-Κ",
        "20.347.878-\u212a",  # Cyrillic, Greek, Kelvin
        "123456785\x00",
        "12345678\u0336-5",
        "<b>12.345.678-5</b>",
        "=12345678-5",
        "1" * 100_000,
        "12.345.678-5" + "\u200b" * 100,
        None,
    ],
)
def test_anything_else_is_refused_with_a_sentence(typed):
    with pytest.raises(ValidationError, match="RUN no es correcto"):
        clean_run(typed)


def test_a_hundred_thousand_characters_are_refused_at_once():
    started = time.perf_counter()

    for text in ("1" * 100_000, "." * 100_000, "1." * 50_000, "K" * 100_000):
        with pytest.raises(ValidationError):
            clean_run(text)
        with pytest.raises(ValidationError):
            clean_rbd(text)

    assert time.perf_counter() - started < 0.05


@given(st.integers(1, 999_999_999))
def test_digit_agrees_with_the_reference_library(body):
    assert check_digit(body) == rut.calc_check_digit(str(body))
    assert clean_run(format_run(f"{body}{check_digit(body)}")) == f"{body}{check_digit(body)}"


@given(st.text(max_size=60))
def test_no_text_breaks_the_cleaning(text):
    with suppress(ValidationError):
        assert clean_run(text).isascii()


@pytest.mark.parametrize(
    ("kind", "compact", "warns"),
    [
        ("ipe", "1000000015", False),
        ("ipe", "123456785", True),
        ("run", "1000000015", True),
        ("run", "123456785", False),
        ("pasaporte", "AB123456", False),
    ],
)
def test_ipe_out_of_its_usual_range_warns_and_is_not_refused(kind, compact, warns):
    assert clean_document(kind, compact) == compact
    assert bool(document_warning(kind, compact)) is warns


@pytest.mark.parametrize(("typed", "clean"), [("ab-123 456", "AB123456"), ("X12", "X12")])
def test_passport_is_kept_in_capitals(typed, clean):
    assert clean_passport(typed) == clean


@pytest.mark.parametrize("typed", ["", "A1", "A" * 13, "ÑÑÑ123", "АВ1234", "12/34", "A" * 100_000])
def test_passport_of_another_shape_is_refused(typed):
    with pytest.raises(ValidationError):
        clean_passport(typed)


@pytest.mark.parametrize(("typed", "clean"), [("9001-2", None), ("1-9", "1-9"), ("00001-9", "1-9")])
def test_rbd_is_checked(typed, clean):
    digit = check_digit(9001)
    if clean is None:
        typed, clean = f"9.001 {digit}", f"9001-{digit}"
    assert clean_rbd(typed) == clean


@pytest.mark.parametrize("typed", ["", "1-8", "123456-7", "x-1", "1-9\x00"])
def test_wrong_rbd_is_refused(typed):
    with pytest.raises(ValidationError, match="RBD"):
        clean_rbd(typed)


def test_the_database_takes_only_the_compact_spelling():
    validate_run("123456785")
    validate_rbd("1-9")
    with pytest.raises(ValidationError, match="sin puntos"):
        validate_run("12.345.678-5")
    with pytest.raises(ValidationError, match="con guion"):
        validate_rbd("19")


@pytest.mark.parametrize(
    ("compact", "shown"), [("123456785", "••.•••.678-5"), ("", ""), ("6K", "6-K")]
)
def test_masked_run_keeps_the_end(compact, shown):
    assert mask_run(compact) == shown


def test_what_is_not_a_run_is_shown_as_it_is():
    assert format_run("AB123") == "AB123"
    assert format_run("") == ""
