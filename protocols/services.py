"""What a school does with its reglamento."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from protocols.catalog import load_catalog, protocol_to_data
from protocols.catalog.faltas import load_regimen, regimen_to_data
from protocols.catalog.norms import norm_protocols
from protocols.engine import Protocol
from protocols.engine.definitions import TramiteKind
from protocols.models import ReglamentoVersion


def library_of(modelo: str) -> dict[str, Protocol]:
    """Return what a school that adopts a model gets: its protocols, and those of the law.

    The Ley Karin binds every employer, whatever its reglamento says.
    """
    law = [protocol for protocol in norm_protocols() if protocol.kind is TramiteKind.LEY_KARIN]
    return {protocol.key: protocol for protocol in (*load_catalog(modelo), *law)}


@transaction.atomic
def adopt_modelo(
    modelo: str, *, title: str, in_force_from: date, at: datetime
) -> ReglamentoVersion:
    """Publish a version of the school's reglamento that copies a library model, whole."""
    regimen = load_regimen(modelo)
    faltas, medidas = regimen_to_data(regimen) if regimen else ({}, {})
    last = ReglamentoVersion.objects.aggregate(last=Max("version"))["last"] or 0
    return ReglamentoVersion.objects.create(
        modelo=modelo,
        version=last + 1,
        title=title,
        in_force_from=in_force_from,
        protocols={key: protocol_to_data(p) for key, p in library_of(modelo).items()},
        faltas=faltas,
        medidas=medidas,
        published_at=at,
    )
