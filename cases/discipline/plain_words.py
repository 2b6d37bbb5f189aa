"""The words a school types for what the reglamento calls otherwise.

A word that begins like a key is also looked for as its values; nothing here decides a falta.
"""

PLAIN = {
    "agres": ("agred",),
    "bully": ("matonaje", "acos"),
    "cimarr": ("faltar a clases",),
    "cuchill": ("armas",),
    "cigarr": ("tabaco",),
    "falsific": ("firmar como", "alterar notas"),
    "fuga": ("salir de la sala",),
    "fum": ("tabaco", "droga"),
    "golp": ("agredir fisicamente",),
    "hurt": ("llevarse",),
    "incend": ("prender fuego",),
    "insult": ("groser", "ofender"),
    "marihuan": ("droga",),
    "pega": ("agredir fisicamente",),
    "pele": ("pelea", "agredir fisicamente"),
    "quem": ("prender fuego",),
    "rob": ("llevarse",),
    "sustra": ("llevarse",),
    "telefon": ("celular",),
    "vape": ("tabaco", "droga"),
}


def readings_of(word: str) -> tuple[str, ...]:
    """Return what to look for when someone types `word`, without accents and in lower case."""
    return (word, *(text for key in PLAIN if word.startswith(key) for text in PLAIN[key]))
