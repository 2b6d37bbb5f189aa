"""Which screen does each step: the special ones, by name; the rest, «Registrar que se hizo»."""

from django.urls import NoReverseMatch, reverse

# step id → (name of the address, what the button says). An address nobody serves is skipped.
SCREENS: dict[str, tuple[str, str]] = {
    "bul-06-denuncia-delito": ("case-oficio", "Preparar oficio"),
    "bul-07-resguardo": ("case-resguardo", "Resguardar"),
    "bul-09-comunicacion-1": ("case-citacion", "Citar"),
    "bul-10-entrevista-1": ("case-entrevista", "Registrar"),
    "bul-11-entrevista-2": ("case-citacion", "Citar"),
    "bul-12-antecedentes": ("case-antecedente", "Recibir"),
    "bul-13-informe-encargado": ("case-informe", "Redactar"),
    "bul-14-resolucion": ("case-resolucion", "Resolver"),
    "bul-15-notificacion": ("case-notificacion", "Notificar"),
    "bul-18-termino-adicional": ("case-termino-adicional", "Abrir"),
    "bul-19-cierre": ("case-cierre", "Cerrar"),
    "bul-25-reconsideracion": ("case-reconsideracion", "Recibir"),
    "bul-26-resolver-reconsideracion": ("case-reconsideracion", "Resolver"),
    "ofi-01-redactar": ("case-oficio", "Redactar"),
    "ofi-02-enviar": ("case-oficio", "Enviar"),
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
