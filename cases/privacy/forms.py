"""Shapes of the screens of personal data."""

from datetime import datetime

from django import forms

from cases.intake.selectors import SHORTEST
from cases.models.privacy import BreachActKind, IdentityProof, Outcome, Right
from cases.once import OnceMixin
from convivencia.forms import MomentField, PlainForm


def paragraph(label: str, hint: str = "", *, most: int = 2000, rows: int = 4, **more: object):  # noqa: ANN201
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=hint, max_length=most, widget=widget, **more)


class SearchForm(PlainForm):
    q = forms.CharField(
        label="Nombre o RUN",
        help_text="De un estudiante o de un apoderado. Al menos tres letras, o el RUN completo.",
        max_length=60,
    )

    def clean_q(self) -> str:
        text = self.cleaned_data["q"]
        if len(text.replace(" ", "")) < SHORTEST:
            raise forms.ValidationError("Escriba al menos tres letras.")
        return text


class RequestForm(OnceMixin, PlainForm):
    """A request as it came in."""

    other = forms.CharField(
        label="Nombre de la persona",
        help_text="Sólo si no está en la lista del establecimiento.",
        max_length=160,
    )
    right = forms.ChoiceField(label="¿Qué derecho ejerce?", choices=Right.choices)
    received_at = MomentField(
        label="¿Cuándo llegó la solicitud?",
        help_text="El plazo corre desde ese día, aunque se registre después.",
        past=True,
    )
    by_representative = forms.ChoiceField(
        label="¿Quién la presenta?",
        help_text="Por un menor de 14 años pide su madre, su padre o quien lo represente. Desde "
        "los 14 puede pedir por sí.",
        choices=[("no", "La misma persona"), ("si", "Un representante: madre, padre, tutor…")],
        widget=forms.RadioSelect,
    )
    asked_by = forms.CharField(
        label="Nombre de quien la representa",
        help_text="Sólo si la presenta otra persona.",
        max_length=160,
        required=False,
    )
    identity = forms.ChoiceField(
        label="¿Cómo se verificó su identidad?", choices=IdentityProof.choices
    )
    identity_detail = paragraph(
        "Documento o forma usada",
        "Obligatorio si la presenta un representante. No anote el número de la cédula.",
        most=300,
        rows=2,
        required=False,
    )
    what = paragraph("¿Qué pide?", "Con sus palabras. No escriba detalles de ningún caso.")

    def __init__(self, *args, known: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if known:
            del self.fields["other"]

    def clean(self) -> dict:
        data = super().clean()
        explains = data.get("by_representative") == "si"
        if explains and not data.get("asked_by"):
            self.add_error("asked_by", "Escriba el nombre de quien la representa.")
        explains |= data.get("identity") == IdentityProof.OTRA
        if explains and not data.get("identity_detail", "").strip():
            self.add_error(
                "identity_detail",
                "Explique cómo se verificó: el documento que acredita la representación o la "
                "forma usada.",
            )
        return data


class ReasonForm(OnceMixin, PlainForm):
    """Why."""

    reason = paragraph("Fundamento", "Queda registrado con su nombre.", most=500, min_length=10)


class AnswerForm(OnceMixin, PlainForm):
    outcome = forms.ChoiceField(
        label="Respuesta", choices=Outcome.choices, widget=forms.RadioSelect
    )
    answer = paragraph(
        "Fundamento y lo que se hizo",
        "La persona leerá este texto. Sin datos de terceros.",
        most=4000,
        min_length=20,
    )
    norm = forms.CharField(
        label="Norma en que se funda",
        help_text="Obligatoria si se niega algo. Por ejemplo: Ley 19.628, art. 7: los datos son "
        "necesarios para cumplir una obligación legal.",
        max_length=200,
        required=False,
    )

    def clean(self) -> dict:
        data = super().clean()
        refuses = data.get("outcome", Outcome.CONCEDIDA) != Outcome.CONCEDIDA
        if refuses and not data.get("norm", "").strip():
            self.add_error("norm", "Indique la norma en que se funda lo que se niega.")
        return data


class BreachForm(OnceMixin, PlainForm):
    """A breach, as it is known when it is written."""

    known_at = MomentField(label="¿Cuándo se supo?", past=True)
    happened = forms.CharField(
        label="¿Cuándo ocurrió?",
        help_text="Si no se sabe, escriba desde cuándo pudo ocurrir.",
        max_length=200,
        required=False,
    )
    what = paragraph("¿Qué ocurrió?", "Sin nombres ni detalles de ningún caso.", most=4000)
    data_kinds = paragraph(
        "¿Qué datos?",
        "Por ejemplo: nombres y RUN; una citación; notas de salud.",
        most=1000,
        rows=2,
    )
    whose = paragraph(
        "¿De quiénes?", "Por grupos: «las familias del 6° A». Sin nombres.", most=1000, rows=2
    )
    people = forms.IntegerField(
        label="¿De cuántas personas?",
        help_text="Aproximado.",
        min_value=1,
        max_value=1_000_000,
        required=False,
    )
    marks = forms.MultipleChoiceField(
        label="Marque lo que corresponda",
        choices=[
            ("sensitive", "Hay datos sensibles: salud, convivencia, origen, creencias, sexualidad"),
            ("under_14", "Hay datos de menores de 14 años"),
        ],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    effects = paragraph("¿Qué puede ocurrirles a esas personas?")
    measures = paragraph("¿Qué se hizo de inmediato?", most=4000)


class BreachActForm(OnceMixin, PlainForm):
    kind = forms.ChoiceField(label="¿Qué se hizo?", choices=BreachActKind.choices)
    at = MomentField(label="¿Cuándo?", past=True)
    text = paragraph("Detalle", "A quién, por qué medio, con qué respuesta.", most=4000)

    def __init__(self, *args, known_at: datetime, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.known_at = known_at

    def clean_at(self) -> datetime:
        if self.cleaned_data["at"] < self.known_at:
            raise forms.ValidationError("No puede ser anterior a cuando se supo.")
        return self.cleaned_data["at"]
