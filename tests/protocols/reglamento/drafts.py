"""A step of the reglamento, and how it is edited."""

from datetime import date

from django.urls import reverse

INFORME = "bul-13-informe-encargado"


TODAY = date(2026, 6, 1)


TWELVE = {
    "amount": 12,
    "unit": "dias_habiles",
    "responsible": "Encargado, Dirección",
    "source": "8.6.3.2 B.8",
    "title": "Emitir el informe",
    "note": "",
}


def edit(client, draft, data=None, revision=0, step_id=INFORME):
    url = reverse("reglamento-step", args=[draft.pk, "acoso_escolar", step_id])
    return client.post(url, {**TWELVE, **(data or {}), "revision": revision})
