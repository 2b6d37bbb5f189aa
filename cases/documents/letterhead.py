"""The school's own paper: its logo, its address, and what it calls its charges."""

import base64
import io

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from PIL import Image

from cases.acting import perform
from cases.once import OnceMixin
from convivencia.clock import now
from convivencia.exceptions import DomainError
from convivencia.forms import PlainForm
from schools.abilities import Ability
from schools.audit.services import record
from schools.doors import ability_required
from schools.models import Membership, School
from schools.models.audit import AuditAct
from schools.uploads.kinds import read_upload
from schools.uploads.sandbox import clean_copy

PICTURES = frozenset({"image/png", "image/jpeg"})
MAX_LOGO = 4 * 1024 * 1024
PRINTED = (600, 600)  # pixels: 300 dpi at the size of the letterhead, twice over
NOT_A_PICTURE = (
    "Ese archivo no es una imagen que se pueda leer: puede estar dañado o ser de otro tipo. "
    "Elija una imagen PNG o JPG."
)
FIELDS = ("address", "phone", "email", "encargada_title", "directora_title")


class LetterheadForm(OnceMixin, PlainForm):
    """What is printed at the head of each document from now on; those issued do not change."""

    logo = forms.FileField(
        label="Insignia o logotipo",
        required=False,
        help_text="Imagen PNG o JPG, de hasta 4 MB. Se imprime a 15 mm de ancho.",
    )
    remove = forms.BooleanField(label="Quitar la insignia actual", required=False)
    address = forms.CharField(label="Dirección", max_length=200, required=False)
    phone = forms.CharField(label="Teléfono", max_length=20, required=False)
    email = forms.EmailField(label="Correo oficial", required=False)
    encargada_title = forms.CharField(
        label="Cargo de quien está a cargo de la convivencia",
        max_length=60,
        help_text="Como firma: «Coordinadora de convivencia educativa», por ejemplo.",
    )
    directora_title = forms.CharField(
        label="Cargo de quien dirige", max_length=60, help_text="Directora, director, rectora…"
    )

    def clean_logo(self) -> bytes:
        file = self.cleaned_data["logo"]
        return read_logo(file) if file else b""


def read_logo(file: UploadedFile) -> bytes:
    """Return the picture as a small PNG, cleaned apart and drawn again; else, why not."""
    try:
        content, name, mime = read_upload(file, PICTURES, MAX_LOGO)
        clean = clean_copy(content, mime, name)
    except DomainError as error:
        said = error.message if error.code == "peso" else NOT_A_PICTURE
        raise ValidationError(said) from error
    image = Image.open(io.BytesIO(clean)).convert("RGBA")
    image.thumbnail(PRINTED)
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


@transaction.atomic
def save_letterhead(*, school: School, actor: Membership, data: dict) -> School:
    """Keep the letterhead. Documents already issued keep theirs."""
    school = School.objects.select_for_update().get(pk=school.pk)
    for name in FIELDS:
        setattr(school, name, data[name])
    if data["logo"] or data["remove"]:
        school.logo = data["logo"] or None
    school.save(update_fields=[*FIELDS, "logo"])
    record(AuditAct.CAMBIAR, object_type="membrete", object_id=school.pk, user_id=actor.user_id)
    return school


@ability_required(Ability.EDIT_LETTERHEAD)
def letterhead(request: HttpRequest) -> HttpResponse:
    """Show and change the letterhead."""
    school, at = request.school, now()
    initial = {name: getattr(school, name) for name in FIELDS}
    form = LetterheadForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = {"school": school, "actor": request.membership, "data": form.cleaned_data}
        run = lambda: save_letterhead(**given)  # noqa: E731
        if perform(request, form, run, now=at, done="El membrete quedó guardado."):
            return redirect("letterhead")
    logo = base64.b64encode(bytes(school.logo or b"")).decode()
    return render(request, "cases/documents/letterhead.html", {"form": form, "logo": logo})
