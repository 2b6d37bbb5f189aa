"""The pages of the denuncia as forms. Each gets the answers of the pages before it."""

from datetime import datetime, time
from typing import TYPE_CHECKING

from django import forms
from django.utils import timezone

from cases.intake.fields import LongTextField, PastDayField, PastMomentField
from cases.intake.questions import ANSWERS, QUESTIONS
from cases.models.denuncia import Canal
from cases.tramites.kinds import (
    NEVER_AGREED,
    Kind,
    Refusal,
    facts_against_agreement,
    kind_of,
)
from convivencia.forms import PlainForm
from protocols.selectors import protocol_of
from schools.models import Membership

if TYPE_CHECKING:
    from cases.intake.answers import Answers

RELATO_LIMIT, APRECIACION_LIMIT = 30_000, 5_000


class PageForm(PlainForm):
    """A page. `answers` are those already given; `member` is who types."""

    def __init__(self, data: dict | None = None, *, answers: "Answers", **kwargs) -> None:
        super().__init__(data, auto_id="id_%s", **kwargs)
        self.answers = answers
        self.prepare()
        for field in self.fields.values():
            if hasattr(field, "at"):
                field.at = answers.now

    def prepare(self) -> None:
        """Adapt the fields to the answers before this page."""

    def raw_names(self) -> list[str]:
        """Return the names of the inputs, to keep exactly what was typed."""
        names = []
        for name, field in self.fields.items():
            parts = getattr(field.widget, "widgets", None)
            names += [f"{name}_{i}" for i in range(len(parts))] if parts else [name]
        return names


class CanalForm(PageForm):
    canal = forms.ChoiceField(
        label="¿Cómo llegó la denuncia?", choices=Canal.choices, widget=forms.RadioSelect
    )
    received_by = forms.ModelChoiceField(
        label="¿Quién la recibió?",
        help_text="El primer adulto del establecimiento a quien se le contó, o que lo vio.",
        queryset=Membership.objects.none(),
        error_messages={"invalid_choice": "Elija a una persona del establecimiento."},
    )

    def prepare(self) -> None:
        field = self.fields["received_by"]
        field.queryset = self.answers.staff
        field.empty_label = None
        field.label_from_instance = lambda m: f"{m.user.get_full_name()} · {m.title}"
        self.initial.setdefault("received_by", self.answers.member.pk)


class ConocimientoForm(PageForm):
    known_at = PastMomentField(
        label="¿Cuándo lo supo el primer adulto del establecimiento?",
        help_text="El día y la hora en que se enteró, no la hora en que usted escribe esto. "
        "Desde ahí corren las 24 horas.",
    )
    received_at = PastMomentField(
        label="¿Cuándo se recibió formalmente la denuncia?",
        help_text="Si fue en el mismo momento, déjelo en blanco.",
        required=False,
    )
    delivered_at = PastMomentField(
        label="¿Cuándo se entregó el escrito a la dirección?",
        help_text="Si todavía no se entrega, déjelo en blanco: quedará como tarea pendiente.",
        required=False,
    )

    def prepare(self) -> None:
        if self.answers.is_verbal is not False:
            del self.fields["delivered_at"]

    def clean(self) -> dict:
        data = super().clean()
        known = data.get("known_at")
        received = data.get("received_at") or known
        if known and received < known:
            self.add_error(
                "received_at",
                "La recepción formal no puede ser anterior a la toma de conocimiento.",
            )
        elif known and not self.errors:
            data["received_at"] = received
        delivered = data.get("delivered_at")
        if delivered and received and delivered < received:
            self.add_error("delivered_at", "La entrega no puede ser anterior a la recepción.")
        return data


class RelatoForm(PageForm):
    relato = LongTextField(
        label="Qué se contó o qué se vio, con sus mismas palabras",
        help_text="Escriba las palabras del niño o la niña tal como las dijo, entre comillas. "
        "Sin corregir ni interpretar.",
        limit=RELATO_LIMIT,
        rows=10,
    )
    interpretation = LongTextField(
        label="Apreciación de quien registra",
        help_text="Lo que usted piensa o deduce va aquí, aparte. No se imprime en la copia de "
        "quien denuncia.",
        limit=APRECIACION_LIMIT,
        rows=4,
        required=False,
    )


class HechosForm(PageForm):
    occurred_on = PastDayField(
        label="¿Qué día ocurrió?",
        help_text="Si fueron varias veces, la última. Si no se sabe el día, explíquelo más abajo.",
        required=False,
    )
    occurred_hour = forms.TimeField(
        label="¿A qué hora?",
        widget=forms.TimeInput(
            attrs={"type": "time", "class": "form-control--short"}, format="%H:%M"
        ),
        required=False,
        error_messages={"invalid": "Escriba una hora de 00:00 a 23:59."},
    )
    occurred_text = forms.CharField(
        label="Cuándo, en palabras",
        help_text="Por ejemplo: «desde marzo, en los recreos», «la semana pasada».",
        max_length=200,
        required=False,
    )
    place = forms.CharField(
        label="¿Dónde?",
        help_text="Por ejemplo: patio de básica, baño del segundo piso, un grupo de mensajería.",
        max_length=200,
    )
    in_school = forms.ChoiceField(
        label="¿Fue en el establecimiento o en una actividad suya?",
        choices=ANSWERS,
        widget=forms.RadioSelect,
    )

    def clean(self) -> dict:
        data = super().clean()
        day, hour = data.get("occurred_on"), data.get("occurred_hour")
        if day is None and hour is not None and "occurred_on" not in self.errors:
            self.add_error("occurred_on", "Anotó una hora: indique también el día.")
        if day is None and not data.get("occurred_text") and not self.errors:
            self.add_error("occurred_text", "Indique el día, o cuente en palabras cuándo ocurrió.")
        known = self.answers.known_at
        if day and known and _start(day, hour) > known:
            self.add_error(
                "occurred_hour" if hour else "occurred_on",
                "No puede haber ocurrido después de la toma de conocimiento "
                f"({timezone.localtime(known):%d-%m-%Y %H:%M}).",
            )
        return data


def _start(day: object, hour: time | None) -> datetime:
    return datetime.combine(day, hour or time.min, tzinfo=timezone.get_current_timezone())


class OrientacionForm(PageForm):
    """The questions of the router, from its table."""

    def prepare(self) -> None:
        for question in QUESTIONS:
            self.fields[question.key] = forms.ChoiceField(
                label=question.text,
                help_text=f"{question.hint} Por qué se pregunta: {question.reason}.",
                choices=ANSWERS,
                widget=forms.RadioSelect,
                error_messages={"required": f"Responda: {question.text} Si no lo sabe, «No sé»."},
            )

    def groups(self) -> list[dict]:
        """Return the questions under their headings, each with its norm."""
        found: dict[str, list] = {}
        for question in QUESTIONS:
            found.setdefault(question.group, []).append((question, self[question.key]))
        return [{"title": title, "rows": rows} for title, rows in found.items()]


class ProtocoloForm(PageForm):
    protocol = forms.ChoiceField(
        label="¿Con qué protocolo se abre el caso?",
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Elija uno de los protocolos disponibles."},
    )
    choice_reason = forms.CharField(
        label="¿Por qué con ese y no con el sugerido?",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    report = forms.ChoiceField(
        label="Dijo que puede ser un delito. ¿Se denunciará?",
        choices=[
            ("si", "Sí, dentro de las 24 horas"),
            ("ya", "Ya se denunció"),
            ("no", "No se denunciará"),
        ],
        widget=forms.RadioSelect,
    )
    no_report_reason = forms.CharField(
        label="¿Por qué no se denunciará?",
        help_text="Queda por escrito en el expediente. El plazo legal no se detiene por esto.",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def prepare(self) -> None:
        available, suggested = self.answers.available, self.answers.suggestion.protocol_key
        self.fields["protocol"].choices = list(available.items())
        if suggested in available:
            self.initial.setdefault("protocol", suggested)
        if set(available) == {suggested}:
            del self.fields["choice_reason"]
        elif suggested not in available and self.answers.suggestion.settled:
            self.fields["choice_reason"].required = True
        if self.answers.router.get("delito") != "si":
            del self.fields["report"], self.fields["no_report_reason"]

    def clean(self) -> dict:
        data = super().clean()
        chosen, suggested = data.get("protocol"), self.answers.suggestion
        against = self.against_agreement(chosen) if chosen else []
        for text in against:
            self.add_error("protocol", text)
        if (
            chosen
            and suggested.settled
            and chosen != suggested.protocol_key
            and not data.get("choice_reason", "").strip()
        ):
            self.errors.pop("choice_reason", None)
            self.add_error(
                "choice_reason",
                f"Lo sugerido es «{suggested.situation.title}»: escriba por qué se abre con otro.",
            )
        if data.get("report") == "no" and not data.get("no_report_reason"):
            self.add_error("no_report_reason", "Escriba por qué no se denunciará.")
        return data

    def against_agreement(self, chosen: str) -> list[str]:
        """Return why the case may not open as a gestión colaborativa, each with its norm."""
        protocol = protocol_of(self.answers.reglamento, chosen)
        if kind_of(protocol) is not Kind.GESTION_COLABORATIVA:
            return []
        suggested = self.answers.suggestion
        found = facts_against_agreement(suggested.facts)
        if suggested.protocol_key in NEVER_AGREED:
            title, norm = suggested.situation.title, NEVER_AGREED[suggested.protocol_key]
            found.append(Refusal(f"Lo relatado corresponde a «{title}»", norm))
        return [str(refusal) for refusal in found]
