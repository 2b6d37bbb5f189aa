"""The shape of an upload and of the yes to apply it."""

from django import forms

from convivencia.forms import PlainForm


class UploadForm(PlainForm):
    """A roster file and its school year."""

    file = forms.FileField(
        label="Nómina del SIGE",
        help_text="Una planilla .xlsx o .csv con los títulos del SIGE. Hasta 10 MB.",
        error_messages={"empty": "El archivo está vacío."},
    )
    year = forms.IntegerField(label="Año escolar", min_value=2000, max_value=2100)


class ApplyForm(PlainForm):
    """What to do with who does not come in the file."""

    end_missing = forms.BooleanField(
        required=False,
        label="Terminar la matrícula de quienes no vienen en el archivo",
        help_text="Sus fichas y sus casos se conservan. Si no está segura, déjelo sin marcar.",
    )
