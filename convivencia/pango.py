"""Whether the system has what WeasyPrint draws text with."""

import ctypes

LIBRARIES = (
    ("libpango-1.0.so.0", "libpango-1.0.dylib"),
    ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib"),
    ("libharfbuzz.so.0", "libharfbuzz.0.dylib"),
    ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib"),
)
SENTENCE = (
    "Falta Pango, que dibuja el texto de los PDF: ejecute «make setup» o, en Debian y Ubuntu, "
    "«apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0»."
)


def is_missing() -> bool:
    """Tell whether some library of Pango cannot be loaded."""
    return not all(any(_loads(name) for name in names) for names in LIBRARIES)


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True
