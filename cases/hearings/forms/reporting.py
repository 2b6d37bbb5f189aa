"""The oficio: write it, send it, or say why not."""

from django import forms

from cases.hearings.directory import Addressee, Clase
from cases.hearings.forms.common import VersionedForm, long_text, short_text
from cases.hearings.services.oficios import Channel
from cases.hearings.uploads import read_upload
from cases.once import OnceMixin
from convivencia.exceptions import DomainError
from convivencia.forms import MomentField, PlainForm
from schools.models import Membership


class OficioForm(VersionedForm):
    """D-40: to whom, who sends, what happened, with what."""

    institution = forms.TypedChoiceField(label="A quién se dirige")
    addressee = short_text(
        "Nombre del destinatario como debe ir en el oficio",
        "Si lo deja vacío se usa el de la lista.",
        size=200,
        required=False,
    )
    addressee_place = short_text("Dirección o correo del destinatario", size=200, required=False)
    subject = short_text("Materia", size=200)
    sender = forms.TypedChoiceField(label="Quién lo envía")
    sender_email = forms.EmailField(label="Correo de quien envía")
    sender_phone = short_text("Teléfono de quien envía", size=30)
    account = long_text(
        "Relato circunstanciado",
        "Qué pasó, cuándo, dónde y quiénes, con las palabras textuales entre comillas.",
        rows=12,
    )
    measures = long_text("Medidas ya adoptadas", "Una por línea.", rows=3, required=False)
    enclosures = long_text("Documentos que se acompañan", "Uno por línea.", rows=3, required=False)
    request = long_text("Lo que se pide", rows=2, required=False)

    def __init__(
        self, *args, directory: list[Addressee], senders: list[Membership], **kwargs
    ) -> None:
        super().__init__(*args, **kwargs)
        known = {a.key: a for a in directory}
        groups = [
            (clase.label, [(a.key, a.name) for a in directory if a.clase == clase])
            for clase in Clase
        ]
        self.fields["institution"].choices = [("", "Elija…"), *groups]
        self.fields["institution"].coerce = known.get
        people = {str(m.pk): m for m in senders}
        labels = [(pk, f"{m.user.get_full_name()}, {m.title}") for pk, m in people.items()]
        self.fields["sender"].choices = [("", "Elija…"), *labels]
        self.fields["sender"].coerce = people.get


def lines(text: str) -> tuple[str, ...]:
    """Return the lines of a text, without the empty ones."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


class SendingForm(OnceMixin, PlainForm):
    """D-41: how and when it left, and the proof."""

    sent_at = MomentField(label="Cuándo se envió", past=True)
    channel = forms.ChoiceField(label="Vía", choices=Channel.choices, widget=forms.RadioSelect)
    reference = short_text(
        "Folio, RUC o número de ingreso", "Lo que permita encontrarlo en el organismo.", size=120,
        required=False,
    )  # fmt: skip
    received_by = short_text("Quién lo recibió", size=120, required=False)
    proof = forms.FileField(
        label="Comprobante",
        required=False,
        help_text="Correo enviado, timbre o constancia: PDF o imagen.",
    )
    notes = long_text("Observaciones", rows=2, required=False)

    def clean_proof(self) -> object:
        upload = self.cleaned_data["proof"]
        if upload:
            try:
                read_upload(upload)
            except DomainError as error:
                raise forms.ValidationError(error.message) from None
        return upload or None

    def clean(self) -> dict:
        data = super().clean()
        if not data.get("reference") and not data.get("proof") and "proof" not in self.errors:
            self.add_error("reference", "Deje constancia: anote el folio o suba el comprobante.")
        return data


class NoReportForm(OnceMixin, PlainForm):
    """Why the school does not report."""

    reason = forms.CharField(
        label="Por qué no se denuncia",
        help_text="Por ejemplo: la familia ya denunció, con su número de denuncia.",
        min_length=20,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
