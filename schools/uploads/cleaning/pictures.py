"""Pictures: drawn again from their pixels, so that nothing else of the file survives."""

import io
import warnings

from PIL import Image, ImageOps

from schools.uploads.cleaning.refusal import DAMAGED, RefusedError

FORMATS = ("JPEG", "PNG", "WEBP")
PIXELS = 50_000_000
SIDE = 20_000
QUALITY = 88
DEEP = {"I", "I;16", "I;16B", "I;16L", "F"}  # more than eight bits a channel


def clean_picture(content: bytes) -> bytes:
    """Return the first frame, upright: a PNG if it was one, else a JPEG."""
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = PIXELS
    try:
        image = Image.open(io.BytesIO(content), formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise RefusedError("la imagen es demasiado grande: redúzcala o tómela de nuevo") from None
    except OSError:
        raise RefusedError(DAMAGED) from None
    if image.width * image.height > PIXELS or max(image.size) > SIDE:
        raise RefusedError("la imagen es demasiado grande: redúzcala o tómela de nuevo")
    kind = "PNG" if image.format == "PNG" else "JPEG"
    image.seek(0)
    image.load()  # a truncated file raises here
    pixels = _plain(ImageOps.exif_transpose(image), keeps_alpha=kind == "PNG")
    bare = Image.new(pixels.mode, pixels.size)  # without a single word of the original
    bare.paste(pixels)
    out = io.BytesIO()
    bare.save(out, kind, **({"quality": QUALITY} if kind == "JPEG" else {}))
    return out.getvalue()


def _plain(image: Image.Image, *, keeps_alpha: bool) -> Image.Image:
    """Return eight bits a channel, in grey, RGB or RGBA."""
    if image.mode in DEEP:
        image = image.point(lambda value: value / 256).convert("L")
    if keeps_alpha and ("A" in image.mode or "transparency" in image.info):
        return image.convert("RGBA")
    return image.convert("L" if image.mode in {"1", "L"} else "RGB")
