"""Who is asked to sign, and how they sign."""

from django import forms

from cases.documents.reports import Person
from cases.documents.signatures import SignatureForm
from cases.documents.signing import ONESELF, Signer, barred_ways
from cases.models import SignatureTurn
from cases.models.documents import SignatureMethod
from cases.once import OnceMixin
from convivencia.forms import PlainForm
from schools.models import Membership


class AskSignerForm(OnceMixin, PlainForm):
    """One more signer, after those who already wait: of the school, or by name."""

    member = forms.ChoiceField(label="Persona del establecimiento", required=False)
    name = forms.CharField(
        label="O bien, nombre de otra persona",
        max_length=160,
        required=False,
        help_text="Quien no tiene cuenta firma en esta pantalla o en papel.",
    )
    title = forms.CharField(
        label="En calidad de", max_length=80, required=False, help_text="Por ejemplo: apoderada."
    )

    def __init__(self, *args: object, members: list[Membership], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.members = {str(member.pk): member for member in members}
        names = [(pk, f"{m.user.get_full_name()}, {m.title}") for pk, m in self.members.items()]
        self.fields["member"].choices = [("", "Ninguna"), *names]

    def clean(self) -> dict:
        data = super().clean()
        if bool(data.get("member")) == bool(data.get("name")):
            self.add_error("member", "Elija a una persona, o escriba el nombre de otra.")
        elif data.get("name") and not data.get("title"):
            self.add_error("title", "Indique en qué calidad firma.")
        return data

    def signer(self) -> Signer:
        """Return who was chosen."""
        data = self.cleaned_data
        if data["member"]:
            member = self.members[data["member"]]
            return Signer(member.user.get_full_name(), data["title"] or member.title, member)
        return Signer(data["name"], data["title"])


class SignTurnForm(OnceMixin, SignatureForm):
    """How the person whose turn it is signs; on paper, with the paper.

    `turn` goes with the form: what was written for one person is never kept for the next. Only the
    ways that this person has before this screen are offered.
    """

    turn = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: object, turn: SignatureTurn, actor: Membership, **kwargs: object
    ) -> None:
        signer = Person(turn.signer_name, title=turn.signer_title)
        super().__init__(*args, signer=signer, scan_required=True, **kwargs)
        self.fields["turn"].initial = turn.pk
        barred = barred_ways(turn, actor)
        field = self.fields["method"]
        field.choices = [one for one in SignatureMethod.choices if one[0] not in barred]
        if barred & ONESELF == ONESELF:
            field.help_text = (
                f"En pantalla sólo firma {turn.signer_name}, desde su propia cuenta: ahí le espera "
                "este documento."
            )
