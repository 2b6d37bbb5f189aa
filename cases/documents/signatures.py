"""How a signature is captured: drawn, declared, on paper, refused, or not possible."""

import base64
import binascii
import io
from collections.abc import Iterable
from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from PIL import Image

from cases.documents.reports import Person, SignatureLine
from cases.models.documents import SignatureMethod
from convivencia.exceptions import DomainError
from convivencia.forms import PlainForm
from schools.identifiers import clean_run
from schools.uploads.kinds import PAPERS, read_upload
from schools.uploads.sandbox import clean_copy

PREFIX = "data:image/png;base64,"
MAX_DRAWN = 400_000  # characters of the data address
FAINT, MIN_WIDTH = 32, 15  # what is ink, of 255; what is more than a dot, in pixels
MAX_SIDE = 3_000  # pixels, as drawn
PRINTED = (900, 300)  # pixels, as kept
MAX_SCAN = 10 * 1024 * 1024
STATEMENT = "Declaro que leí este documento y lo firmo"
NOT_SIGNED = {SignatureMethod.SE_NEGO, SignatureMethod.NO_PUEDE}


def parse_drawn(text: str) -> bytes:
    """Return a clean PNG of the signature that a form posts as a data address.

    It is decoded and drawn again: nothing of the original file survives but its pixels. Raises
    ValidationError with a sentence for the person.
    """
    if not text:
        raise ValidationError("Falta dibujar la firma.")
    if not text.startswith(PREFIX) or len(text) > MAX_DRAWN:
        raise ValidationError("La firma dibujada no se pudo leer. Bórrela y firme otra vez.")
    try:
        image = _decode(base64.b64decode(text[len(PREFIX) :], validate=True))
    except (
        binascii.Error,
        OSError,
        ValueError,
        SyntaxError,
        Image.DecompressionBombError,
    ) as error:
        message = "La firma dibujada no se pudo leer. Bórrela y firme otra vez."
        raise ValidationError(message) from error
    ink = image.getchannel("A").point(lambda value: 255 if value > FAINT else 0).getbbox()
    if ink is None or ink[2] - ink[0] < MIN_WIDTH:
        raise ValidationError("Falta dibujar la firma.")
    image = image.crop(ink)
    image.thumbnail(PRINTED)
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def _decode(content: bytes) -> Image.Image:
    """Return the pixels as ink on a transparent ground."""
    image = Image.open(io.BytesIO(content), formats=["PNG"])
    if max(image.size) > MAX_SIDE:
        raise ValueError("too large")
    image.load()
    image = image.convert("RGBA")
    if image.getchannel("A").getextrema() == (255, 255):  # opaque: white is the paper
        image.putalpha(image.convert("L").point(lambda value: 255 - value))
    return image


def check_scan(file: UploadedFile) -> tuple[bytes, str]:
    """Return the bytes and the type of a signed page, by what it holds and not by its name."""
    try:
        content, name, mime = read_upload(file, PAPERS, MAX_SCAN)
        clean_copy(content, mime, name)
    except DomainError as error:
        raise ValidationError(error.message) from error
    return content, mime


class SignatureForm(PlainForm):
    """How one person signs. `signer` fixes who; without it the form asks."""

    signer_name = forms.CharField(label="Nombre de quien firma", max_length=160)
    signer_run = forms.CharField(label="RUN", max_length=12, required=False)
    signer_title = forms.CharField(label="En calidad de", max_length=80)
    method = forms.ChoiceField(
        label="Cómo firma", choices=SignatureMethod.choices, widget=forms.RadioSelect
    )
    drawn = forms.CharField(required=False, widget=forms.HiddenInput)
    declared = forms.BooleanField(label=STATEMENT, required=False)
    scan = forms.FileField(
        label="Papel firmado (PDF o foto)",
        required=False,
        error_messages={"required": "Adjunte el papel firmado."},
    )
    statement = forms.CharField(
        label="Motivo que expresa",
        max_length=300,
        required=False,
        help_text="Con sus palabras; si no dice el motivo, déjelo vacío.",
    )
    witness = forms.CharField(
        label="Testigo",
        max_length=160,
        help_text="Nombre y cargo de quien presenció.",
        error_messages={"required": "Si la persona no firma, indique quién lo presenció."},
    )

    def __init__(
        self, *args, signer: Person | None = None, scan_required: bool = False, **kwargs
    ) -> None:
        super().__init__(*args, **kwargs)
        self.signer = signer
        self.image, self.scan_file = b"", (b"", "")
        method = self.data.get(self.add_prefix("method")) if self.is_bound else ""
        # Shown as needed beside the answer that needs it; asked only with that answer.
        self.fields["witness"].required = not self.is_bound or method in NOT_SIGNED
        on_paper = not self.is_bound or method == SignatureMethod.PAPEL
        self.fields["scan"].required = scan_required and on_paper
        if signer is not None:
            for name in ("signer_name", "signer_run", "signer_title"):
                del self.fields[name]

    def clean_signer_run(self) -> str:
        typed = self.cleaned_data["signer_run"]
        return clean_run(typed) if typed else ""

    def clean(self) -> dict:
        data = super().clean()
        check = {
            SignatureMethod.DIBUJADA: self._check_drawn,
            SignatureMethod.DECLARADA: self._check_declared,
            SignatureMethod.PAPEL: self._check_paper,
        }.get(data.get("method"))
        if check:
            check(data)
        return data

    def _check_drawn(self, data: dict) -> None:
        try:
            self.image = parse_drawn(data.get("drawn", ""))
        except ValidationError as error:
            self.add_error("method", error)

    def _check_declared(self, data: dict) -> None:
        if not data.get("declared"):
            self.add_error("declared", "Marque la declaración para firmar.")

    def _check_paper(self, data: dict) -> None:
        if not data.get("scan"):
            return
        try:
            self.scan_file = check_scan(data["scan"])
        except ValidationError as error:
            self.add_error("scan", error)

    def line(self, at: datetime) -> SignatureLine:
        """Return the signature, once the form is valid."""
        data, method = self.cleaned_data, self.cleaned_data["method"]
        name, run, title = self._who()
        declared = STATEMENT if method == SignatureMethod.DECLARADA else ""
        return SignatureLine(
            name=name,
            title=title,
            method=method,
            run=run,
            statement=data["statement"] if method in NOT_SIGNED else declared,
            witness=data["witness"] if method in NOT_SIGNED else "",
            signed_at=at,
            image=self.image,
            scan=self.scan_file[0],
            scan_mime=self.scan_file[1],
        )

    def _who(self) -> tuple[str, str, str]:
        if self.signer is None:
            data = self.cleaned_data
            return data["signer_name"], data["signer_run"], data["signer_title"]
        return self.signer.name, compact_run(self.signer.run), self.signer.title


def compact_run(shown: str) -> str:
    """Return `123456785` of `12.345.678-5`."""
    return shown.replace(".", "").replace("-", "")


def signature_forms(
    signers: Iterable[Person], data: object = None, files: object = None
) -> list[SignatureForm]:
    """Return one form per person, `firma-0`, `firma-1`, … in order."""
    return [
        SignatureForm(data, files, prefix=f"firma-{i}", signer=signer)
        for i, signer in enumerate(signers)
    ]
