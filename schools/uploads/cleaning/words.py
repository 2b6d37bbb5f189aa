"""DOCX: the text as it would be printed, without authors, comments, changes or inner files."""

import io
import posixpath
import re
import zipfile

from lxml import etree

from schools.uploads.cleaning.refusal import DAMAGED, RefusedError

ENTRIES = 2_000
UNPACKED = 100 * 1024 * 1024
RATIO, SMALL = 200, 1024 * 1024  # how much smaller a part may be packed, once it is not small
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DROPPED = re.compile(
    r"^(docProps/|customXml/|word/(comments|people|embeddings/|activeX/|vba|webextensions|printer)"
    r"|word/attachedToolbars|_xmlsignatures/|word/glossary/)|\.(bin|exe|js|html?|zip|docm|rels\.bak)$"
)
MACROS = re.compile(
    r"vba(Project|Data)|\.(docm|dotm|exe|dll|scr|jar|js|vbs|bat|zip|7z|rar)$", re.IGNORECASE
)
GONE = ("del", "moveFrom", "commentRangeStart", "commentRangeEnd", "commentReference",
        "rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tcPrChange", "trPrChange",
        "tblGridChange", "numberingChange", "cellDel", "cellIns", "delText", "moveFromRangeStart",
        "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd", "object", "altChunk",
        "attachedTemplate", "rsids", "mailMerge", "documentProtection",
        # The code of a field may open a program or fetch a file; what it last showed is text.
        "instrText", "delInstrText", "fldChar")  # fmt: skip
UNWRAPPED = ("ins", "moveTo", "fldSimple")
TELLING = (f"{W}author", f"{W}date", f"{W}initials")
PARSER = etree.XMLParser(
    resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
)
EXTERNAL = "External"
SAFE_EXTERNAL = "/hyperlink"


def clean_docx(content: bytes) -> bytes:
    """Return the same text in a package with nothing else."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = _parts(package)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError):
        raise RefusedError(DAMAGED) from None
    if "word/document.xml" not in parts or "[Content_Types].xml" not in parts:
        raise RefusedError(DAMAGED)
    kept = {name: data for name, data in parts.items() if not DROPPED.search(name)}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name in sorted(kept, key=lambda n: (n != "[Content_Types].xml", n)):
            entry = zipfile.ZipInfo(name)  # the date of no day
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, _bare(name, kept[name], set(kept)))
    return out.getvalue()


def _parts(package: zipfile.ZipFile) -> dict[str, bytes]:
    """Read each entry no further than what it declares, and all no further than the limit."""
    entries = package.infolist()
    if len(entries) > ENTRIES or len({e.filename for e in entries}) != len(entries):
        raise RefusedError(DAMAGED)
    _refuse_bombs(entries)
    found, left = {}, UNPACKED
    for entry in entries:
        if MACROS.search(entry.filename):
            raise RefusedError("contiene macros u otros archivos: guárdelo como DOCX común o PDF")
        with package.open(entry) as part:
            data = part.read(left + 1)
        left -= len(data)
        if left < 0:
            raise RefusedError("es demasiado grande al descomprimirlo")
        if not entry.is_dir():
            found[entry.filename] = data
    return found


def _refuse_bombs(entries: list[zipfile.ZipInfo]) -> None:
    """Before a byte is unpacked: what it declares, and how much smaller than that it is packed."""
    for entry in entries:
        if entry.file_size > SMALL and entry.file_size > RATIO * max(entry.compress_size, 1):
            raise RefusedError("es demasiado grande al descomprimirlo")
        if ".." in entry.filename or entry.filename.startswith(("/", "\\")) or entry.flag_bits & 1:
            raise RefusedError(DAMAGED)
    if sum(entry.file_size for entry in entries) > UNPACKED:
        raise RefusedError("es demasiado grande al descomprimirlo")


def _bare(name: str, data: bytes, names: set[str]) -> bytes:
    if name.startswith("word/media/") and not name.endswith((".xml", ".rels", ".svg")):
        return _picture(name, data)
    if not name.endswith((".xml", ".rels")):
        return data
    head = data[:4096].upper() + data[-64:].upper()
    if b"<!DOCTYPE" in head or b"<!ENTITY" in data.upper():
        raise RefusedError(DAMAGED)
    root = etree.fromstring(data, PARSER)
    if name.endswith(".rels"):
        _local_only(root, name, names)
    elif name == "[Content_Types].xml":
        _known_only(root, names)
    else:
        _accept_changes(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _picture(name: str, data: bytes) -> bytes:
    """Redraw what is a photograph; leave drawings (EMF, WMF) as they are."""
    if not name.lower().endswith((".jpg", ".jpeg", ".png")):
        return data
    from schools.uploads.cleaning.pictures import clean_picture  # noqa: PLC0415 -- seldom

    return clean_picture(data)


def _local_only(root: etree._Element, name: str, names: set[str]) -> None:
    """Drop what points outside, but for links that a person follows, and to what was dropped."""
    base = posixpath.dirname(posixpath.dirname(name))
    for relation in list(root):
        target, mode = relation.get("Target", ""), relation.get("TargetMode")
        if mode == EXTERNAL:
            keep = relation.get("Type", "").endswith(SAFE_EXTERNAL)
            keep = keep and target.startswith(("http://", "https://", "mailto:"))
        else:
            keep = posixpath.normpath(posixpath.join("/", base, target)).lstrip("/") in names
        if not keep:
            root.remove(relation)


def _known_only(root: etree._Element, names: set[str]) -> None:
    for part in list(root):
        where = part.get("PartName")
        if where is not None and where.lstrip("/") not in names:
            root.remove(part)


def _accept_changes(root: etree._Element) -> None:
    """Leave the text as it reads with every change accepted, and nobody's name beside it."""
    for tag in GONE:
        for element in list(root.iter(W + tag)):
            if element.getparent() is not None:
                element.getparent().remove(element)
    for tag in UNWRAPPED:
        for element in list(root.iter(W + tag)):
            _unwrap(element)
    for element in root.iter():
        for name in TELLING:
            element.attrib.pop(name, None)
        for name in [n for n in element.attrib if n.startswith(W + "rsid")]:
            del element.attrib[name]


def _unwrap(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is None:
        return
    at = parent.index(element)
    for child in reversed(list(element)):
        parent.insert(at, child)
    parent.remove(element)
