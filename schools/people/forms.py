"""The shape of what is typed about students and courses."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from convivencia.forms import DayField, PlainForm, PlainModelForm
from schools.identifiers import clean_document
from schools.models import Curso, Student
from schools.people.selectors import in_school_order

GENDERS = [("", "No informado"), ("F", "Femenino"), ("M", "Masculino"), ("X", "Otro")]


class SearchForm(forms.Form):
    """What the list of students may be narrowed by. A wrong answer narrows nothing."""

    q = forms.CharField(max_length=80, required=False)
    curso = forms.IntegerField(min_value=1, max_value=2**63 - 1, required=False)

    def value(self, name: str) -> object:
        """Return a valid answer, or nothing."""
        return self.cleaned_data.get(name) if self.is_valid() or name in self.cleaned_data else None


class StudentForm(PlainModelForm):
    """A student's own data."""

    run = forms.CharField(
        label="Número",
        max_length=40,
        help_text="Con dígito verificador; los puntos y el guion dan lo mismo.",
    )
    birth_date = DayField(label="Fecha de nacimiento", required=False)
    gender = forms.ChoiceField(label="Género", choices=GENDERS, required=False)

    class Meta:
        model = Student
        fields = [
            "id_kind",
            "run",
            "first_names",
            "paternal",
            "maternal",
            "nombre_social",
            "nombre_social_agreed",
            "birth_date",
            "gender",
        ]
        widgets = {"id_kind": forms.RadioSelect}
        labels = {
            "first_names": "Nombres (como en el registro civil)",
            "nombre_social_agreed": "El o la estudiante y su familia acordaron su uso",
        }
        help_texts = {
            "nombre_social": "Cómo se le llama. Los documentos oficiales llevan el nombre legal.",
            "nombre_social_agreed": "Sin acuerdo, lo ven sólo encargada, equipo y directora.",
        }

    def __init__(self, *args: object, on: date, **kwargs: object) -> None:
        self.on = on
        super().__init__(*args, **kwargs)
        self.initial["run"] = self.instance.shown_run

    def clean_birth_date(self) -> date | None:
        born = self.cleaned_data["birth_date"]
        if born and not (self.on.year - 80 <= born.year and born < self.on):
            raise ValidationError("Revise el año: la fecha no puede ser de una o un estudiante.")
        return born

    def clean(self) -> dict:
        data = super().clean()
        if data.get("run") and data.get("id_kind"):
            try:
                data["run"] = clean_document(data["id_kind"], data["run"])
            except ValidationError as error:
                self.add_error("run", error)
        if data.get("nombre_social_agreed") and not data.get("nombre_social"):
            self.add_error("nombre_social", "Escriba el nombre social cuyo uso se acordó.")
        return data

    def _post_clean(self) -> None:
        """The services write and check the row: a form never touches it."""


class CursoChoice(forms.ModelChoiceField):
    """A course by its name and year."""

    def label_from_instance(self, curso: Curso) -> str:
        return f"{curso} ({curso.year})"


def curso_field(label: str = "Curso", *, required: bool = True) -> CursoChoice:
    """Return a choice of course; each form gives it its courses, inside the school."""
    return CursoChoice(
        label=label,
        queryset=None,
        required=required,
        empty_label="Elija un curso" if required else "Sin curso por ahora",
        error_messages={"invalid_choice": "Elija un curso de la lista."},
    )


def cursos_of(year: int) -> QuerySet[Curso]:
    """Return the courses of a school year, in school order."""
    return in_school_order(Curso.objects.filter(year=year))


class NewStudentForm(StudentForm):
    """A student who arrives."""

    curso = curso_field(required=False)
    starts_on = DayField(label="Fecha de ingreso")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["curso"].queryset = cursos_of(self.on.year)
        self.fields["starts_on"].initial = self.on


class EnrolForm(PlainForm):
    """A change of course."""

    curso = curso_field("Nuevo curso")
    starts_on = DayField(label="Desde")

    def __init__(self, *args: object, on: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["curso"].queryset = cursos_of(on.year)


class EndForm(PlainForm):
    """The last day of something."""

    ends_on = DayField(label="Último día")


class CursoForm(PlainForm):
    """A course of a school year."""

    year = forms.IntegerField(label="Año escolar", min_value=2000, max_value=2100)
    nivel = forms.ChoiceField(label="Nivel", choices=Curso._meta.get_field("nivel").choices)
    grade = forms.IntegerField(
        label="Grado",
        min_value=1,
        max_value=8,
        help_text="En parvularia: 1 es prekínder (NT1) y 2 es kínder (NT2).",
    )
    letter = forms.CharField(label="Letra", max_length=2)

    def clean_letter(self) -> str:
        letter = self.cleaned_data["letter"].strip().upper()
        if not letter.isalnum():
            raise ValidationError("La letra es una o dos letras o números, por ejemplo A.")
        return letter

    def clean(self) -> dict:
        data = super().clean()
        last = {"parvularia": 2, "basica": 8, "media": 4}.get(data.get("nivel"))
        if last and data.get("grade", 0) > last:
            self.add_error("grade", f"En ese nivel el grado va de 1 a {last}.")
        return data
