"""Reading PDFs back, page by page, without programs of the system."""

import io
import re

import pikepdf


def open_pdf(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(content))


def text_of(content: bytes) -> str:
    """Return all the text, runs of blanks as one space, break opportunities removed."""
    return " ".join(pages_of(content))


def pages_of(content: bytes) -> list[str]:
    with open_pdf(content) as pdf:
        return [_clean(_text(page, page.get("/Resources"))) for page in pdf.pages]


def fonts_of(content: bytes) -> list[pikepdf.Object]:
    """Return the descriptors of every font in use."""
    with open_pdf(content) as pdf:
        found = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary)]
        return [dict(o) for o in found if o.get("/Type") == "/FontDescriptor"]


def _clean(text: str) -> str:
    """Undo what the layout did: blanks, break opportunities, words cut at the end of a line."""
    text = re.sub(r"\s+", " ", text.replace("\u200b", "").replace("\u00ad", "")).strip()
    return re.sub(r"(?<=[a-záéíóúñü])- (?=[a-záéíóúñü])", "", text)


def _text(stream: object, resources: pikepdf.Dictionary) -> str:
    parts, maps = [], {}
    for operands, operator in pikepdf.parse_content_stream(stream):
        name = str(operator)
        if name == "Tf":
            maps = _to_unicode(resources["/Font"][str(operands[0])])
        elif name in {"Tj", "TJ"}:
            pieces = operands[0] if name == "TJ" else operands
            parts += [_decode(bytes(p), maps) for p in pieces if isinstance(p, pikepdf.String)]
        elif name == "ET":
            parts.append(" ")
        elif name == "Do":
            parts.append(_form(resources["/XObject"][str(operands[0])]))
    return "".join(parts)


def _form(xobject: pikepdf.Stream) -> str:
    return _text(xobject, xobject["/Resources"]) if xobject["/Subtype"] == "/Form" else ""


def _decode(raw: bytes, maps: dict[int, str]) -> str:
    return "".join(
        maps.get(int.from_bytes(raw[i : i + 2], "big"), "") for i in range(0, len(raw), 2)
    )


def _to_unicode(font: pikepdf.Dictionary) -> dict[int, str]:
    table = font["/ToUnicode"].read_bytes().decode("latin-1")
    pairs = re.findall(r"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]+)>", table)
    return {int(a, 16): bytes.fromhex(b).decode("utf-16-be") for a, b in pairs}
