"""What staff type about a notice."""

from django import forms

from cases.models.notifications import Hecho, Medium
from cases.notifications.services import OUTCOMES
from cases.once import OnceMixin
from convivencia.forms import MomentField, PlainForm


class DeliveryForm(OnceMixin, PlainForm):
    """What happened with a delivery on paper or a call."""

    outcome = forms.ChoiceField(
        label="¿Qué ocurrió?",
        choices=[(hecho.value, hecho.label) for hecho in OUTCOMES],
        widget=forms.RadioSelect,
    )
    at = MomentField(label="¿Cuándo?", past=True, help_text="El día y la hora en que ocurrió.")
    witness = forms.CharField(
        label="Testigo",
        required=False,
        max_length=160,
        help_text="Nombre y cargo. Obligatorio si se negó a firmar o no contestó.",
    )
    photo = forms.FileField(
        label="Foto de la copia firmada o del comprobante",
        required=False,
        help_text="Obligatoria si se entregó en papel. JPG, PNG o PDF, hasta 20 MB.",
    )
    detail = forms.CharField(
        label="Detalle",
        required=False,
        max_length=300,
        help_text="Por ejemplo: quién recibió, o el número de la carta.",
    )

    def __init__(self, *args, medium: str, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if medium == Medium.TELEFONO:
            del self.fields["photo"]
            self.fields["outcome"].choices = [
                (Hecho.ENTREGADO.value, "Contestó y quedó avisado"),
                (Hecho.NO_CONTESTA.value, Hecho.NO_CONTESTA.label),
            ]


class OtherMediumForm(OnceMixin, PlainForm):
    """Another way to tell the same person the same thing."""

    medium = forms.ChoiceField(label="Medio", widget=forms.RadioSelect)

    def __init__(self, *args, media: list[Medium], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["medium"].choices = [(m.value, m.label) for m in media]


class ResendForm(OnceMixin, PlainForm):
    """Only the button."""
