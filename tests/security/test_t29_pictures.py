"""T29: no picture is drawn that would not fit; odd ones come out as plain ones."""

import io
import struct
import zlib

import pytest
from PIL import Image

from convivencia.exceptions import DomainError
from schools.uploads.cleaning.pictures import PIXELS, SIDE
from schools.uploads.kinds import read_upload
from schools.uploads.sandbox import clean_copy
from tests.papers import JPEG, PNG, picture
from tests.security.handed import upload

MEGA = 1024 * 1024


def handed_in(content: bytes) -> Image.Image:
    read, name, mime = read_upload(upload(content, "foto"))
    return Image.open(io.BytesIO(clean_copy(read, mime, name)))


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def flood(width: int, height: int, depth: int = 1, colour: int = 0, of: int = 1) -> bytes:
    """A PNG of nothing: its rows packed a thousand times smaller."""
    row = b"\0" * min(1 + (width * depth * of + 7) // 8, MEGA)
    packer, data = zlib.compressobj(1), b""
    for _ in range(min(height, 200 * MEGA // len(row))):
        data += packer.compress(row)
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    end = chunk(b"IDAT", data + packer.flush()) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + end


def animated(kind: str) -> bytes:
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "green", "blue")]
    out = io.BytesIO()
    frames[0].save(out, kind, save_all=True, append_images=frames[1:])
    return out.getvalue()


def jpeg_of(width: int, height: int) -> bytes:
    """A small JPEG whose header says that it is vast."""
    at = JPEG.find(b"\xff\xc0")
    return JPEG[: at + 5] + struct.pack(">HH", height, width) + JPEG[at + 9 :]


FLOODS = {
    "png": lambda: flood(50_000, 50_000),
    "tall": lambda: flood(1, SIDE + 1),
    "one-more": lambda: flood(8_000, PIXELS // 8_000 + 1),
    "jpeg": lambda: jpeg_of(65_000, 65_000),
    "negative": lambda: flood(2**31 - 1, 2**31 - 1),
}


@pytest.mark.parametrize("name", FLOODS)
def test_t29_a_flood_is_refused_for_its_size_and_no_limit_is_reached(name):
    with pytest.raises(DomainError) as refused:
        handed_in(FLOODS[name]())

    said = refused.value.message
    assert "demasiado grande" in said or "dañado" in said
    assert "complejo" not in said  # that is what a process that was killed leaves


@pytest.mark.parametrize("content", [JPEG[:-20], PNG[: len(PNG) // 2], JPEG[:30]])
def test_t29_a_cut_picture_is_refused(content):
    with pytest.raises(DomainError):
        handed_in(content)


def test_t29_of_an_animation_the_first_picture_stays():
    found = handed_in(animated("WEBP"))

    assert getattr(found, "n_frames", 1) == 1


@pytest.mark.parametrize("kind", ["PNG", "GIF"])
def test_t29_other_animations_are_refused(kind):
    with pytest.raises(DomainError):
        handed_in(animated(kind))


@pytest.mark.parametrize("mode", ["CMYK", "L", "RGB"])
def test_t29_jpeg_of_any_colours_comes_out_plain(mode):
    found = handed_in(picture("JPEG", (40, 30), mode))

    assert (found.mode in {"RGB", "L"}, found.size) == (True, (40, 30))


@pytest.mark.parametrize("mode", ["I;16", "1", "P", "LA", "RGBA"])
def test_t29_png_of_any_depth_comes_out_plain(mode):
    found = handed_in(picture("PNG", (40, 30), mode))

    assert (found.mode in {"RGB", "L", "RGBA"}, found.format) == (True, "PNG")


def test_t29_the_largest_that_is_taken_fits():
    assert handed_in(flood(7_000, 7_000, 8, 6, of=4)).size == (7_000, 7_000)
