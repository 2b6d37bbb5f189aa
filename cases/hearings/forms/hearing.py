"""Interview, antecedentes, follow-up, transfer."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django import forms
from django.core.files.uploadedfile import UploadedFile

from cases.hearings.forms.common import PersonField, VersionedForm, long_text, short_text
from cases.hearings.uploads import KINDS_TEXT, read_upload
from cases.models import Participant
from cases.models.hearings import Mode
from cases.once import OnceMixin
from convivencia.exceptions import DomainError
from convivencia.forms import DayField, HourInput, MomentField, PlainForm

MAX_FILES = 10


class HourField(forms.TimeField):
    """An hour of the day, 24 hours."""

    widget = HourInput
    default_error_messages = {"invalid": "Escriba una hora de 00:00 a 23:59."}


class InterviewForm(PlainForm):
    """The interview as it is typed, before the signatures."""

    day = DayField(label="Día")
    starts = HourField(label="Hora de inicio")
    ends = HourField(label="Hora de término")
    mode = forms.ChoiceField(label="Modalidad", choices=Mode.choices)
    place = short_text("Lugar")
    student_words = long_text(
        "Lo que dijo el estudiante, textual",
        "Sus propias palabras, sin corregirlas. No sugiera respuestas ni opine.",
        rows=7,
        required=False,
    )
    apoderado_words = long_text("Lo que dijo el apoderado", rows=5, required=False)
    informed = forms.BooleanField(
        label="Informé que existe una denuncia, que se investiga y que pueden aportar antecedentes"
    )

    def __init__(self, *args, zone: ZoneInfo, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone

    def clean(self) -> dict:
        data = super().clean()
        if data.get("starts") and data.get("ends") and data["ends"] <= data["starts"]:
            self.add_error("ends", "La hora de término debe ser posterior a la de inicio.")
        if not (data.get("student_words") or data.get("apoderado_words")):
            self.add_error("student_words", "Escriba lo que dijo el estudiante o su apoderado.")
        return data

    def span(self) -> tuple[datetime, datetime]:
        """Return when it began and ended, in the school's zone."""
        data = self.cleaned_data
        return tuple(
            datetime.combine(data["day"], hour, tzinfo=self.zone)
            for hour in (data["starts"], data["ends"])
        )


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files at once. Whether each fits is said file by file."""

    widget = ManyFilesInput

    def clean(self, data: object, initial: object = None) -> list[UploadedFile]:
        files = data if isinstance(data, list | tuple) else [data] if data else []
        if not files:
            return []
        if len(files) > MAX_FILES:
            raise forms.ValidationError(f"Suba hasta {MAX_FILES} archivos a la vez.")
        return [super(ManyFilesField, self).clean(file, initial) for file in files]


class AntecedenteForm(OnceMixin, PlainForm):
    """What a family brought, who brings it and when."""

    participant = PersonField(label="En favor de")
    delivered_by = short_text("Quién entrega", "Nombre y relación con el estudiante.")
    at = MomentField(label="Cuándo lo entregó", past=True)
    description = short_text(
        "Qué entrega", "Por ejemplo: capturas de mensajes del 20 de abril.", size=300
    )
    files = ManyFilesField(
        label="Archivos",
        required=False,
        help_text=f"{KINDS_TEXT}. Cada archivo recibe su cargo. Si es un papel que se "
        "guarda aparte, déjelo vacío.",
    )

    def __init__(self, *args, people: list[Participant], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["participant"].offer(people)

    def clean_files(self) -> list[UploadedFile]:
        """Name every file that does not fit, not only the first."""
        files, errors = self.cleaned_data["files"], []
        for file in files:
            try:
                read_upload(file)
            except DomainError as error:
                errors.append(error.message)
        if errors:
            raise forms.ValidationError(errors)
        return files


class FollowUpForm(VersionedForm):
    """Does it go on, or has it stopped?"""

    participant = PersonField(label="Con quién")
    starts_at = MomentField(label="Cuándo se hizo la entrevista", past=True)
    place = short_text("Lugar")
    persists = forms.ChoiceField(
        label="El hostigamiento",
        choices=[("no", "Se revirtió"), ("si", "Se mantiene")],
        widget=forms.RadioSelect,
    )
    student_words = long_text("Lo que dijo el estudiante, textual", rows=4, required=False)
    apoderado_words = long_text("Lo que dijo el apoderado", rows=3, required=False)
    observed = long_text("Lo que observa el equipo", rows=3, required=False)

    def __init__(self, *args, people: list[Participant], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["participant"].offer(people)


class TransferForm(VersionedForm):
    """A pupil taken to a health centre."""

    participant = PersonField(label="Estudiante")
    signs = long_text("Señales observadas", "Lo que se ve y lo que dice; sin diagnóstico.", rows=3)
    detected_at = MomentField(label="Cuándo se detectaron", past=True)
    left_at = MomentField(label="A qué hora salió al centro asistencial", past=True)
    centre = short_text("Centro asistencial")
    companion = short_text("Quién acompaña")
    companion_title = short_text("Cargo de quien acompaña", size=80)
    told_to = short_text("A quién se avisó de la familia")
    told_at = MomentField(label="Hora del aviso a la familia", past=True)
    told_how = short_text("Cómo se avisó", "Por ejemplo: llamada telefónica.", size=80)
    notes = long_text("Observaciones", rows=2, required=False)

    def __init__(self, *args, people: list[Participant], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["participant"].offer(people)
