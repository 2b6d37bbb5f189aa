"""The checks of PDF/UA-1 that matter to who listens to a document, on the bytes of one.

Source: ISO 14289-1, clauses 5 (identification), 7.1–7.5, 7.18, 7.21; the Matterhorn protocol 1.1.
"""

import re
from collections.abc import Iterator

import pikepdf

from tests.cases.documents.pdf import open_pdf

PAINTS = {"Tj", "TJ", "'", '"', "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "Do"}
STANDARD = {
    "Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI", "Index",
    "NonStruct", "P", "H1", "H2", "H3", "H4", "H5", "H6", "L", "LI", "Lbl", "LBody", "Table", "TR",
    "TH", "TD", "THead", "TBody", "TFoot", "Span", "Quote", "Note", "Link", "Figure", "Form",
}  # fmt: skip
PARENTS = {
    "TR": {"Table", "THead", "TBody", "TFoot"},
    "TH": {"TR"},
    "TD": {"TR"},
    "THead": {"Table"},
    "TBody": {"Table"},
    "LI": {"L"},
    "Lbl": {"LI"},
    "LBody": {"LI"},
}


def problems(content: bytes) -> list[str]:
    """Return what a listener would miss; empty for a document that everybody can read."""
    with open_pdf(content) as pdf:
        return [*_catalogue(pdf), *_metadata(pdf), *_structure(pdf), *_pages(pdf), *_fonts(pdf)]


def _catalogue(pdf: pikepdf.Pdf) -> Iterator[str]:
    root = pdf.Root
    if not root.get("/MarkInfo", {}).get("/Marked"):
        yield "not marked"
    if root.get("/MarkInfo", {}).get("/Suspects"):
        yield "suspects"
    if str(root.get("/Lang", "")) != "es-CL":
        yield "language"
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        yield "the window shows the name of the file"
    if not str(pdf.docinfo.get("/Title", "")).strip():
        yield "no title"
    if "/StructTreeRoot" not in root:
        yield "no structure"


def _metadata(pdf: pikepdf.Pdf) -> Iterator[str]:
    xmp = pdf.Root.Metadata.read_bytes().decode()
    if not re.search(r'pdfuaid:part(?:="1"|[^>=]*(?:="[^"]*")?>1<)', xmp):
        yield "does not say PDF/UA-1"
    if "dc:title" not in xmp:
        yield "no title in the metadata"


def _structure(pdf: pikepdf.Pdf) -> Iterator[str]:
    elements = list(_elements(pdf.Root.StructTreeRoot, "StructTreeRoot"))
    for element, parent in elements:
        yield from _element(element, parent)
    yield from _headings([str(e.S)[1:] for e, _ in elements])
    identifiers = [str(e.ID) for e, _ in elements if "/ID" in e]
    if len(set(identifiers)) < len(identifiers):
        yield "an identifier twice"


def _element(element: pikepdf.Dictionary, parent: str) -> Iterator[str]:
    tag = str(element.S)[1:]
    if tag not in STANDARD:
        yield f"unknown tag {tag}"
    if parent not in PARENTS.get(tag, {parent}):
        yield f"{tag} inside {parent}"
    if tag == "Figure" and not str(element.get("/Alt", "")).strip():
        yield "a figure without words"
    if tag == "TH" and str(element.get("/A", {}).get("/Scope", "")) not in SCOPES:
        yield "a header without scope"


def _headings(tags: list[str]) -> Iterator[str]:
    levels = [int(tag[1]) for tag in tags if re.fullmatch(r"H[1-6]", tag)]
    for before, level in zip([0, *levels], levels, strict=False):
        if level > before + 1:
            yield f"H{level} after H{before}"
    if not levels:
        yield "no heading"


SCOPES = {"/Row", "/Column", "/Both"}


def _elements(node: pikepdf.Object, parent: str) -> Iterator[tuple[pikepdf.Dictionary, str]]:
    kids = node.get("/K", pikepdf.Array())
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid, parent
            yield from _elements(kid, str(kid.S)[1:])


def _pages(pdf: pikepdf.Pdf) -> Iterator[str]:
    numbers = {int(n) for n in list(pdf.Root.StructTreeRoot.ParentTree.Nums)[::2]}
    for place, page in enumerate(pdf.pages, 1):
        if str(page.get("/Tabs", "")) != "/S":
            yield f"page {place}: order of tabs"
        if int(page.get("/StructParents", -1)) not in numbers:
            yield f"page {place}: not in the tree of parents"
        yield from (f"page {place}: {what}" for what in _loose(page))


def _loose(page: pikepdf.Page) -> Iterator[str]:
    """Yield what is painted without being part of the text or declared an ornament."""
    depth, marked, found = 0, [], set()
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name in {"BDC", "BMC"}:
            marked.append(str(operands[0]))
            if "/Artifact" in marked[:-1] and marked[-1] != "/Artifact":
                found.add("text inside an ornament")
        elif name == "EMC":
            marked.pop()
        elif name in PAINTS and not marked:
            found.add(f"{name} outside any mark")
        depth = len(marked)
    if depth:
        found.add("a mark without an end")
    yield from sorted(found)


def _fonts(pdf: pikepdf.Pdf) -> Iterator[str]:
    for item in pdf.objects:
        if not isinstance(item, pikepdf.Dictionary) or item.get("/Type") != "/Font":
            continue
        name = str(item.get("/BaseFont", ""))
        if item.get("/Subtype") == "/Type0" and "/ToUnicode" not in item:
            yield f"{name}: no letters behind the glyphs"
        described = item.get("/FontDescriptor")
        if described is not None and not {"/FontFile2", "/FontFile3"} & set(described.keys()):
            yield f"{name}: not embedded"
        if item.get("/Subtype") == "/CIDFontType2" and "/CIDToGIDMap" not in item:
            yield f"{name}: no map of glyphs"
