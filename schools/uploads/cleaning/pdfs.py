"""PDF: the same pages, without what acts, what is hidden and what tells who made them."""

import io
from collections.abc import Iterator

import pikepdf
from pikepdf import Dictionary, Name, Object, Pdf

from schools.uploads.cleaning.refusal import DAMAGED, RefusedError

PAGES = 500
OBJECTS = 200_000
# Of the document: scripts, actions, inner files, forms that run, and words about its author.
OF_THE_ROOT = (
    "/OpenAction", "/AA", "/Names", "/AcroForm", "/Metadata", "/Collection", "/AF", "/URI",
    "/Threads", "/PieceInfo", "/SpiderInfo", "/Perms", "/DSS", "/Legal", "/Extensions",
)  # fmt: skip
OF_ANYTHING = ("/AA", "/JS", "/Metadata", "/PieceInfo", "/LastModified", "/AF", "/Thumb")
ANNOTATIONS = {
    "/Text", "/Highlight", "/Underline", "/StrikeOut", "/Squiggly", "/Square", "/Circle", "/Line",
    "/Ink", "/Polygon", "/PolyLine", "/FreeText", "/Stamp", "/Link", "/Widget",
}  # fmt: skip
ACTIONS = {
    "/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Rendition",
    "/Movie", "/Sound", "/RichMediaExecute", "/ResetForm", "/URI",
}  # fmt: skip
AUTHOR = (
    "/T", "/TU", "/TM", "/V", "/DV", "/Parent", "/Subj", "/CreationDate", "/M", "/NM", "/RC", "/A",
    "/PA", "/Popup", "/FS",
)  # fmt: skip


def clean_pdf(content: bytes) -> bytes:
    """Return the pages as they look; nothing that runs, opens, sends or names anybody."""
    try:
        with Pdf.open(io.BytesIO(content)) as pdf:
            _refuse_what_is_too_much(pdf)
            return _bare(pdf)
    except pikepdf.PasswordError:
        raise RefusedError("tiene contraseña: guárdelo sin ella") from None
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, RecursionError, AttributeError):
        raise RefusedError(DAMAGED) from None


def _refuse_what_is_too_much(pdf: Pdf) -> None:
    if pdf.is_encrypted:
        raise RefusedError("tiene contraseña o permisos: guárdelo sin ellos")
    if len(pdf.objects) > OBJECTS:
        raise RefusedError("tiene demasiados elementos: imprímalo como PDF y súbalo de nuevo")
    if not 0 < len(pdf.pages) <= PAGES:
        raise RefusedError(f"tiene más de {PAGES} páginas, o ninguna: divídalo en partes")


def _bare(pdf: Pdf) -> bytes:
    """Copy the pages to a new document: what no page needs stays behind."""
    new = Pdf.new()
    for name in OF_THE_ROOT:
        if name in pdf.Root:
            del pdf.Root[name]
    for page in pdf.pages:
        _quiet_page(page.obj)
    new.pages.extend(pdf.pages)
    for obj in _dictionaries(new):
        _quiet(obj)
    if "/Metadata" in new.Root:
        del new.Root["/Metadata"]
    out = io.BytesIO()
    new.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def _quiet_page(page: Object) -> None:
    if "/Annots" not in page:
        return
    kept = []
    for note in list(page["/Annots"]):
        if not isinstance(note, Dictionary) or str(note.get("/Subtype", "")) not in ANNOTATIONS:
            continue
        for name in AUTHOR:
            if name in note:
                del note[name]
        kept.append(note)
    page["/Annots"] = pikepdf.Array(kept)


def _dictionaries(pdf: Pdf) -> Iterator[Object]:
    """Yield each one, those written inside another included; what was emptied has none inside."""
    for obj in pdf.objects:
        waiting = [obj]
        while waiting:
            one = waiting.pop()
            if isinstance(one, Dictionary | pikepdf.Stream):
                yield one
                inside = [one[name] for name in list(one.keys())]
            else:
                inside = list(one) if isinstance(one, pikepdf.Array) else []
            waiting += [child for child in inside if _holds_more(child)]


def _holds_more(child: object) -> bool:
    """True for what is written in place; what has a number of its own comes by itself."""
    return isinstance(child, Dictionary | pikepdf.Array) and not child.is_indirect


def _quiet(obj: Object) -> None:
    """Empty what holds a file or does something; of anything else, take what acts or tells."""
    for name in OF_ANYTHING:
        if name in obj:
            del obj[name]
    holds = "/EF" in obj or obj.get("/Type") in (Name.Filespec, Name.EmbeddedFile)
    if holds or str(obj.get("/S", "")) in ACTIONS:
        for name in list(obj.keys()):
            if name != "/Length":
                del obj[name]
