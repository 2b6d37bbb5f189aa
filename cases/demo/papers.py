"""Papers that people would bring: a court order, a receipt. Plain, and marked as invented."""

from functools import cache


@cache
def invented_pdf(title: str, *lines: str) -> bytes:
    """Return a one-page PDF that says what it stands for."""
    from weasyprint import HTML  # noqa: PLC0415 -- slow import

    body = "".join(f"<p>{line}</p>" for line in lines)
    head = f"<html lang='es-CL'><title>{title}</title><body style='font-family:serif'>"
    html = f"{head}<p><em>Inventado para la demostración.</em></p><h1>{title}</h1>{body}</body>"
    return HTML(string=html).write_pdf()


COURT_ORDER = (
    "Medida cautelar (copia)",
    "Tribunal inventado. Causa RIT X-000-2026.",
    "Se prohíbe al padre acercarse al establecimiento mientras dure esta medida.",
)
RECEIPT = (
    "Comprobante de entrega en persona",
    "Recibí copia del documento. Firma, nombre y RUN al pie, de puño y letra.",
)
SCREENSHOTS = ("Capturas de pantalla impresas", "Cuatro mensajes del grupo, con su fecha y hora.")
