"""Text as people compare it."""

import unicodedata


def plain(text: str) -> str:
    """Return the text in lower case and without accents."""
    parts = unicodedata.normalize("NFD", text.lower())
    return "".join(char for char in parts if not unicodedata.combining(char))
