"""Cite the families, and write down who did not come."""

from django import forms
from django.forms.boundfield import BoundField

from cases.hearings.forms.common import VersionedForm, short_text
from cases.hearings.services.citaciones import CitacionInput, Told
from cases.models import Participant
from cases.models.hearings import CitacionOutcome, Mode
from cases.models.notifications import Medium
from convivencia.forms import MomentField, PlainForm
from schools.models import Guardianship

NOBODY = ("nadie", "No citar")


class FamilyCallForm(PlainForm):
    """One family's row: who, by which medium, which day, where."""

    meets_at = MomentField(label="Día y hora de la entrevista")
    mode = forms.ChoiceField(label="Modalidad", choices=Mode.choices, initial=Mode.PRESENCIAL)
    place = short_text("Lugar o enlace")
    called_at = MomentField(
        label="Cuándo contestó el teléfono", past=True, required=False,
        help_text="Sólo si se avisa por teléfono.",
    )  # fmt: skip
    left_out_reason = short_text(
        "Por qué no se cita a todos", "Sólo si deja fuera a un apoderado.", size=200, required=False
    )

    def __init__(self, *args, participant: Participant, ties: list[Guardianship], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.participant, self.ties = participant, ties
        for tie in ties:
            self._add_adult(tie)
        if len(ties) < 2:  # noqa: PLR2004 -- nobody to leave out
            del self.fields["left_out_reason"]
        self.order_fields([name for tie in ties for name in self.names_of(tie)])

    @staticmethod
    def names_of(tie: Guardianship) -> tuple[str, str]:
        """Return the names of the two fields of one adult."""
        return f"medium_{tie.apoderado_id}", f"answered_{tie.apoderado_id}"

    def _add_adult(self, tie: Guardianship) -> None:
        adult, (medium, answered) = tie.apoderado, self.names_of(tie)
        by_mail = bool(adult.email and adult.run)
        media = [c for c in Medium.choices if c[0] != Medium.CORREO or by_mail]
        self.fields[medium] = forms.ChoiceField(
            label=f"{adult.name}, {tie.get_relation_display().lower()}",
            choices=[*media, NOBODY] if len(self.ties) > 1 else media,
            initial=Medium.CORREO if by_mail else Medium.TELEFONO,
            help_text="" if by_mail else "No tiene correo o RUN registrado: use otro medio.",
        )
        self.fields[answered] = short_text(
            f"Quién contestó el teléfono de {adult.first_names}", size=120, required=False
        )

    @property
    def adults(self) -> list[tuple[BoundField, BoundField]]:
        """The two fields of each adult, to be drawn."""
        return [tuple(self[name] for name in self.names_of(tie)) for tie in self.ties]

    @property
    def phone_open(self) -> bool:
        """True if somebody is told by telephone, or the answers about it are wrong."""
        by_phone = any(medium.value() == Medium.TELEFONO for medium, _ in self.adults)
        return by_phone or bool(self["called_at"].errors)

    @property
    def left_out_reason_field(self) -> BoundField | None:
        return self["left_out_reason"] if "left_out_reason" in self.fields else None

    @property
    def left_open(self) -> bool:
        """True if somebody is left out."""
        return any(medium.value() == NOBODY[0] for medium, _ in self.adults)

    def clean(self) -> dict:
        data = super().clean()
        chosen = [(tie, data.get(self.names_of(tie)[0])) for tie in self.ties]
        for tie, medium in chosen:
            answered = self.names_of(tie)[1]
            if medium == Medium.TELEFONO and not data.get(answered):
                self.add_error(answered, "Anote quién contestó.")
        by_phone = any(medium == Medium.TELEFONO for _, medium in chosen)
        if by_phone and not data.get("called_at") and "called_at" not in self.errors:
            self.add_error("called_at", "Indique el día y la hora de la llamada.")
        left = [tie for tie, medium in chosen if medium == NOBODY[0]]
        if left and not data.get("left_out_reason"):
            self.add_error(
                "left_out_reason", "Ambos padres tienen derecho a ser citados: diga por qué no."
            )
        return data

    def entry(self) -> CitacionInput:
        """Return the row as the service takes it."""
        data = self.cleaned_data
        told = [
            Told(tie.apoderado, data[medium], data[answered])
            for tie in self.ties
            for medium, answered in [self.names_of(tie)]
            if data[medium] != NOBODY[0]
        ]
        return CitacionInput(
            self.participant,
            tuple(told),
            data["meets_at"],
            data["place"],
            data["mode"],
            data["called_at"] if any(t.medium == Medium.TELEFONO for t in told) else None,
            data.get("left_out_reason", ""),
        )


class OutcomeForm(VersionedForm):
    """Why the interview did not take place."""

    outcome = forms.ChoiceField(
        label="Qué ocurrió",
        choices=[
            (CitacionOutcome.NO_ASISTIO, "No asistió"),
            (CitacionOutcome.NO_CONTESTA, "No contesta"),
        ],
        widget=forms.RadioSelect,
    )
    attempts = forms.CharField(
        label="Intentos de contacto, con sus horas",
        help_text="Por ejemplo: llamada a las 09:20, sin respuesta; correo a las 09:30.",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class WaiverForm(PlainForm):
    """One family's written renunciation."""

    signed_by = short_text("Quién firma la renuncia")
    signed_at = MomentField(label="Cuándo la firmó", past=True)
    file = forms.FileField(label="Renuncia firmada (PDF o foto)")

    def __init__(self, *args, participant: Participant, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.participant = participant


class WaiverHeadForm(VersionedForm):
    """The statement of who registers it."""

    sure = forms.BooleanField(
        label="Comprobé que ambas familias renuncian por escrito y por voluntad propia"
    )
