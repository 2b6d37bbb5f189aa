"""The filter of the looks."""

from django import forms

from convivencia.forms import PlainForm
from schools.models.audit import AuditAct

ACTS = (AuditAct.VER, AuditAct.DESCARGAR, AuditAct.IMPRIMIR, AuditAct.EXPORTAR, AuditAct.CAMBIAR)
ACTS = (*ACTS, AuditAct.OTORGAR, AuditAct.DENEGADO, AuditAct.FALLIDO)


class LooksForm(PlainForm):
    """Who, what and between which days; an answer that is not understood filters nothing."""

    quien = forms.ChoiceField(label="Persona", required=False)
    que = forms.ChoiceField(label="Qué hizo", required=False)
    desde = forms.DateField(
        label="Desde", required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    hasta = forms.DateField(
        label="Hasta", required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )

    def __init__(self, *args: object, people: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["quien"].choices = [("", "Todas"), *people]
        self.fields["que"].choices = [("", "Todo"), *((act.value, act.label) for act in ACTS)]

    def answers(self) -> dict[str, object]:
        """Return what was answered well."""
        self.is_valid()
        found = {name: self.cleaned_data.get(name) for name in self.fields}
        return {name: value for name, value in found.items() if value}
