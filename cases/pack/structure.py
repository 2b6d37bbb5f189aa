"""Keep the tags of each paper when many become one, so that the whole can be listened to.

Source: ISO 32000-1, 14.7 (structure trees, parent trees) and ISO 14289-1, 7.1.
"""

import functools
import io
from pathlib import Path
from typing import Any

from django.conf import settings

FONT = Path(settings.BASE_DIR) / "static" / "fonts" / "source-sans-3-latin-700-normal.woff2"
STAMPED = "Foja de0123456789"
UA = "http://www.aiim.org/pdfua/ns/id/"


class Binder:
    """The structure of the whole: one part for each paper, in order."""

    def __init__(self, book: Any) -> None:
        import pikepdf  # noqa: PLC0415 -- slow import

        self._pdf, self._book = pikepdf, book
        self._parts = pikepdf.Array()
        self._parents = pikepdf.Array()
        self._roles = pikepdf.Dictionary()
        self._next = 0
        self.whole = True  # every paper came with its tags
        self.document = book.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.Document))

    def add(self, part: Any, pages: list[Any], title: str) -> None:
        """Take the tags of `part`, whose pages are already in the book as `pages`."""
        if "/StructTreeRoot" not in part.Root:
            self.whole = False
            return
        tree = self._book.copy_foreign(part.Root.StructTreeRoot)
        prefix = f"p{len(self._parts) + 1}-"
        for element in _kids(tree):
            element.P, element.S = self.document, self._pdf.Name.Part
            element.T = self._pdf.String(title)
            self._parts.append(element)
            self._rename(element, prefix)
        for role, standard in tree.get("/RoleMap", {}).items():
            self._roles[role] = standard
        self._renumber(tree, pages)

    def _rename(self, element: Any, prefix: str) -> None:
        """Make the names by which the cells of a table call their headers of this part alone."""
        if "/ID" in element:
            element.ID = self._pdf.String(prefix + str(element.ID))
        for attributes in _listed(element.get("/A")):
            if "/Headers" in attributes:
                names = [self._pdf.String(prefix + str(name)) for name in attributes.Headers]
                attributes.Headers = self._pdf.Array(names)
        for kid in _kids(element):
            self._rename(kid, prefix)

    def _renumber(self, tree: Any, pages: list[Any]) -> None:
        moved = {}
        for key, value in _numbers(tree.get("/ParentTree")):
            moved[key] = self._next
            self._parents.extend([self._next, value])
            self._next += 1
        for page in pages:
            if "/StructParents" in page.obj:
                page.obj.StructParents = moved[int(page.obj.StructParents)]
            for note in page.obj.get("/Annots", ()):
                if "/StructParent" in note:
                    note.StructParent = moved[int(note.StructParent)]

    def close(self, title: str) -> None:
        """Write the tree in the book; only if nothing lacks tags does the book say so."""
        pdf, book, root = self._pdf, self._book, self._book.Root
        self.document.K = self._parts
        tree = pdf.Dictionary(
            Type=pdf.Name.StructTreeRoot,
            K=pdf.Array([self.document]),
            ParentTree=book.make_indirect(pdf.Dictionary(Nums=self._parents)),
            ParentTreeNextKey=self._next,
            RoleMap=self._roles,
        )
        root.StructTreeRoot = book.make_indirect(tree)
        self.document.P = root.StructTreeRoot
        root.MarkInfo = pdf.Dictionary(Marked=True)
        root.ViewerPreferences = pdf.Dictionary(DisplayDocTitle=True)
        root.Lang = pdf.String("es-CL")
        with book.open_metadata(set_pikepdf_as_editor=False) as words:
            words["dc:title"] = title
            if self.whole:
                words.register_xml_namespace(UA, "pdfuaid")
                words[f"{{{UA}}}part"] = "1"


def stamp_font(book: Any) -> Any:
    """Return the font of the folios, embedded with no more letters than they use."""
    import pikepdf  # noqa: PLC0415 -- slow import

    program, widths, box, ascent, descent = _letters()
    first, last = min(map(ord, STAMPED)), max(map(ord, STAMPED))
    name = pikepdf.Name("/FOJAAA+SourceSans3-Bold")
    described = pikepdf.Dictionary(
        Type=pikepdf.Name.FontDescriptor, FontName=name, Flags=32, FontBBox=list(box),
        ItalicAngle=0, Ascent=ascent, Descent=descent, CapHeight=660, StemV=120,
        FontFile2=book.make_stream(program, Length1=len(program)),
    )  # fmt: skip
    return book.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.TrueType, BaseFont=name,
            Encoding=pikepdf.Name.WinAnsiEncoding, FirstChar=first, LastChar=last,
            Widths=[widths.get(code, 0) for code in range(first, last + 1)],
            FontDescriptor=book.make_indirect(described),
        )
    )  # fmt: skip


@functools.cache
def _letters() -> tuple[bytes, dict[int, int], tuple[int, ...], int, int]:
    """Return the program of the font, the width of each letter, its box and its heights."""
    from fontTools.subset import Options, Subsetter  # noqa: PLC0415 -- slow import
    from fontTools.ttLib import TTFont  # noqa: PLC0415 -- slow import

    font = TTFont(FONT)
    options = Options(layout_features=[], hinting=False, notdef_outline=True)
    subset = Subsetter(options)
    subset.populate(text=STAMPED)
    subset.subset(font)
    font.flavor = None
    out = io.BytesIO()
    font.save(out)
    unit, glyphs, head = font["head"].unitsPerEm, font.getBestCmap(), font["head"]
    widths = {code: round(font["hmtx"][glyph][0] * 1000 / unit) for code, glyph in glyphs.items()}
    sides = (head.xMin, head.yMin, head.xMax, head.yMax)
    box = tuple(round(side * 1000 / unit) for side in sides)
    high, low = font["hhea"].ascent * 1000 // unit, font["hhea"].descent * 1000 // unit
    return out.getvalue(), widths, box, high, low


def _kids(element: Any) -> list[Any]:
    """Return the elements under one: not its marks nor its pages."""
    return [kid for kid in _listed(element.get("/K")) if _is_element(kid)]


def _is_element(kid: Any) -> bool:
    return not isinstance(kid, int) and hasattr(kid, "keys") and "/S" in kid


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if _is_array(value) else [value]


def _is_array(value: Any) -> bool:
    import pikepdf  # noqa: PLC0415 -- slow import

    return isinstance(value, pikepdf.Array)


def _numbers(tree: Any) -> list[tuple[int, Any]]:
    """Return what a number tree holds, in order."""
    if tree is None:
        return []
    pairs = list(tree.get("/Nums", ()))
    found = [(int(key), value) for key, value in zip(pairs[::2], pairs[1::2], strict=True)]
    for kid in tree.get("/Kids", ()):
        found += _numbers(kid)
    return found
