"""Shapes of the screens of retention."""

from django import forms
from django.db.models import QuerySet

from cases.models import Case
from cases.once import OnceMixin
from cases.overview.listing import edge
from cases.privacy.forms import paragraph
from convivencia.forms import PlainForm


class FolioForm(PlainForm):
    folio = forms.CharField(
        label="Folio del caso", help_text="Por ejemplo: 2026-0043.", max_length=12
    )

    def __init__(self, *args, cases: QuerySet[Case], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.cases = cases

    def clean_folio(self) -> Case:
        key = edge(self.cleaned_data["folio"].strip())
        case = self.cases.filter(year=key[0], number=key[1]).first() if key else None
        if case is None:
            raise forms.ValidationError("No hay un caso con ese folio entre los que usted ve.")
        return case


class DisposeForm(OnceMixin, PlainForm):
    """Why, and the folio typed again: it cannot be undone."""

    reason = paragraph(
        "Motivo", "Sin nombres: este texto queda en el certificado.", most=500, min_length=10
    )
    folio = forms.CharField(label="Folio del caso, para confirmar", max_length=12)

    def __init__(self, *args, folio: str, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.wanted = folio

    def clean_folio(self) -> str:
        if self.cleaned_data["folio"].strip() != self.wanted:
            raise forms.ValidationError("No es el folio de este caso.")
        return self.cleaned_data["folio"]

    def clean(self) -> dict:
        data = super().clean()
        data.pop("folio", None)
        return data
