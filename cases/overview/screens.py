"""Which screen does each step: the special ones, by the act; the rest, «Registrar que se hizo»."""

from django.urls import NoReverseMatch, reverse

from cases.deadlines.selectors import is_main, row_acto
from cases.expulsion.doors import is_of_procedure
from cases.models import Case, Vencimiento
from cases.procedure import acto_of
from protocols.engine import Step

# act → (name of the address, what the button says). An address nobody serves is skipped.
SCREENS: dict[str, tuple[str, str]] = {
    "activar": ("case-activate", "Activar"),
    "abrir_investigacion": ("case-activate", "Abrir"),
    "denunciar": ("case-oficio", "Preparar oficio"),
    "resguardar": ("case-resguardo", "Resguardar"),
    "trasladar": ("case-traslado", "Registrar"),
    "citar": ("case-citar", "Citar"),
    "entrevistar": ("case-entrevista", "Registrar"),
    "citar_de_nuevo": ("case-citar", "Citar"),
    "recibir_antecedente": ("case-antecedente", "Recibir"),
    "informar": ("case-informe", "Redactar"),
    "resolver": ("case-resolucion", "Resolver"),
    "notificar": ("case-notify", "Notificar"),
    "implementar": ("case-implement", "Aplicar"),
    "abrir_termino_adicional": ("case-termino", "Abrir"),
    "cerrar": ("case-close", "Cerrar"),
    "archivar": ("case-vigilancia", "Anotar"),
    "seguir": ("case-seguimiento", "Registrar"),
    "reconsiderar": ("case-reconsideraciones", "Recibir"),
    "resolver_reconsideracion": ("case-reconsideraciones", "Resolver"),
    "redactar_oficio": ("case-oficio", "Redactar"),
    "enviar_oficio": ("case-oficio-send", "Enviar"),
}
# The screens write in the case's own protocol; beside it, only the duty to report has its own.
BESIDE = frozenset({"denunciar", "redactar_oficio", "enviar_oficio"})


def address(name: str, *args: object) -> str:
    """Return the URL, or "" while nobody serves it."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def screen_of(row: Vencimiento) -> tuple[str, str]:
    """Return the URL where a step is done, and the verb of its button.

    `row` comes with its case and trámite.
    """
    special = special_screen(row)
    return special or (_generic(row.case_id, row.step_id), "Registrar")


def special_screen(row: Vencimiento) -> tuple[str, str] | None:
    """Return the URL and the verb of the screen of a step's own; None if it has none."""
    if is_of_procedure(row):
        return address("case-expulsion", row.case_id), "Registrar"
    return _special(row_acto(row), row.case_id, main=is_main(row.case, row.tramite))


def screen_for(step: Step, case: Case, *, main: bool) -> tuple[str, str]:
    """Return the same for a step of the protocol."""
    special = _special(acto_of(step), case.pk, main=main)
    return special or (_generic(case.pk, step.id), "Registrar")


def _special(acto: str, case_pk: int, *, main: bool) -> tuple[str, str] | None:
    name, verb = SCREENS.get(acto, ("", "")) if main or acto in BESIDE else ("", "")
    url = address(name, case_pk) if name else ""
    return (url, verb) if url else None


def _generic(case_pk: int, step_id: str) -> str:
    return reverse("case-step", args=[case_pk, step_id])
