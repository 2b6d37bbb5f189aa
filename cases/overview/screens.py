"""Which screen does each step: the special ones, by name; the rest, «Registrar que se hizo»."""

from django.urls import NoReverseMatch, reverse

# step id → (name of the address, what the button says). An address nobody serves is skipped.
SCREENS: dict[str, tuple[str, str]] = {
    "bul-04-activacion": ("case-activate", "Activar"),
    "bul-05-apertura": ("case-activate", "Abrir"),
    "bul-06-denuncia-delito": ("case-oficio", "Preparar oficio"),
    "bul-07-resguardo": ("case-resguardo", "Resguardar"),
    "bul-08-traslado": ("case-traslado", "Registrar"),
    "bul-09-comunicacion-1": ("case-citar", "Citar"),
    "bul-10-entrevista-1": ("case-entrevista", "Registrar"),
    "bul-11-entrevista-2": ("case-citar", "Citar"),
    "bul-12-antecedentes": ("case-antecedente", "Recibir"),
    "bul-13-informe-encargado": ("case-informe", "Redactar"),
    "bul-14-resolucion": ("case-resolucion", "Resolver"),
    "bul-15-notificacion": ("case-notify", "Notificar"),
    "bul-16-implementacion": ("case-implement", "Aplicar"),
    "bul-18-termino-adicional": ("case-termino", "Abrir"),
    "bul-19-cierre": ("case-close", "Cerrar"),
    "bul-20-vigilancia": ("case-vigilancia", "Anotar"),
    "bul-21-entrevista-seguimiento": ("case-seguimiento", "Registrar"),
    "bul-25-reconsideracion": ("case-reconsideraciones", "Recibir"),
    "bul-26-resolver-reconsideracion": ("case-reconsideraciones", "Resolver"),
    "ofi-01-redactar": ("case-oficio", "Redactar"),
    "ofi-02-enviar": ("case-oficio-send", "Enviar"),
}


def address(name: str, *args: object) -> str:
    """Return the URL, or "" while nobody serves it."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def screen_of(step_id: str, case_pk: int) -> tuple[str, str]:
    """Return the URL where a step is done, and the verb of its button."""
    name, verb = SCREENS.get(step_id, ("", ""))
    url = address(name, case_pk) if name else ""
    return (url, verb) if url else (reverse("case-step", args=[case_pk, step_id]), "Registrar")
