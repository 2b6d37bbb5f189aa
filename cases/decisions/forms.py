"""Shapes of the decision screens; whether something may be done is the services' business."""

from django import forms
from django.forms import formset_factory

from cases.decisions.reconsideraciones import OUTCOMES
from cases.hearings.forms.common import PlainFormSet
from cases.models import Case, Medida, Participant
from cases.models.decisions import Calificacion, Resultado, TipoMedida
from cases.models.notifications import Medium
from cases.once import OnceMixin
from convivencia.forms import DayField, MomentField, PlainForm
from schools.models import Membership, Role

LONG = 50_000
ELIJA = ("", "Elija…")
LATER = "despues"


class VersionedForm(OnceMixin, PlainForm):
    """A form that knows which revision of the record it was shown."""

    version = forms.IntegerField(widget=forms.HiddenInput, initial=0)


def long_text(
    label: str, hint: str = "", *, rows: int = 6, required: bool = True
) -> forms.CharField:
    """Return a field for several paragraphs."""
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class InformeForm(VersionedForm):
    resultado = forms.ChoiceField(
        label="Resultado de la investigación", choices=Resultado.choices, widget=forms.RadioSelect
    )
    proceedings = long_text("Diligencias realizadas", "Qué se hizo, cuándo y con quién.")
    findings = long_text(
        "Hechos acreditados", "Lo que se probó y con qué. Sin juicios sobre las personas.", rows=8
    )
    recommendations = long_text("Medidas que recomienda", rows=4, required=False)


class MomentForm(OnceMixin, PlainForm):
    """When an act happened, nothing else."""

    at = MomentField(label="Cuándo ocurrió", past=True)


class ResolucionForm(VersionedForm):
    resultado = forms.ChoiceField(
        label="Resultado", choices=Resultado.choices, widget=forms.RadioSelect
    )
    calificacion = forms.ChoiceField(
        label="Qué son los hechos, si la denuncia es fundada",
        choices=Calificacion.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    vistos = long_text("Vistos", "Las actuaciones y los documentos del caso.", required=False)
    considerando = long_text("Considerando", "Los hechos acreditados y las razones.", rows=10)
    resuelvo = long_text("Resuelvo", rows=6)
    support = long_text("Apoyo y reparación para el estudiante afectado", rows=3, required=False)


class MedidaForm(PlainForm):
    """One measure about one person of the case."""

    participant = forms.ModelChoiceField(None, label="Para quién")
    tipo = forms.ChoiceField(
        label="Tipo",
        choices=[ELIJA, *(c for c in TipoMedida.choices if c[0] != TipoMedida.RESGUARDO)],
    )
    description = forms.CharField(
        label="Medida", max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    grounds = forms.CharField(
        label="Fundamento",
        max_length=500,
        required=False,
        help_text="Edad, madurez, desarrollo y proporcionalidad.",
    )
    owner_role = forms.ChoiceField(
        label="A cargo de",
        choices=[
            ELIJA,
            (Role.PROFESOR_JEFE, "Profesor jefe"),
            (Role.ENCARGADA, "Encargada de convivencia"),
            (Role.INSPECTORIA, "Inspectoría general"),
            (Role.DIRECTORA, "Dirección"),
        ],
    )
    starts_on = DayField(label="Desde")
    ends_on = DayField(label="Hasta", required=False)

    def __init__(self, *args, case: Case, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["participant"]
        field.queryset = Participant.objects.filter(case=case).select_related(
            "student", "membership__user", "apoderado"
        )
        field.label_from_instance = lambda p: f"{p.name} ({p.role_word})"
        field.empty_label = ELIJA[1]

    def clean(self) -> dict:
        data = super().clean()
        if data.get("ends_on") and data.get("starts_on") and data["ends_on"] < data["starts_on"]:
            self.add_error("ends_on", "El término no puede ser anterior al inicio.")
        return data


MedidaFormSet = formset_factory(
    MedidaForm, formset=PlainFormSet, extra=4, can_delete=True, max_num=20
)


def medida_rows(formset: PlainFormSet) -> list[dict]:
    """Return the typed measures, without those marked to be removed."""
    return [{k: v for k, v in row.items() if k != "DELETE"} for row in formset.rows()]


def medidas_initial(medidas: list[Medida]) -> list[dict]:
    """Return stored measures as the formset wants them."""
    names = ("participant", "tipo", "description", "grounds", "owner_role", "starts_on", "ends_on")
    return [{name: getattr(m, name) for name in names} for m in medidas]


class ReturnForm(VersionedForm):
    comments = long_text("Observaciones para el equipo", "Qué falta o qué debe corregirse.", rows=5)


class ApproveForm(VersionedForm):
    """The directora's yes. With something missing, her reason is required and is printed."""

    override_reason = long_text(
        "Por qué resuelve de todos modos",
        "Queda en el expediente y se imprime en la resolución.",
        rows=4,
        required=False,
    )
    agree = forms.BooleanField(label="Leí la resolución completa y la apruebo como mi decisión")

    def __init__(self, *args, gate_open: bool = True, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if gate_open:
            del self.fields["override_reason"]


class NotifyForm(OnceMixin, PlainForm):
    """For each adult in force, by which medium; nobody is left out without saying why."""

    def __init__(self, *args, addressees: list[tuple], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.addressees = addressees
        for participant, apoderado in addressees:
            choices = [c for c in Medium.choices if c[0] != Medium.CORREO or apoderado.email]
            self.fields[f"medium_{participant.pk}_{apoderado.pk}"] = forms.ChoiceField(
                label=f"{apoderado.name}, por {participant.initials}",
                choices=[*choices, (LATER, "No notificar ahora")],
                initial=Medium.CORREO if apoderado.email else Medium.PERSONAL,
                help_text=""
                if apoderado.email
                else "No tiene correo registrado: use otro medio y regístrelo después.",
            )

    def clean(self) -> dict:
        data = super().clean()
        media = [data.get(name) for name in self.fields if name.startswith("medium_")]
        if not self.errors and set(media) <= {LATER}:
            raise forms.ValidationError("Elija al menos a una persona y un medio.")
        return data

    def chosen(self) -> list[tuple]:
        """Return (participant, apoderado, medium) for whom a medium was chosen."""
        named = ((p, a, self.cleaned_data.get(f"medium_{p.pk}_{a.pk}")) for p, a in self.addressees)
        return [row for row in named if row[2] != LATER]


class ImplementForm(OnceMixin, PlainForm):
    """Tick each measure already in practice, and say how."""

    def __init__(self, *args, medidas: list[Medida], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["at"] = MomentField(label="Cuándo se aplicaron", past=True)
        for medida in medidas:
            label = f"{medida.description} ({medida.participant.initials})"
            self.fields[f"done_{medida.pk}"] = forms.BooleanField(label=label, required=False)
            self.fields[f"note_{medida.pk}"] = forms.CharField(
                label="Cómo se aplicó",
                max_length=300,
                required=False,
                help_text="Obligatorio si marca la medida.",
            )
        self.medidas = medidas

    def clean(self) -> dict:
        data = super().clean()
        for medida in self.medidas:
            if data.get(f"done_{medida.pk}") and not data.get(f"note_{medida.pk}"):
                self.add_error(f"note_{medida.pk}", "Cuente brevemente cómo se aplicó.")
        if not any(data.get(f"done_{m.pk}") for m in self.medidas):
            raise forms.ValidationError("Marque al menos una medida que ya se aplicó.")
        return data

    def notes(self) -> dict[int, str]:
        data = self.cleaned_data
        return {m.pk: data[f"note_{m.pk}"] for m in self.medidas if data[f"done_{m.pk}"]}


class ReviewForm(VersionedForm):
    """What becomes of a resguardo: `choices` are those the member may say."""

    what = forms.ChoiceField(label="Qué pasa con la medida", widget=forms.RadioSelect)
    until = DayField(
        label="Se mantiene y se revisa de nuevo el",
        required=False,
        help_text="Sólo si se mantiene.",
    )
    text = forms.CharField(
        label="Cómo se aplica, o por qué se mantiene o se levanta",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    at = MomentField(label="Cuándo se aplicó o se decidió", past=True)

    field_order = ("what", "until", "text", "at")

    def __init__(self, *args, choices: list[tuple[str, str]], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["what"].choices = choices
        if all(key == "aplicada" for key, _ in choices):
            del self.fields["until"]
            self.fields["text"].label = "Cómo se aplica"

    def clean(self) -> dict:
        data = super().clean()
        if data.get("what") == "mantiene" and not data.get("until") and "until" not in self.errors:
            self.add_error("until", "Indique hasta cuándo se mantiene.")
        return data


class ConsultForm(OnceMixin, PlainForm):
    at = MomentField(label="Cuándo respondió el sostenedor", past=True)
    answer = long_text("Qué respondió", rows=4)


class CouncilForm(OnceMixin, PlainForm):
    """What the Consejo de Profesores said, in writing."""

    at = MomentField(label="Cuándo sesionó el Consejo", past=True)
    attendees = forms.CharField(label="Quiénes asistieron", max_length=300)
    text = long_text("Qué dice el Consejo", "Un punto por línea.", rows=6)
    minutes = forms.CharField(label="Quién levantó el acta", max_length=120)


class ResolveReconsideracionForm(VersionedForm):
    """What was decided, and by whom: people of the school are chosen, not typed."""

    outcome = forms.ChoiceField(
        label="Qué se decidió", choices=list(OUTCOMES.items()), widget=forms.RadioSelect
    )
    at = MomentField(label="Cuándo se decidió", past=True)
    body = forms.ChoiceField(label="Quién la decide", widget=forms.RadioSelect)
    deciders = forms.TypedMultipleChoiceField(
        label="Personas del establecimiento que la decidieron",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    others = forms.CharField(
        label="Integrantes del Consejo que no trabajan en el establecimiento",
        help_text="Una persona por línea: nombre y a quién representa.",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    terms = long_text(
        "Cómo queda lo resuelto, si se modifica",
        "Qué cambia, qué se mantiene y desde cuándo. Se imprime en lo que se resuelve.",
        rows=3,
        required=False,
    )
    grounds = long_text("Fundamento", rows=6)
    medium = forms.ChoiceField(label="Cómo se notifica a quien la pidió", choices=Medium.choices)

    def __init__(
        self, *args, bodies: dict[str, str], members: list[Membership], barred: list[str], **kwargs
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].choices = list(bodies.items())
        if len(bodies) == 1:
            self.fields["body"].initial = next(iter(bodies))
        self.fields["deciders"].choices = [
            (one.pk, f"{one.user.get_full_name()}, {one.title}") for one in members
        ]
        if barred:
            self.fields["deciders"].help_text = f"No aparecen, y se abstienen: {'; '.join(barred)}."

    def clean(self) -> dict:
        data = super().clean()
        if data.get("outcome") == "modifica" and not data.get("terms"):
            self.add_error("terms", "Diga cómo queda lo que se modifica.")
        return data


class TerminoForm(OnceMixin, PlainForm):
    grounds = long_text("Por qué se abre", rows=4)
    diligencias = long_text("Diligencias que se harán", "Una por línea.", rows=4)


class CloseForm(OnceMixin, PlainForm):
    """The closing. With something missing, the directora's reason is asked and printed."""

    grounds = long_text("Fundamento del cierre", rows=4)
    at = MomentField(label="Cuándo se cierra", past=True)
    override_reason = long_text(
        "Por qué cierra de todos modos",
        "Queda en el expediente y se imprime en la resolución.",
        rows=3,
        required=False,
    )

    def __init__(self, *args, gate_open: bool = True, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if gate_open:
            del self.fields["override_reason"]


class VigilanciaForm(OnceMixin, PlainForm):
    at = MomentField(label="Cuándo", past=True)
    text = long_text("Qué se observó o se hizo", rows=4)


class StaffReconsideracionForm(OnceMixin, PlainForm):
    """A request that a family made in person or on paper."""

    who = forms.ChoiceField(label="Quién la presenta", widget=forms.RadioSelect)
    verbal = forms.ChoiceField(
        label="Cómo la presenta",
        choices=[("si", "De palabra: se levanta acta"), ("no", "Por escrito")],
        widget=forms.RadioSelect,
    )
    at = MomentField(label="Cuándo la presentó", past=True)
    text = long_text("Qué pide y por qué, con sus palabras", rows=6)

    def __init__(self, *args, families: list[tuple], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.families = {f"{p.pk}-{a.pk}": (p, a) for p, a in families}
        self.fields["who"].choices = [
            (key, f"{a.name}, por {p.name}") for key, (p, a) in self.families.items()
        ]

    def entry(self) -> dict:
        """Return what the service takes."""
        data = self.cleaned_data
        participant, apoderado = self.families[data["who"]]
        return {
            "participant": participant,
            "apoderado": apoderado,
            "requested_by": apoderado.name,
            "text": data["text"],
            "verbal": data["verbal"] == "si",
            "at": data["at"],
        }
