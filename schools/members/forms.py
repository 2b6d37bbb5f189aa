"""The shape of what is typed about members."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError

from convivencia.forms import DayField, PlainForm
from schools.identifiers import clean_run
from schools.members.selectors import users_in_school
from schools.models import Role, User
from schools.people.forms import curso_field, cursos_of


def _refuse_reversed(form: forms.Form, data: dict) -> None:
    since, until = data.get("active_from"), data.get("active_until")
    if since and until and until < since:
        form.add_error("active_until", "No puede terminar antes de comenzar.")


class NewMemberForm(PlainForm):
    """A person and the role they get."""

    email = forms.EmailField(
        label="Correo",
        max_length=254,
        help_text="Con él ingresará. Use uno personal de la institución, no uno compartido.",
    )
    first_names = forms.CharField(label="Nombres", max_length=80)
    last_names = forms.CharField(label="Apellidos", max_length=80)
    run = forms.CharField(label="RUN", max_length=20, required=False)
    role = forms.ChoiceField(label="Rol", choices=[("", "Elija un rol"), *Role.choices])
    curso = curso_field("Curso del que es profesor jefe", required=False)
    job_title = forms.CharField(
        label="Cargo",
        max_length=80,
        required=False,
        help_text="Como firma sus documentos. En blanco, se usa el nombre del rol.",
    )
    active_from = DayField(label="Desde")
    active_until = DayField(label="Hasta", required=False)

    def __init__(self, *args: object, on: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["curso"].empty_label = "No corresponde"
        self.fields["curso"].queryset = cursos_of(on.year)

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()

    def clean_run(self) -> str:
        run = self.cleaned_data["run"]
        return clean_run(run) if run else ""

    def clean(self) -> dict:
        data = super().clean()
        if data.get("role") == Role.PROFESOR_JEFE and not data.get("curso"):
            self.add_error("curso", "Elija el curso del profesor jefe.")
        if data.get("role") and data["role"] != Role.PROFESOR_JEFE:
            data["curso"] = None
        _refuse_reversed(self, data)
        return data


class UserChoice(forms.ModelChoiceField):
    """A person of the school, surname first."""

    def label_from_instance(self, user: User) -> str:
        return f"{user.last_names}, {user.first_names}"


class SubstituteForm(PlainForm):
    """Who takes somebody's place, and until when."""

    user = UserChoice(
        label="Quién subroga",
        empty_label="Elija a una persona",
        queryset=None,
        help_text="Debe ser del equipo. Si no lo es, agréguela primero.",
    )
    active_from = DayField(label="Desde")
    active_until = DayField(label="Hasta")

    def __init__(self, *args: object, on: date, absent_user_id: int, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        self.fields["user"].queryset = users_in_school(on).exclude(pk=absent_user_id)

    def clean(self) -> dict:
        data = super().clean()
        _refuse_reversed(self, data)
        if data.get("active_until") and data["active_until"] < self.on:
            raise ValidationError("El período ya pasó: una subrogancia no se registra hacia atrás.")
        return data
