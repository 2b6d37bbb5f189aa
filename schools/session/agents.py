"""A name for a device that its owner recognises, from what the browser says of itself."""

BROWSERS = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "teléfono o tableta Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)


def device_name(agent: str) -> str:
    """Return «Firefox en Windows»; the rest of what the browser says is not kept."""
    browser = next((name for mark, name in BROWSERS if mark in agent), "Un navegador")
    system = next((name for mark, name in SYSTEMS if mark in agent), "un equipo desconocido")
    return f"{browser} en {system}"
